"""The upload of a workbook: what it holds, how its numbers are written, and what it says."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.importing import layout, limits
from planning.importing.located import Located
from planning.importing.reading import FileRefused, read, read_workbook
from planning.importing.sheets import Read, read_flat, read_office
from planning.importing.summing import summed
from planning.importing.uploads import read_upload
from planning.models.batches import BatchKind
from planning.models.office import EntryUnit

KINDS = {
    BatchKind.OFFICE.value: _("Office workbook (all sheets)"),
    BatchKind.REVENUE.value: _("Monthly figures (one table)"),
    BatchKind.PAYROLL.value: _("Payroll revenue (one table)"),
}
NOTATIONS = [
    ("", _("as the file shows")),
    ("vi", _("1.234.567,5 (Vietnamese)")),
    ("en", _("1,234,567.5 (English)")),
]


@dataclass(frozen=True)
class HowToRead:
    """What the person said about a file; kept in the session between preview and import."""

    kind: str
    notation: str = ""
    unit: int = 1
    sum_repeated: bool = False


def read_file(content: bytes, how: HowToRead) -> Read:
    """Read a file as its person said; FileRefused where it is not read at all."""
    if how.kind == BatchKind.OFFICE:
        return read_office(read_workbook(content, limits.PAGE), notation=how.notation or None)
    sheet = layout.PAYROLL if how.kind == BatchKind.PAYROLL else layout.REVENUE
    found = read_flat(read(content, limits.PAGE), sheet, unit=how.unit, notation=how.notation or None)
    return summed(found) if how.sum_repeated else found


class UploadForm(forms.Form):
    """A file and what it is. Valid means readable: `read` holds the rows, or the problems of the rows."""

    kind = forms.ChoiceField(label=_("What the file holds"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("An .xlsx workbook, or for one table also .csv; at most %(limit)s MB.")
        % {"limit": limits.PAGE.size >> 20},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    notation = forms.ChoiceField(
        label=_("Numbers that stand as text are written"), choices=NOTATIONS, required=False
    )
    unit = forms.TypedChoiceField(
        label=pgettext_lazy("upload", "Amounts are in"), choices=EntryUnit.choices, coerce=int, empty_value=1,
        required=False, help_text=_("For one table; the office workbook is always in đồng."),
    )  # fmt: skip
    sum_repeated = forms.BooleanField(
        label=_("Add up rows of the same unit, service and month"), required=False
    )

    def __init__(self, *args, kinds: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in kinds]
        self.read: Read | None = None
        self.content = b""

    def clean(self) -> dict[str, object]:
        """Read the file; one that cannot be read at all is an error of the field."""
        cleaned = super().clean()
        if "file" in cleaned and "kind" in cleaned:
            try:
                self.content = read_upload(cleaned["file"], limits.PAGE)
                self.read = read_file(self.content, self.how)
            except FileRefused as refused:
                self.add_error("file", str(refused))
        return cleaned

    @property
    def how(self) -> HowToRead:
        """What the person said about the file."""
        said = self.cleaned_data
        return HowToRead(
            said["kind"], said.get("notation", ""), said.get("unit") or 1, said.get("sum_repeated", False)
        )

    @property
    def problems(self) -> tuple[Located, ...]:
        """What is wrong with the rows of a file that could be read."""
        return self.read.problems if self.read else ()


class ConfirmForm(forms.Form):
    """The go-ahead after a preview: which kept file, and whether it may write over what is closed."""

    token = forms.CharField(widget=forms.HiddenInput)
    replace = forms.BooleanField(
        label=_("Write over closed months (as adjustments) and months somebody worked on"), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean(self) -> dict[str, object]:
        """Ask for the reason where the import may write over something."""
        cleaned = super().clean()
        if cleaned.get("replace") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please give a reason: it is kept in the history."))
        return cleaned
