"""Password rules: what a pool demands of a password, and how long a temporary one is valid.

1. A password follows the pool's PasswordPolicy; the first broken rule is named (public code: a pasted refusal each).
2. With PasswordHistorySize n, a password is refused that is one of the user's latest n, the present one among them
   (botocore PasswordPolicyType; that the present one counts is our reading).  The policy is checked first (our choice).
3. Temporary passwords are checked, and are not remembered (our choice).
4. The hash that an import job brings fits or does not; once it fits, the password is known, as one that was set.  A
   sign-in by SRP needs the password itself, and fails until then (our choice).
5. A temporary password is valid for TemporaryPasswordValidityDays; if that is 0 or not set, for the older
   UnusedAccountValidityDays, or else 7 days (botocore).
"""

from __future__ import annotations

import hmac
import string
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.crypto.password_hashes import PasswordHash
from pytest_cognito_mfa._simulator.pools.defaults import PASSWORD_POLICY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Pool, User


SYMBOLS = frozenset("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ")
"""The symbols that count as special characters (developer guide, password policies)."""

KINDS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("RequireUppercase", "Password must have uppercase characters", lambda c: c in string.ascii_uppercase),
    ("RequireLowercase", "Password must have lowercase characters", lambda c: c in string.ascii_lowercase),
    ("RequireNumbers", "Password must have numeric characters", lambda c: c in string.digits),
    ("RequireSymbols", "Password must have symbol characters", lambda c: c in SYMBOLS),
)


def policy_of(pool: Pool) -> dict[str, Any]:
    given = pool.settings.get("Policies", {}).get("PasswordPolicy")
    return PASSWORD_POLICY if given is None else given


def check(
    password: str, pool: Pool, refusal: rejections.Refusal = rejections.WEAK_PASSWORD, user: User | None = None
) -> None:
    """Refuse a password that the pool's policy does not allow, or that `user` had before."""
    if (rule := broken_rule(password, policy_of(pool))) is not None:
        policy = ", ".join(f"{name} {value}" for name, value in sorted(policy_of(pool).items()))
        raise refusal(rule=rule, because=f"PasswordPolicy of pool {pool.settings['Name']}: {policy}")
    size = policy_of(pool).get("PasswordHistorySize", 0)
    if user is not None and size and password in user.passwords[-size:]:
        raise rejections.PASSWORD_USED_BEFORE(because=f"it is one of the latest {size} passwords of {user.username}")


def is_right(user: User, password: str) -> bool:
    """Whether this is the user's password (rule 4)."""
    known = user.password
    if not isinstance(known, PasswordHash):
        return known is not None and hmac.compare_digest(known.encode(), password.encode())
    if known.fits(password):
        user.set_password(password, status=user.status, at=user.modified)
        return True
    return False


def broken_rule(password: str, policy: Mapping[str, Any]) -> str | None:
    """The first rule of a policy that the password breaks, in AWS's words."""
    if len(password) < policy.get("MinimumLength", 0):
        return "Password not long enough"
    broken = (words for rule, words, is_kind in KINDS if policy.get(rule) and not any(map(is_kind, password)))
    return next(broken, None)


def generate(pool: Pool, sources: Sources) -> str:
    """A random password that the pool's policy allows, as AdminCreateUser generates one."""
    return sources.password(policy_of(pool).get("MinimumLength", 0))


def has_expired(user: User, pool: Pool, at: float) -> bool:
    """Whether a temporary password was set too long ago (rule 5)."""
    older = pool.settings["AdminCreateUserConfig"].get("UnusedAccountValidityDays")
    default = PASSWORD_POLICY["TemporaryPasswordValidityDays"]
    days = policy_of(pool).get("TemporaryPasswordValidityDays") or older or default
    return at >= user.password_set + int(days) * 86400
