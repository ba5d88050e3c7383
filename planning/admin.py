"""Django's admin, for reference data only and for administrators only."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from planning.actions.writing import writing
from planning.forms.catalogue import CodedForm
from planning.models import HolidayOverride, Offering, Service, ServiceLine
from planning.models.history import Channel


def _may(request: HttpRequest) -> bool:
    return admin.site.has_permission(request)


class ReferenceAdmin(admin.ModelAdmin):
    """Every verb needs the same right, the catalogue, and is signed for the history."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the models to who may keep the catalogue."""
        return _may(request)

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = (
        lambda self, request, obj=None: _may(request)
    )

    def changeform_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Add or change a row in the name of the signed-in person."""
        with writing(by=request.user, at=request.now, channel=Channel.PAGE):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Delete a row in the name of the signed-in person."""
        with writing(by=request.user, at=request.now, channel=Channel.PAGE):
            return super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """List rows; what is done to the ticked ones is done in the name of the signed-in person."""
        with writing(by=request.user, at=request.now, channel=Channel.PAGE):
            return super().changelist_view(request, *args, **kwargs)


@admin.register(ServiceLine)
class ServiceLineAdmin(ReferenceAdmin):
    """Groups of services."""

    form = CodedForm
    list_display = ("code", "name", "order")
    ordering = ("order", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: ServiceLine | None = None) -> tuple[str, ...]:
        """A code is fixed once it exists."""
        return ("code",) if obj else ()


@admin.register(Service)
class ServiceAdmin(ReferenceAdmin):
    """Services."""

    form = CodedForm
    list_display = ("code", "name", "line", "volume_unit", "valid_from", "valid_to")
    list_filter = ("line",)
    search_fields = ("code", "name")
    ordering = ("line__order", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Service | None = None) -> tuple[str, ...]:
        """A code is fixed once it exists, the line once there are figures."""
        if obj is None:
            return ()
        return ("code", "line") if obj.records.exists() else ("code",)


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
