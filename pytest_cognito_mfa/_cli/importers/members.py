"""Reads members by botocore's shapes: keeps those that a scenario can have, in AWS's order, and reports the others.

1. A member that the shape does not have, a value that it does not allow, and a structure without its required members
   are dropped and reported. A null counts as absent.
2. As in CloudFormation, texts are allowed for booleans and numbers, and numbers for texts.
3. Secrets are dropped. A client secret is replaced by a placeholder that is not made from it.
4. Values that the simulator generates, such as the ARN and dates, are dropped and reported once.
5. Members that are kept but have no effect, such as Lambda triggers, are reported too.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.imported import ABSENT, Imported
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa._simulator import user_sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

POOL: Final = ("UserPoolType", "CreateUserPoolRequest", "SetUserPoolMfaConfigResponse")
CLIENT: Final = ("UserPoolClientType", "CreateUserPoolClientRequest")
SESSIONS: Final = ("SetUserPoolSessionConfigurationRequest", "SetUserPoolClientSessionConfigurationRequest")
USER: Final = ("AdminGetUserResponse",)
RISK: Final = ("RiskConfigurationType",)

_GENERATED: Final = frozenset(
    {"Arn", "CreationDate", "EstimatedNumberOfUsers", "LastModifiedDate", "Status", "UserCreateDate"}
    | {"UserLastModifiedDate"}
)
_REPLACED: Final = "a secret; replaced by a placeholder"
_NO_EFFECT: Final = {
    "AnalyticsConfiguration": "kept, but nothing is sent to Amazon Pinpoint",
    "LambdaConfig": "kept; plug in the handlers: triggers: of the pool, or cognito.trigger",
}
_COUNT: Final = re.compile(r"\[[0-9]+\]")
_TRUE: Final = ("true", "on", "yes")
_FALSE: Final = ("false", "off", "no")
_NAMES: Final = ("ClientIdType", "ClientNameType", "UserPoolIdType", "UserPoolNameType")


class MemberReader:
    """Reads the members of one document, and reports what it drops to `imported`."""

    def __init__(self, source: str, imported: Imported) -> None:
        self.source = source
        self._imported = imported
        self._kinds: dict[str, Callable[[Any, Any, str], Any]] = {
            "structure": self._structure,
            "map": self._map,
            "list": self._list,
            "boolean": self._boolean,
            "integer": self._number,
            "long": self._number,
        }

    def note(self, path: str, why: str) -> Any:
        self._imported.note(self.source, path, why)
        return ABSENT

    def pool(self, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
        """The members of a pool, under the names of DescribeUserPool."""
        return self._top(raw, members_of(*POOL), path)

    def client(self, raw: Mapping[str, Any], path: str, *, pool: str, fallback_name: str) -> dict[str, Any]:
        """The members of a client of `pool`; the names of pool and client make a placeholder for its secret."""
        raw = {name: value for name, value in raw.items() if name != "UserPoolId"}
        secret, generate = raw.pop("ClientSecret", None), raw.pop("GenerateSecret", None)
        if raw.pop("PublishSecretsInAWSSecretsManager", None):
            self.note(_join_path(path, "PublishSecretsInAWSSecretsManager"), "AWS Secrets Manager is not simulated")
        members = {"ClientName": valid_name(fallback_name)} | self._top(raw, members_of(*CLIENT), path)
        if secret or self._boolean(generate or False, None, _join_path(path, "GenerateSecret")) is True:
            members["ClientSecret"] = placeholder_secret(pool, members["ClientName"])
            self.note(_join_path(path, "ClientSecret" if secret else "GenerateSecret"), _REPLACED)
        return ordered(members, members_of(*CLIENT))

    def user(self, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
        """The members of a user, without a password."""
        for name in ("Password", "TemporaryPassword"):
            if raw.get(name):
                self.note(_join_path(path, name), "a secret; the simulator generates a password")
        kept = {name: value for name, value in raw.items() if name not in ("Password", "TemporaryPassword")}
        return self._top(kept, members_of(*USER), path)

    def risk(self, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
        """The members of a risk configuration, without the pool and client that it names."""
        kept = {name: value for name, value in raw.items() if name not in ("UserPoolId", "ClientId")}
        return self._top(kept, members_of(*RISK), path)

    def sessions(self, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
        """The members of a session configuration that somebody set, without the pool and client that it names."""
        unset = {**user_sessions.DEFAULT, **user_sessions.DEFAULT_OF_CLIENT}
        named = ("UserPoolId", "ClientId")
        kept = {name: value for name, value in raw.items() if name not in named and value != unset.get(name)}
        return self._top(kept, members_of(*SESSIONS), path)

    def resource(self, raw: Mapping[str, Any], shape: str, path: str) -> dict[str, Any]:
        """The members of a resource, without the pool that it names."""
        return self._top({name: value for name, value in raw.items() if name != "UserPoolId"}, members_of(shape), path)

    def _top(self, raw: Mapping[str, Any], shapes: Mapping[str, Any], path: str) -> dict[str, Any]:
        generated = sorted(name for name in raw if name in _GENERATED)
        if generated:
            self.note(_COUNT.sub("[]", path), f"{', '.join(generated)}: generated by the simulator")
        members = self.members({name: value for name, value in raw.items() if name not in _GENERATED}, shapes, path)
        for name, why in _NO_EFFECT.items():
            if members.get(name):
                self.note(_join_path(path, name), why)
        return members

    def members(self, raw: Mapping[str, Any], shapes: Mapping[str, Any], path: str) -> dict[str, Any]:
        """The members that `shapes` has, in its order."""
        for name, value in raw.items():
            if name not in shapes and value is not None:
                self.note(_join_path(path, name), "not imported: not a member that a scenario can have")
        read = {name: self.read(raw[name], shapes[name], _join_path(path, name)) for name in shapes if name in raw}
        return {name: value for name, value in read.items() if value is not ABSENT}

    def read(self, value: Any, shape: Any, path: str) -> Any:
        """The value in the type of `shape`, or ABSENT."""
        if value is None or value is ABSENT:
            return ABSENT
        return self._kinds.get(shape.type_name, self._text)(value, shape, path)

    def _structure(self, value: Any, shape: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self._mistyped(path, "a mapping")
        members = self.members(value, shape.members, path)
        missing = [name for name in shape.required_members if name not in members]
        return self.note(path, f"not imported: without {' and '.join(missing)}") if missing else members

    def _map(self, value: Any, shape: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self._mistyped(path, "a mapping")
        return self.members(value, dict.fromkeys(value, shape.value), path)

    def _list(self, value: Any, shape: Any, path: str) -> Any:
        if not isinstance(value, (list, tuple)):
            value = [value]  # CloudFormation allows a single value for a list
        read = [self.read(item, shape.member, f"{path}[{at}]") for at, item in enumerate(value)]
        return [item for item in read if item is not ABSENT]

    def _boolean(self, value: Any, _: Any, path: str) -> Any:
        word = str(value).lower()
        return word in _TRUE if word in (*_TRUE, *_FALSE) else self._mistyped(path, "true or false")

    def _number(self, value: Any, shape: Any, path: str) -> Any:
        if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,18}(\.0)?", str(value)):
            return self._mistyped(path, "a whole number")
        number = int(float(value))
        low, high = shape.metadata.get("min", number), shape.metadata.get("max", number)
        return number if low <= number <= high else self.note(path, "not imported: outside the range that AWS allows")

    def _text(self, value: Any, shape: Any, path: str) -> Any:
        if isinstance(value, bool):
            value = str(value).lower()
        if not isinstance(value, (str, int, float)):
            return self._mistyped(path, "a text")
        text = str(value)
        if shape.enum and text not in shape.enum:
            return self.note(path, f"not imported: must be one of {', '.join(shape.enum)}")
        if shape.name in _NAMES and not _is_valid(text, shape):
            return self.note(path, "not imported: not a form that AWS allows")
        return text

    def _mistyped(self, path: str, expected: str) -> Any:
        return self.note(path, f"not imported: not {expected}")


def ordered(members: Mapping[str, Any], shapes: Iterable[str]) -> dict[str, Any]:
    """The members in AWS's order, others last."""
    return {name: members[name] for name in (*(name for name in shapes if name in members), *members)}


def valid_name(text: str) -> str:
    """The text with only the characters that the name of a pool or client may have."""
    return re.sub(r"[^\w\s+=,.@-]", "-", text, flags=re.ASCII)[:128] or "imported"


def placeholder_secret(pool: str, client: str) -> str:
    """A client secret that is visibly not real, made from the names."""
    return "0example0not0a0real0secret0" + hashlib.sha256(f"{pool}/{client}".encode()).hexdigest()[:24]


def _join_path(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _is_valid(text: str, shape: Any) -> bool:
    length = shape.metadata["min"] <= len(text) <= shape.metadata["max"]
    return length and bool(re.fullmatch(shape.metadata["pattern"], text, re.ASCII))
