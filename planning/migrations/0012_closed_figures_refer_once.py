"""A snapshot asks once, not twice a row, whether what it names is there."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql" / "closed_figures_refer.sql"


def _named(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=f"planning.{model}",
    )


class Migration(migrations.Migration):
    """Forward only, as the guards before it."""

    dependencies = [("planning", "0011_cheaper_books")]
    operations = [
        migrations.AlterField("closedfigure", "unit", _named("unit")),
        migrations.AlterField("closedfigure", "service", _named("service")),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
