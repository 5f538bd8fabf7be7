"""The transcript of a test's calls, for the report of its failure: what was said, by whom, and why it was refused.

1. A secret has only its size in it, as in every report (`_aws/secrecy.py`); a code and a password never.
2. Equal calls in a row are one entry with their number; of many entries, only the first and the last are shown.
3. It is made when it is read: a test that passes pays nothing for it.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pytest_cognito_mfa._aws.diff import described
from pytest_cognito_mfa._aws.exchange import Dropped, Unanswered
from pytest_cognito_mfa._aws.hosts import region_of
from pytest_cognito_mfa._aws.limits import loads
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._interceptors._open_cassette import open_cassette
from pytest_cognito_mfa._simulator import devices
from pytest_cognito_mfa._simulator.mfa.authenticator import STEP
from pytest_cognito_mfa._simulator.outbox import masked
from pytest_cognito_mfa._simulator.reasons import span
from pytest_cognito_mfa._simulator.resources.groups import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pytest_cognito_mfa._aws.exchange import Exchange, Invocation
    from pytest_cognito_mfa._fixture.callers import Callers
    from pytest_cognito_mfa._simulator.outbox import Message
    from pytest_cognito_mfa._simulator.state import Pool, User

_FIRST: Final = 6
_LAST: Final = 12
"""With more entries than both together, those between are left out."""
_MOST_MEMBERS: Final = 12
_INDENT: Final = "     "
_WIDTH: Final = 110

_ONE_CLOCK: Final = """\
which PyJWT, pyotp and your own code read
     so to PyJWT {}, and the codes of pyotp do not match
     to move both: cognito.clock.travel(...), or time-machine"""
_AHEAD: Final = 'a new token is "not yet valid", and an expired one is good'
_BEHIND: Final = 'a token may be "expired" that Cognito accepts'
_TRUST: Final = {
    "none": "not confirmed or not remembered (no device challenge)",
    "remembered": "remembered (device challenge after MFA)",
    "trusted": "remembered (device challenge instead of MFA)",
}
"""What a sign-in that names a device of this trust gets."""
_FOR: Final = {"mfa": "sign-in", "attribute": "verifying an attribute", "recovery": "a new password"}
"""A message's purpose where its own word is hard to read."""


def transcript(journal: Sequence[Exchange], callers: Callers, *, messages_before: int = 0) -> str:
    """All of it, as one text."""
    users = [callers.user(exchange.call) for exchange in journal]
    lines = list(_calls(journal, users)) or ["no call to Cognito was made"]
    if abs(ahead := callers.clock.ahead) >= STEP:
        where, effect = ("ahead of", _AHEAD) if ahead > 0 else ("behind", _BEHIND)
        lines.append(f"clock: Cognito's is {span(abs(ahead))} {where} the system's, {_ONE_CLOCK.format(effect)}")
    involved = {user.sub: user for user in users if user is not None}
    if involved:
        lines += ["users:", *(_state(user, callers.pools) for user in involved.values())]
    if sent := [_sent(message) for message in callers.outbox[messages_before:]]:
        lines += ["messages sent:", *(_times(line, len([*same])) for line, same in groupby(sent))]
    lines += _beside()
    return "\n".join(lines).encode("utf-8", "backslashreplace").decode()  # a recorded answer may have half a character


def _calls(journal: Sequence[Exchange], users: Iterable[User | None]) -> Iterator[str]:
    entries = [(text, len([*same])) for text, same in groupby(map(_entry, journal, users))]
    left_out = range(_FIRST, len(entries) - _LAST)
    number = 1
    for at, (text, times) in enumerate(entries):
        if at == left_out.start and left_out:
            inside = sum(count for _, count in entries[left_out.start : left_out.stop])
            refused = sum(exchange.error is not None for exchange in journal[number - 1 : number - 1 + inside])
            yield f"{_INDENT}... {inside} more calls, {refused} of them refused or lost"
        if at not in left_out:
            first, *others = text.splitlines()
            yield "\n".join([_times(f"{number:>3}. {first}", times), *others])
        number += times


def _entry(exchange: Exchange, user: User | None) -> str:
    """What was said in one call, without its number."""
    of = "" if user is None else f" of {user.username}"
    lines = [f"{exchange.operation or '(no operation)'}{of} -> {_came_back(exchange)} [{exchange.answered_by}]"]
    lines += [f"{_INDENT}because {reason}" for reason in _reasons(exchange)]
    lines += [f"{_INDENT}trigger {each.source} ran {each.function}: {_result(each)}" for each in exchange.triggers]
    if elsewhere := _elsewhere(exchange):
        lines.append(f"{_INDENT}sent to {elsewhere}, not to AWS; the fixture answers Cognito's calls to any host")
    asked = described(exchange.operation, exchange.request) or ["nothing"]
    more = len(asked) - _MOST_MEMBERS
    asked = [*asked[:_MOST_MEMBERS], *([f"and {more} more"] if more > 0 else [])]
    lines.append(_wrapped(f"asked: {', '.join(asked)}"))
    return "\n".join(lines)


def _result(invocation: Invocation) -> str:
    return "well" if invocation.error is None else f"it ends in {invocation.error}"


def _elsewhere(exchange: Exchange) -> str:
    """The host and port of a server that is not AWS's; it did not get the call."""
    is_at_aws = exchange.call.part or region_of(exchange.call.url)
    return "" if is_at_aws else urlsplit(exchange.call.url).netloc.rpartition("@")[2]


def _came_back(exchange: Exchange) -> str:
    if isinstance(exchange.outcome, Dropped):
        return f"no reply: {exchange.outcome.how}"
    if isinstance(exchange.outcome, Unanswered):
        return f"no answer: {exchange.error}"
    if exchange.error is not None:
        return f"{exchange.error}{_message(exchange.outcome.body)}"
    response = exchange.response
    if not isinstance(response, dict):
        return "a reply that is no JSON object"
    if challenge := response.get("ChallengeName"):
        return f"challenge {challenge}, no tokens yet"
    return "tokens" if response.get("AuthenticationResult") else "success"


def _message(body: bytes) -> str:
    """The message of an error, after a colon; empty if it has none."""
    members: Any = {}
    with suppress(ValueError):  # a fault may have garbled it
        members = loads(body)
    words = [
        members[name]
        for name in ("message", "Message", "error_description")
        if isinstance(members, dict) and name in members
    ]
    return f": {str(words[0]).strip()}" if words else ""


def _reasons(exchange: Exchange) -> Iterator[str]:
    kind, _, place = exchange.answered_by.partition(" ")
    if kind in ("fault", "quota"):
        yield f"the {kind} at {place} answered, not the service"
    elif exchange.reason is not None:
        yield exchange.reason


def _state(user: User, pools: Iterable[Pool]) -> str:
    preference = user.preference
    on = ", ".join(preference.listed) or "no factor"
    pool = next((pool for pool in pools if pool.users.get(user.username) is user), None)
    where = "deleted" if pool is None else f"pool {pool.settings['Name']} has MfaConfiguration {pool.policy}"
    status = user.status if user.enabled else f"{user.status}, disabled"
    groups = f"; in the groups {', '.join(in_order(user.groups))}" if user.groups else ""
    where += "" if pool is None else _devices(user, pool)
    return f"{_INDENT}{user.username}: {status}; {on} on, {preference.preferred or 'none'} preferred{groups}; {where}"


def _devices(user: User, pool: Pool) -> str:
    """The user's devices, and whether the pool accepts one instead of MFA; empty if the user has none."""
    if not user.devices:
        return ""
    kinds = Counter(devices.trust_level(pool, user, key) for key in user.devices)
    told = ", ".join(f"{number} {_TRUST[level]}" for level, number in sorted(kinds.items()))
    return f"; devices: {told}"


def _sent(message: Message) -> str:
    purpose = _FOR.get(message.purpose, message.purpose)
    return f"{_INDENT}{message.medium} to {message.user} ({masked(message.destination)}), for {purpose}"


def _beside() -> Iterator[str]:
    """What a cassette of vcrpy's would have answered, if the fixture did not come first."""
    cassette = open_cassette()
    requests = () if cassette is None else cassette.requests
    held = [read(each.method, each.uri, each.headers, None) for each in requests]
    if calls := [call for call in held if call is not None]:
        name = display_path(Path(cassette._path))  # noqa: SLF001 - older versions of vcrpy have no public name
        yield f"vcrpy: {name} is open too; its calls to Cognito ({len(calls)}) were not played, the fixture came first"
        yield f"{_INDENT}to play them: @pytest.mark.cognito(cassette='...'), with the path from the test file"


def _times(line: str, times: int) -> str:
    return line if times == 1 else f"{line} (x {times})"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=_INDENT, subsequent_indent=f"{_INDENT}  ", break_on_hyphens=False)
