"""Pure functions of figures: exact numbers in, an exact Fraction or a typed reason why not out.

Sum first, divide last, at every grain and in every subtotal. An argument is a number, None where it is
missing, or the Reason why it is missing, which is then the reason of the answer. Missing actuals are told
before missing bases. Nothing here knows Django, rounds, or returns 0 or nan for "no answer".
"""

from postoffice.measures.adding import add
from postoffice.measures.against_base import average_growth, base_index, contribution, growth, index
from postoffice.measures.against_plan import completion, gap, pace, plan_over_base, required_rate
from postoffice.measures.reasons import Figure, NoAnswer, Number, Reason, answer
from postoffice.measures.structure import productivity, share, share_change

__all__ = [
    "Figure",
    "NoAnswer",
    "Number",
    "Reason",
    "add",
    "answer",
    "average_growth",
    "base_index",
    "completion",
    "contribution",
    "gap",
    "growth",
    "index",
    "pace",
    "plan_over_base",
    "productivity",
    "required_rate",
    "share",
    "share_change",
]
