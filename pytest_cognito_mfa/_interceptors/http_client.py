"""http.client, and what uses it: urllib.request, httplib2, and connections of urllib3 without a pool.

The real class keeps its states, its parsing and its errors; for one exchange its socket is a `MemorySocket`.
"""

from __future__ import annotations

import copy
import http.client
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._memory_socket import MemorySocket, absolute
from pytest_cognito_mfa._interceptors._open_cassette import is_stub
from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import current_answer, import_optional, is_intercepted, state
from pytest_cognito_mfa._interceptors._timeouts import socket_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._interceptors._patch import Function


class _Substitute(MemorySocket):
    """A memory socket that keeps the connection's own socket until the exchange is over."""

    own: Any = None


def patches() -> Iterator[Patch]:
    named: Any = http.client.HTTPConnection
    # The first block may begin inside a user's vcrpy cassette, where this name is vcrpy's class.
    connection = named._baseclass if is_stub(named) else named  # noqa: SLF001 -- vcrpy keeps the real class there
    yield Patch(connection, "send", _send)
    yield Patch(connection, "getresponse", _getresponse)
    if httplib2 := import_optional("httplib2"):
        yield Patch(httplib2.Http, "_conn_request", _conn_request)


def _send(original: Function) -> Function:
    """Give the connection a socket in memory before it connects; `send` is the lowest function of the class, so the
    functions above it may be a subclass's own.
    """

    def send(self: Any, data: Any) -> Any:
        if isinstance(self.sock, _Substitute) and self.sock.is_done:
            self.sock = self.sock.own  # a subclass read the reply without `getresponse`
        substitute = None if isinstance(self.sock, MemorySocket) else _substitute(self, data)
        if substitute is None:
            return original(self, data)
        substitute.own, self.sock = self.sock, substitute
        try:
            return original(self, data)
        except BaseException:
            self.sock = substitute.own
            raise

    return send


def _getresponse(original: Function) -> Function:
    def getresponse(self: Any, *args: Any, **kwargs: Any) -> Any:
        substitute = self.sock
        if not isinstance(substitute, _Substitute):
            return original(self, *args, **kwargs)
        try:
            return original(self, *args, **kwargs)
        finally:
            self.sock = substitute.own

    return getresponse


def _conn_request(original: Function) -> Function:
    """Give httplib2 a copy of its connection that does not connect; httplib2 connects before http.client would."""

    def _conn_request(self: Any, conn: Any, request_uri: str, method: str, *body_and_headers: Any) -> Any:
        url = request_uri if not request_uri.startswith("/") else f"{_scheme(conn)}://{conn.host}{request_uri}"
        if is_intercepted(method, url, body_and_headers[-1]):
            if is_stub(type(conn)):
                return _unconnected_stub(original, self, conn, request_uri, method, *body_and_headers)
            conn = copy.copy(conn)
            conn.sock, conn.connect = None, lambda: None
        return original(self, conn, request_uri, method, *body_and_headers)

    return _conn_request


def _unconnected_stub(original: Function, http: Any, conn: Any, *request: Any) -> Any:
    """Ask vcrpy's connection, which connects in older versions before it knows the request."""
    vars(conn)["connect"] = lambda: None
    try:
        return original(http, conn, *request)
    finally:
        del vars(conn)["connect"]


def _scheme(connection: Any) -> str:
    return "https" if connection.default_port == http.client.HTTPS_PORT else "http"


def _substitute(connection: Any, data: Any) -> _Substitute | None:
    """Make a substitute if `data` begins with the head of a Cognito call; the body comes after it or later."""
    answer = current_answer()
    if answer is None or not isinstance(data, bytes):
        return None
    head = data[: data.find(b"\r\n\r\n") + 1]
    folded = head.lower()
    domains = (domain.encode() for domain in state.rules.domains)
    if not any(word in folded for word in (b"x-amz-target", b"cognito", b".well-known/", *domains)):
        return None
    line, *fields = head.decode("latin-1").split("\r\n")
    headers = {name: value.strip() for name, _, value in (field.partition(":") for field in fields)}
    parts = line.split(" ")
    if len(parts) != len(_REQUEST_LINE) or parts[0] == "CONNECT":  # a proxy's tunnel, for a call that passes through
        return None
    host = next((value for name, value in headers.items() if name.lower() == "host"), connection.host)
    origin = f"{_scheme(connection)}://{host}"
    if not is_intercepted(parts[0], absolute(origin, parts[1]), headers):
        return None
    return _Substitute(origin, answer, connection, unconnected=_unconnected, connect=_connect)


_REQUEST_LINE = ("method", "target", "version")


def _connect(connection: Any) -> None:
    type(connection).connect(connection)  # the copy for httplib2 has another `connect`


def _unconnected(_: Any, how: Lost) -> Exception:
    return socket_error(how)  # the socket's own error
