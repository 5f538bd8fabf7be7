"""Requests made from botocore's model for every operation, then broken; new operations are included automatically."""

import functools
import json
import sys
from pathlib import Path

from choosing import JUNK, a_client, a_refresh_token, a_user, an_access_token, mostly, one_of, seldom
from play import Ask

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws.validation import _java_pattern
from pytest_cognito_mfa._simulator.registry import HANDLERS

# The small valid values come from other tests; a script that runs here does not have their folders on its path.
sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "aws")]
from model_requests import CANDIDATES, input_shape, text_for

KNOWN = sorted(HANDLERS.keys() & model.operations())
"""The operations that we have and that the installed botocore knows."""
OTHERS = sorted(model.operations() - HANDLERS.keys())

LIVE = {
    "UserPoolId": lambda play, chance: _of(a_user(play, chance), lambda user: user.pool.id),
    "ClientId": lambda play, chance: _of(a_client(play, chance), lambda client: client.id),
    "ClientSecret": lambda play, chance: _of(a_client(play, chance), lambda client: client.secret),
    "Username": lambda play, chance: _of(a_user(play, chance), lambda user: user.username),
    "USERNAME": lambda play, chance: _of(a_user(play, chance), lambda user: user.username),
    "PASSWORD": lambda play, chance: _of(a_user(play, chance), lambda user: user.password),
    "AccessToken": an_access_token,
    "RefreshToken": a_refresh_token,
    "REFRESH_TOKEN": a_refresh_token,
    "Token": a_refresh_token,
    "Session": lambda play, chance: one_of(chance, list(play.known.sessions)[-5:]),
    "PREFERRED_CHALLENGE": lambda _, chance: one_of(chance, ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN", "x", ""]),
    "ConfirmationCode": lambda play, chance: _of(one_of(chance, play.service.outbox), lambda message: message.code),
}
"""Members whose values come from the game."""
PARAMETERS = {
    "AuthParameters": (
        *("USERNAME", "PASSWORD", "SRP_A", "REFRESH_TOKEN", "SECRET_HASH", "DEVICE_KEY", "PREFERRED_CHALLENGE"),
    ),
    "ChallengeResponses": (
        *("USERNAME", "NEW_PASSWORD", "SMS_MFA_CODE", "SOFTWARE_TOKEN_MFA_CODE", "EMAIL_OTP_CODE", "ANSWER", "EMAIL"),
        *("PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP", "DEVICE_KEY", "SRP_A", "CREDENTIAL"),
        *("PASSWORD", "SMS_OTP_CODE"),
        *("userAttributes.email", "userAttributes.sub", "userAttributes.custom:x"),
    ),
}
WRONG_TYPES = (None, True, 0, -1, 2**63, 1.5, 1e300, float("nan"), float("inf"), [], [[]], {}, {"x": None}, [None], "")
HUGE = "A" * 100_000
BODIES = (
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"{",
    b"\xff",
    b'{"a":1}{',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"{}",
    b'{"\\ud800":1}',
)


def _of(found, member):
    return None if found is None else member(found)


def any_request(play, chance):
    """A valid request of any operation, mostly with a thing or two wrong about it."""
    operation = one_of(chance, KNOWN)
    request = _value(play, chance, input_shape(operation), "", depth=0)
    is_changed = False
    while mostly(chance, 55 if not is_changed else 30):
        request, is_changed = _with_one_change(chance, request), True
    return Ask(operation, request, signed=not seldom(chance, 4), malformed=True)


def any_body(play, chance):
    """A body that is not JSON, other JSON, or a call of an operation that is not simulated or does not exist."""
    which = chance.randrange(4)
    if which == 0:
        return Ask(one_of(chance, [*KNOWN, *OTHERS]), {}, malformed=True, signed=mostly(chance, 80))
    if which == 1:
        return Ask(one_of(chance, ["NoSuchOperation", "", "initiateAuth", "InitiateAuth "]), {}, malformed=True)
    operation = one_of(chance, KNOWN)
    body = one_of(chance, BODIES)
    if seldom(chance, 30):
        whole = json.dumps(_value(play, chance, input_shape(operation), "", depth=0)).encode()
        body = whole[: chance.randrange(len(whole))]
    return Ask(operation, {}, body=body, malformed=True)


def _value(play, chance, shape, name, depth):
    live = LIVE.get(name)
    if live is not None and mostly(chance, 92) and (found := live(play, chance)) is not None:
        return found
    kind = shape.type_name
    if kind == "structure":
        percent = 45 if depth == 0 else 30
        kept = [m for m in shape.members if m in shape.required_members or m in LIVE or mostly(chance, percent)]
        return {member: _value(play, chance, shape.members[member], member, depth + 1) for member in kept}
    if kind == "list":
        low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 2)
        count = max(low, min(chance.randrange(3), high))
        return [_value(play, chance, shape.member, name, depth + 1) for _ in range(count)]
    if kind == "map":
        names = PARAMETERS.get(name) or ("a", "x")
        kept = [each for each in names if each == "USERNAME" or mostly(chance, 40)]
        return {each: _value(play, chance, shape.value, each, depth + 1) for each in kept}
    return _leaf(chance, shape)


def _leaf(chance, shape):
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 100)
    kinds = {
        "string": lambda: one_of(chance, _texts(shape)),
        "boolean": lambda: mostly(chance, 50),
        "integer": lambda: one_of(chance, [low, min(low + 1, high), high]),
        "long": lambda: one_of(chance, [low, min(low + 1, high), high]),
        "blob": lambda: "YQ==",
        "timestamp": lambda: 1_700_000_000,
    }
    return kinds[shape.type_name]()


@functools.cache
def _texts(shape):
    """Some texts that the shape allows."""
    if shape.enum:
        return tuple(shape.enum)
    pattern = _java_pattern(shape.metadata.get("pattern", ".*"))
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 2000)
    fitting = [text for text in (*CANDIDATES, *JUNK) if low <= len(text) <= high and pattern.fullmatch(text)]
    return tuple(fitting) or (text_for(shape),)


def _with_one_change(chance, value, depth=0):
    """`value` with one change: a part removed, added, of another type, too long, or not valid text."""
    if isinstance(value, dict) and value and (depth == 0 or mostly(chance, 70)):
        return _spoilt_members(chance, value, depth)
    if isinstance(value, list) and value and mostly(chance, 60):
        return [_with_one_change(chance, value[0], depth + 1), *value[1:]] if mostly(chance, 60) else value * 30
    if depth == 0:
        return {"Unheard": one_of(chance, WRONG_TYPES)}
    others = [part for part in WRONG_TYPES if part != value]
    if isinstance(value, str) and mostly(chance, 65):
        others = [*JUNK, value + "x", value[:-1], value.upper(), value * 40, HUGE]
    elif isinstance(value, int) and mostly(chance, 50):
        others = [value + 0.5, float(value), str(value), value + 1, 10**12]
    return one_of(chance, others)


def _spoilt_members(chance, value, depth):
    name = one_of(chance, value)
    which = chance.randrange(6)
    if which == 0:
        return {key: part for key, part in value.items() if key != name}
    if which == 1:
        return {**value, one_of(chance, ["Unheard", "", "__type", "\ud800", "\u00e9"]): one_of(chance, WRONG_TYPES)}
    return {**value, name: _with_one_change(chance, value[name], depth + 1)}
