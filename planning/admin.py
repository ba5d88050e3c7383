"""Django's admin, for reference data only and for administrators only."""

from django.contrib import admin
from django.http import HttpRequest

from planning import clock
from planning.models import HolidayOverride, Offering, Service, ServiceLine, Unit
from postoffice.access import Permission


def _may(request: HttpRequest) -> bool:
    on = clock.now().date()
    return (
        request.user.is_authenticated
        and Unit.objects.where(request.user, Permission.CATALOGUE, on=on).exists()
    )


class PortalSite(admin.AdminSite):
    """Opens to those whose posting gives the catalogue."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask the postings, not a flag on the user."""
        return _may(request)


class ReferenceAdmin(admin.ModelAdmin):
    """Every verb needs the same right: the catalogue."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the models to who may keep the catalogue."""
        return _may(request)

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = (
        lambda self, request, obj=None: _may(request)
    )


@admin.register(ServiceLine)
class ServiceLineAdmin(ReferenceAdmin):
    """Groups of services."""

    list_display = ("code", "name", "order")
    ordering = ("order", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: ServiceLine | None = None) -> tuple[str, ...]:
        """A code is fixed once it exists."""
        return ("code",) if obj else ()


@admin.register(Service)
class ServiceAdmin(ReferenceAdmin):
    """Services."""

    list_display = ("code", "name", "line", "volume_unit", "valid_from", "valid_to")
    list_filter = ("line",)
    search_fields = ("code", "name")
    ordering = ("line__order", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Service | None = None) -> tuple[str, ...]:
        """A code is fixed once it exists."""
        return ("code",) if obj else ()


@admin.register(Offering)
class OfferingAdmin(ReferenceAdmin):
    """What points sell."""

    list_display = ("unit", "service", "valid_from", "valid_to")
    search_fields = ("unit__code", "unit__name", "service__code")
    raw_id_fields = ("unit", "service")
    ordering = ("unit__code", "service__code")


@admin.register(HolidayOverride)
class HolidayOverrideAdmin(ReferenceAdmin):
    """Departures from the public calendar."""

    list_display = ("day", "name", "is_working")
    ordering = ("-day",)
