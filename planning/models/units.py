"""Units of the organisation and who continues whom."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from planning.models.people import Posting, User
from planning.models.validity import holds_in
from postoffice.access import Reach, roles_with
from postoffice.months import Month
from postoffice.names import clean, fold, order_key


class UnitKind(models.TextChoices):
    """Kinds of unit, from the corporation down to the agent."""

    CORPORATION = "corporation", _("Corporation")
    PROVINCE = "province", _("Provincial post office")
    DISTRICT = "district", _("District post office")
    CLUSTER = "cluster", _("Cluster")
    POST_OFFICE_1 = "post_office_1", _("Post office, level 1")
    POST_OFFICE_2 = "post_office_2", _("Post office, level 2")
    POST_OFFICE_3 = "post_office_3", _("Post office, level 3")
    COMMUNE_CULTURE_POINT = "commune_culture_point", _("Commune culture point")
    COMMUNE_POST_OFFICE = "commune_post_office", _("Commune post office")
    AGENT = "agent", _("Agent")


class UnitQuerySet(models.QuerySet):
    """Speaks of subtrees, scopes and who reports."""

    def below(self, unit: "Unit") -> "UnitQuerySet":
        """Keep everything under `unit`, without itself."""
        return self.filter(path__startswith=unit.path).exclude(pk=unit.pk)

    def subtree_of(self, unit: "Unit") -> "UnitQuerySet":
        """Keep `unit` and everything under it."""
        return self.filter(path__startswith=unit.path)

    def ancestors_of(self, unit: "Unit") -> "UnitQuerySet":
        """Keep the chain above `unit`, from the root down."""
        return self.filter(pk__in=unit.chain[:-1]).order_by("path")

    def tops(self) -> "UnitQuerySet":
        """Keep units of which no parent is here: the places a person stands at."""
        return self.exclude(parent__in=self.values("pk"))

    def active_on(self, day: date) -> "UnitQuerySet":
        """Keep units that exist on `day`; `valid_to` is the last day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def active_in(self, month: Month) -> "UnitQuerySet":
        """Keep units that exist on a day of `month`."""
        return self.filter(holds_in(month))

    def reporting(self) -> "UnitQuerySet":
        """Keep units that type figures: those told to, else those without children."""
        has_children = Exists(Unit.objects.filter(parent=OuterRef("pk")))
        return self.filter(Q(reports=True) | (Q(reports=None) & ~has_children))

    def where(
        self, user: User, permission: str, *, on: date, postings: Iterable[Posting] | None = None
    ) -> "UnitQuerySet":
        """Keep the units on which `user` has `permission` on the day `on`.

        Union over the user's postings; a disabled user reaches nothing. `postings` are the user's
        of that day with their units, where the caller has just read them.
        """
        if not user.is_active:
            return self.none()
        if postings is None:
            postings = Posting.objects.filter(user=user).on(on).select_related("unit")
        allowed = Q(pk__in=[])
        reaches = roles_with(permission)
        for posting in postings:
            reach = reaches.get(posting.role)
            if reach is Reach.OWN:
                allowed |= Q(pk=posting.unit_id)
            elif reach is Reach.SUBTREE:
                allowed |= Q(path__startswith=posting.unit.path)
            elif reach is Reach.BELOW:
                allowed |= Q(path__startswith=posting.unit.path) & ~Q(pk=posting.unit_id)
        return self.filter(allowed)

    def in_order(self) -> "UnitQuerySet":
        """Order by code, which offices number in their own order, then by Vietnamese name."""
        return self.order_by("code", "order_key", "pk")


class Unit(models.Model):
    """A unit that plans or reports. `path` (`/1/20/`) is kept by a trigger, never written here.

    `reports` None means: reports if it has no children. A stored figure is never re-keyed to
    another unit; editing `parent` is a correction, a dated change is a Succession.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=30, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, editable=False, default="", db_default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    reports = models.BooleanField(null=True, blank=True)
    head = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    search_key = models.CharField(max_length=150, editable=False)
    order_key = models.CharField(max_length=310, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["path"], name="unit_path", opclasses=["text_pattern_ops"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(code=""), name="unit_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Store the unit and read back the path that the database gave it."""
        self.keyed()
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=["path"])

    def keyed(self) -> "Unit":
        """Clean the name and derive its keys; for bulk writers, which do not call `save`."""
        self.name = clean(self.name)
        self.search_key, self.order_key = fold(self.name), order_key(self.name)
        return self

    @property
    def chain(self) -> list[int]:
        """The primary keys from the root down to this unit."""
        return [int(key) for key in self.path.strip("/").split("/") if key]

    def is_active_in(self, month: Month) -> bool:
        """Say whether the unit exists on a day of `month`."""
        return (self.valid_from is None or self.valid_from <= month.last) and (
            self.valid_to is None or self.valid_to >= month.first
        )

    def is_in(self, other: "Unit") -> bool:
        """Say whether this unit is `other` or lies under it."""
        return self.path.startswith(other.path)


class SuccessionKind(models.TextChoices):
    """How one unit continues another."""

    MERGE = "merge", _("Merge")
    SPLIT = "split", _("Split")
    RENAME = "rename", _("Rename")
    TRANSFER = "transfer", _("Transfer")


class Succession(models.Model):
    """`new` continues `old` from the day `on`, taking `weight` of it (1 except in a split)."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    weight = models.DecimalField(max_digits=9, decimal_places=8, default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="one_succession_a_day"),
            models.CheckConstraint(
                condition=Q(weight__gt=0) & Q(weight__lte=1), name="succession_weight_is_a_share"
            ),
            models.CheckConstraint(condition=~Q(old=models.F("new")), name="nobody_succeeds_himself"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
