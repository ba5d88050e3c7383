"""The nouns of the portal, one file each, every QuerySet beside its model."""

from planning.models.adjustments import Adjustment
from planning.models.batches import Batch
from planning.models.estimates import Estimate
from planning.models.foreign_codes import ForeignCode
from planning.models.history import HistoryEntry
from planning.models.holidays import HolidayOverride
from planning.models.monthly_reports import DraftSave, MonthlyReport, RowNote
from planning.models.months import ClosedFigure, Grace, ReportingMonth
from planning.models.office import Office
from planning.models.people import Invitation, Posting, User
from planning.models.plans import AnnualTarget, Plan, PlanTotal
from planning.models.proposals import Proposal
from planning.models.reminders import Reminder
from planning.models.revenue import AnnualHistory, Measure, RevenueRecord
from planning.models.services import Offering, Service, ServiceLine
from planning.models.totals import YearTotals
from planning.models.units import Succession, Unit

__all__ = [
    "Adjustment",
    "AnnualHistory",
    "AnnualTarget",
    "Batch",
    "ClosedFigure",
    "DraftSave",
    "Estimate",
    "ForeignCode",
    "Grace",
    "HistoryEntry",
    "HolidayOverride",
    "Invitation",
    "Measure",
    "MonthlyReport",
    "Offering",
    "Office",
    "Plan",
    "PlanTotal",
    "Posting",
    "Proposal",
    "Reminder",
    "ReportingMonth",
    "RevenueRecord",
    "RowNote",
    "Service",
    "ServiceLine",
    "Succession",
    "Unit",
    "User",
    "YearTotals",
]
