"""What a person chooses for himself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from planning.actions.errors import Refused
from planning.actions.writing import writing
from planning.models import User
from planning.models.history import Channel
from planning.models.office import EntryUnit


class UnknownEntryUnit(Refused):
    """A unit of money that no page takes."""

    code = "unknown_entry_unit"
    status = 422
    sentence = _("Figures are entered in đồng, thousand đồng or million đồng.")


def choose_entry_unit(*, unit: int, by: User, at: datetime, channel: str = Channel.PAGE) -> None:
    """Keep in which unit of money (đồng per unit) the person types."""
    if unit not in EntryUnit.values:
        raise UnknownEntryUnit
    with writing(by=by, at=at, channel=channel):
        User.objects.filter(pk=by.pk).update(entry_unit=unit)
