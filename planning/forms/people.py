"""Forms about people and their postings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.models import Unit
from planning.models.people import ROLE_LABELS
from postoffice.access import Role


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, typed as 31/12/2019 or picked."""

    widget = DayInput
    default_error_messages = {"invalid": _("Write the day as day/month/year, for example 31/12/2019.")}

    def __init__(self, **kwargs) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"], **kwargs)


class PersonForm(forms.Form):
    """A person's name and address; the user name is asked once."""

    username = forms.CharField(
        label=_("User name"), max_length=60, help_text=_("Small letters, digits and dots; it never changes.")
    )
    full_name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), required=False)


class EditPersonForm(PersonForm):
    """The same without the user name."""

    username = None


class PostingForm(forms.Form):
    """A role at a unit from one day to another."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=_("Unit"))
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until (last day)"), required=False)

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class PeopleFilter(forms.Form):
    """A search for people."""

    q = forms.CharField(label=_("Name or user name"), required=False, max_length=100)
