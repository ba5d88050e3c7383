"""Days on which the office departs from the public calendar."""

from django.db import models


class HolidayOverride(models.Model):
    """A day off that the calendar does not know, or a calendar holiday that is worked."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField(default=False)
    name = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
