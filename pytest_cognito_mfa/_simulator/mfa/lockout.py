"""How long a user is locked out after wrong passwords or wrong MFA codes, as pure functions.

The guide is the developer guide; its sections "Lockout behavior for failed sign-in attempts" and "Adding MFA to a user
pool".

1. Four failures have no effect.  From the fifth on, the n-th failure locks the user out for 2^(n-5) seconds: 1, 2, 4
   and so on, 15 minutes at most (guide, lockout; "approximately").
2. During a lockout every attempt is refused, also a right one, and is not counted: it prolongs neither this lockout nor
   a later one (guide, lockout).
3. The count starts again at 0 after a success, or after 15 minutes without an attempt "at any time after a lockout"
   (guide, lockout).  So the 15 minutes run from the end of the lockout; before the first lockout, from the latest
   failure (inferred).
4. A new password does not end a lockout, an administrator's neither (qiita.com, m3t, 9fb48e982b1cdaf9c49a).
5. Wrong passwords count per user, for all flows, clients and operations together: the guide does not separate
   unauthenticated calls from those with IAM credentials.  A call that tests no password (a malformed SRP_A, another
   user's SECRET_BLOCK) is not counted (our choice).  ChangePassword is not a sign-in: too many wrong passwords there
   exceed its quota (aws-amplify/aws-sdk-android#627).
6. Five "unsuccessful attempts to present an MFA code" begin the same process (guide, MFA).  They have a count of their
   own, so that a right password cannot reset it again and again (inferred), and are refused with the same message,
   because no other is published.
7. A TOTP code that was used before counts as a failure (our choice; not observed).  Codes of VerifySoftwareToken, and
   e-mail codes as the first factor, are not MFA at sign-in: six wrong e-mail codes caused no lockout (observed).
8. A right response resets its own count, even if another step follows (our choice).
9. The lockout is checked after the user's state and before the password or code, so a disabled user is refused as
   disabled (our choice; an unconfirmed user is refused before the password, ministackorg/ministack#1758).  SRP is
   refused at both of its steps.
10. A user who does not exist has no count and is never locked out (our choice).
11. A remembered device's proof replaces the MFA code: a wrong one counts as a wrong code, and a lockout refuses both of
    its steps (our choice; not observed).
"""

from __future__ import annotations

from dataclasses import dataclass

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.reasons import span

FREE_FAILURES = 4
LONGEST = 15 * 60
QUIET = 15 * 60
"""All times in this module are in seconds."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """The failures that still count, and when the lockout after the latest of them ends."""

    failed: int = 0
    free_from: float = 0.0


NONE = Attempts()
"""The attempts after a success."""


def lockout_seconds(failed: int) -> int:
    """How long the failure with this number locks the user out; the first is 1."""
    if failed <= FREE_FAILURES:
        return 0
    return min(1 << (failed - FREE_FAILURES - 1), LONGEST)


def refuse_locked_out(attempts: Attempts, now: float) -> None:
    """Refuse a user who is locked out at `now`."""
    if lockout_seconds(attempts.failed) and now < attempts.free_from:
        reason = f"{attempts.failed} failures in a row; the lockout ends in {span(attempts.free_from - now)}"
        raise rejections.LOCKED_OUT(because=reason)


def after_failure(attempts: Attempts, now: float) -> Attempts:
    """The attempts after one more failure at `now`, outside a lockout."""
    is_quiet = now >= attempts.free_from + QUIET
    failed = 1 if is_quiet else attempts.failed + 1
    return Attempts(failed, now + lockout_seconds(failed))
