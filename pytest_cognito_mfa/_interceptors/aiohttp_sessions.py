"""aiohttp: for a Cognito call, the session's connector gives it a connection in memory.

So default headers, base_url, json=, raise_for_status, timeouts, the parser and every error stay aiohttp's own.
"""

from __future__ import annotations

import asyncio
import functools
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import Dropped, PassThrough
from pytest_cognito_mfa._interceptors._memory_socket import Incoming, head
from pytest_cognito_mfa._interceptors._passthrough import parse_response, report, reporting_loss
from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import call_of, current_answer, import_optional, is_intercepted
from pytest_cognito_mfa._interceptors._timeouts import UNCONNECTED, Exhausted, Timeouts, socket_error, trickled_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._aws.exchange import OnResponse, Outcome
    from pytest_cognito_mfa._interceptors._passthrough import Received
    from pytest_cognito_mfa._interceptors._patch import Function
    from pytest_cognito_mfa._interceptors._patching import Answer


_BODILESS = ("GET", "HEAD", "OPTIONS")


def patches() -> Iterator[Patch]:
    if aiohttp := import_optional("aiohttp"):
        yield Patch(aiohttp.BaseConnector, "connect", functools.partial(_connect, aiohttp))


def _connect(aiohttp: Any, original: Function) -> Function:
    def connect(self: Any, req: Any, traces: Any, timeout: Any) -> Any:
        answer = current_answer()
        if answer is None or not is_intercepted(req.method, str(req.url), req.headers):
            return original(self, req, traces, timeout)
        return _connection(aiohttp, self, req, timeout, answer, connect=lambda: original(self, req, traces, timeout))

    return connect


async def _connection(
    aiohttp: Any, connector: Any, req: Any, timeout: Any, answer: Answer, *, connect: Function
) -> Any:
    loop = asyncio.get_running_loop()
    protocol = aiohttp.client_proto.ResponseHandler(loop)
    connects = [each for each in (timeout.connect, timeout.sock_connect) if each is not None]
    timeouts = Timeouts(min(connects, default=None), timeout.sock_read, timeout.total)
    if req.method in _BODILESS:
        # aiohttp sends these again if the connection is lost, but not if there never was one.
        decided = answer(call_of(req.method, str(req.url), req.headers, b""))  # type: ignore[arg-type]  # ours
        if isinstance(decided, PassThrough):
            with reporting_loss(decided.on_response):
                connect = functools.partial(_given, await connect())
        else:
            decided = timeouts.limit(decided)
            if isinstance(decided, Dropped) and decided.how in UNCONNECTED:
                await asyncio.sleep(decided.delay)
                raise _error(aiohttp, req, decided)
        answer = _constant(decided)
    protocol.connection_made(_MemoryTransport(aiohttp, req, protocol, timeouts, answer, connect=connect))
    return aiohttp.connector.Connection(_NoPool(connector), req.connection_key, protocol, loop)


def _constant(outcome: Outcome | PassThrough) -> Answer:
    return lambda _: outcome


async def _given(connection: Any) -> Any:
    return connection


class _NoPool:
    """Takes the connection back instead of the user's connector, which never gave one."""

    def __init__(self, connector: Any) -> None:
        self._connector = connector

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connector, name)

    def _release(self, _: Any, protocol: Any, *, should_close: bool = False) -> None:
        del should_close  # nothing to keep alive
        protocol.close()


class _Relay(asyncio.StreamReaderProtocol):
    """Reads a real connection; its own protocol learns of the end too, because the connector waits for that."""

    def __init__(self, reader: asyncio.StreamReader, own: Any) -> None:
        super().__init__(reader)
        self._own = own

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._own.connection_lost(exc)


class _MemoryTransport(asyncio.Transport):
    """Gathers what the session writes, and gives its protocol the reply or the error.

    `connect` gives a connection of the user's connector, for a call that passes through.
    """

    def __init__(
        self, aiohttp: Any, req: Any, protocol: Any, timeouts: Timeouts, answer: Answer, *, connect: Function
    ) -> None:
        super().__init__()
        self._connect = connect
        self._aiohttp = aiohttp
        self._req = req
        self._protocol = protocol
        self._timeouts = timeouts
        self._answer = answer
        self._incoming = Incoming(str(req.url.origin()))
        self._arriving: asyncio.Task[None] | None = None
        self._closing = False
        self._continued = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        loop = asyncio.get_running_loop()
        try:
            call = self._incoming.feed(data)
            if call is None:
                self._continue()
                return
            decided = self._answer(call)
        except Exception as error:  # noqa: BLE001 -- if raised here, aiohttp would report a failed send
            loop.call_soon(self._protocol.set_exception, error)
            return
        if isinstance(decided, PassThrough):
            self._arriving = loop.create_task(self._pass(decided.on_response))
        else:
            self._arriving = loop.create_task(self._arrive(self._timeouts.limit(decided)))

    def _continue(self) -> None:
        """Let a client that waits for it (`expect100=True`) send its body."""
        if self._incoming.waits_for_continue and not self._continued:
            self._continued = True
            self._protocol.data_received(b"HTTP/1.1 100 Continue\r\n\r\n")

    async def _pass(self, on_response: OnResponse) -> None:
        """Send the call for real, and give the session the reply when it is complete."""
        try:
            with reporting_loss(on_response):
                reply, is_whole = await self._exchanged()
        except Exception as error:  # noqa: BLE001 -- the session is waiting for a reply and gets any error instead
            self._protocol.set_exception(_session_error(self._aiohttp, error))
            return
        report(on_response, reply, is_whole=is_whole)
        self._protocol.data_received(head(reply, missing=not is_whole) + reply.body)
        if not is_whole:
            self._protocol.connection_lost(None)

    async def _exchanged(self) -> Received:
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
            data, received = b"", None
            while received is None:
                part = await reader.read(65536)
                data += part
                received = parse_response(data, self._incoming.method, ended=not part)
            return received
        finally:
            real.close()

    async def _arrive(self, outcome: Outcome) -> None:
        await asyncio.sleep(outcome.delay)
        if isinstance(outcome, Dropped):
            self._lose(outcome)
            return
        self._protocol.data_received(head(outcome))
        for duration, part in trickled_parts(outcome):
            if duration:
                await asyncio.sleep(duration)
            self._protocol.data_received(part)

    def _lose(self, dropped: Dropped) -> None:
        if dropped.how == "reset":
            self._protocol.connection_lost(socket_error("reset"))
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
        """Nothing to pause: the reply is in memory."""

    resume_reading = pause_reading


def _session_error(aiohttp: Any, error: Exception) -> Exception:
    """Return the error of a session whose connector or connection raised `error`."""
    if isinstance(error, HTTPException):
        return aiohttp.ServerDisconnectedError()  # type: ignore[no-any-return]  # by name
    if isinstance(error, OSError) and not isinstance(error, aiohttp.ClientError):
        return aiohttp.ClientOSError(*error.args)  # type: ignore[no-any-return]  # the same
    return error


def _error(aiohttp: Any, req: Any, dropped: Dropped) -> Exception:
    """Return the error that aiohttp raises when it cannot connect, or when a timeout is over."""
    cause = socket_error(dropped.how)
    if dropped.how == "connect_timeout":
        error = aiohttp.ConnectionTimeoutError(f"Connection timeout to host {req.url}")
    elif dropped.how == "tls":
        error = aiohttp.ClientConnectorCertificateError(req.connection_key, cause)
    elif dropped.how == "dns":
        # aiohttp 3.10.0 has no error of its own for this
        error = getattr(aiohttp, "ClientConnectorDNSError", aiohttp.ClientConnectorError)(req.connection_key, cause)
    elif isinstance(dropped, Exhausted):
        error = asyncio.TimeoutError()
    else:
        error = aiohttp.SocketTimeoutError("Timeout on reading data from socket")
    return error  # type: ignore[no-any-return]  # aiohttp is imported by name
