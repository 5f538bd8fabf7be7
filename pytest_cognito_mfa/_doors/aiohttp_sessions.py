"""aiohttp: a session runs as it is, down to its connector, which for a Cognito call gives a connection in memory.

So default headers, base_url, json=, raise_for_status, timeouts, the parser and every error are aiohttp's own.
"""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._exchange import Dropped, read

from ._patience import UNCONNECTED, Exhausted, Patience, broken, dribble
from ._window import Swap, is_ours, optional, standing
from ._wire import Incoming, head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._exchange import Outcome

    from ._window import Answer, Function


_BODILESS = ("GET", "HEAD", "OPTIONS")


def swaps() -> Iterator[Swap]:
    if aiohttp := optional("aiohttp"):
        yield Swap(aiohttp.BaseConnector, "connect", functools.partial(_connect, aiohttp))


def _connect(aiohttp: Any, theirs: Function) -> Function:
    def connect(self: Any, req: Any, traces: Any, timeout: Any) -> Any:
        answer = standing.answer
        if answer is None or not is_ours(req.method, str(req.url), req.headers):
            return theirs(self, req, traces, timeout)
        return _connection(aiohttp, self, req, timeout, answer)

    return connect


async def _connection(aiohttp: Any, connector: Any, req: Any, timeout: Any, answer: Answer) -> Any:
    loop = asyncio.get_running_loop()
    protocol = aiohttp.client_proto.ResponseHandler(loop)
    connects = [each for each in (timeout.connect, timeout.sock_connect) if each is not None]
    patience = Patience(min(connects, default=None), timeout.sock_read, timeout.total)
    if req.method in _BODILESS:
        # aiohttp sends these once more when a connection is lost, but not when there was none.
        outcome = patience.meet(answer(read(req.method, str(req.url), req.headers, b"")))  # type: ignore[arg-type]  # ours
        if isinstance(outcome, Dropped) and outcome.how in UNCONNECTED:
            await asyncio.sleep(outcome.delay)
            raise _error(aiohttp, req, outcome)
        answer = _constant(outcome)
    protocol.connection_made(_MemoryTransport(aiohttp, req, protocol, patience, answer))
    return aiohttp.connector.Connection(_NoPool(connector), req.connection_key, protocol, loop)


def _constant(outcome: Outcome) -> Answer:
    return lambda _: outcome


class _NoPool:
    """Takes a connection back in place of the user's connector, which never gave one."""

    def __init__(self, connector: Any) -> None:
        self._connector = connector

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connector, name)

    def _release(self, _: Any, protocol: Any, *, should_close: bool = False) -> None:
        del should_close  # there is nothing to keep alive
        protocol.close()


class _MemoryTransport(asyncio.Transport):
    """Gathers what the session writes, and feeds its protocol the reply or the loss."""

    def __init__(self, aiohttp: Any, req: Any, protocol: Any, patience: Patience, answer: Answer) -> None:
        super().__init__()
        self._aiohttp = aiohttp
        self._req = req
        self._protocol = protocol
        self._patience = patience
        self._answer = answer
        self._incoming = Incoming(str(req.url.origin()))
        self._arriving: asyncio.Task[None] | None = None
        self._closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        call = self._incoming.feed(data)
        if call is None:
            return
        loop = asyncio.get_running_loop()
        try:
            outcome = self._patience.meet(self._answer(call))
        except Exception as error:  # noqa: BLE001 -- raised here, aiohttp would take it for a failed send
            loop.call_soon(self._protocol.set_exception, error)
            return
        self._arriving = loop.create_task(self._arrive(outcome))

    async def _arrive(self, outcome: Outcome) -> None:
        await asyncio.sleep(outcome.delay)
        if isinstance(outcome, Dropped):
            self._lose(outcome)
            return
        self._protocol.data_received(head(outcome))
        for duration, part in dribble(outcome):
            if duration:
                await asyncio.sleep(duration)
            self._protocol.data_received(part)

    def _lose(self, dropped: Dropped) -> None:
        if dropped.how == "reset":
            self._protocol.connection_lost(broken("reset"))
        else:
            self._protocol.set_exception(_error(self._aiohttp, self._req, dropped))

    def is_closing(self) -> bool:
        return self._closing

    def close(self) -> None:
        self._closing = True
        if self._arriving is not None:
            self._arriving.cancel()

    abort = close

    def pause_reading(self) -> None:
        """Nothing more will come."""

    resume_reading = pause_reading


def _error(aiohttp: Any, req: Any, dropped: Dropped) -> Exception:
    """Return what aiohttp raises when it could not connect, or its time is up."""
    cause = broken(dropped.how)
    if dropped.how == "connect_timeout":
        error = aiohttp.ConnectionTimeoutError(f"Connection timeout to host {req.url}")
    elif dropped.how == "tls":
        error = aiohttp.ClientConnectorCertificateError(req.connection_key, cause)
    elif dropped.how == "dns":
        # aiohttp 3.10.0 has no error of its own for it
        error = getattr(aiohttp, "ClientConnectorDNSError", aiohttp.ClientConnectorError)(req.connection_key, cause)
    elif isinstance(dropped, Exhausted):
        error = asyncio.TimeoutError()
    else:
        error = aiohttp.SocketTimeoutError("Timeout on reading data from socket")
    return error  # type: ignore[no-any-return]  # aiohttp is imported by name
