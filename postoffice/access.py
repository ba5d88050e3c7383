"""Who may do what: one page that an auditor can read and sign.

A right is a posting: user × role × unit × dates. A role gives permissions, each with a
reach measured from the unit of the posting. Source: the table of rights in the office's
regulation on the monthly figures (entering, approving, planning, reading).
"""

from enum import StrEnum
from types import MappingProxyType


class Reach(StrEnum):
    """How far a permission goes from the unit of the posting."""

    OWN = "own"  # the unit itself
    SUBTREE = "subtree"  # the unit and everything below it
    BELOW = "below"  # everything below it, not the unit itself


class Permission(StrEnum):
    """The verbs of the portal."""

    READ = "read"
    ENTER = "enter"
    APPROVE = "approve"
    PAYROLL = "payroll"
    RECONCILE = "reconcile"
    MONTHS = "months"
    ADJUST = "adjust"
    IMPORT = "import"
    PLAN_REGISTER = "plan_register"
    PLAN_WRITE = "plan_write"
    PLAN_IN_FORCE = "plan_in_force"
    HISTORY = "history"
    HISTORY_OF_PEOPLE = "history_of_people"
    UNITS = "units"
    PEOPLE = "people"
    CATALOGUE = "catalogue"


class Role(StrEnum):
    """The people of DOMAIN: the identifier of each role."""

    BRANCH_MANAGER = "branch_manager"
    CLERK = "clerk"
    UNIT_HEAD = "unit_head"
    PLANNER = "planner"
    ACCOUNTANT = "accountant"
    DIRECTOR = "director"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLES = MappingProxyType(
    {
        Role.BRANCH_MANAGER: {
            Permission.READ: Reach.SUBTREE,
            Permission.ENTER: Reach.OWN,
            Permission.PLAN_REGISTER: Reach.OWN,
            Permission.HISTORY: Reach.OWN,
        },
        Role.CLERK: {
            Permission.READ: Reach.SUBTREE,
            Permission.ENTER: Reach.SUBTREE,
            Permission.PLAN_REGISTER: Reach.SUBTREE,
            Permission.HISTORY: Reach.SUBTREE,
        },
        Role.UNIT_HEAD: {
            Permission.READ: Reach.SUBTREE,
            Permission.ENTER: Reach.OWN,
            Permission.APPROVE: Reach.BELOW,
            Permission.PLAN_REGISTER: Reach.SUBTREE,
            Permission.HISTORY: Reach.SUBTREE,
        },
        Role.PLANNER: {
            Permission.READ: Reach.SUBTREE,
            Permission.APPROVE: Reach.SUBTREE,
            Permission.MONTHS: Reach.SUBTREE,
            Permission.ADJUST: Reach.SUBTREE,
            Permission.IMPORT: Reach.SUBTREE,
            Permission.PLAN_WRITE: Reach.SUBTREE,
            Permission.UNITS: Reach.SUBTREE,
            Permission.HISTORY: Reach.SUBTREE,
        },
        Role.ACCOUNTANT: {
            Permission.READ: Reach.SUBTREE,
            Permission.PAYROLL: Reach.SUBTREE,
            Permission.RECONCILE: Reach.SUBTREE,
            Permission.HISTORY: Reach.SUBTREE,
        },
        Role.DIRECTOR: {
            Permission.READ: Reach.SUBTREE,
            Permission.PLAN_IN_FORCE: Reach.OWN,
            Permission.HISTORY: Reach.SUBTREE,
        },
        Role.AUDITOR: {
            Permission.READ: Reach.SUBTREE,
            Permission.HISTORY: Reach.SUBTREE,
        },
        Role.ADMINISTRATOR: {
            Permission.HISTORY_OF_PEOPLE: Reach.SUBTREE,
            Permission.UNITS: Reach.SUBTREE,
            Permission.PEOPLE: Reach.SUBTREE,
            Permission.CATALOGUE: Reach.SUBTREE,
        },
    }
)


def reach(role: str, permission: str) -> Reach | None:
    """Return how far `role` reaches with `permission`, or None where it has no such right."""
    return ROLES[Role(role)].get(Permission(permission))


def roles_with(permission: str) -> dict[Role, Reach]:
    """Return each role that has `permission`, with its reach."""
    return {
        role: rights[Permission(permission)]
        for role, rights in ROLES.items()
        if Permission(permission) in rights
    }
