"""Forms turn text into domain values and never save."""
