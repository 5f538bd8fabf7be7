"""The outbox: messages that the pool would send.  They stay in the process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_cognito_mfa._aws.members import ByMembers
from pytest_cognito_mfa._simulator.message_texts import text_of

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.state import Pool, User


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
    """The code in the message; for an invitation the temporary password, for a notice the feedback token."""
    purpose: str
    """``mfa``, ``sign-up`` (also for a resent code), ``invitation``, ``recovery`` of a password, ``attribute`` for the
    verification of one, or ``security`` for a notice about a risky sign-in."""
    body: str
    """The text of the message, from the pool's template or in Cognito's default words."""
    subject: str | None = None
    """The subject of an e-mail; None for an SMS."""
    link: str | None = None
    """The link that confirms a sign-up, if the pool says CONFIRM_WITH_LINK."""

    def __repr__(self) -> str:
        return f"<Message to {self.user} by {self.medium}, {self.purpose}>"


MEDIUM = {"phone_number": "SMS", "email": "EMAIL"}


def make_message(
    pool: Pool, user: User, attribute: str, destination: str, code: str, *, purpose: str, page: str | None
) -> Message:
    medium = MEDIUM[attribute]
    text = text_of(pool, user, purpose, medium, code, page=page)
    return Message(user.username, medium, destination, code, purpose, *text)


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
