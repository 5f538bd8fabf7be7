"""Terraform's arguments -> AWS's members: the same words in another spelling, but for the few listed here.

1. `callback_urls` is CallbackURLs: names are alike when underscores and case do not count.
2. A block is a list, also where there is but one; AWS's structure is its first.
3. What is null, an empty text or an empty list is an argument that was not given.
4. What Terraform marks as sensitive is not taken over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._cli.importers.members import MemberReader

_OTHERWISE: Final[Mapping[str, str]] = {
    "from_email_address": "From",
    "recovery_mechanism": "RecoveryMechanisms",
    "tags": "UserPoolTags",
}
_UNSET: Final[tuple[Any, ...]] = (None, "", [], {})


class TerraformNames:
    """Renames the arguments of one resource; `address` is where it stands."""

    def __init__(self, address: str, reader: MemberReader) -> None:
        self._address = address
        self._reader = reader

    def members(self, values: Mapping[str, Any], shapes: Mapping[str, Any], sensitive: Any, path: str = "") -> Any:
        """The arguments that were given, under AWS's names where it has such."""
        folded = {_folded(name): name for name in shapes}
        members: dict[str, Any] = {}
        for argument, value in values.items():
            where = f"{path}.{argument}" if path else argument
            secret = sensitive.get(argument) if isinstance(sensitive, dict) else None
            name = _OTHERWISE.get(argument, folded.get(_folded(argument), argument))
            if value in _UNSET or (value == 0 and value is not False and argument.endswith("_validity")):
                continue
            if secret is True and name not in ("ClientSecret", "Password", "TemporaryPassword"):
                self._reader.note(f"{self._address}.{where}", "sensitive")
            elif name in shapes:
                members[name] = self._value(value, shapes[name], secret, where)
            else:
                members[name] = value
        return members

    def _value(self, value: Any, shape: Any, sensitive: Any, path: str) -> Any:
        if shape.type_name == "structure":
            block = value[0] if isinstance(value, list) else value
            secret = sensitive[0] if isinstance(sensitive, list) and sensitive else sensitive
            return self.members(block, shape.members, secret, path) if isinstance(block, dict) else block
        if shape.type_name == "list" and isinstance(value, list) and shape.member.type_name == "structure":
            return [self._value(item, shape.member, None, f"{path}[{at}]") for at, item in enumerate(value)]
        return value


def _folded(name: str) -> str:
    return name.replace("_", "").lower()
