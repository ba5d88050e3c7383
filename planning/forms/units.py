"""Forms about units of the organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.forms.people import DayField
from planning.models import Unit
from planning.models.units import UnitKind

REPORTS = {"": None, "yes": True, "no": False}


class UnitForm(forms.Form):
    """What is said of a unit; its code is asked once."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Zeros in front are kept."))
    parent = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", required=False, label=_("Unit above")
    )
    name = forms.CharField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    reports = forms.ChoiceField(
        label=_("Enters figures"),
        required=False,
        choices=[("", _("if it has no units below")), ("yes", _("yes")), ("no", _("no"))],
    )
    valid_from = DayField(label=_("From"), required=False)
    valid_to = DayField(label=_("Until (last day)"), required=False)
    head = forms.CharField(label=_("Head"), max_length=150, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].queryset = units

    def clean_reports(self) -> bool | None:
        """Return yes, no, or None for the rule."""
        return REPORTS[self.cleaned_data["reports"]]


class EditUnitForm(UnitForm):
    """The same without code and place."""

    code = None
    parent = None

    @staticmethod
    def initial_of(unit: Unit) -> dict[str, object]:
        """Return what the form shows of a unit."""
        fields = ("name", "kind", "valid_from", "valid_to", "head", "phone")
        said = {True: "yes", False: "no", None: ""}[unit.reports]
        return {field: getattr(unit, field) for field in fields} | {"reports": said}


class ParentForm(forms.Form):
    """The unit above that was meant from the beginning."""

    parent = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=_("Correct unit above"))
    reason = forms.CharField(label=_("Reason"), max_length=500)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units
