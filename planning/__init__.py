"""The writing side of the portal: units, books, months, plans, people."""
