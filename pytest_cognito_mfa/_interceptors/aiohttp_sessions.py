"""aiohttp: a session runs as it is, down to its connector, which for a Cognito call gives a connection in memory.

So default headers, base_url, json=, raise_for_status, timeouts, the parser and every error are aiohttp's own.
"""

from __future__ import annotations

import asyncio
import functools
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import Dropped
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._interceptors._memory_socket import Incoming, head
from pytest_cognito_mfa._interceptors._passthrough import arrived, noted, tell
from pytest_cognito_mfa._interceptors._patching import Swap, answering, is_ours, optional
from pytest_cognito_mfa._interceptors._timeouts import UNCONNECTED, Exhausted, Patience, broken, dribble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import Outcome
    from pytest_cognito_mfa._aws.passthrough import OnResponse
    from pytest_cognito_mfa._interceptors._passthrough import Came
    from pytest_cognito_mfa._interceptors._patching import Answer, Function


_BODILESS = ("GET", "HEAD", "OPTIONS")


def swaps() -> Iterator[Swap]:
    if aiohttp := optional("aiohttp"):
        yield Swap(aiohttp.BaseConnector, "connect", functools.partial(_connect, aiohttp))


def _connect(aiohttp: Any, theirs: Function) -> Function:
    def connect(self: Any, req: Any, traces: Any, timeout: Any) -> Any:
        answer = answering()
        if answer is None or not is_ours(req.method, str(req.url), req.headers):
            return theirs(self, req, traces, timeout)
        return _connection(aiohttp, self, req, timeout, answer, connect=lambda: theirs(self, req, traces, timeout))

    return connect


async def _connection(
    aiohttp: Any, connector: Any, req: Any, timeout: Any, answer: Answer, *, connect: Function
) -> Any:
    loop = asyncio.get_running_loop()
    protocol = aiohttp.client_proto.ResponseHandler(loop)
    connects = [each for each in (timeout.connect, timeout.sock_connect) if each is not None]
    patience = Patience(min(connects, default=None), timeout.sock_read, timeout.total)
    if req.method in _BODILESS:
        # aiohttp sends these once more when a connection is lost, but not when there was none.
        decided = answer(read(req.method, str(req.url), req.headers, b""))  # type: ignore[arg-type]  # ours
        if isinstance(decided, PassThrough):
            with noted(decided.on_response):
                connect = functools.partial(_given, await connect())
        else:
            decided = patience.meet(decided)
            if isinstance(decided, Dropped) and decided.how in UNCONNECTED:
                await asyncio.sleep(decided.delay)
                raise _error(aiohttp, req, decided)
        answer = _constant(decided)
    protocol.connection_made(_MemoryTransport(aiohttp, req, protocol, patience, answer, connect=connect))
    return aiohttp.connector.Connection(_NoPool(connector), req.connection_key, protocol, loop)


def _constant(outcome: Outcome | PassThrough) -> Answer:
    return lambda _: outcome


async def _given(connection: Any) -> Any:
    return connection


class _NoPool:
    """Takes a connection back in place of the user's connector, which never gave one."""

    def __init__(self, connector: Any) -> None:
        self._connector = connector

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connector, name)

    def _release(self, _: Any, protocol: Any, *, should_close: bool = False) -> None:
        del should_close  # there is nothing to keep alive
        protocol.close()


class _Relay(asyncio.StreamReaderProtocol):
    """Takes what comes over a real connection; its own protocol hears of the end too, for which its connector waits."""

    def __init__(self, reader: asyncio.StreamReader, own: Any) -> None:
        super().__init__(reader)
        self._own = own

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._own.connection_lost(exc)


class _MemoryTransport(asyncio.Transport):
    """Gathers what the session writes, and feeds its protocol the reply or the loss.

    `connect` gives a connection of the user's connector, for a call that goes out.
    """

    def __init__(
        self, aiohttp: Any, req: Any, protocol: Any, patience: Patience, answer: Answer, *, connect: Function
    ) -> None:
        super().__init__()
        self._connect = connect
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
            decided = self._answer(call)
        except Exception as error:  # noqa: BLE001 -- raised here, aiohttp would take it for a failed send
            loop.call_soon(self._protocol.set_exception, error)
            return
        if isinstance(decided, PassThrough):
            self._arriving = loop.create_task(self._pass(decided.on_response))
        else:
            self._arriving = loop.create_task(self._arrive(self._patience.meet(decided)))

    async def _pass(self, on_response: OnResponse) -> None:
        """Send it for real, over a connection that goes back when the reply is whole."""
        try:
            with noted(on_response):
                reply, is_whole = await self._exchanged()
        except Exception as error:  # noqa: BLE001 -- whatever it was, the session hears of it as the reply that it waits for
            self._protocol.set_exception(_as_sessions_have_it(self._aiohttp, error))
            return
        tell(on_response, reply, is_whole=is_whole)
        self._protocol.data_received(head(reply, missing=not is_whole) + reply.body)
        if not is_whole:
            self._protocol.connection_lost(None)

    async def _exchanged(self) -> Came:
        try:
            real = await self._connect()
        except asyncio.TimeoutError as error:
            raise _error(self._aiohttp, self._req, Dropped("connect_timeout")) from error
        reader = asyncio.StreamReader()
        protocol = _Relay(reader, real.protocol)
        real.transport.set_protocol(protocol)
        protocol.connection_made(real.transport)
        try:
            real.transport.write(self._incoming.sent)
            data, came = b"", None
            while came is None:
                part = await reader.read(65536)
                data += part
                came = arrived(data, self._incoming.method, ended=not part)
            return came
        finally:
            real.close()

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


def _as_sessions_have_it(aiohttp: Any, error: Exception) -> Exception:
    """Return what a session raises where its connector or its connection raised `error`."""
    if isinstance(error, HTTPException):
        return aiohttp.ServerDisconnectedError()  # type: ignore[no-any-return]  # by name
    if isinstance(error, OSError) and not isinstance(error, aiohttp.ClientError):
        return aiohttp.ClientOSError(*error.args)  # type: ignore[no-any-return]  # the same
    return error


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
