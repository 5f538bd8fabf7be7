"""Reads members by botocore's shapes: keeps what a scenario takes, in AWS's order, and notes all else by its path.

1. A member that the shape does not have, and a value that it does not allow, is left out and noted; so is a
   structure without what it requires.  What is null counts as not there, and is not noted.
2. Texts that mean a boolean or a number are read so, and numbers as texts where the shape has texts:
   CloudFormation takes them so.
3. No secret is kept: a client's is replaced by a stand-in of ours, which is not made from it.
4. What the simulator makes anew, as the Arn and the dates, is left out, and noted once.
5. What is kept but not acted upon, as Lambda triggers, is noted too.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._cli.importers.values import ABSENT, Imported
from pytest_cognito_mfa._scenario.aws_shapes import members_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

POOL: Final = ("UserPoolType", "CreateUserPoolRequest", "SetUserPoolMfaConfigResponse")
CLIENT: Final = ("UserPoolClientType", "CreateUserPoolClientRequest")
USER: Final = ("AdminGetUserResponse",)
RISK: Final = ("RiskConfigurationType",)

_ANEW: Final = frozenset(
    {"Arn", "CreationDate", "EstimatedNumberOfUsers", "LastModifiedDate", "Status", "UserCreateDate"}
    | {"UserLastModifiedDate"}
)
_REPLACED: Final = "a secret; the scenario has a stand-in"
_NOT_DONE: Final = {
    "AnalyticsConfiguration": "kept, but nothing is sent to Amazon Pinpoint",
    "CustomDomain": "kept, but there are no hosted pages",
    "Domain": "kept, but there are no hosted pages",
    "LambdaConfig": "kept, but triggers are not run",
    "WebAuthnConfiguration": "kept, but sign-in by passkey is not simulated",
}
_COUNT: Final = re.compile(r"\[[0-9]+\]")
_TRUE: Final = ("true", "on", "yes")
_FALSE: Final = ("false", "off", "no")
_NAMES: Final = ("ClientIdType", "ClientNameType", "UserPoolIdType", "UserPoolNameType")


class MemberReader:
    """Reads the members of one document; what it cannot keep it notes in `imported`."""

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
        """A pool's members, under the names that DescribeUserPool prints."""
        return self._top(raw, members_of(*POOL), path)

    def client(self, raw: Mapping[str, Any], path: str, *, pool: str, otherwise: str) -> dict[str, Any]:
        """A client's members; `otherwise` is its name where it has none, `pool` that of its pool.

        Of these two names the stand-in for a secret is made.
        """
        raw = {name: value for name, value in raw.items() if name != "UserPoolId"}
        secret, generate = raw.pop("ClientSecret", None), raw.pop("GenerateSecret", None)
        if raw.pop("PublishSecretsInAWSSecretsManager", None):
            self.note(_under(path, "PublishSecretsInAWSSecretsManager"), "AWS Secrets Manager is not simulated")
        members = {"ClientName": fit_name(otherwise)} | self._top(raw, members_of(*CLIENT), path)
        if secret or self._boolean(generate or False, None, _under(path, "GenerateSecret")) is True:
            members["ClientSecret"] = stand_in(pool, members["ClientName"])
            self.note(_under(path, "ClientSecret" if secret else "GenerateSecret"), _REPLACED)
        return ordered(members, members_of(*CLIENT))

    def user(self, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
        """A user's members; never a password."""
        for name in ("Password", "TemporaryPassword"):
            if raw.get(name):
                self.note(_under(path, name), "a secret; the simulator makes a password")
        kept = {name: value for name, value in raw.items() if name not in ("Password", "TemporaryPassword")}
        return self._top(kept, members_of(*USER), path)

    def risk(self, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
        """A risk configuration's members; whose it is, is where it stands."""
        kept = {name: value for name, value in raw.items() if name not in ("UserPoolId", "ClientId")}
        return self._top(kept, members_of(*RISK), path)

    def _top(self, raw: Mapping[str, Any], shapes: Mapping[str, Any], path: str) -> dict[str, Any]:
        anew = sorted(name for name in raw if name in _ANEW)
        if anew:
            self.note(_COUNT.sub("[]", path), f"{', '.join(anew)}: made anew by the simulator")
        members = self.members({name: value for name, value in raw.items() if name not in _ANEW}, shapes, path)
        for name, why in _NOT_DONE.items():
            if members.get(name):
                self.note(_under(path, name), why)
        return members

    def members(self, raw: Mapping[str, Any], shapes: Mapping[str, Any], path: str) -> dict[str, Any]:
        """The members that `shapes` has, in its order."""
        for name, value in raw.items():
            if name not in shapes and value is not None:
                self.note(_under(path, name), "not modelled")
        read = {name: self.read(raw[name], shapes[name], _under(path, name)) for name in shapes if name in raw}
        return {name: value for name, value in read.items() if value is not ABSENT}

    def read(self, value: Any, shape: Any, path: str) -> Any:
        """The value as `shape` has it, or ABSENT."""
        if value is None or value is ABSENT:
            return ABSENT
        return self._kinds.get(shape.type_name, self._text)(value, shape, path)

    def _structure(self, value: Any, shape: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self._mistyped(path, "a mapping")
        members = self.members(value, shape.members, path)
        missing = [name for name in shape.required_members if name not in members]
        return self.note(path, f"without {' and '.join(missing)}") if missing else members

    def _map(self, value: Any, shape: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self._mistyped(path, "a mapping")
        return self.members(value, dict.fromkeys(value, shape.value), path)

    def _list(self, value: Any, shape: Any, path: str) -> Any:
        if not isinstance(value, (list, tuple)):
            value = [value]  # CloudFormation takes one for a list of one
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
        return number if low <= number <= high else self.note(path, "outside of the range that AWS allows")

    def _text(self, value: Any, shape: Any, path: str) -> Any:
        if isinstance(value, bool):
            value = str(value).lower()
        if not isinstance(value, (str, int, float)):
            return self._mistyped(path, "a text")
        text = str(value)
        if shape.enum and text not in shape.enum:
            return self.note(path, "not one of the values that AWS's model allows")
        if shape.name in _NAMES and not _fits(text, shape):
            return self.note(path, "not of the form that AWS's model demands")
        return text

    def _mistyped(self, path: str, expected: str) -> Any:
        return self.note(path, f"not {expected}")


def ordered(members: Mapping[str, Any], shapes: Iterable[str]) -> dict[str, Any]:
    """The members in AWS's order, and behind them whatever else there is."""
    return {name: members[name] for name in (*(name for name in shapes if name in members), *members)}


def fit_name(text: str) -> str:
    """A text as the name of a pool or client, which cannot have every character."""
    return re.sub(r"[^\w\s+=,.@-]", "-", text, flags=re.ASCII)[:128] or "imported"


def stand_in(pool: str, client: str) -> str:
    """A client secret that says what it is; made of the names alone."""
    return "0example0not0a0real0secret0" + hashlib.sha256(f"{pool}/{client}".encode()).hexdigest()[:24]


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _fits(text: str, shape: Any) -> bool:
    length = shape.metadata["min"] <= len(text) <= shape.metadata["max"]
    return length and bool(re.fullmatch(shape.metadata["pattern"], text, re.ASCII))
