"""The upload of a filled month: the file, and what was chosen in its preview."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.forms.imports import NOTATIONS
from planning.importing import limits
from planning.importing.reading import FileRefused, read
from planning.importing.uploads import read_upload
from planning.models.monthly_reports import NoteReason
from planning.models.office import EntryUnit
from planning.month_file.comparing import Changed, Compared
from planning.month_file.reader import read_filled
from planning.month_file.told import Filled, How, NotThisFile
from postoffice.months import Month


class MonthUploadForm(forms.Form):
    """A filled template or a table; valid means read: `filled` holds what it says."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The template from the portal, or another .xlsx or .csv; at most %(limit)s MB.")
        % {"limit": limits.PAGE.size >> 20},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    notation = forms.ChoiceField(
        label=_("Numbers that stand as text are written"), choices=NOTATIONS, required=False
    )
    money = forms.TypedChoiceField(
        label=pgettext_lazy("upload", "Amounts are in"), choices=EntryUnit.choices, coerce=int, empty_value=1,
        required=False, help_text=_("For other files; the template knows it by itself."),
    )  # fmt: skip
    sum_repeated = forms.BooleanField(label=_("Add up rows of the same unit and service"), required=False)

    def __init__(self, *args, unit: str, month: Month, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.month = unit, month
        self.content, self.filled, self.how = b"", None, None

    def clean(self) -> dict[str, object]:
        """Read the file; one that does not belong here is an error of the field."""
        cleaned = super().clean()
        if "file" in cleaned and "notation" in cleaned and "money" in cleaned:
            said = (cleaned["money"] or 1, cleaned["notation"], cleaned["sum_repeated"])
            self.how = How(self.unit, self.month, *said)
            try:
                self.content = read_upload(cleaned["file"], limits.PAGE)
                self.filled = read_month(self.content, self.how)
            except (FileRefused, NotThisFile) as refused:
                self.add_error("file", str(refused))
        return cleaned


def read_month(content: bytes, how: How) -> Filled:
    """Read a file as its person said; FileRefused or NotThisFile where it does not belong here."""
    return read_filled(read(content, limits.PAGE), how)


def chosen(compared: Compared, said: Mapping[str, str]) -> list[Changed]:
    """Return the changes with the clashes that were decided for the file, by the version that was shown."""
    mine = [
        one.change for one in compared.clashes if said.get(one.change.name) == f"mine {one.change.version}"
    ]
    return [*compared.changes, *mine]


def answered(compared: Compared, said: Mapping[str, str]) -> dict:
    """Return the notes by unit: those of the file and the reasons given in the preview."""
    notes = {unit: dict(rows) for unit, rows in compared.notes.items()}
    for question in compared.questions:
        reason, remark = said.get(f"{question.name}:reason", ""), said.get(f"{question.name}:remark", "")
        if reason in NoteReason.values:
            notes.setdefault(question.unit, {})[question.service.code] = (reason, remark.strip())
    return notes
