"""What a unit expects of a month, and the day by which the planner asks for it."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import written
from planning.actions.estimates import Overtaken, Said
from planning.entry.estimate_sheet import Line
from planning.entry.notation import FIELD_FORMATS, NOTATION
from planning.forms.months import MoneyField
from planning.forms.people import DayField


class RoundForm(forms.Form):
    """By when the units say what the month will bring."""

    due_on = DayField(
        label=_("Estimates due on"),
        required=False,
        help_text=_("Empty: the units are not asked. What they have said stays."),
    )


class EstimateForm(forms.Form):
    """One amount for each service, in the page's unit of money.

    Beside each field stands what it said when the page was made, so that somebody else's figure is told
    instead of overwritten.
    """

    def __init__(self, *args, lines: Sequence[Line], size: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.size = lines, size
        for line in lines:
            self.fields[line.code] = MoneyField(
                label=line.name, required=False, unit=size, initial=line.stands
            )
            self.fields[line.code].widget.attrs["class"] = "money"
            self.fields[f"seen-{line.code}"] = forms.IntegerField(
                required=False, initial=line.value, widget=forms.HiddenInput
            )

    @property
    def said(self) -> dict[str, Said]:
        """What was typed, by code of the service."""
        return {
            line.code: Said(self.cleaned_data[line.code], self.cleaned_data[f"seen-{line.code}"])
            for line in self.lines
        }

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, Line]]:
        """Each field with what it said and what stands beside it."""
        return [(self[line.code], self[f"seen-{line.code}"], line) for line in self.lines]

    def with_suggestions(self) -> "EstimateForm":
        """Return the form with a suggestion in every field that is empty; nothing is saved by it."""
        data = self.data.copy()
        for line in self.lines:
            if not data.get(line.code, "").strip():
                data[line.code] = line.offered
        return type(self)(data, lines=self.lines, size=self.size)

    def tell(self, overtaken: Mapping[str, Overtaken]) -> None:
        """Mark what somebody else has estimated meanwhile, with his figure; saving again keeps one's own."""
        data = self.data.copy()
        for code, theirs in overtaken.items():
            data[f"seen-{code}"] = "" if theirs.theirs is None else str(theirs.theirs)
            self.add_error(code, self._told(theirs))
        self.data = data

    def _told(self, other: Overtaken) -> str:
        """Say who estimated what meanwhile."""
        if other.theirs is None:
            return gettext("Somebody took this estimate back meanwhile. Save again to keep yours.")
        words = {
            "name": other.by_name,
            "value": FIELD_FORMATS[self.size].write(other.theirs, NOTATION),
            "at": written(other.at),
        }
        return gettext("%(name)s wrote %(value)s on %(at)s. Save again to keep yours.") % words
