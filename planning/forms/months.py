"""Forms of the planner's months."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.forms.history import MonthField
from planning.forms.people import DayField
from planning.models import Service, Unit
from planning.models.revenue import Measure
from postoffice.numbers import NumberError, parse, to_dong
from postoffice.words import number_error


class MomentField(forms.DateTimeField):
    """A day and a time of day at the office, picked or typed as 31/12/2019 17:30."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {
        "invalid": _("Write the moment as day/month/year hour:minute, for example 06/01/2020 17:30.")
    }

    def __init__(self, **kwargs) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"]
        super().__init__(input_formats=formats, **kwargs)


class MoneyField(forms.CharField):
    """An amount as Vietnamese people write it, in `unit`s of đồng; cleans to đồng, None when empty."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, unit: int = 1, **kwargs) -> None:
        super().__init__(**kwargs)
        self.unit = unit

    def clean(self, value: str) -> int | None:
        """Parse the amount with the portal's own parser."""
        text = super().clean(value)
        try:
            number = parse(text or "", self.unit)
            amount = None if number is None else to_dong(number, self.unit)
        except NumberError as error:
            raise forms.ValidationError(number_error(error), code=error.code) from error
        if amount is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return amount


class DatesForm(forms.Form):
    """When a month is due and when it locks."""

    due_on = DayField(label=_("Due on"))
    locks_at = MomentField(
        label=_("Locks at"), required=False, help_text=_("Empty: it stays open until round 2 is closed.")
    )


class GraceForm(forms.Form):
    """An extension of one month for one unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=_("Unit"))
    expires_at = MomentField(label=_("Open until"))
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class AdjustmentForm(forms.Form):
    """The corrected value of one figure of a closed month."""

    month = MonthField(label=_("Month"))
    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=_("Unit"))
    service = forms.ModelChoiceField(Service.objects.none(), to_field_name="code", label=_("Service"))
    measure = forms.ChoiceField(label=_("Measure"), choices=Measure.choices)
    amount = MoneyField(
        label=_("Correct value"), help_text=_("The value as it should stand, not the difference.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["service"].queryset = Service.objects.in_order()
