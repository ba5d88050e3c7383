"""The reasons given for payroll revenue are found by month, however long the history."""

from django.db import migrations

_INDEX = """
CREATE INDEX planning_history_payroll ON planning_history (month, unit_id)
WHERE noun = 'record' AND new ? 'payroll_revenue' AND reason <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0009_snapshots_of_reopened_months")]
    operations = [migrations.RunSQL(_INDEX, "DROP INDEX planning_history_payroll")]
