"""Triggers that keep chains, totals, locks and history whichever way a row is written."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


def _statements(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Forward only: a database without its guards is not a state to go back to."""

    dependencies = [("planning", "0001_initial")]
    operations = [
        migrations.RunSQL(_statements(name))
        for name in ("organisation", "rollup", "locks", "plans", "history")
    ]
