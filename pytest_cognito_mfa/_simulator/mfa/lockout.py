"""How long a user is locked out after wrong passwords or wrong MFA codes, as pure functions.

The guide is the developer guide; its sections "Lockout behavior for failed sign-in attempts"
and "Adding MFA to a user pool".

1. Four failures cost nothing.  The n-th failure from the fifth on locks the user out for
   2^(n-5) seconds: 1, 2, 4 and so on, 15 minutes at most (guide, lockout; "approximately").
2. Meanwhile every attempt is refused, also a right one, and counts for nothing: it makes
   neither this lockout nor a later one longer (guide, lockout).
3. The count starts again at 0 with a success after the lockout, or with 15 minutes without
   an attempt "at any time after a lockout" (guide, lockout).  So they run from the end of
   the lockout; before the first one, from the latest failure (inferred).
4. A new password, also an administrator's, does not end it (qiita.com, m3t, 9fb48e982b1cdaf9c49a).
5. Wrong passwords count per user, whichever flow, client or operation they came by: the
   guide does not tell unauthenticated calls from those with IAM credentials.  A call that
   tests no password (a malformed SRP_A, another user's SECRET_BLOCK) counts for nothing (our choice).
   ChangePassword is no sign-in: who tries too often there exceeds its quota (aws-amplify/aws-sdk-android#627).
6. Five "unsuccessful attempts to present an MFA code" begin the same process (guide, MFA).
   They have a count of their own, so that a password that is right again and again cannot
   empty it (inferred), and are refused in the same words, as none are published for them.
7. A TOTP code that was used already is such an attempt: it was presented and let nobody in.
   (our choice; no sighting.)  Codes of VerifySoftwareToken, and e-mail codes as the first
   factor, are no MFA of a sign-in: six wrong ones of the latter brought no lockout (observed).
8. A right answer is the success that ends its own count, though another step may follow (our choice).
9. The lockout is looked at after the user's state and before the password or code: a
   disabled user hears of that first (our choice; an unconfirmed user is refused before the
   password, ministackorg/ministack#1758).  SRP is refused at both of its steps.
10. Who does not exist has no count, and is never locked out (our choice).
11. A remembered device's proof stands in place of the MFA code: a wrong one counts as a wrong code,
    and both of its steps are refused meanwhile (our choice; no sighting).
"""

from __future__ import annotations

from dataclasses import dataclass

from pytest_cognito_mfa._simulator import rejections

FREE_FAILURES = 4
LONGEST = 15 * 60
QUIET = 15 * 60
"""Seconds, as are all times here."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """The failures that count still, and when the latest of them stops locking out."""

    failed: int = 0
    free_from: float = 0.0


NONE = Attempts()
"""What a success leaves."""


def lockout_seconds(failed: int) -> int:
    """How long the user is locked out by the failure of this number, counted from 1."""
    if failed <= FREE_FAILURES:
        return 0
    return min(1 << (failed - FREE_FAILURES - 1), LONGEST)


def refuse_locked_out(attempts: Attempts, now: float) -> None:
    """Refuse whoever is locked out at `now`, which leaves `attempts` as they are."""
    if lockout_seconds(attempts.failed) and now < attempts.free_from:
        raise rejections.LOCKED_OUT()


def after_failure(attempts: Attempts, now: float) -> Attempts:
    """What `attempts` become by one that failed at `now`, outside a lockout."""
    is_quiet = now >= attempts.free_from + QUIET
    failed = 1 if is_quiet else attempts.failed + 1
    return Attempts(failed, now + lockout_seconds(failed))
