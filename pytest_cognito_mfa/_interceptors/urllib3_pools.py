"""urllib3's connection pools, and what uses them: requests, and clients built on either.

A Cognito call runs the real `urlopen` on a copy of its pool, whose connections have a `MemorySocket`.  So Retry,
redirects, timeouts and errors are urllib3's own, and the user's pool keeps its connections.
"""

from __future__ import annotations

import copy
import functools
import ssl
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import PassThrough
from pytest_cognito_mfa._interceptors._memory_socket import MemorySocket
from pytest_cognito_mfa._interceptors._open_cassette import is_stub
from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import current_answer, import_optional, is_intercepted, state
from pytest_cognito_mfa._interceptors._timeouts import socket_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import Call, Lost, Outcome
    from pytest_cognito_mfa._interceptors._patch import Function
    from pytest_cognito_mfa._interceptors._patching import Answer

_ORIGINAL = "_pytest_cognito_mfa_original"
_PORTS = {"http": 80, "https": 443}
_tries: ContextVar[list[Outcome | None] | None] = ContextVar("tries", default=None)


def patches() -> Iterator[Patch]:
    if pools := import_optional("urllib3.connectionpool"):
        yield Patch(pools.HTTPConnectionPool, "urlopen", _urlopen)


def _urlopen(original: Function) -> Function:
    def urlopen(self: Any, method: str, url: str, body: Any = None, headers: Any = None, *args: Any, **kw: Any) -> Any:
        # urllib3 retries and redirects by calling urlopen again, on the copy.
        pool = getattr(self, _ORIGINAL, self)
        answer = current_answer()
        if answer is not None and pool.pool is not None:
            sent = pool.headers if headers is None else headers
            if is_intercepted(method, url if not url.startswith("/") else _origin(pool) + url, sent):
                with _genuine_base():
                    return original(_copied(pool, _noting(answer)), method, url, body, headers, *args, **kw)
        return original(pool, method, url, body, headers, *args, **kw)

    return urlopen


@contextmanager
def noted_tries() -> Iterator[list[Outcome | None]]:
    """Note the outcome of each try of the request that is sent inside the block; None where it passed through."""
    tries: list[Outcome | None] = []
    token = _tries.set(tries)
    try:
        yield tries
    finally:
        _tries.reset(token)


def _noting(answer: Answer) -> Answer:
    tries = _tries.get()
    if tries is None:
        return answer

    def noted(call: Call) -> Outcome | PassThrough:
        decided = answer(call)
        tries.append(None if isinstance(decided, PassThrough) else decided)
        return decided

    return noted


def _origin(pool: Any) -> str:
    host = f"[{pool.host}]" if ":" in pool.host else pool.host
    port = "" if pool.port in (None, _PORTS.get(pool.scheme)) else f":{pool.port}"
    return f"{pool.scheme}://{host}{port}"


def _copied(pool: Any, answer: Answer) -> Any:
    copied = copy.copy(pool)
    setattr(copied, _ORIGINAL, pool)
    if is_stub(pool.ConnectionCls):
        copied.ConnectionCls = pool.ConnectionCls._baseclass  # noqa: SLF001 -- where vcrpy keeps the real class
    # On the instance, so that neither the pool's class nor a patch of it gives another connection.
    copied._get_conn = lambda timeout=None: _connected(copied, answer)  # noqa: ARG005, SLF001 -- urllib3's own signature
    copied._put_conn = _close  # noqa: SLF001 -- the same
    return copied


def _connected(copied: Any, answer: Answer) -> Any:
    """Make a connection in the state that it has after connecting."""
    connection = copied._new_conn()  # noqa: SLF001 -- as this pool makes its own
    connect = functools.partial(_connect, copied)
    connection.sock = MemorySocket(_origin(copied), answer, connection, unconnected=_unconnected, connect=connect)
    connection.is_verified = _is_verified(connection)
    connection._has_connected_to_proxy = bool(copied.proxy)  # noqa: SLF001 -- connect() sets it
    return connection


def _connect(copied: Any, connection: Any) -> None:
    """Connect as this pool would, through its proxy if it has one."""
    from urllib3.util.proxy import connection_requires_http_tunnel  # noqa: PLC0415 -- not before a block is open

    if connection_requires_http_tunnel(copied.proxy, copied.proxy_config, copied.scheme):
        copied._prepare_proxy(connection)  # noqa: SLF001 -- as urlopen does for a new connection
    else:
        connection.connect()


@contextmanager
def _genuine_base() -> Iterator[None]:
    """Give urllib3 1.26 its own class back while a user's vcrpy cassette replaces it.

    It calls its base class by the name in its module; urllib3 2 does not, and is not affected.
    """
    module = sys.modules["urllib3.connection"]
    stub = module.HTTPConnection
    if not is_stub(stub):
        yield
        return
    with state.lock:
        module.HTTPConnection = stub._baseclass  # type: ignore[attr-defined]  # noqa: SLF001 -- where vcrpy keeps it
        try:
            yield
        finally:
            module.HTTPConnection = stub  # type: ignore[attr-defined]  # a name of that module


def _close(connection: Any) -> None:
    if connection is not None:
        connection.close()


def _is_verified(connection: Any) -> bool:
    """Whether connecting would have checked the certificate; if not, urllib3 warns, as it does for real."""
    from urllib3.util.ssl_ import resolve_cert_reqs  # noqa: PLC0415 -- not before a block is open

    required = resolve_cert_reqs(getattr(connection, "cert_reqs", None)) == ssl.CERT_REQUIRED
    return required or bool(getattr(connection, "assert_fingerprint", None))


def _unconnected(connection: Any, how: Lost) -> Exception:
    """Return the error that connecting raises; urllib3 itself wraps an error of TLS."""
    from urllib3 import exceptions  # noqa: PLC0415 -- not before a block is open

    error = socket_error(how)
    if how == "connect_timeout":
        text = f"Connection to {connection.host} timed out. (connect timeout={connection.timeout})"
        return exceptions.ConnectTimeoutError(connection, text)
    if how == "dns":
        if unresolved := getattr(exceptions, "NameResolutionError", None):
            return unresolved(connection.host, connection, error)  # type: ignore[no-any-return]  # urllib3 1.26 lacks it
        return exceptions.NewConnectionError(connection, f"Failed to establish a new connection: {error}")
    return error
