"""The filter bar: text of an address in, month, plan and choices out, a sentence where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.models.plans import Plan, PlanKind
from planning.models.revenue import Measure
from postoffice.months import Month

MEASURES = (Measure.REVENUE, Measure.PAYROLL_REVENUE, Measure.VOLUME)
FIRST_YEAR, LAST_YEAR = 2001, 2199
AS_WAS, AS_IS = "as-was", "as-is"
CHILDREN, POINTS = "children", "points"

Named = Sequence[tuple[str, str]]


class Filters(forms.Form):
    """What a report is asked for. Every filter has a default, which the form shows as if it had been chosen.

    The unit is found before (404 outside the reader's scope) and only offered here.
    """

    unit = forms.CharField(label=_("Unit"), max_length=20, required=False, widget=forms.Select)
    month = forms.CharField(label=_("Month"), max_length=20, required=False, widget=forms.Select)
    plan = forms.CharField(label=_("Plan"), max_length=40, required=False, widget=forms.Select)
    measure = forms.ChoiceField(
        label=_("Measure"), choices=[(m.value, m.label) for m in MEASURES], required=False
    )
    line = forms.CharField(label=_("Line"), max_length=20, required=False, widget=forms.Select)
    service = forms.CharField(label=_("Service"), max_length=20, required=False, widget=forms.Select)
    grain = forms.ChoiceField(
        label=_("Rows"),
        choices=[(CHILDREN, _("Units right below")), (POINTS, _("All points"))],
        required=False,
    )
    basis = forms.ChoiceField(
        label=_("Organisation"),
        choices=[(AS_WAS, _("As it was at the time")), (AS_IS, _("As it is today"))],
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        units: Named,
        months: Sequence[Month],
        lines: Named,
        services: Named,
        plans_of: Callable[[int], tuple[Sequence[tuple[str, str]], Callable[[str], Plan | None]]],
        reorganised: Callable[[], bool],
        has_grain: bool,
    ) -> None:
        super().__init__(MappingProxyType(dict(data.items())))
        self.units, self.months, self.lines, self.services = units, months, lines, services
        self.plans_of, self.reorganised = plans_of, reorganised
        self.plans: Named = ()
        if not has_grain:
            self.fields["grain"].widget = forms.HiddenInput()

    def clean_month(self) -> Month:
        """Read YYYY-MM, or take the default: the latest month that may be compared whole."""
        text = self.cleaned_data["month"]
        if not text:
            return self.months[0]
        try:
            month = Month.parse(text)
        except ValueError:
            raise forms.ValidationError(
                _("“%(text)s” is not a month. Write the year and the month like this: 2019-12."),
                params={"text": text},
            ) from None
        if not FIRST_YEAR <= month.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Choose a month between %(first)s and %(last)s."),
                params={"first": FIRST_YEAR, "last": LAST_YEAR},
            )
        return month

    def clean_measure(self) -> str:
        """Take revenue where nothing is asked."""
        return self.cleaned_data["measure"] or Measure.REVENUE.value

    def clean_grain(self) -> str:
        """Take the units right below where nothing is asked."""
        return self.cleaned_data["grain"] or CHILDREN

    def clean_basis(self) -> str:
        """Take the organisation of the time; today's is the same as long as nothing was reorganised."""
        basis = self.cleaned_data["basis"] or AS_WAS
        if basis == AS_IS and self.reorganised():
            raise forms.ValidationError(
                _("Units were reorganised, and figures converted to today’s organisation are not offered "
                  "yet. Choose the organisation as it was at the time.")
            )  # fmt: skip
        return basis

    def clean_line(self) -> str:
        """Accept the code of a line, or nothing."""
        return self._known("line", self.lines, _("There is no line “%(code)s”. Choose one from the list."))

    def clean_service(self) -> str:
        """Accept the code of a service, or nothing."""
        return self._known(
            "service", self.services, _("There is no service “%(code)s”. Choose one from the list.")
        )

    def _known(self, name: str, known: Named, sentence: str) -> str:
        code = self.cleaned_data[name]
        if code and code not in dict(known):
            raise forms.ValidationError(sentence, params={"code": code})
        return code

    def clean(self) -> dict[str, object]:
        """Find the plan among those of the month's year."""
        cleaned = super().clean()
        month = cleaned.get("month", self.months[0])
        self.plans, find = self.plans_of(month.year)
        if "plan" in cleaned:
            key = cleaned["plan"]
            cleaned["plan"] = find(key)
            if key and cleaned["plan"] is None:
                self.add_error("plan", self._no_plan(key, month.year))
        if cleaned.get("service") and cleaned.get("line"):
            cleaned["line"] = ""
        return cleaned

    def _no_plan(self, key: str, year: int) -> forms.ValidationError:
        if key.partition("-")[0] in PlanKind.values:
            return forms.ValidationError(
                _("There is no plan “%(key)s” for %(year)s. Choose one from the list."),
                params={"key": key, "year": year},
            )
        return forms.ValidationError(
            _("“%(key)s” is not a kind of plan. Choose one from the list."), params={"key": key}
        )

    def offer(self, chosen: Mapping[str, str]) -> None:
        """Show what was chosen or taken by default, and fill the lists; what is wrong shows its default."""
        right = {name: text for name, text in self.data.items() if name not in self.errors}
        self.data = MappingProxyType({"month": str(self.months[0]), **right, **chosen})
        everything = [("", _("Everything"))]
        months = dict.fromkeys([*self.months, *_asked_month(chosen)])
        lists: dict[str, Iterable[tuple[str, str]]] = {
            "unit": self.units,
            "month": [(str(m), f"{m.number:02d}/{m.year}") for m in sorted(months, reverse=True)],
            "plan": self.plans or [("", _("No plan"))],
            "line": [*everything, *self.lines],
            "service": [*everything, *self.services],
        }
        for name, choices in lists.items():
            self.fields[name].widget.choices = list(choices)


def _asked_month(chosen: Mapping[str, str]) -> list[Month]:
    try:
        return [Month.parse(chosen.get("month", ""))]
    except ValueError:
        return []
