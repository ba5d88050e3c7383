"""Estimates of a month, with their history and the month's lock; an uploaded month is a batch of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

_LOCK = """
CREATE TRIGGER b_lock_insert AFTER INSERT ON planning_estimate
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_month_lock();
CREATE TRIGGER b_lock_update AFTER UPDATE ON planning_estimate
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION planning_month_lock();
CREATE TRIGGER b_lock_delete AFTER DELETE ON planning_estimate
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION planning_month_lock();
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0007_judgement")]
    operations = [
        migrations.AddField("reportingmonth", "estimate_due_on", models.DateField(blank=True, null=True)),
        migrations.AlterField(
            "reminder",
            "kind",
            models.CharField(
                choices=[
                    ("before", "Due soon"),
                    ("due", "Due today"),
                    ("late", "Late"),
                    ("approve", "Waits for approval"),
                    ("estimate", "Estimate due"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "batch",
            "kind",
            models.CharField(
                choices=[
                    ("office", "Office workbook"),
                    ("revenue", "Monthly figures"),
                    ("payroll", "Payroll revenue"),
                    ("targets", "Targets"),
                    ("paste", "Pasted block"),
                    ("file", "Uploaded month"),
                    ("prefill", "Prefilled drafts"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Estimate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("revenue", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="planning.service"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="estimates",
                        to="planning.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["month", "unit"], name="estimate_month_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=["unit", "service", "month"], name="one_estimate"),
                    models.CheckConstraint(
                        condition=Q(month__day=1), name="estimate_month_is_a_first_day"
                    ),
                    models.CheckConstraint(
                        condition=Q(revenue__gt=-(10**15), revenue__lt=10**15), name="estimate_in_range"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "SELECT planning_keep_history('planning_estimate', 'estimate', 'unit_id', 'month')"
        ),
        migrations.RunSQL(_LOCK),
    ]
