"""The accountant's payroll revenue of one unit's month."""

from collections.abc import Sequence

from django import forms

from planning.forms.months import MoneyField
from planning.models import RevenueRecord


class PayrollForm(forms.Form):
    """One amount in đồng for each service the unit reported; an empty field takes a figure back."""

    def __init__(self, *args, records: Sequence[RevenueRecord], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.records = {record.service.code: record for record in records}
        for code, record in self.records.items():
            self.fields[code] = MoneyField(
                label=record.service.name, required=False, initial=_typed(record.payroll_revenue)
            )
            self.fields[code].widget.attrs["class"] = "money"

    @property
    def amounts(self) -> dict[tuple[int, int], int | None]:
        """The amounts that differ from the books, by (unit, service) primary keys."""
        return {
            (record.unit_id, record.service_id): self.cleaned_data[code]
            for code, record in self.records.items()
            if self.cleaned_data[code] != record.payroll_revenue
        }


def _typed(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}".replace(",", ".")
