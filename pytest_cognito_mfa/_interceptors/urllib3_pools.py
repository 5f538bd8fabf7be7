"""urllib3's connection pools, and what stands on them: requests, and clients built on either.

A Cognito call runs the real `urlopen` on a twin of its pool whose connections have a `Wire` for a socket: Retry,
redirects, timeouts and errors are urllib3's own, and the user's pool keeps its connections.
"""

from __future__ import annotations

import copy
import functools
import ssl
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._memory_socket import Wire
from pytest_cognito_mfa._interceptors._patching import Swap, answering, is_ours, optional, standing
from pytest_cognito_mfa._interceptors._timeouts import broken
from pytest_cognito_mfa._interceptors.vcrpy import is_stub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import Lost
    from pytest_cognito_mfa._interceptors._patching import Answer, Function

_ORIGINAL = "_pytest_cognito_mfa_original"
_PORTS = {"http": 80, "https": 443}


def swaps() -> Iterator[Swap]:
    if pools := optional("urllib3.connectionpool"):
        yield Swap(pools.HTTPConnectionPool, "urlopen", _urlopen)


def _urlopen(theirs: Function) -> Function:
    def urlopen(self: Any, method: str, url: str, body: Any = None, headers: Any = None, *args: Any, **kw: Any) -> Any:
        # urllib3 retries and redirects by calling urlopen again, on the twin.
        pool = getattr(self, _ORIGINAL, self)
        answer = answering()
        if answer is not None and pool.pool is not None:
            sent = pool.headers if headers is None else headers
            if is_ours(method, url if not url.startswith("/") else _origin(pool) + url, sent):
                with _genuine_base():
                    return theirs(_twin(pool, answer), method, url, body, headers, *args, **kw)
        return theirs(pool, method, url, body, headers, *args, **kw)

    return urlopen


def _origin(pool: Any) -> str:
    host = f"[{pool.host}]" if ":" in pool.host else pool.host
    port = "" if pool.port in (None, _PORTS.get(pool.scheme)) else f":{pool.port}"
    return f"{pool.scheme}://{host}{port}"


def _twin(pool: Any, answer: Answer) -> Any:
    twin = copy.copy(pool)
    setattr(twin, _ORIGINAL, pool)
    if is_stub(pool.ConnectionCls):
        twin.ConnectionCls = pool.ConnectionCls._baseclass  # noqa: SLF001 -- vcrpy keeps the real class there
    # On the instance, so that neither the pool's own class nor a patch of it hands out another connection.
    twin._get_conn = lambda timeout=None: _connected(twin, answer)  # noqa: ARG005, SLF001 -- urllib3's own signature
    twin._put_conn = _close  # noqa: SLF001 -- the other half of the same seam
    return twin


def _connected(twin: Any, answer: Answer) -> Any:
    """Make a connection, as it stands after connecting."""
    connection = twin._new_conn()  # noqa: SLF001 -- made as this pool makes its own
    connect = functools.partial(_connect, twin)
    connection.sock = Wire(_origin(twin), answer, connection, unconnected=_unconnected, connect=connect)
    connection.is_verified = _is_verified(connection)
    connection._has_connected_to_proxy = bool(twin.proxy)  # noqa: SLF001 -- what connect() leaves behind
    return connection


def _connect(twin: Any, connection: Any) -> None:
    """Connect as this pool would, through its proxy if it has one."""
    from urllib3.util.proxy import connection_requires_http_tunnel  # noqa: PLC0415 -- not before a window is open

    if connection_requires_http_tunnel(twin.proxy, twin.proxy_config, twin.scheme):
        twin._prepare_proxy(connection)  # noqa: SLF001 -- what urlopen does for a connection that is not yet made
    else:
        connection.connect()


@contextmanager
def _genuine_base() -> Iterator[None]:
    """Give urllib3 1.26 its own class back where a cassette of the user's stands in for it.

    It calls its base class by the name in its module (urllib3 2 does not, and does not mind).
    """
    module = sys.modules["urllib3.connection"]
    stub = module.HTTPConnection
    if not is_stub(stub):
        yield
        return
    with standing.lock:
        module.HTTPConnection = stub._baseclass  # type: ignore[attr-defined]  # noqa: SLF001 -- vcrpy keeps it there
        try:
            yield
        finally:
            module.HTTPConnection = stub  # type: ignore[attr-defined]  # a name of that module


def _close(connection: Any) -> None:
    if connection is not None:
        connection.close()


def _is_verified(connection: Any) -> bool:
    """Whether connecting would have checked the certificate, so that urllib3 warns where it warns in life."""
    from urllib3.util.ssl_ import resolve_cert_reqs  # noqa: PLC0415 -- not before a window is open

    required = resolve_cert_reqs(getattr(connection, "cert_reqs", None)) == ssl.CERT_REQUIRED
    return required or bool(getattr(connection, "assert_fingerprint", None))


def _unconnected(connection: Any, how: Lost) -> Exception:
    """Return what connecting raises; urllib3 wraps the error of TLS further up."""
    from urllib3 import exceptions  # noqa: PLC0415 -- not before a window is open

    error = broken(how)
    if how == "connect_timeout":
        text = f"Connection to {connection.host} timed out. (connect timeout={connection.timeout})"
        return exceptions.ConnectTimeoutError(connection, text)
    if how == "dns":
        if unresolved := getattr(exceptions, "NameResolutionError", None):
            return unresolved(connection.host, connection, error)  # type: ignore[no-any-return]  # urllib3 1.26 lacks it
        return exceptions.NewConnectionError(connection, f"Failed to establish a new connection: {error}")
    return error
