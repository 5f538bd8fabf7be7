"""What a recording implies: the state before it, what the simulator answers in that state, and the differences."""

from pytest_cognito_mfa._inference.exchanges import RecordedExchange, RecordedResponse, exchanges_in
from pytest_cognito_mfa._inference.initial_state import initial_scenario
from pytest_cognito_mfa._inference.observations import observe
from pytest_cognito_mfa._inference.response_diff import differences
from pytest_cognito_mfa._inference.shadow_run import ShadowRun

__all__ = [
    "RecordedExchange",
    "RecordedResponse",
    "ShadowRun",
    "differences",
    "exchanges_in",
    "initial_scenario",
    "observe",
]
