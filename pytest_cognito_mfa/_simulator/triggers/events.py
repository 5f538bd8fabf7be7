"""The event of a trigger, and the check of what a function gives back: AWS's members, their order and their types."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pytest_cognito_mfa._aws.serialization import in_java_order
from pytest_cognito_mfa._simulator.attributes import attribute_map
from pytest_cognito_mfa._simulator.state import User
from pytest_cognito_mfa._simulator.triggers.table import ASYNCHRONOUS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.state import Pool
    from pytest_cognito_mfa._simulator.triggers.table import Trigger

_SDK: Final = "aws-sdk-unknown-unknown"
"""What most captured events have as awsSdkVersion."""
_NO_CLIENT: Final = "CLIENT_ID_NOT_APPLICABLE"
_NEVER_SET: Final = "cognito:default_val"
_ALIASES: Final = ("email", "phone_number")
_INITIATE: Final = ("InitiateAuth", "AdminInitiateAuth")


class CurrentCall(NamedTuple):
    """The call that runs a trigger."""

    operation: str
    request: Mapping[str, Any]
    client_id: str | None


def attributes_of(pool: Pool, user: User) -> dict[str, str]:
    """The user's attributes as a trigger gets them, with `sub`, the status and the aliases in effect.

    The order is that of a HashMap of Java, and a required attribute that nobody set has a value, as in captured events
    (public code).
    """
    held = {name: user.attributes[name] for name in _ALIASES if name in pool.aliases and name in user.attributes}
    aliases = {f"cognito:{name}_alias": value for name, value in held.items() if pool.alias_owner(name, value) is user}
    required = dict.fromkeys(pool.required_attributes(), _NEVER_SET)
    own = {"sub": user.sub, **aliases, "cognito:user_status": user.status}
    return in_java_order({**own, **required, **user.attributes})


def make_event(
    trigger: Trigger,
    version: str,
    pool: Pool,
    user: User | str,
    call: CurrentCall,
    *,
    members: Mapping[str, Any],
) -> dict[str, Any]:
    """The event of `trigger` for a user, or for the name of one who does not exist; `members` are of its request."""
    operation, request, client_id = call
    known: dict[str, Any] = {"userAttributes": attributes_of(pool, user)} if isinstance(user, User) else {}
    empty = {"clientMetadata": None} if trigger.name in ASYNCHRONOUS else {}
    given = {**known, **empty, **_metadata(operation, request), **members}
    source = {"triggerSource": trigger.source(operation, request)}
    return {
        "version": version[1],
        **(source if trigger.source_first else {}),
        "region": pool.region,
        "userPoolId": pool.id,
        "userName": user.username if isinstance(user, User) else user,
        "callerContext": {"awsSdkVersion": _SDK, "clientId": client_id or _NO_CLIENT},
        **source,
        "request": {name: given[name] for name in trigger.request if name in given},
        **({} if trigger.response is None else {"response": dict(trigger.response)}),
    }


def _metadata(operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """ValidationData and ClientMetadata of a call, under the names of events (rule 7 of the table)."""
    metadata = dict(request.get("ClientMetadata") or {}) or None
    if operation in _INITIATE:
        return {"validationData": metadata}
    validation = attribute_map(request.get("ValidationData", ())) or None
    return {"validationData": validation, **({"clientMetadata": metadata} if metadata else {})}


def written(value: Any) -> str:
    """A value as Lambda's runtime for Python writes it; raises TypeError or ValueError for what it cannot write."""
    return json.dumps(value, default=_text_of_decimal)


def _text_of_decimal(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"Unable to marshal response: Object of type {type(value).__name__} is not JSON serializable")


def misfit(answer: Any, reads: Mapping[str, Any]) -> str | None:
    """Why Cognito does not recognise an answer as the event with a response; None if it does."""
    if not isinstance(answer, dict):
        return f"it is no object, but {type(answer).__name__}"
    envelope = ("version", "region", "userPoolId", "userName", "callerContext")
    if missing := [name for name in envelope if name not in answer]:
        return f"it lacks {', '.join(missing)}; return the event"
    request = answer.get("request")
    if isinstance(request, dict) and "clientMetadata" in request and request["clientMetadata"] is None:
        return "its request.clientMetadata is null; leave the member out"
    types = {name: {"*": str} if name == "callerContext" else str for name in envelope}
    held = {**answer, **(answer["callerContext"] if isinstance(answer["callerContext"], dict) else {})}
    if nulls := [name for name in (*envelope, "clientId") if name in held and held[name] is None]:
        return f"{', '.join(nulls)} is null; return the event"
    return _mistyped({name: answer[name] for name in envelope}, types, "") or _mistyped(
        answer.get("response"), reads, "response"
    )


def _mistyped(value: Any, expected: Any, where: str) -> str | None:
    """Where a value is of another type; null is like an absent member."""
    if value is None:
        return None
    if isinstance(expected, type):
        return None if isinstance(value, expected) else f"{where} is {type(value).__name__}, not {expected.__name__}"
    kind = list if isinstance(expected, list) else dict
    if not isinstance(value, kind):
        return f"{where} is {type(value).__name__}, not {kind.__name__}"
    if isinstance(expected, list):
        return next(filter(None, (_mistyped(each, expected[0], f"{where} item") for each in value)), None)
    dotted = f"{where}." if where else ""
    known = {name: expected.get(name, expected.get("*", object)) for name in value}
    return next(filter(None, (_mistyped(value[name], known[name], f"{dotted}{name}") for name in value)), None)
