"""Limits by which entries are judged, and the accountant's reconciliation of a unit's month."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("planning", "0006_reminders")]
    operations = [
        migrations.AddField("monthlyreport", "reconciled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "monthlyreport",
            "reconciled_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("office", "payroll_share_high", models.PositiveSmallIntegerField(default=52)),
        migrations.AddField("office", "payroll_share_low", models.PositiveSmallIntegerField(default=37)),
        migrations.AddConstraint(
            "monthlyreport",
            models.CheckConstraint(
                condition=Q(reconciled_at=None, reconciled_by=None)
                | Q(reconciled_at__isnull=False, reconciled_by__isnull=False, state="approved"),
                name="what_is_reconciled_is_approved",
            ),
        ),
        migrations.AddConstraint(
            "office",
            models.CheckConstraint(
                condition=Q(explain_below_percent__lte=200), name="office_explains_below_a_percent"
            ),
        ),
        migrations.AddConstraint(
            "office",
            models.CheckConstraint(
                condition=Q(explain_above__range=(0, 999_999_999_999_999)), name="office_explains_above"
            ),
        ),
        migrations.AddConstraint(
            "office",
            models.CheckConstraint(
                condition=Q(payroll_share_low__lte=F("payroll_share_high"), payroll_share_high__lte=200),
                name="office_payroll_share_is_a_band",
            ),
        ),
    ]
