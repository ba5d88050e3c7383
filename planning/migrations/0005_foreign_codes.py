"""The codes by which other systems call units and services."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_proposals")]
    operations = []
