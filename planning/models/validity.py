"""When a dated row holds: `valid_from` and `valid_to` are its first and last day, None is open."""

from datetime import date

from django.db.models import Q

from postoffice.months import Month


def holds_in(month: Month) -> Q:
    """Keep rows that hold on at least one day of `month`."""
    return holds_between(month.first, month.last)


def holds_between(first: date, last: date) -> Q:
    """Keep rows that hold on at least one day from `first` to `last`."""
    begun = Q(valid_from=None) | Q(valid_from__lte=last)
    return begun & (Q(valid_to=None) | Q(valid_to__gte=first))
