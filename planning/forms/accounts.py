"""Signing in, and choosing the password of an invitation."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from planning.models import User

LONGEST_PASSWORD = 256


class SignInForm(forms.Form):
    """Turns a user name and a password into the person they belong to: `person` after cleaning.

    A wrong name, a wrong password and a disabled person get the same answer.
    """

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.request = request
        self.person: User | None = None

    def clean(self) -> dict[str, object]:
        """Find the person."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.person = authenticate(
            self.request, username=cleaned["username"].casefold(), password=cleaned["password"]
        )
        if self.person is None:
            raise ValidationError(
                _("The user name or the password is not right. Check both and try again."),
                code="unknown",
            )
        return cleaned


class NewPasswordForm(forms.Form):
    """Turns two equal, strong enough entries into a new password for `person`."""

    password = forms.CharField(
        label=_("New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=_("At least ten characters; not your name, not a common word."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, person: User, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Refuse weak passwords with the validators' own words."""
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, object]:
        """Refuse two different entries."""
        cleaned = super().clean()
        if "password" in cleaned and cleaned["password"] != cleaned.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return cleaned
