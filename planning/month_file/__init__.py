"""A unit's month as a workbook: written to be filled offline, read back, held against what changed since."""
