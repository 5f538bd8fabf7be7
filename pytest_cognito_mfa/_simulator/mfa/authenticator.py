"""The authenticator app of a user: which TOTP codes are accepted, and that each works only once.

1. A TOTP code is RFC 6238: HMAC-SHA1, six digits, steps of 30 seconds.  The code of one step before or after now is
   accepted too (developer guide, TOTP software token MFA).
2. A TOTP code that was accepted once is refused from then on, also one that VerifySoftwareToken accepted
   (getmoto/moto's tests against AWS).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import totp as rfc6238

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.reasons import span

STEP = 30
WINDOW = (0, -1, 1)
NEARBY = 41
"""A wrong code is looked for less than this many steps, so 20 minutes, before and after now."""
_ONE_CLOCK = "cognito.totp(...) follows Cognito's clock, pyotp the system's; cognito.clock.travel(...) moves both"


@dataclass(slots=True, repr=False)
class Authenticator:
    """A user's authenticator app: its secret, and which of its codes were used."""

    secret: str
    """Base32, unpadded."""
    name: str | None = None
    """The FriendlyDeviceName given at VerifySoftwareToken."""
    used: dict[int, tuple[str, float]] = field(default_factory=dict)
    """The steps whose codes were accepted: at what, and when."""

    def code(self, at: float) -> str:
        """The code that the app shows at epoch second `at`."""
        return self._code(int(at) // STEP)

    def accept(self, code: str, at: float) -> None:
        """Accept a code at sign-in and mark it as used; refuse a wrong code, and one that was used before."""
        step = self._step_of(code, at)
        if step is None:
            raise rejections.WRONG_TOTP(because=self._what_is(code, at))
        if step in self.used:
            where, when = self.used[step]
            raise rejections.TOTP_USED(because=f"that code was used at {where}, {span(at - when)} earlier")
        self.used[step] = ("sign-in", at)

    def accept_at_setup(self, code: str, at: float) -> None:
        """Accept the code that VerifySoftwareToken sends and mark it as used; refuse a wrong code."""
        step = self._step_of(code, at)
        if step is None:
            raise rejections.WRONG_SETUP_CODE(because=self._what_is(code, at))
        self.used[step] = ("enrolment", at)

    def matches(self, code: str, at: float) -> bool:
        """Whether the app shows this code at `at`, or one step before or after."""
        return self._step_of(code, at) is not None

    def unused_code(self, at: float) -> str | None:
        """A code that `accept` would accept at `at`; None when all three were used."""
        now = int(at) // STEP
        return next((self._code(now + shift) for shift in WINDOW if now + shift not in self.used), None)

    def mark_used(self, at: float) -> None:
        """Mark the code that the app shows at `at` as used."""
        self.used[int(at) // STEP] = ("sign-in", at)

    def mark_unused(self, code: str, at: float) -> None:
        """Let this code be used once more."""
        self.used.pop(self._step_of(code, at) or 0, None)

    def _what_is(self, code: str, at: float) -> str:
        """What a code is that the app does not show at `at`."""
        for shift in range(1, NEARBY):
            for sign, word in ((-1, "earlier"), (1, "later")):
                if self._code(int(at) // STEP + sign * shift) == code:
                    return f"the app shows that code {span(shift * STEP)} {word} than Cognito's clock: {_ONE_CLOCK}"
        return "the latest secret of the app does not give that code"

    def _step_of(self, code: str, at: float) -> int | None:
        now = int(at) // STEP
        return next((now + shift for shift in WINDOW if self._code(now + shift) == code), None)

    def _code(self, step: int) -> str:
        key = base64.b32decode(self.secret.upper() + "=" * (-len(self.secret) % 8))
        generator = rfc6238.TOTP(key, 6, SHA1(), STEP, enforce_key_length=False)  # noqa: S303 - RFC 6238's, as AWS's
        return generator.generate(step * STEP).decode()
