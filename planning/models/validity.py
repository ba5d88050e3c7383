"""When a dated row holds: `valid_from` and `valid_to` are its first and last day, None is open."""

from django.db.models import Q

from postoffice.months import Month


def holds_in(month: Month) -> Q:
    """Keep rows that hold on at least one day of `month`."""
    begun = Q(valid_from=None) | Q(valid_from__lte=month.last)
    return begun & (Q(valid_to=None) | Q(valid_to__gte=month.first))
