"""The form that takes the units an accountant has ticked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.models import Unit


class ReconcileForm(forms.Form):
    """The ticked units, and whether they are reconciled or reopened."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        to_field_name="code",
        error_messages={"required": _("Tick at least one unit.")},
    )
    step = forms.ChoiceField(choices=[("reconcile", "reconcile"), ("undo", "undo")])

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units
