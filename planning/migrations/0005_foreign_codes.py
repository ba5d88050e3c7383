"""The codes by which other systems call units and services, with their history."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_proposals")]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("office", "Office workbook"),
                    ("revenue", "Monthly figures"),
                    ("payroll", "Payroll revenue"),
                    ("targets", "Targets"),
                    ("paste", "Pasted block"),
                    ("prefill", "Prefilled drafts"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="ForeignCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=30)),
                (
                    "kind",
                    models.CharField(choices=[("unit", "unit"), ("service", "service")], max_length=10),
                ),
                ("code", models.CharField(max_length=60)),
                ("ignored", models.BooleanField(default=False)),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.service",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "kind", "code"), name="one_meaning_a_foreign_code"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("ignored", True), ("service", None), ("unit", None)),
                            Q(
                                ("ignored", False),
                                ("kind", "unit"),
                                ("service", None),
                                ("unit__isnull", False),
                            ),
                            Q(
                                ("ignored", False),
                                ("kind", "service"),
                                ("service__isnull", False),
                                ("unit", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_foreign_code_means_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=Q(Q(("source", ""), _negated=True), Q(("code", ""), _negated=True)),
                        name="a_foreign_code_is_named",
                    ),
                ],
            },
        ),
        migrations.RunSQL("SELECT planning_keep_history('planning_foreigncode', 'mapping', 'unit_id', '')"),
    ]
