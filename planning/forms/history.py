"""The filter of the history."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.models import Unit
from planning.models.history import Noun
from postoffice.months import Month


class MonthField(forms.CharField):
    """A month as YYYY-MM; browsers offer their month picker."""

    widget = forms.TextInput(attrs={"type": "month"})
    default_error_messages = {"month": _("Write the month as year and month, for example 2019-12.")}

    def clean(self, value: str) -> Month | None:
        """Return the Month, or None when the field is empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Month.parse(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["month"], code="month") from error


class HistoryFilter(forms.Form):
    """Unit, month, kind and person; every field may stay empty."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", required=False, label=_("Unit"), empty_label=_("All units")
    )
    month = MonthField(required=False, label=_("Month"))
    noun = forms.ChoiceField(choices=[("", _("Everything")), *Noun.choices], required=False, label=_("What"))
    who = forms.CharField(required=False, max_length=60, label=_("Person"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def narrow(self, entries):
        """Return `entries` of the valid filter; what could not be read filters nothing."""
        chosen = self.cleaned_data
        if chosen.get("unit"):
            entries = entries.filter(unit__path__startswith=chosen["unit"].path)
        if chosen.get("month"):
            entries = entries.filter(month=chosen["month"].first)
        if chosen.get("noun"):
            entries = entries.filter(noun=chosen["noun"])
        if chosen.get("who"):
            entries = entries.filter(actor__username__icontains=chosen["who"])
        return entries
