"""The accountant's payroll revenue of one unit's month."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.checks import Band
from planning.forms.months import MoneyField
from planning.models import RevenueRecord
from planning.payroll import odd_share

WHY = "why:share"  # no code of a service holds a colon


class PayrollForm(forms.Form):
    """One amount in đồng for each service the unit reported; an empty field takes a figure back.

    Beside each field stands what it said when the page was made: only what was changed is written,
    and a figure that somebody changed since is told instead of overwritten. A share out of the
    usual band is stored with the accountant's reason only, which the history keeps.
    """

    def __init__(self, *args, records: Sequence[RevenueRecord], usual: Band, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual
        self.records = {record.service.code: record for record in records}
        for code, record in self.records.items():
            self.fields[code] = MoneyField(
                label=record.service.name, required=False, initial=_typed(record.payroll_revenue)
            )
            self.fields[code].widget.attrs["class"] = "money"
            self.fields[f"seen-{code}"] = forms.CharField(
                required=False, initial=_plain(record.payroll_revenue), widget=forms.HiddenInput
            )
        self.fields[WHY] = forms.CharField(
            label=_("Reason, where the share is unusual"), max_length=500, required=False
        )

    def clean(self) -> dict[str, object]:
        """Refuse what somebody changed since the page was made."""
        cleaned = super().clean()
        for code, record in self.records.items():
            kept = record.payroll_revenue
            if self._is_changed(code) and cleaned[f"seen-{code}"] != _plain(kept):
                text = _("Somebody changed this figure meanwhile; it is now %(value)s.")
                self.add_error(code, forms.ValidationError(text, params={"value": _typed(kept) or "…"}))
        odd = "" if self.errors or not self.amounts else self.odd
        if odd and not cleaned[WHY]:
            self.add_error(WHY, forms.ValidationError(odd, code="share"))
        return cleaned

    @property
    def odd(self) -> str:
        """What is odd with the unit's share as it will stand, in a sentence."""
        said = self.amounts if self.is_bound and hasattr(self, "cleaned_data") else {}
        return odd_share(
            (
                (r.revenue, said.get((r.unit_id, r.service_id), r.payroll_revenue))
                for r in self.records.values()
            ),
            self.usual,
        )

    @property
    def why(self) -> forms.BoundField:
        """The field of the reason."""
        return self[WHY]

    def _is_changed(self, code: str) -> bool:
        return code in self.cleaned_data and (
            _plain(self.cleaned_data[code]) != self.cleaned_data[f"seen-{code}"]
        )

    @property
    def amounts(self) -> dict[tuple[int, int], int | None]:
        """The amounts that were changed on the page, by (unit, service) primary keys."""
        return {
            (record.unit_id, record.service_id): self.cleaned_data[code]
            for code, record in self.records.items()
            if self._is_changed(code)
        }


def _plain(amount: int | None) -> str:
    return "" if amount is None else str(amount)


def _typed(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}".replace(",", ".")
