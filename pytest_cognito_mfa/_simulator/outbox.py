"""The outbox: messages that the pool would send.  They stay in the process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.members import ByMembers

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.state import User


@dataclass(frozen=True, slots=True, eq=False)
class Message(ByMembers):
    """One delivered message."""

    user: str
    """The username."""
    medium: str
    """SMS or EMAIL."""
    destination: str
    """The full phone number or address, unmasked."""
    code: str
    """The code in the message; for an invitation the temporary password."""
    purpose: str
    """``mfa``, ``sign-up`` (also for a resent code), ``invitation``, ``recovery`` of a password, or ``attribute`` for
    the verification of one."""
    body: str
    """The text of the message, in Cognito's default words."""

    def __repr__(self) -> str:
        return f"<Message to {self.user} by {self.medium}, {self.purpose}>"


_BODIES = {
    "mfa": "Your authentication code is {code}.",
    "sign-up": "Your verification code is {code}.",
    "attribute": "Your verification code is {code}.",
    "recovery": "Your password reset code is {code}.",
    "invitation": "Your username is {user} and temporary password is {code}.",
}
"""Cognito's default texts."""

PURPOSES = tuple(_BODIES)

MEDIUM = {"phone_number": "SMS", "email": "EMAIL"}


def make_message(user: User, attribute: str, destination: str, code: str, purpose: str) -> Message:
    body = _BODIES[purpose].format(code=code, user=user.username)
    return Message(user.username, MEDIUM[attribute], destination, code, purpose, body)


def delivery_details(attribute: str, destination: str) -> dict[str, str]:
    """CodeDeliveryDetails, as in SignUp's answer."""
    return {"AttributeName": attribute, "DeliveryMedium": MEDIUM[attribute], "Destination": masked(destination)}


def masked(destination: str) -> str:
    """A phone number or an e-mail address as AWS shows it.

    >>> masked("+12065550100")
    '+*******0100'
    >>> masked("fake@example.com")
    'f***@e***'
    """
    if "@" in destination:
        name, _, domain = destination.partition("@")
        return f"{name[:1]}***@{domain[:1]}***"
    digits = destination.removeprefix("+")
    return "+" + "*" * (len(digits) - 4) + digits[-4:]
