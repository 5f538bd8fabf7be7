"""http.client, and what stands on it: urllib.request, and connections of urllib3 used without a pool.

The real class keeps its state machine, its parsing and its errors; for one exchange its socket is a `Wire`.
"""

from __future__ import annotations

import copy
import http.client
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._memory_socket import Wire
from pytest_cognito_mfa._interceptors._patching import Swap, answering, is_ours, optional
from pytest_cognito_mfa._interceptors._timeouts import broken
from pytest_cognito_mfa._interceptors.vcrpy import is_stub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._interceptors._patching import Function


class _Parked(Wire):
    """A wire that keeps the connection's own socket until the exchange is over."""

    own: Any = None


def swaps() -> Iterator[Swap]:
    named: Any = http.client.HTTPConnection
    # The first window may open inside a cassette of the user's, where the name stands for vcrpy's class.
    connection = named._baseclass if is_stub(named) else named  # noqa: SLF001 -- vcrpy keeps the real class there
    yield Swap(connection, "endheaders", _endheaders)
    yield Swap(connection, "getresponse", _getresponse)
    if httplib2 := optional("httplib2"):
        yield Swap(httplib2.Http, "_conn_request", _conn_request)


def _endheaders(theirs: Function) -> Function:
    def endheaders(self: Any, *args: Any, **kwargs: Any) -> Any:
        wire = None if isinstance(self.sock, Wire) else _wire(self)
        if wire is None:
            return theirs(self, *args, **kwargs)
        wire.own, self.sock = self.sock, wire
        try:
            return theirs(self, *args, **kwargs)
        except BaseException:
            self.sock = wire.own
            raise

    return endheaders


def _getresponse(theirs: Function) -> Function:
    def getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        wire = self.sock
        if not isinstance(wire, _Parked):
            return theirs(self, *args, **kwargs)
        try:
            return theirs(self, *args, **kwargs)
        finally:
            self.sock = wire.own

    return getresponse


def _conn_request(theirs: Function) -> Function:
    """Give httplib2, which connects before http.client would, a twin of its connection that does not."""

    def _conn_request(self: Any, conn: Any, request_uri: str, method: str, *body_and_headers: Any) -> Any:
        url = request_uri if not request_uri.startswith("/") else f"{_scheme(conn)}://{conn.host}{request_uri}"
        if not is_stub(type(conn)) and is_ours(method, url, body_and_headers[-1]):
            conn = copy.copy(conn)
            conn.sock, conn.connect = None, lambda: None
        return theirs(self, conn, request_uri, method, *body_and_headers)

    return _conn_request


def _scheme(connection: Any) -> str:
    return "https" if connection.default_port == http.client.HTTPS_PORT else "http"


def _wire(connection: Any) -> _Parked | None:
    """Make a wire, when the headers that were put so far are those of a Cognito call."""
    answer = answering()
    if answer is None:
        return None
    head = b"\n".join(connection._buffer)  # noqa: SLF001 -- the request line and headers stand nowhere else
    folded = head.lower()
    if not any(word in folded for word in (b"x-amz-target", b"cognito-idp", b".well-known/")):
        return None
    line, *fields = head.decode("latin-1").split("\n")
    headers = {name: value.strip() for name, _, value in (field.partition(":") for field in fields)}
    method, target, _ = line.split(" ", 2)
    host = next((value for name, value in headers.items() if name.lower() == "host"), connection.host)
    origin = f"{_scheme(connection)}://{host}"
    url = origin + target if target.startswith("/") else target
    if not is_ours(method, url, headers):
        return None
    return _Parked(origin, answer, connection, unconnected=_unconnected, connect=_connect)


def _connect(connection: Any) -> None:
    type(connection).connect(connection)  # httplib2's twin was given one of ours


def _unconnected(_: Any, how: Lost) -> Exception:
    return broken(how)  # the socket's own error
