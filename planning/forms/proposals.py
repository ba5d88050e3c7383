"""A planner's decision on figures that came too late."""

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _


class SeenField(forms.CharField):
    """The moment to which the page showed the proposal, exactly as the page was given it."""

    def clean(self, value: str):
        """Return the moment."""
        moment = parse_datetime(super().clean(value))
        if moment is None or moment.tzinfo is None:
            raise forms.ValidationError(_("Please open the page again."))
        return moment


class DecisionForm(forms.Form):
    """Accept or decline, always with a reason."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("decline", "")])
    seen = SeenField(max_length=40)
    reason = forms.CharField(label=_("Reason"), max_length=500)
