"""The books ask once a statement, not twice a row, whether what they name is there: as snapshots do."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql" / "books_refer.sql"


def _named(model: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="records",
        to=f"planning.{model}",
        **options,
    )


class Migration(migrations.Migration):
    """Forward only, as the guards before it."""

    dependencies = [("planning", "0012_closed_figures_refer_once")]
    operations = [
        migrations.AlterField("revenuerecord", "unit", _named("unit", db_index=False)),
        migrations.AlterField("revenuerecord", "service", _named("service")),
        migrations.RunSQL(SQL.read_text(encoding="utf-8")),
    ]
