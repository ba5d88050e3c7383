"""What the entry page shows: a unit's month as a finished sheet of rows, sums and sentences."""
