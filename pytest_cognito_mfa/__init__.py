"""Amazon Cognito user pools inside a test suite: the public names, imported when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._version import __version__
from pytest_cognito_mfa.errors import (
    CassetteError,
    CassetteMiss,
    CognitoMfaError,
    LateCall,
    MissingFixture,
    NotSimulated,
    ScenarioError,
    SettingError,
    SimulatorError,
    UnansweredCall,
    UnfiredFault,
    UnmetExpectation,
    UnplayedInteraction,
)

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulate import simulate
    from pytest_cognito_mfa.cognito import Cognito, Tokens

__all__ = [
    "CassetteError",
    "CassetteMiss",
    "Cognito",
    "CognitoMfaError",
    "LateCall",
    "MissingFixture",
    "NotSimulated",
    "ScenarioError",
    "SettingError",
    "SimulatorError",
    "Tokens",
    "UnansweredCall",
    "UnfiredFault",
    "UnmetExpectation",
    "UnplayedInteraction",
    "__version__",
    "simulate",
]


def __getattr__(name: str) -> object:
    # Every start of pytest imports this package.  So botocore, vcrpy and cryptography are imported at first use.
    if name == "simulate":
        from pytest_cognito_mfa._simulate import simulate  # noqa: PLC0415 - at first use

        return simulate
    if name in ("Cognito", "Tokens"):
        from pytest_cognito_mfa import cognito  # noqa: PLC0415 - the same

        return getattr(cognito, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
