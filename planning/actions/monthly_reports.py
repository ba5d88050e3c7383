"""The verbs of a unit's month, from the first figure to the sign-off: one door to three rooms."""

from planning.actions.approvals import approve, approve_many, return_report, sign_off, take_back
from planning.actions.cells import CellChange, Conflict, DraftResult
from planning.actions.drafts import confirm_prefilled, fill_with_nil, prefill, save_draft
from planning.actions.submissions import NeedsReason, NotReady, explain, submit

__all__ = [
    "CellChange",
    "Conflict",
    "DraftResult",
    "NeedsReason",
    "NotReady",
    "approve",
    "approve_many",
    "confirm_prefilled",
    "explain",
    "fill_with_nil",
    "prefill",
    "return_report",
    "save_draft",
    "sign_off",
    "submit",
    "take_back",
]
