"""Forms of the approver."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.forms.history import MonthField
from planning.models import Service, Unit


class QueueFilter(forms.Form):
    """A month and a subtree; both may stay empty."""

    month = MonthField(required=False, label=_("Month"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", required=False, label=_("Unit"), empty_label=_("All units")
    )

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ChosenForm(forms.Form):
    """The points ticked in the queue, each with the version of its report the approver saw."""

    month = MonthField(label=_("Month"))
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        to_field_name="code",
        error_messages={"required": _("Tick at least one point.")},
    )

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units

    @property
    def versions(self) -> dict[int, int]:
        """The versions seen, by primary key of the unit; what is not a number is left out."""
        seen = {unit.pk: self.data.get(f"version-{unit.code}", "") for unit in self.cleaned_data["units"]}
        return {key: int(text) for key, text in seen.items() if text.isdecimal()}


class ReturnForm(forms.Form):
    """Why a month goes back, and which rows are meant."""

    rows = forms.ModelMultipleChoiceField(
        Service.objects.all(), to_field_name="code", required=False, label=_("Rows to correct")
    )
    reason = forms.CharField(
        label=_("Reason (required)"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what is to be corrected: the point reads this sentence.")},
    )


class TakeBackForm(forms.Form):
    """Why an approval is taken back."""

    reason = forms.CharField(
        label=_("Reason (required)"),
        max_length=1000,
        error_messages={"required": _("Say why: it is kept in the history.")},
    )
