"""Amazon Cognito user pools inside a test suite: the public names, imported when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import (
    CassetteError,
    CassetteMiss,
    CognitoMfaError,
    NotSimulated,
    ScenarioError,
    SettingError,
    SimulatorError,
    UnfiredFault,
    UnmetExpectation,
    UnplayedInteraction,
)

if TYPE_CHECKING:
    from ._block import simulate
    from .cognito import Cognito, Tokens

__all__ = [
    "CassetteError",
    "CassetteMiss",
    "Cognito",
    "CognitoMfaError",
    "NotSimulated",
    "ScenarioError",
    "SettingError",
    "SimulatorError",
    "Tokens",
    "UnfiredFault",
    "UnmetExpectation",
    "UnplayedInteraction",
    "simulate",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    # The package is imported with every pytest start that finds the plugin installed; what
    # brings in botocore, vcrpy and cryptography waits until somebody asks for it.
    if name == "simulate":
        from ._block import simulate  # noqa: PLC0415

        return simulate
    if name in ("Cognito", "Tokens"):
        from . import cognito  # noqa: PLC0415

        return getattr(cognito, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
