"""The upload of a filled month: the file, and what was chosen in its preview."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.forms.files import FileForm
from planning.importing import limits
from planning.importing.reading import FileRefused, read
from planning.models import Unit
from planning.models.monthly_reports import NoteReason
from planning.month_file.comparing import Changed, Clashing, Compared
from planning.month_file.reader import read_filled
from planning.month_file.told import Filled, How, NotThisFile, month_text
from postoffice.months import Month


class MonthUploadForm(FileForm):
    """A filled template or a table of the month of `code`: `filled` holds what it says."""

    FILE_HELP = _("The template from the portal, or another .xlsx or .csv; at most %(limit)s MB.")
    UNIT_HELP = _("For other files; the template knows it by itself.")
    refusals = (FileRefused, NotThisFile)

    sum_repeated = forms.BooleanField(label=_("Add up rows of the same unit and service"), required=False)

    def __init__(self, *args, code: str, month: Month, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.code, self.month = code, month
        self.filled: Filled | None = None

    @property
    def how(self) -> How:
        """What the person said about the file."""
        said = self.cleaned_data
        return How(self.code, self.month, said["unit"] or 1, said["notation"], said["sum_repeated"])

    def take(self, content: bytes) -> None:
        """Read the figures."""
        self.filled = read_month(content, self.how)


class WhoseForm(forms.Form):
    """What a person says of a file that does not say itself whose month it is."""

    whose = forms.BooleanField()

    def __init__(self, *args, unit: Unit, month: Month, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        told = {"month": month_text(month), "unit": unit.name}
        self.fields["whose"].label = _("These are the figures of %(month)s · %(unit)s") % told
        self.fields["whose"].error_messages["required"] = _("Say first whose figures these are.")


def read_month(content: bytes, how: How) -> Filled:
    """Read a file as its person said; FileRefused or NotThisFile where it does not belong here."""
    return read_filled(read(content, limits.PAGE), how)


def asked(compared: Compared, said: Mapping[str, str]) -> dict[str, list[tuple]]:
    """Return what the preview asks, each with what was answered before: clashes, then questions."""
    return {
        "clashes": [(one, said.get(one.change.name) == _mine(one)) for one in compared.clashes],
        "questions": [
            (one, said.get(f"{one.name}:reason", ""), said.get(f"{one.name}:remark", ""))
            for one in compared.questions
        ],
    }


def _mine(clash: Clashing) -> str:
    """Return the choice of the file's figure over the one that was shown beside it."""
    return f"mine {clash.change.version}"


def is_decided(compared: Compared, said: Mapping[str, str]) -> bool:
    """Say whether a person saw every clash as it stands and chose."""
    return all(said.get(one.change.name) in ("theirs", _mine(one)) for one in compared.clashes)


def chosen(compared: Compared, said: Mapping[str, str]) -> list[Changed]:
    """Return the changes with the clashes that were decided for the file, by the version that was shown."""
    mine = [one.change for one in compared.clashes if said.get(one.change.name) == _mine(one)]
    return [*compared.changes, *mine]


def answered(compared: Compared, said: Mapping[str, str]) -> dict:
    """Return the notes by unit: those of the file and the reasons given in the preview."""
    notes = {unit: dict(rows) for unit, rows in compared.notes.items()}
    for question in compared.questions:
        reason, remark = said.get(f"{question.name}:reason", ""), said.get(f"{question.name}:remark", "")
        if reason in NoteReason.values:
            notes.setdefault(question.unit, {})[question.service.code] = (reason, remark.strip())
    return notes
