"""Which operations the simulator has: handlers, by AWS's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._simulator.service import Service

    Handler = Callable[[Service, Any], Mapping[str, Any]]

HANDLERS: dict[str, Handler] = {}

_H = TypeVar("_H")


def operation(name: str) -> Callable[[_H], _H]:
    """Register the function below as the handler of AWS's operation `name`.

    It is called with the service and the request, which fits botocore's model by then.
    """

    def register(handler: _H) -> _H:
        HANDLERS[name] = handler  # type: ignore[assignment] # each handler types its request by its own TypedDict
        return handler

    return register
