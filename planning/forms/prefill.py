"""The upload of another system's export, and what its codes mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from planning.actions.foreign_codes import Meaning
from planning.forms.files import FileForm
from planning.importing import limits
from planning.importing.reading import read
from planning.models import ForeignCode, Service, Unit
from planning.models.foreign_codes import ForeignKind
from planning.prefill.matching import Unknown
from planning.prefill.table import Table, read_table
from postoffice.names import clean

IGNORE = "ignore"


@dataclass(frozen=True)
class HowToRead:
    """What the person said about an export; kept in the session between preview and confirmation."""

    source: str
    notation: str = ""
    unit: int = 1


def read_export(content: bytes, how: HowToRead) -> Table:
    """Read an export as its person said; FileRefused where it is not read at all."""
    return read_table(read(content, limits.PAGE), unit=how.unit, notation=how.notation or None)


class ExportForm(FileForm):
    """A file and the system it comes from: `table` holds lines or their problems."""

    FILE_HELP = _(
        "One table (.xlsx or .csv): unit code, service code, month, revenue, volume. Repeated lines are "
        "added up. At most %(limit)s MB."
    )
    field_order = ["source"]

    source = forms.CharField(
        label=_("System the file comes from"), max_length=30,
        help_text=_("Codes are remembered for each system."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.table: Table | None = None

    def clean_source(self) -> str:
        """Return the system's name in its clean form."""
        return clean(self.cleaned_data["source"])

    def take(self, content: bytes) -> None:
        """Read the lines."""
        self.table = read_export(content, self.how)

    @property
    def how(self) -> HowToRead:
        """What the person said about the file."""
        said = self.cleaned_data
        return HowToRead(said["source"], said.get("notation", ""), said.get("unit") or 1)


class MeaningsForm(forms.Form):
    """One choice for each unknown code: one of ours, to be ignored, or left for later."""

    def __init__(
        self,
        *args,
        unknown: Mapping[str, Sequence[Unknown]],
        ours: Mapping[str, Sequence[Unit | Service]],
        guessed: Mapping[str, Mapping[str, int]],
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ours = {kind: {str(one.pk): one for one in several} for kind, several in ours.items()}
        self.asked: dict[str, tuple[str, Unknown]] = {}
        for kind, several in unknown.items():
            choices = [("", _("not decided yet")), (IGNORE, _("ignore these lines"))]
            choices += [(key, f"{one.code} · {one.name}") for key, one in self.ours[kind].items()]
            for number, one in enumerate(several):
                name = f"{kind}-{number}"
                self.asked[name] = (kind, one)
                self.fields[name] = forms.ChoiceField(
                    label=one.code, choices=choices, required=False, initial=guessed[kind].get(one.code, "")
                )
                self.fields[f"code-{name}"] = forms.CharField(initial=one.code, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """Refuse answers to another question: the list of unknown codes may have changed meanwhile."""
        cleaned = super().clean()
        for name, (_kind, one) in self.asked.items():
            if cleaned.get(f"code-{name}") != one.code:
                raise forms.ValidationError(_("The list of unknown codes has changed; please choose again."))
        return cleaned

    @property
    def meanings(self) -> list[Meaning]:
        """What was decided."""
        found = []
        for name, (kind, one) in self.asked.items():
            chosen = self.cleaned_data.get(name)
            if chosen:
                ours = {} if chosen == IGNORE else {kind: self.ours[kind][chosen]}
                found.append(Meaning(kind, one.code, **ours))
        return found

    @property
    def rows(self) -> Iterator[tuple[str, Unknown, BoundField, BoundField]]:
        """The codes with their fields: kind, code, choice, and the code as it was asked."""
        for name, (kind, one) in self.asked.items():
            yield ForeignKind(kind).label, one, self[name], self[f"code-{name}"]


class OneMeaningForm(forms.Form):
    """What one kept code means."""

    meaning = forms.ChoiceField(label=_("Meaning"))

    def __init__(self, *args, code: ForeignCode, ours: Sequence[Unit | Service], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        self.ours = {str(one.pk): one for one in ours}
        self.fields["meaning"].choices = [
            (IGNORE, _("ignore these lines")),
            *[(key, f"{one.code} · {one.name}") for key, one in self.ours.items()],
        ]
        self.initial["meaning"] = IGNORE if code.ignored else str(code.unit_id or code.service_id)

    @property
    def decided(self) -> Meaning:
        """The meaning that was chosen."""
        chosen = self.cleaned_data["meaning"]
        ours = {} if chosen == IGNORE else {self.code.kind: self.ours[chosen]}
        return Meaning(self.code.kind, self.code.code, **ours)
