"""The upload of a workbook: what it holds, how its numbers are written, and what it says."""

from dataclasses import dataclass, replace

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.forms.files import FileForm
from planning.importing import layout, limits
from planning.importing.cells import CellError, value_of
from planning.importing.columns import Sheet
from planning.importing.expected import counted_in_money, unexpected
from planning.importing.located import Located
from planning.importing.reading import RawBook, read, read_workbook
from planning.importing.sheets import Read, read_flat, read_office
from planning.importing.summing import summed
from planning.models import Unit
from planning.models.batches import BatchKind
from planning.models.units import UnitQuerySet
from postoffice.months import Month

KINDS = {
    BatchKind.OFFICE.value: _("Office workbook (all sheets)"),
    BatchKind.REVENUE.value: _("Monthly figures (one table)"),
    BatchKind.PAYROLL.value: _("Payroll revenue (one table)"),
    BatchKind.TARGETS.value: _("Targets of a plan (one table)"),
}
TABLES: dict[str, Sheet] = {
    BatchKind.REVENUE.value: layout.REVENUE,
    BatchKind.PAYROLL.value: layout.PAYROLL,
    BatchKind.TARGETS.value: layout.TARGETS,
}
"""The kinds that are one table, with its columns."""
@dataclass(frozen=True)
class HowToRead:
    """What the person said about a file; kept in the session between preview and import.

    `month` ("2019-12") and `expected_unit` (a code) say what the file should hold; empty: anything.
    """

    kind: str
    notation: str = ""
    unit: int = 1
    sum_repeated: bool = False
    month: str = ""
    expected_unit: str = ""


def raw_book(content: bytes, how: HowToRead) -> RawBook:
    """Return the cells of a file as they stand; FileRefused where it is not read at all."""
    if how.kind == BatchKind.OFFICE:
        return read_workbook(content, limits.PAGE)
    return read(content, limits.PAGE)


def read_file(content: bytes, how: HowToRead) -> Read:
    """Read a file as its person said; FileRefused where it is not read at all."""
    return read_book(raw_book(content, how), how)


def read_book(book: RawBook, how: HowToRead) -> Read:
    """Read the cells of a file as its person said, and check that it holds what was expected."""
    notation = how.notation or None
    if how.kind == BatchKind.OFFICE:
        found = read_office(book, notation=notation)
    else:
        found = read_flat(book, TABLES[how.kind], unit=how.unit, notation=notation)
    month = Month.parse(how.month) if how.month else None
    problems = [
        *found.problems,
        *unexpected(found.data, month=month, unit=how.expected_unit),
        *(() if how.kind == BatchKind.OFFICE else counted_in_money(found.data.targets, how.unit)),
    ]
    found = replace(found, problems=tuple(problems))
    return summed(found) if how.sum_repeated and found.data.revenue else found


class UploadForm(FileForm):
    """A file and what it is: `read` holds the rows, or the problems of the rows."""

    FILE_HELP = _("An .xlsx workbook, or for one table also .csv; at most %(limit)s MB.")
    UNIT_HELP = _("For one table; the office workbook is always in đồng.")
    field_order = ["kind"]

    kind = forms.ChoiceField(label=_("What the file holds"))
    sum_repeated = forms.BooleanField(
        label=_("Add up rows of the same unit, service and month"), required=False
    )
    month = forms.CharField(
        label=_("Month the file should hold"), required=False, max_length=20,
        help_text=_("As 12/2019; leave it empty for a file of several months."),
    )  # fmt: skip
    expected_unit = forms.ModelChoiceField(
        label=_("Unit the file should hold"), queryset=Unit.objects.none(), to_field_name="code",
        required=False, empty_label=_("any unit"), help_text=_("With all the units below it."),
    )  # fmt: skip

    def __init__(self, *args, kinds: list[str], units: UnitQuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in kinds]
        self.fields["expected_unit"].queryset = units.in_order()
        self.read: Read | None = None

    def clean_month(self) -> str:
        """Return the expected month as it is kept, "" where any month will do."""
        said = self.cleaned_data["month"].strip()
        try:
            return str(value_of(said, layout.MONTHS.column("month"))) if said else ""
        except CellError as error:
            raise forms.ValidationError(str(error.reason)) from error

    def take(self, content: bytes) -> None:
        """Read the rows."""
        self.read = read_file(content, self.how)

    @property
    def how(self) -> HowToRead:
        """What the person said about the file."""
        said = self.cleaned_data
        unit = said.get("expected_unit")
        return HowToRead(
            kind=said["kind"],
            notation=said["notation"],
            unit=said["unit"] or 1,
            sum_repeated=said["sum_repeated"],
            month=said["month"],
            expected_unit=unit.code if unit else "",
        )

    @property
    def problems(self) -> tuple[Located, ...]:
        """What is wrong with the rows of a file that could be read."""
        return self.read.problems if self.read else ()


class ConfirmForm(forms.Form):
    """The go-ahead after a preview: which kept file, and whether it may write over what is closed."""

    token = forms.CharField(widget=forms.HiddenInput)
    replace = forms.BooleanField(
        label=_("Write over closed months (as adjustments) and months somebody worked on"),
        help_text=_("An adjustment is never taken back, so an import that adjusts cannot be undone."),
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean(self) -> dict[str, object]:
        """Ask for the reason where the import may write over something."""
        cleaned = super().clean()
        if cleaned.get("replace") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please give a reason: it is kept in the history."))
        return cleaned
