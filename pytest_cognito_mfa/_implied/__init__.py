"""What a recording implies: the state before it, what the simulator answers in that state, and how that differs."""

from .cast import Cast
from .comparing import differences
from .recorded import Recorded, recorded_in
from .rehearsal import Rehearsal
from .scene import reasons, scenario_of
from .shown import Difference, Shown
from .telling import told_by

__all__ = [
    "Cast",
    "Difference",
    "Recorded",
    "Rehearsal",
    "Shown",
    "differences",
    "reasons",
    "recorded_in",
    "scenario_of",
    "told_by",
]
