"""What users and groups of a pool were before the clock moved on: kept, counted and restored.

1. They are kept where the clock moves on by a minute or more between two calls, as a test moves it; the latest ten
   times (our choice: a copy at every call would cost too much).
2. User data are profiles and attributes, memberships, groups, MFA settings and passkeys.  Users keep a password that
   they changed since (botocore InitiatePointInTimeRecovery), and the status that it gave them (our choice).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator.mfa.preference import NO_FACTOR
from pytest_cognito_mfa._simulator.resources import groups
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._simulator.sources import Sources
    from pytest_cognito_mfa._simulator.state import Pool, User

_PAUSE = 60
"""Seconds without a call after which the state before the next call is kept."""
_MOST = 10
_NO_MFA = (NO_FACTOR, False, None)
_PROFILE = ("status", "attributes", "enabled", "groups", "linked_by")
_MFA = ("preference", "sms_by_settings", "authenticator")

Entities = dict[str, dict[Any, Any]]
"""By AWS's name of a type of entity, what each of them was."""


@dataclass(frozen=True, slots=True)
class _Pause:
    """A time without calls, and the entities of each pool in it."""

    since: float
    until: float
    entities: Mapping[str, Entities]


class EarlierStates:
    """The states that one service had."""

    def __init__(self, sources: Sources) -> None:
        self._pauses: deque[_Pause] = deque(maxlen=_MOST)
        self._sources, self._last_call = sources, sources.clock.timestamp()

    def note(self, pools: Mapping[str, Pool]) -> None:
        """Note that a call comes now; keep what the pools have if the call before was long ago."""
        now = self._sources.clock.timestamp()
        if now - self._last_call >= _PAUSE:
            self._pauses.append(_Pause(self._last_call, now, {name: _entities(pool) for name, pool in pools.items()}))
        self._last_call = now

    def at(self, pool: Pool, moment: float) -> Entities:
        """What the pool had then; raises NotSimulated if that is not known."""
        known = [each for each in self._pauses if pool.id in each.entities]
        for pause in known:
            if int(pause.since) <= moment < pause.until:  # an SDK sends whole seconds
                return pause.entities[pool.id]
        spans = ", ".join(f"{_time(each.since)} to {_time(each.until)}" for each in known) or "none"
        raise NotSimulated(
            f"InitiatePointInTimeRecovery: the users of {_time(moment)} are not known.\n"
            "  The simulator keeps them where the clock moves on by a minute or more between two calls.\n"
            "  Put that moment into such a time: cognito.clock.advance(minutes=20) after it, before the next call.\n"
            f"  Such times of this test: {spans}"
        )


def _time(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entities(pool: Pool) -> Entities:
    users = pool.users.values()
    return {
        "Users": {user: tuple(_copied(getattr(user, name)) for name in _PROFILE) for user in users},
        "Groups": dict(pool.resources[groups.TITLE]),
        "User MFAs": {user: tuple(getattr(user, name) for name in _MFA) for user in users},
        "Passkeys": {user: dict(user.passkeys) for user in users},
    }


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | set) else value


def counts(pool: Pool, then: Entities) -> list[dict[str, Any]]:
    """How many entities of each type a recovery would create, update and delete."""
    return [
        {
            "Entity": entity,
            "CreateCount": len(before.keys() - now.keys()),
            "UpdateCount": sum(1 for each in before.keys() & now.keys() if before[each] != now[each]),
            "DeleteCount": len(now.keys() - before.keys()),
        }
        for (entity, before), (_, now) in zip(_counted(then), _counted(_entities(pool)), strict=True)
    ]


def _counted(entities: Entities) -> Iterator[tuple[str, dict[Any, Any]]]:
    """By type, what counts as one: a user has MFA settings if there are any, and each passkey counts."""
    factors = {user: held for user, held in entities["User MFAs"].items() if held != _NO_MFA}
    passkeys = {name: key for held in entities["Passkeys"].values() for name, key in held.items()}
    yield from {**entities, "User MFAs": factors, "Passkeys": passkeys}.items()


def restore(pool: Pool, then: Entities, moment: float) -> None:
    """Give the pool the users and groups of `moment`."""
    for user, profile in then["Users"].items():
        values = dict(zip(_PROFILE, map(_copied, profile), strict=True))
        if user.password_set > moment:
            del values["status"]
        values |= zip(_MFA, then["User MFAs"][user], strict=True)
        _set(user, {**values, "passkeys": dict(then["Passkeys"][user])})
    pool.resources[groups.TITLE] = dict(then["Groups"])
    pool.users.restore(then["Users"])


def _set(user: User, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(user, name, value)
