"""The operations that the simulator has: handlers by AWS's name, and how one is performed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pytest_cognito_mfa._simulator import auth_events
from pytest_cognito_mfa._simulator.triggers import messages  # noqa: F401 - importing it registers its function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._simulator.service import Service

    Request = Mapping[str, Any]
    Answer = Mapping[str, Any]
    Handler = Callable[[Service, Any], Answer]

HANDLERS: dict[str, Handler] = {}

_H = TypeVar("_H")


def operation(name: str) -> Callable[[_H], _H]:
    """Register the decorated function as the handler of AWS's operation `name`.

    It is called with the service and the request.  The request has been validated by botocore's model.
    """

    def register(handler: _H) -> _H:
        HANDLERS[name] = handler  # type: ignore[assignment] # each handler types its request by its own TypedDict
        return handler

    return register


def perform(service: Service, operation: str, request: Request, request_id: str) -> Answer:
    """Perform `operation` and return its answer; raises `Rejection` where AWS refuses."""
    service.request_id = request_id
    service.earlier.note(service.pools)
    service.triggers.operation, service.triggers.request = operation, request
    handler = HANDLERS[operation]
    if operation in auth_events.TYPES:
        return auth_events.noted(service, operation, request, handler)
    return handler(service, request)
