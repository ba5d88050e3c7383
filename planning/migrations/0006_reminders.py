"""Reminders that were sent, and who stands in for whom."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_foreign_codes")]
    operations = []
