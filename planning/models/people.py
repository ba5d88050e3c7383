"""People, what they are posted to, and the one-time links by which they come in."""

from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from postoffice.access import Role
from postoffice.names import clean, fold, order_key

ROLE_LABELS = {
    Role.BRANCH_MANAGER: _("Branch manager"),
    Role.CLERK: _("Consolidation clerk"),
    Role.UNIT_HEAD: _("Unit head"),
    Role.PLANNER: _("Planner"),
    Role.ACCOUNTANT: _("Accountant"),
    Role.DIRECTOR: _("Director"),
    Role.AUDITOR: _("Auditor (read only)"),
    Role.ADMINISTRATOR: _("System administrator"),
}


class UserQuerySet(models.QuerySet):
    """Finds people."""

    def get_by_natural_key(self, username: str) -> "User":
        """Return the person who signs in as `username`; case does not matter."""
        return self.get(username=username.casefold())

    def matching(self, text: str) -> "UserQuerySet":
        """Keep people whose name or user name contains `text`, accents or not."""
        return self.filter(Q(search_key__contains=fold(text)) | Q(username__contains=text.casefold()))

    def kept_by(self, units: models.QuerySet) -> "UserQuerySet":
        """Keep people posted at one of `units`, now or before, and people not posted anywhere."""
        posted = Posting.objects.filter(user=models.OuterRef("pk"))
        return self.filter(
            models.Exists(posted.filter(unit__in=units.order_by().values("pk"))) | ~models.Exists(posted)
        )


class User(AbstractBaseUser):
    """A person who signs in. What a person may do is said by postings alone.

    `is_demo` marks invented people; production refuses to serve while one of them is active.
    """

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    entry_unit = models.PositiveIntegerField(null=True, blank=True)
    search_key = models.CharField(max_length=150, editable=False)
    order_key = models.CharField(max_length=310, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserQuerySet.as_manager()

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs) -> None:
        """Store the name in its clean form with the keys it is found and sorted by."""
        self.username = self.username.casefold()
        self.full_name = clean(self.full_name)
        self.search_key, self.order_key = fold(self.full_name), order_key(self.full_name)
        super().save(*args, **kwargs)


class PostingQuerySet(models.QuerySet):
    """Finds who stands where."""

    def on(self, day: date) -> "PostingQuerySet":
        """Keep the postings that hold on `day`; the end date is the last day."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day)))

    def not_over(self, day: date) -> "PostingQuerySet":
        """Keep the postings that hold on `day` or begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def lent_of(self, posting: "Posting") -> "PostingQuerySet":
        """Keep what the holder of a posting lent of it."""
        return self.filter(stands_in_for=posting.user_id, role=posting.role, unit=posting.unit_id)

    def of_demo_people(self, day: date) -> list["Posting"]:
        """Return one posting of an invented person for each role, in the order of the roles."""
        roles = list(Role)
        first = (
            self.on(day)
            .filter(user__is_demo=True, user__is_active=True)
            .select_related("user", "unit")
            .order_by("role", "pk")
            .distinct("role")
        )
        return sorted(first, key=lambda posting: roles.index(Role(posting.role)))


class Posting(models.Model):
    """A right: this user has this role at this unit from one day to another.

    `stands_in_for` names the holder who is away; such a posting always ends, and is not passed on.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="postings")
    role = models.CharField(max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="postings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    stands_in_for = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="stand_ins")

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "starts_on"], name="one_posting_a_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="posting_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="posting_has_a_known_role"
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | Q(ends_on__isnull=False), name="standing_in_ends"
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | ~Q(stands_in_for=models.F("user")),
                name="nobody_stands_in_for_himself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"


class Invitation(models.Model):
    """A one-time link for choosing a password; only the digest of its token is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.user_id}"

    def is_open(self, at: datetime) -> bool:
        """Say whether the link still works at `at`."""
        return self.used_at is None and at < self.expires_at and self.user.is_active
