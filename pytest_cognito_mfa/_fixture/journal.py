"""The journal as a test reads it: the calls, and `assert_called`, whose failure shows how the nearest call differed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws import endpoints
from pytest_cognito_mfa._aws.diff import ABSENT, SUBSET, contains, describe
from pytest_cognito_mfa._aws.exchange import JWKS, OPENID, UPLOAD
from pytest_cognito_mfa._aws.limits import require_plain
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._aws.exchange import Exchange


_ENDPOINTS = frozenset({JWKS, OPENID, UPLOAD, *endpoints.OPERATIONS})
"""What else is called, besides the operations of the model."""


class Journal(Sequence["Exchange"]):
    """Every exchange of a test, oldest first: a sequence of `Exchange`."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self._exchanges = tuple(exchanges)

    @overload
    def __getitem__(self, index: int) -> Exchange: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Exchange, ...]: ...

    def __getitem__(self, index: int | slice) -> Exchange | tuple[Exchange, ...]:
        return self._exchanges[index]

    def __len__(self) -> int:
        return len(self._exchanges)

    def calls(self, operation: str) -> tuple[Exchange, ...]:
        """The exchanges of `operation`; raises `SettingError` if AWS has no operation of that name."""
        __tracebackhide__ = True
        if not isinstance(operation, str) or operation not in model.operations() | _ENDPOINTS:
            raise SettingError(unknown("operation", operation, model.operations() | _ENDPOINTS))
        return tuple(exchange for exchange in self._exchanges if exchange.operation == operation)

    def assert_called(self, operation: str, members: Mapping[str, Any]) -> Exchange:
        """The last exchange of `operation` whose request has `members`; AssertionError if there is none.

        Raises `SettingError` at once if AWS has no such members, so a misspelt name never looks like a missing call.
        """
        __tracebackhide__ = True
        require_plain(members)
        calls = self.calls(operation)
        if wrong := list(_unknown_members(operation, members)):
            raise SettingError("\n".join(wrong))
        for exchange in reversed(calls):
            if contains(exchange.request, members):
                return exchange
        raise AssertionError(_message(operation, members, calls, self._exchanges))

    def __repr__(self) -> str:
        return f"<Journal {list(self._exchanges)}>"


def _unknown_members(operation: str, members: Mapping[str, Any]) -> Iterator[str]:
    """Each name, at every level, that AWS's model of the request does not have."""
    if operation in model.operations():
        yield from _unknown_in(model.service_model().operation_model(operation).input_shape, members, operation)


def _unknown_in(shape: Any, value: Any, what: str) -> Iterator[str]:
    if isinstance(value, list) and shape.type_name == "list":
        for item in value:
            yield from _unknown_in(shape.member, item, what)
    elif isinstance(value, dict) and shape.type_name == "structure":
        for name, inner in value.items():
            if name in shape.members:
                yield from _unknown_in(shape.members[name], inner, name)
            else:
                yield unknown(f"{what} member", str(name), shape.members)


def _message(operation: str, members: Mapping[str, Any], calls: Sequence[Exchange], journal: Sequence[Exchange]) -> str:
    if not calls:
        others = ", ".join(exchange.operation for exchange in journal) or "nothing at all"
        return f"{operation} was not called; called: {others}"
    differences = [list(SUBSET.differences(members, call.request)) for call in calls]
    # A call with another value is nearer than a call without the member.
    distance = [(len(differing), sum(each.right is ABSENT for each in differing)) for differing in differences]
    nearest = distance.index(min(distance))
    lines = [f"{operation} was called {len(calls)} times, but never with these members."]
    if len(calls) == 1:
        lines = [f"{operation} was called once, but not with these members."]
    lines.append(f"  nearest: call {nearest + 1} of {len(calls)}; it differs in:")
    lines += [f"    {describe(operation, each, 'expected', 'sent')}" for each in differences[nearest]]
    return "\n".join(lines)
