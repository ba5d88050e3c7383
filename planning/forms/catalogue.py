"""Rows of the catalogue: lines and services share one space of codes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.models import Service, ServiceLine
from postoffice.names import clean, is_code


class CodedForm(forms.ModelForm):
    """A line or a service; its code names nothing else."""

    def clean_code(self) -> str:
        """Refuse a code that names the other kind: totals are kept by code."""
        code = clean(self.cleaned_data["code"])
        other = Service if self._meta.model is ServiceLine else ServiceLine
        if not is_code(code):
            text = _("The code %(code)s cannot stand in an address: leave out / \\ and :.")
            raise forms.ValidationError(text, params={"code": code})
        if other.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _("The code %(code)s names a line or a service already."), params={"code": code}
            )
        return code
