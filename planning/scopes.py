"""What the person of a request may touch: the scope querysets, with the postings read once."""

from collections.abc import Sequence

from django.http import HttpRequest

from planning.models import Posting, Unit
from planning.models.units import UnitQuerySet
from postoffice.access import ROLES, Permission, Role


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


def entered(request: HttpRequest) -> Sequence[Unit]:
    """Return the units that type figures for which the person may enter, in the order of their codes."""
    if not hasattr(request, "_entered"):
        request._entered = list(units(request, Permission.ENTER).reporting().in_order())
    return request._entered
