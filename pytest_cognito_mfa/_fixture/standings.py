"""Every MFA standing of a user, by name, and the combinations that are left out because they test nothing new.

1. A standing is: the pool's MfaConfiguration, the factors that the user has on, the preferred one, whether the
   user's device is trusted, and whether the password is the temporary one of an invitation.
2. The factors decide the attributes: a phone number if SMS is on, an e-mail address if e-mail is on.  In a pool that
   requires MFA, AWS would ask for a factor of such an attribute even if it is not on.
3. LEFT_OUT lists the combinations that are not standings, and why.
4. A user whose password AWS refuses in any case (disabled, unconfirmed, must reset it) is not a standing: there is no
   challenge, and `cognito_errors` tests these errors.
5. With first factors, the pools without required MFA allow them beside the password, and each standing comes again for
   a user with a passkey, and for one without a password.  A user has the address or number of each code.
6. A device that is remembered but not trusted is not a standing: AWS's first challenge is the same as without a device.
"""

from __future__ import annotations

import difflib
import itertools
import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
    first: tuple[str, ...] = ()
    """The first factors that the pool allows beside the password, by their names in the API."""
    passkey: bool = False
    """The user has a passkey."""
    passwordless: bool = False
    """The user has no password."""

    def __str__(self) -> str:
        parts = [self.policy, "+".join(SHORT[factor] for factor in self.on) or "none"]
        if self.on:
            parts.append(f"{SHORT[self.preferred] if self.preferred else 'none'}_preferred")
        if self.trusted_device:
            parts.append("trusted_device")
        if self.invited:
            parts.append("invited")
        parts += [word for word in ("passkey", "passwordless") if getattr(self, word)]
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


FIRST: Final = {"email": EMAIL, "sms": "SMS_OTP", "passkey": "WEB_AUTHN"}
"""The words for the first factors beside the password."""


def _begins_otherwise(standing: UserStanding) -> bool:
    return standing.passkey or bool(set(standing.first) - {FIRST["passkey"]})


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

FIRST_LEFT_OUT: Final = (
    LeftOut(
        "an invited user has a password, and a passkey can only be registered after a sign-in",
        lambda s: s.invited and (s.passkey or s.passwordless),
    ),
    LeftOut(
        "a user without a password could not begin where MFA is asked for",
        lambda s: s.passwordless and (s.policy == "ON" or bool(s.on)),
    ),
    LeftOut(
        "where MFA is required, a passkey that is one factor is no first factor",
        lambda s: s.policy == "ON" and s.passkey,
    ),
    LeftOut(
        "a user without a password needs a code or a passkey", lambda s: s.passwordless and not _begins_otherwise(s)
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


def with_first_factors(standings: Sequence[UserStanding], first: tuple[str, ...]) -> list[UserStanding]:
    """Each of the standings in a pool that allows `first`, and again with a passkey and without a password."""
    several = [(False, False), (False, True), *([(True, False), (True, True)] if FIRST["passkey"] in first else [])]
    found = [
        replace(each, first=() if each.policy == "ON" else first, passkey=passkey, passwordless=passwordless)
        for each in standings
        for passkey, passwordless in several
    ]
    return [each for each in found if not any(rule.matches(each) for rule in FIRST_LEFT_OUT)]


def chosen(
    *,
    policy: Any = None,
    factors: Any = None,
    only: Any = None,
    exclude: Any = None,
    devices: Any = True,
    first_factors: Any = None,
) -> tuple[UserStanding, ...]:
    """The meaningful standings, or some of them.

    `policy` names the policies.  `factors` are what the pools offer; no user has another one on.  `only` has names of
    standings, or patterns such as ``ON-*``; so has `exclude`, or a function of a standing.  Without `devices` no
    device is trusted.  `first_factors` are what the pools allow beside the password.  Raises `SettingError` for an
    unknown name, and if no case is left.
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
    if first_factors is not None:
        standings = with_first_factors(standings, _by_names(first_factors, "first_factors", FIRST))
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
        if not any(fnmatchcase(str(standing), name) for standing in (*meaningful(), *standings)):
            raise SettingError(_no_standing(name, "exclude", standings))
    return [s for s in standings if not any(fnmatchcase(str(s), name) for name in names)]


def named(name: str) -> UserStanding:
    """The standing of that name; raises `SettingError` if there is none."""
    known = every_named(FACTORS)
    if name in known:
        return known[name]
    raise SettingError(unknown("standing", name, known))


def every_named(offered: tuple[str, ...]) -> dict[str, UserStanding]:
    """The standings by name; those whose name says so are in pools that allow every first factor."""
    plain = meaningful(offered)
    return {str(each): each for each in (*with_first_factors(plain, tuple(FIRST.values())), *plain)}


_NAME: Final = re.compile(
    rf"(?:{'|'.join(POLICIES)})-(?:none(?!_)|[a-z]+(?:\+[a-z]+)*-[a-z]+_preferred)(?:-trusted_device)?(?:-invited)?(?:-passkey)?(?:-passwordless)?"
)


def in_id(node_id: str, offered: tuple[str, ...]) -> UserStanding | None:
    """The standing that the id of a test names, perhaps besides other parameters; None if there is none."""
    names = set(_NAME.findall(node_id.partition("[")[2]))
    return next((standing for name, standing in every_named(offered).items() if name in names), None)


def offered_by(factors: Any) -> tuple[str, ...]:
    """The factors of these names, short ones or AWS's, in the order of FACTORS."""
    if factors is None:
        return FACTORS
    wanted = _by_names(factors, "factors", {short: factor for factor, short in SHORT.items()})
    return tuple(factor for factor in FACTORS if factor in wanted)


def _by_names(given: Any, argument: str, short: Mapping[str, str]) -> tuple[str, ...]:
    """The factors of these names, short ones or AWS's."""
    names = {**short, **{factor: factor for factor in short.values()}}
    texts = texts_of(given, argument)
    for name in texts:
        if name not in names:
            raise SettingError(unknown("factor", name, names))
    wanted = {names[name] for name in texts}
    return tuple(factor for factor in short.values() if factor in wanted)


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
