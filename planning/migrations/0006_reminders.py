"""Reminders that were sent, and who stands in for whom."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

KINDS = [
    ("before", "Due soon"),
    ("due", "Due today"),
    ("late", "Late"),
    ("approve", "Waits for approval"),
]


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_foreign_codes")]
    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("portal", "home page only")], max_length=10
                    ),
                ),
                ("sent_on", models.DateField()),
                ("sent_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="planning.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "unit", "month", "kind", "sent_on"), name="one_reminder_a_day"
                    ),
                    models.CheckConstraint(
                        condition=Q(month__day=1), name="reminder_month_is_a_first_day"
                    ),
                ],
            },
        ),
        migrations.AddField(
            "posting",
            "stands_in_for",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stand_ins",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "posting",
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | Q(ends_on__isnull=False), name="standing_in_ends"
            ),
        ),
        migrations.AddConstraint(
            "posting",
            models.CheckConstraint(
                condition=Q(stands_in_for=None) | ~Q(stands_in_for=F("user")),
                name="nobody_stands_in_for_himself",
            ),
        ),
    ]
