"""The only queries of the read side. Scope is applied here, before a report exists.

A figure is looked up by subject (a unit with all below it, or `own`), node (a service, a line or "ALL"),
measure and year, as twelve whole numbers. `read` gathers what the rows of one page need; the number of its
queries does not depend on how many units there are.
"""

from reports.ledger.books import Books, Figures, Wanted, more, read
from reports.ledger.calendar import is_empty, known_months, opened, reorganised
from reports.ledger.catalogue import Catalogue, Sold, catalogue
from reports.ledger.moment import one_moment
from reports.ledger.places import Place, Subject, Tree, tree, visible
from reports.ledger.plans import PlanRow, chosen_plan, default_plan, plan_key, plans_of
from reports.ledger.remarks import PAYROLL, Change, Explanation, changes, explanations
from reports.ledger.turnout import Turnout, turnout

__all__ = [
    "PAYROLL",
    "Books",
    "Catalogue",
    "Change",
    "Explanation",
    "Figures",
    "Place",
    "PlanRow",
    "Sold",
    "Subject",
    "Tree",
    "Turnout",
    "Wanted",
    "catalogue",
    "changes",
    "chosen_plan",
    "default_plan",
    "explanations",
    "is_empty",
    "known_months",
    "more",
    "one_moment",
    "opened",
    "plan_key",
    "plans_of",
    "read",
    "reorganised",
    "tree",
    "turnout",
    "visible",
]
