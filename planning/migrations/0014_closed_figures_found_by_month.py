"""Two indexes of the snapshots go: they are found by month, and an import of a year writes 47,160 of them."""

import django.db.models.deletion
from django.db import migrations, models


def _named(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=f"planning.{model}",
    )


class Migration(migrations.Migration):
    """Only a unit or a service that is deleted is looked for without its month."""

    dependencies = [("planning", "0013_books_refer_once")]
    operations = [
        migrations.AlterField("closedfigure", "unit", _named("unit")),
        migrations.AlterField("closedfigure", "service", _named("service")),
    ]
