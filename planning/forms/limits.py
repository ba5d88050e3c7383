"""The form of the limits by which entries are judged."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.forms.months import MoneyField
from planning.models import Office
from planning.models.office import LARGEST_PERCENT
from postoffice.numbers import LARGEST_DONG


class LimitsForm(forms.Form):
    """When a shortfall is to be explained, which share of payroll revenue is usual, when a month is due."""

    explain_below_percent = forms.IntegerField(
        label=_("Explain below this percent of the month's target"),
        min_value=0,
        max_value=LARGEST_PERCENT,
        help_text=_("From 0 to 200. With 0 nobody has to explain a shortfall."),
    )
    explain_above = MoneyField(
        label=_("and when more than this is missing (đồng)"),
        help_text=_("Both must hold: small shortfalls of small services need no words. For example 1tr."),
    )
    payroll_share_low = forms.IntegerField(
        label=_("Payroll revenue (DTTL) is usual from this percent of revenue"),
        min_value=0,
        max_value=LARGEST_PERCENT,
    )
    payroll_share_high = forms.IntegerField(
        label=_("to this percent"), min_value=0, max_value=LARGEST_PERCENT
    )
    due_day = forms.IntegerField(
        label=_("A month is due on this day of the next month"),
        min_value=1,
        max_value=28,
        help_text=_("From 1 to 28; a day off moves to the next working day. Opened months keep their day."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean_explain_above(self) -> int:
        """Refuse an amount below zero or beyond what the books hold."""
        amount = self.cleaned_data["explain_above"]
        if not 0 <= amount <= LARGEST_DONG:
            raise forms.ValidationError(_("This amount cannot be less than 0."))
        return amount

    def clean(self) -> dict[str, object]:
        """Refuse a band whose ends are swapped."""
        cleaned = super().clean()
        low, high = cleaned.get("payroll_share_low"), cleaned.get("payroll_share_high")
        if low is not None and high is not None and low > high:
            self.add_error("payroll_share_high", _("The band ends before it begins."))
        return cleaned

    @property
    def chosen(self) -> dict[str, object]:
        """The limits as the action takes them."""
        limits = dict(self.cleaned_data)
        return {"reason": limits.pop("reason"), "limits": limits}


def initial(office: Office) -> dict[str, object]:
    """Return what the form shows before it is changed."""
    return {
        "explain_below_percent": office.explain_below_percent,
        "explain_above": f"{office.explain_above:,}".replace(",", "."),
        "payroll_share_low": office.payroll_share_low,
        "payroll_share_high": office.payroll_share_high,
        "due_day": office.due_day,
    }
