"""Every standing of a user, by name, and those that are left out because they say nothing of their own.

1. A standing is: the pool's policy, the factors that the user has on, which of them is preferred, whether
   the user's device is trusted, and whether the password is the temporary one of an invitation.
2. Attributes follow from the factors: a phone number where SMS is on, an e-mail address where e-mail is.  In a
   pool that requires MFA either would be a factor that is not on, and still asked for.
3. LEFT_OUT says which of all combinations are none, and why.
4. A user whom AWS refuses whatever the password (disabled, unconfirmed, to reset it) is no standing: there is no
   challenge to meet, and `cognito_errors` has these errors.
5. Neither is a device that is remembered, but not trusted: AWS asks first for what it asks for without one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa._fixture.arguments import texts_of
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POLICIES: Final = ("OFF", "OPTIONAL", "ON")
SHORT: Final = {SMS: "sms", TOTP: "totp", EMAIL: "email"}
"""What a factor is called in the name of a standing."""


@dataclass(frozen=True, slots=True, repr=False)
class UserStanding:
    """Where a user stands before a sign-in; as a text it is its name, ``ON-sms+totp-none_preferred``."""

    policy: str
    """The pool's MfaConfiguration: OFF, OPTIONAL or ON."""
    on: tuple[str, ...] = ()
    """The factors that are on, by AWS's names."""
    preferred: str | None = None
    trusted_device: bool = False
    """The user has a remembered device, and the pool lets it stand for MFA."""
    invited: bool = False
    """The password is a temporary one."""
    offered: tuple[str, ...] = FACTORS
    """The factors that the pool offers; none of them in one without MFA."""

    def __str__(self) -> str:
        parts = [self.policy, "+".join(SHORT[factor] for factor in self.on) or "none"]
        if self.on:
            parts.append(f"{SHORT[self.preferred] if self.preferred else 'none'}_preferred")
        if self.trusted_device:
            parts.append("trusted_device")
        if self.invited:
            parts.append("invited")
        return "-".join(parts)

    def __repr__(self) -> str:
        return f"<UserStanding {self}>"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Be named so by hypothesis too, and by IPython, whose protocol this is."""
        printer.text(repr(self))


@dataclass(frozen=True, slots=True)
class LeftOut:
    reason: str
    matches: Callable[[UserStanding], bool]


LEFT_OUT: Final = (
    LeftOut("a pool without MFA asks for no factor, whichever are on", lambda s: s.policy == "OFF" and bool(s.on)),
    LeftOut(
        "who is invited has not signed in yet, and only then could an authenticator be registered",
        lambda s: s.invited and TOTP in s.on,
    ),
    LeftOut(
        "who is invited has not signed in yet, and only then is a device handed out",
        lambda s: s.invited and s.trusted_device,
    ),
    LeftOut(
        "where MFA is required, nobody gets a device without a factor",
        lambda s: s.policy == "ON" and s.trusted_device and not s.on,
    ),
)


def every_combination(offered: tuple[str, ...] = FACTORS) -> Iterator[UserStanding]:
    """All that can be put together, meaningful or not."""
    sizes = range(len(offered) + 1)
    sets = [on for size in sizes for on in itertools.combinations(offered, size)]
    preferences = [(on, preferred) for on in sets for preferred in (None, *on)]
    several = itertools.product(POLICIES, preferences, (False, True), (False, True))
    for policy, (on, preferred), trusted, invited in several:
        yield UserStanding(policy, on, preferred, trusted, invited, offered)


def meaningful(offered: tuple[str, ...] = FACTORS) -> tuple[UserStanding, ...]:
    """Those that say something of their own."""
    return tuple(s for s in every_combination(offered) if not any(rule.matches(s) for rule in LEFT_OUT))


def chosen(*, policy: Any = None, factors: Any = None, only: Any = None) -> tuple[UserStanding, ...]:
    """The meaningful standings, or some of them.

    `policy` names the policies; `factors` what the pools offer, so that nobody has another one on; `only` the
    standings themselves, or globs of their names.  Raises `SettingError` for what is none, and for nothing left.
    """
    policies = POLICIES if policy is None else texts_of(policy, "policy")
    for name in policies:
        if name not in POLICIES:
            raise SettingError(unknown("policy", name, POLICIES))
    standings = [s for s in meaningful(_offered(factors)) if s.policy in policies]
    if only is None:
        return tuple(standings)
    names = texts_of(only, "only")
    for name in names:
        if not any(fnmatchcase(str(standing), name) for standing in standings):
            raise SettingError(_none_of_that_name(name, [str(standing) for standing in standings]))
    return tuple(s for s in standings if any(fnmatchcase(str(s), name) for name in names))


def named(name: str) -> UserStanding:
    """The standing of that name; raises `SettingError` when there is none."""
    for standing in meaningful():
        if str(standing) == name:
            return standing
    raise SettingError(unknown("standing", name, map(str, meaningful())))


def _offered(factors: Any) -> tuple[str, ...]:
    """The factors of those names, ours or AWS's, in the order of the setting list."""
    if factors is None:
        return FACTORS
    names = {**{short: factor for factor, short in SHORT.items()}, **{factor: factor for factor in FACTORS}}
    given = texts_of(factors, "factors")
    for name in given:
        if name not in names:
            raise SettingError(unknown("factor", name, names))
    wanted = {names[name] for name in given}
    return tuple(factor for factor in FACTORS if factor in wanted)


def _none_of_that_name(name: str, names: list[str]) -> str:
    if name in map(str, meaningful()):
        return f"only: {name} is a standing, but not of that policy and those factors"
    if any(sign in name for sign in "*?["):
        return f"only: no standing is named {name!r}; one is {names[0]!r}"
    return f"only: {unknown('standing', name, names)}"
