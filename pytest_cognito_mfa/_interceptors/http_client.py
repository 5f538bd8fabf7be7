"""http.client, and what uses it: urllib.request, httplib2, and connections of urllib3 without a pool.

The real class keeps its states, its parsing and its errors; for one exchange its socket is a `MemorySocket`.
"""

from __future__ import annotations

import copy
import http.client
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._memory_socket import MemorySocket
from pytest_cognito_mfa._interceptors._open_cassette import is_stub
from pytest_cognito_mfa._interceptors._patching import Patch, current_answer, import_optional, is_intercepted, state
from pytest_cognito_mfa._interceptors._timeouts import socket_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._interceptors._patching import Function


class _Substitute(MemorySocket):
    """A memory socket that keeps the connection's own socket until the exchange is over."""

    own: Any = None


def patches() -> Iterator[Patch]:
    named: Any = http.client.HTTPConnection
    # The first block may begin inside a user's vcrpy cassette, where this name is vcrpy's class.
    connection = named._baseclass if is_stub(named) else named  # noqa: SLF001 -- vcrpy keeps the real class there
    yield Patch(connection, "endheaders", _endheaders)
    yield Patch(connection, "getresponse", _getresponse)
    if httplib2 := import_optional("httplib2"):
        yield Patch(httplib2.Http, "_conn_request", _conn_request)


def _endheaders(original: Function) -> Function:
    def endheaders(self: Any, *args: Any, **kwargs: Any) -> Any:
        substitute = None if isinstance(self.sock, MemorySocket) else _substitute(self)
        if substitute is None:
            return original(self, *args, **kwargs)
        substitute.own, self.sock = self.sock, substitute
        try:
            return original(self, *args, **kwargs)
        except BaseException:
            self.sock = substitute.own
            raise

    return endheaders


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
        if not is_stub(type(conn)) and is_intercepted(method, url, body_and_headers[-1]):
            conn = copy.copy(conn)
            conn.sock, conn.connect = None, lambda: None
        return original(self, conn, request_uri, method, *body_and_headers)

    return _conn_request


def _scheme(connection: Any) -> str:
    return "https" if connection.default_port == http.client.HTTPS_PORT else "http"


def _substitute(connection: Any) -> _Substitute | None:
    """Make a substitute if the headers written so far are those of a Cognito call."""
    answer = current_answer()
    if answer is None:
        return None
    head = b"\n".join(connection._buffer)  # noqa: SLF001 -- only here are the request line and the headers
    folded = head.lower()
    domains = (domain.encode() for domain in state.rules.domains)
    if not any(word in folded for word in (b"x-amz-target", b"cognito", b".well-known/", *domains)):
        return None
    line, *fields = head.decode("latin-1").split("\n")
    headers = {name: value.strip() for name, _, value in (field.partition(":") for field in fields)}
    method, target, _ = line.split(" ", 2)
    host = next((value for name, value in headers.items() if name.lower() == "host"), connection.host)
    origin = f"{_scheme(connection)}://{host}"
    url = origin + target if target.startswith("/") else target
    if not is_intercepted(method, url, headers):
        return None
    return _Substitute(origin, answer, connection, unconnected=_unconnected, connect=_connect)


def _connect(connection: Any) -> None:
    type(connection).connect(connection)  # the copy for httplib2 has another `connect`


def _unconnected(_: Any, how: Lost) -> Exception:
    return socket_error(how)  # the socket's own error
