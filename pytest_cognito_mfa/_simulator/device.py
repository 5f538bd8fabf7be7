"""One device of a user, as the simulator keeps it; `devices` has the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.crypto.srp import Verifier


@dataclass(slots=True, repr=False, eq=False)
class Device:
    """A device that was handed out to a user, registered or not."""

    key: str
    group_key: str
    last_authenticated: int
    last_ip: str
    is_confirmable: bool
    """Whether the sign-in named its user by the username."""
    is_registered: bool = False
    is_remembered: bool = False
    name: str | None = None
    verifier: Verifier | None = None
    """The verifier of the device's password, from ConfirmDevice."""
    created: float = 0.0
    modified: float = 0.0
    password: str | None = None
    """Known only for the device of a standing; ConfirmDevice sends only a verifier of the password."""
