"""Every MFA standing of a user, by name, and the combinations that are left out because they test nothing new.

1. A standing is: the pool's MfaConfiguration, the factors that the user has on, the preferred one, whether the
   user's device is trusted, and whether the password is the temporary one of an invitation.
2. The factors decide the attributes: a phone number if SMS is on, an e-mail address if e-mail is on.  In a pool that
   requires MFA, AWS would ask for a factor of such an attribute even if it is not on.
3. LEFT_OUT lists the combinations that are not standings, and why.
4. A user whose password AWS refuses in any case (disabled, unconfirmed, must reset it) is not a standing: there is no
   challenge, and `cognito_errors` tests these errors.
5. A device that is remembered but not trusted is not a standing: AWS's first challenge is the same as without a device.
"""

from __future__ import annotations

import difflib
import itertools
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

POLICIES: Final = ("OFF", "OPTIONAL", "ON")
SHORT: Final = {SMS: "sms", TOTP: "totp", EMAIL: "email"}
"""The factors' words in the name of a standing."""
SETTINGS: Final = {SMS: "SMSMfaSettings", TOTP: "SoftwareTokenMfaSettings", EMAIL: "EmailMfaSettings"}
"""The member of SetUserMFAPreference for each factor."""


@dataclass(frozen=True, slots=True, repr=False)
class UserStanding:
    """A user's MFA state before a sign-in; `str` gives its name, such as ``ON-sms+totp-none_preferred``."""

    policy: str
    """The pool's MfaConfiguration: OFF, OPTIONAL or ON."""
    on: tuple[str, ...] = ()
    """The factors that are on, by their names in the API."""
    preferred: str | None = None
    """The preferred factor, or None."""
    trusted_device: bool = False
    """The user has a remembered device, and the pool accepts it instead of MFA."""
    invited: bool = False
    """The user has a temporary password."""
    offered: tuple[str, ...] = FACTORS
    """The factors that the pool offers; with OFF it offers none."""

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
        """The same for hypothesis and IPython; this is IPython's protocol."""
        printer.text(repr(self))


@dataclass(frozen=True, slots=True)
class LeftOut:
    reason: str
    matches: Callable[[UserStanding], bool]


LEFT_OUT: Final = (
    LeftOut("a pool without MFA asks for no factor, even if some are on", lambda s: s.policy == "OFF" and bool(s.on)),
    LeftOut(
        "an invited user has not signed in yet, and an authenticator can only be registered after a sign-in",
        lambda s: s.invited and TOTP in s.on,
    ),
    LeftOut(
        "an invited user has not signed in yet, and a device is only given at a sign-in",
        lambda s: s.invited and s.trusted_device,
    ),
    LeftOut(
        "if MFA is required, a user without a factor gets no device",
        lambda s: s.policy == "ON" and s.trusted_device and not s.on,
    ),
)


def every_combination(offered: tuple[str, ...] = FACTORS) -> Iterator[UserStanding]:
    """All combinations, meaningful or not."""
    sizes = range(len(offered) + 1)
    sets = [on for size in sizes for on in itertools.combinations(offered, size)]
    preferences = [(on, preferred) for on in sets for preferred in (None, *on)]
    several = itertools.product(POLICIES, preferences, (False, True), (False, True))
    for policy, (on, preferred), trusted, invited in several:
        yield UserStanding(policy, on, preferred, trusted, invited, offered)


def meaningful(offered: tuple[str, ...] = FACTORS) -> tuple[UserStanding, ...]:
    """All combinations but those of LEFT_OUT."""
    return tuple(s for s in every_combination(offered) if not any(rule.matches(s) for rule in LEFT_OUT))


def chosen(
    *, policy: Any = None, factors: Any = None, only: Any = None, exclude: Any = None, devices: Any = True
) -> tuple[UserStanding, ...]:
    """The meaningful standings, or some of them.

    `policy` names the policies.  `factors` are what the pools offer; no user has another one on.  `only` has names of
    standings, or patterns such as ``ON-*``; so has `exclude`, or a function of a standing.  Without `devices` no
    device is trusted.  Raises `SettingError` for an unknown name, and if no case is left.
    """
    policies = POLICIES if policy is None else texts_of(policy, "policy")
    for name in policies:
        if name not in POLICIES:
            raise SettingError(unknown("policy", name, POLICIES))
    if not isinstance(devices, bool):
        raise SettingError(f"devices must be True or False, not {devices!r}")
    standings = [
        s for s in meaningful(offered_by(factors)) if s.policy in policies and (devices or not s.trusted_device)
    ]
    if only is not None:
        names = texts_of(only, "only")
        for name in names:
            if not any(fnmatchcase(str(standing), name) for standing in standings):
                raise SettingError(_no_standing(name, "only", standings))
        standings = [s for s in standings if any(fnmatchcase(str(s), name) for name in names)]
    left = standings if exclude is None else _without(standings, exclude)
    if not left:
        raise SettingError("exclude leaves no case")
    return tuple(left)


def _without(standings: list[UserStanding], exclude: Any) -> list[UserStanding]:
    """The standings but those that a pattern matches, or for which the function says so."""
    if callable(exclude):
        return [standing for standing in standings if not exclude(standing)]
    names = texts_of(exclude, "exclude")
    for name in names:
        if not any(fnmatchcase(str(standing), name) for standing in meaningful()):
            raise SettingError(_no_standing(name, "exclude", standings))
    return [s for s in standings if not any(fnmatchcase(str(s), name) for name in names)]


def named(name: str) -> UserStanding:
    """The standing of that name; raises `SettingError` if there is none."""
    for standing in meaningful():
        if str(standing) == name:
            return standing
    raise SettingError(unknown("standing", name, map(str, meaningful())))


_NAME: Final = re.compile(
    rf"(?:{'|'.join(POLICIES)})-(?:none(?!_)|[a-z]+(?:\+[a-z]+)*-[a-z]+_preferred)(?:-trusted_device)?(?:-invited)?"
)


def in_id(node_id: str, offered: tuple[str, ...]) -> UserStanding | None:
    """The standing that the id of a test names, perhaps besides other parameters; None if there is none."""
    names = set(_NAME.findall(node_id.partition("[")[2]))
    return next((standing for standing in meaningful(offered) if str(standing) in names), None)


def offered_by(factors: Any) -> tuple[str, ...]:
    """The factors of these names, short ones or AWS's, in the order of FACTORS."""
    if factors is None:
        return FACTORS
    names = {**{short: factor for factor, short in SHORT.items()}, **{factor: factor for factor in FACTORS}}
    given = texts_of(factors, "factors")
    for name in given:
        if name not in names:
            raise SettingError(unknown("factor", name, names))
    wanted = {names[name] for name in given}
    return tuple(factor for factor in FACTORS if factor in wanted)


def _no_standing(name: str, argument: str, standings: Sequence[UserStanding]) -> str:
    if name in map(str, meaningful()):
        return f"{argument}: {name} is a standing, but policy, factors or devices exclude it"
    names = [str(standing) for standing in standings]
    if any(sign in name for sign in "*?["):
        letters = re.sub(r"[*?\[\]!]", "", name)
        near = difflib.get_close_matches(letters, names, n=3, cutoff=0.4) or names[:1]
        return f"{argument}: no standing matches {name!r}; the nearest names are: {', '.join(near)}"
    return f"{argument}: {unknown('standing', name, names)}"


def texts_of(given: Any, argument: str) -> tuple[str, ...]:
    """One text, or several, as a tuple; raises `SettingError` for anything else, and for none."""
    texts = (given,) if isinstance(given, str) else given
    if not isinstance(texts, (list, tuple, set, frozenset)) or not all(isinstance(text, str) for text in texts):
        raise SettingError(f"{argument} must be a string or a list of strings, not {given!r}")
    if not texts:
        raise SettingError(f"{argument} is empty, so no case is left")
    return tuple(texts)
