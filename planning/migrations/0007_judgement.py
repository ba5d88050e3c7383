"""Limits by which entries are judged."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("planning", "0006_reminders")]
    operations = []
