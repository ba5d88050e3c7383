"""The services of a point: one more from a day on, or one that ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.forms.people import DayField
from planning.models import Offering, Service


class AddOfferingForm(forms.Form):
    """A service and the first day on which the point sells it."""

    service = forms.ModelChoiceField(Service.objects.none(), to_field_name="code", label=_("Service"))
    starts_on = DayField(label=_("From"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.in_order()


class EndOfferingForm(forms.Form):
    """One entry of the list and its last day."""

    offering = forms.ModelChoiceField(Offering.objects.none(), widget=forms.HiddenInput)
    ends_on = DayField(label=_("Until (last day)"))

    def __init__(self, *args, offerings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offering"].queryset = offerings
