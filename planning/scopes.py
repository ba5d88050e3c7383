"""What the person of a request may touch: the scope querysets, with the postings read once."""

from collections.abc import Sequence

from django.http import HttpRequest

from planning.models import Posting, Unit
from planning.models.units import UnitQuerySet
from postoffice.access import ROLES, Permission, Reach, Role


def postings(request: HttpRequest) -> Sequence[Posting]:
    """Return the person's postings of the day, in the order they were made."""
    if not hasattr(request, "_postings"):
        today = request.now.date()
        request._postings = list(
            Posting.objects.on(today).filter(user=request.user).select_related("unit").order_by("pk")
        )
    return request._postings


def permissions(request: HttpRequest) -> set[Permission]:
    """Return what the person may do somewhere."""
    return {permission for posting in postings(request) for permission in ROLES[Role(posting.role)]}


def units(request: HttpRequest, permission: Permission) -> UnitQuerySet:
    """Keep the units on which the person has `permission` today."""
    return Unit.objects.where(request.user, permission, on=request.now.date(), postings=postings(request))


def reaches(request: HttpRequest, permission: Permission, unit: Unit) -> bool:
    """Say whether the person has `permission` on `unit` today, by the postings alone."""
    for posting in postings(request):
        reach = ROLES[Role(posting.role)].get(permission)
        own = posting.unit_id == unit.pk
        if (reach is Reach.OWN and own) or (reach is Reach.SUBTREE and unit.is_in(posting.unit)):
            return True
        if reach is Reach.BELOW and unit.is_in(posting.unit) and not own:
            return True
    return False


def covers_office(request: HttpRequest, permission: Permission) -> bool:
    """Say whether the person has `permission` on every unit that stands at the top of the office."""
    if not hasattr(request, "_roots"):
        request._roots = list(Unit.objects.filter(parent=None).order_by("pk"))
    return bool(request._roots) and all(reaches(request, permission, root) for root in request._roots)


def entered(request: HttpRequest) -> Sequence[Unit]:
    """Return the units that type figures for which the person may enter, in the order of their codes."""
    if not hasattr(request, "_entered"):
        request._entered = list(units(request, Permission.ENTER).reporting().in_order())
    return request._entered
