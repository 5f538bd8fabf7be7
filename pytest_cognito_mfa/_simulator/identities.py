"""The attribute `identities`: who a user is at outside identity providers, as JSON that AWS writes.

The order of the members, and their types in the attribute and in the id token, are those of AWS's examples (botocore
AdminGetUser; developer guide, ID token).  The identity that made a federated user is primary, and a linked one is not.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.limits import loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Identity = dict[str, Any]

ATTRIBUTE = "identities"


def identity(provider: Mapping[str, Any], user_id: str, *, primary: bool, at: float) -> Identity:
    named = {"userId": user_id, "providerName": provider["ProviderName"], "providerType": provider["ProviderType"]}
    return {**named, "issuer": None, "primary": primary, "dateCreated": int(at * 1000)}


def read(text: str | None) -> list[Identity]:
    """The identities in the value of the attribute; none in a value that is not AWS's."""
    found: Any = None
    with contextlib.suppress(ValueError):
        found = loads(text or "")
    listed = found if isinstance(found, list) else []
    names = ("userId", "providerName")
    return [
        each for each in listed if isinstance(each, dict) and all(isinstance(each.get(name), str) for name in names)
    ]


def written(identities: Iterable[Identity]) -> str:
    return json.dumps(list(identities), separators=(",", ":"), ensure_ascii=False)


def key(provider: str, user_id: str) -> str:
    """What the directory finds the holder of an identity by."""
    return f"{provider}/{user_id}"


def keys(text: str) -> Sequence[str]:
    return [key(each["providerName"], each["userId"]) for each in read(text)]


def claimed(text: str) -> Any:
    """The claim of an id token: its values are texts, but the issuer; a value that is not AWS's stays."""
    return [{name: _text(value) for name, value in each.items()} for each in read(text)] or text


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else json.dumps(value)
