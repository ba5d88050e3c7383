"""Plans: a new one, the annual targets of one unit, what a decision states."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from planning.actions.plans import AskedTarget
from planning.forms.months import MoneyField
from planning.forms.people import DayField
from planning.importing.cells import CellError, read_facts
from planning.models import Measure
from planning.models.plans import PlanKind
from planning.plan_sheet.sheet import Row
from postoffice.numbers import COUNT, NumberError, parse, to_dong
from postoffice.words import number_error

MEASURES = [(m.value, m.label) for m in Measure if m != Measure.BALANCE]


def _language() -> str:
    return "vi" if (get_language() or "vi").startswith("vi") else "en"


class TargetField(MoneyField):
    """An amount in the notation of the page's language, in which it was written."""

    def clean(self, value: str) -> int | None:
        """Parse the amount; None when empty."""
        text = forms.CharField.clean(self, value)
        try:
            number = parse(text or "", notation=_language())
            return None if number is None else to_dong(number, 1)
        except NumberError as error:
            raise forms.ValidationError(number_error(error), code=error.code) from error


class NewPlanForm(forms.Form):
    """The next revision of a kind of plan of a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("Kind of plan"))
    decision_no = forms.CharField(label=_("Decision no."), max_length=60, required=False)
    decided_on = DayField(label=_("Decided on"), required=False)

    def __init__(self, *args, kinds: Sequence[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, PlanKind(kind).label) for kind in kinds]


class TargetsForm(forms.Form):
    """Annual targets of one unit, a field a node; empty takes a target back.

    Beside each field stands what it said when the page was made: only what was changed is written,
    and a target that somebody changed since is told instead of overwritten.
    """

    def __init__(self, *args, rows: Sequence[Row], measure: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.measure = measure
        for row in rows:
            said = "" if row.target is None else COUNT.write(row.target, _language())
            self.fields[f"t-{row.node}"] = TargetField(required=False, initial=said, label=row.name)
            self.fields[f"t-{row.node}"].widget.attrs |= {
                "aria-label": row.name,
                "class": "money",
                "placeholder": " ",
            }
            seen = "" if row.target is None else str(row.target)
            self.fields[f"seen-{row.node}"] = forms.CharField(
                required=False, initial=seen, widget=forms.HiddenInput, label=row.name
            )

    def clean(self) -> dict[str, object]:
        """Refuse what somebody changed since the page was made."""
        cleaned = super().clean()
        for row in self.rows:
            kept = "" if row.target is None else str(row.target)
            if self._is_changed(row) and cleaned.get(f"seen-{row.node}", "") != kept:
                written = COUNT.write(row.target, _language()) if row.target is not None else "…"
                text = _("Somebody changed this target meanwhile; it is now %(value)s.")
                self.add_error(f"t-{row.node}", forms.ValidationError(text, params={"value": written}))
        return cleaned

    def _is_changed(self, row: Row) -> bool:
        said = self.cleaned_data.get(f"t-{row.node}")
        seen = self.cleaned_data.get(f"seen-{row.node}", "")
        return f"t-{row.node}" in self.cleaned_data and ("" if said is None else str(said)) != seen

    def targets(self, unit: int) -> list[AskedTarget]:
        """Return the targets that were changed on the page."""
        return [
            AskedTarget(unit, row.node, self.measure, self.cleaned_data[f"t-{row.node}"])
            for row in self.rows
            if self._is_changed(row)
        ]

    @property
    def lines(self) -> list[tuple[Row, forms.BoundField, forms.BoundField]]:
        """Each row with its field and what it said."""
        return [(row, self[f"t-{row.node}"], self[f"seen-{row.node}"]) for row in self.rows]


class DecisionForm(forms.Form):
    """The decision behind a plan, and what it states beside amounts, one fact after another."""

    decision_no = forms.CharField(label=_("Decision no."), max_length=60, required=False)
    decided_on = DayField(label=_("Decided on"), required=False)
    facts = forms.CharField(
        label=_("Stated facts"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Code, kind, value; separated by semicolons: ALL amount 284150000000; BCCP growth 0.44; "
            "PPTT share >=0.46; BCCP base 106040000000."
        ),
    )

    def clean_facts(self) -> list[dict[str, str]]:
        """Return the facts as a plan keeps them."""
        try:
            found = read_facts(self.cleaned_data["facts"].replace("\n", ";"))
        except CellError as error:
            raise forms.ValidationError(error.reason, params=error.params) from error
        return [{"node": fact.node, "kind": fact.kind, "value": fact.value} for fact in found]
