"""respx and pytest-httpx: what the user registered answers, and then we do.

1. A call that matches a route or a registered response is the user's.  It is asked for without using it up.
2. Any other call to Cognito is ours; the mock neither refuses nor lists it.
3. respx replaces the connections below our interceptor, which gives it what is the user's.  With ``using="httpx"`` it
   replaces the transport above ours; then it lets Cognito's calls go on.
4. pytest-httpx replaces the functions that we replace.  The fixture that is set up later is above the other, and gives
   it what is not its own.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import import_optional, is_answered, is_passing_through
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patch import Function

MOCKS = ("respx", "pytest_httpx", "pytest_cognito_mfa")
"""The packages of functions that stand in for httpx and leave Cognito's calls to us: of mocks that say which requests
are theirs (`is_mocked`), and `unrecordable`.
"""
_NOT_BY_US = (
    "The fixture cognito does not answer this call, because a response for it is registered with httpx_mock. "
    "Let that response be used again, or match it to fewer calls."
)


def patches() -> Iterator[Patch]:
    if respx := import_optional("respx"):
        for name in ("handler", "async_handler"):
            yield Patch(respx.Router, name, functools.partial(_handler, respx.models.PassThrough))


def patches_above(plugin: Any, ours: Function, ours_async: Function) -> Iterator[Patch]:
    """Patches of pytest-httpx, which give Cognito's calls to our functions of a transport."""
    yield Patch(plugin.HTTPXMock, "_handle_request", functools.partial(_handle_request, ours))
    yield Patch(plugin.HTTPXMock, "_handle_async_request", functools.partial(_handle_async_request, ours_async))
    yield Patch(plugin.HTTPXMock, "_explain_that_no_response_was_found", _explained)


def is_mocked(original: Function, transport: Any, request: Any) -> bool:
    """Whether a mock below our interceptor has an answer to this request, whose body was read."""
    respx, plugin = sys.modules.get("respx"), sys.modules.get("pytest_httpx")
    routers = () if respx is None else respx.mocks.HTTPCoreMocker.routers
    # Only the function itself knows the mock of pytest-httpx that it belongs to.
    cells = () if plugin is None else getattr(original, "__closure__", None)
    if not routers and not cells:
        return False
    mocks = [cell.cell_contents for cell in cells or () if isinstance(cell.cell_contents, plugin.HTTPXMock)]  # type: ignore[union-attr]  # no cells then
    return any(_has_route(router, request) for router in routers) or any(
        _has_callback(mock, transport, request) for mock in mocks
    )


def unrecordable(*_: Any) -> Any:
    """Stands for the genuine function of a transport, which a mock keeps for itself."""
    raise NotSimulated(
        "a mock of httpx (respx, pytest-httpx) replaces what sends this call, so it cannot be recorded; "
        "record it in a test without that mock, or let respx pass it through"
    )


# -- respx -------------------------------------------------------------------------------


def _has_route(router: Any, request: Any, *, passing: bool = False) -> bool:
    routes = (route for route in router.routes if route.is_pass_through is passing)
    return any(route.pattern is None or route.pattern.match(request) for route in routes)


def _handler(pass_through: Any, original: Function) -> Function:
    def handler(self: Any, request: Any) -> Any:
        if is_passing_through() and not _has_route(self, request, passing=True):
            unrecordable()
        is_above = getattr(self, "using", None) == "httpx" and is_answered(
            request.method, str(request.url), request.headers
        )
        if is_above and not _has_route(self, request):
            raise pass_through("Cognito answers", request=request, origin=None)
        return original(self, request)

    return handler


# -- pytest-httpx ------------------------------------------------------------------------


def _has_callback(mock: Any, transport: Any, request: Any) -> bool:
    return any(matcher.match(transport, request) for matcher, _ in mock._callbacks)  # noqa: SLF001 -- there is no public way


def _is_ours(mock: Any, transport: Any, request: Any) -> bool:
    if is_passing_through():
        unrecordable()
    answered = is_answered(request.method, str(request.url), request.headers)
    return answered and not _has_callback(mock, transport, request)


def _explained(original: Function) -> Function:
    def explained(self: Any, transport: Any, request: Any) -> str:
        text = original(self, transport, request)
        is_cognitos = is_answered(request.method, str(request.url), request.headers)
        return f"{text}\n\n{_NOT_BY_US}" if is_cognitos else text

    return explained


def _handle_request(ours: Function, original: Function) -> Function:
    def handle_request(self: Any, transport: Any, request: Any) -> Any:
        request.read()
        return ours(transport, request) if _is_ours(self, transport, request) else original(self, transport, request)

    return handle_request


def _handle_async_request(ours: Function, original: Function) -> Function:
    async def handle_async_request(self: Any, transport: Any, request: Any) -> Any:
        await request.aread()
        is_ours = _is_ours(self, transport, request)
        return await (ours(transport, request) if is_ours else original(self, transport, request))

    return handle_async_request
