"""What a recording implies: the state before it, what the simulator answers in that state, and how that differs."""

from pytest_cognito_mfa._inference.exchanges import Recorded, recorded_in
from pytest_cognito_mfa._inference.identities import Cast
from pytest_cognito_mfa._inference.initial_state import reasons, scenario_of
from pytest_cognito_mfa._inference.observations import told_by
from pytest_cognito_mfa._inference.recorded_responses import Difference, Shown
from pytest_cognito_mfa._inference.response_diff import differences
from pytest_cognito_mfa._inference.shadow_run import Rehearsal

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
