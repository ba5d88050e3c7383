"""Where the units say a year will land: what came to date, and what they expect of the month."""

from planning.estimated_year.landing import Landed, Landing, landing
from planning.estimated_year.page import FORMS, EstimatedYear, Row, estimated_year

__all__ = ["FORMS", "EstimatedYear", "Landed", "Landing", "Row", "estimated_year", "landing"]
