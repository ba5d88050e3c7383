"""The form by which somebody who goes away names a colleague."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.forms.people import DayField
from planning.models import Posting, User
from postoffice.names import fold


class PostingChoice(forms.ModelChoiceField):
    """A posting, written as role and unit."""

    def label_from_instance(self, obj: Posting) -> str:
        """Write the role and the unit."""
        return f"{obj.get_role_display()} · {obj.unit.name}"


class ColleagueField(forms.CharField):
    """A colleague by user name or full name: a point is not shown the people of its district."""

    default_error_messages = {
        "invalid_choice": _("There is no colleague of that name in your district; try the user name.")
    }
    people = User.objects.none()

    def clean(self, value: str) -> User:
        """Return the one colleague that is meant."""
        text = super().clean(value)
        found = self.people.filter(Q(username=text.casefold()) | Q(search_key=fold(text)))[:2]
        if len(found) != 1:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return found[0]


class StandInForm(forms.Form):
    """Which posting, who takes it over, from when until when."""

    posting = PostingChoice(Posting.objects.none(), label=_("Posting"), empty_label=None)
    user = ColleagueField(label=_("Who stands in (name or user name)"), max_length=150)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until (last day)"))

    def __init__(self, *args, postings, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posting"].queryset = postings
        self.fields["user"].people = people
