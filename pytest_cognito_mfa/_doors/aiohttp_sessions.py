"""aiohttp: a session runs as it is, down to its connector, which for a Cognito call gives a connection in memory.

So default headers, base_url, json=, raise_for_status, timeouts, the parser and every error are aiohttp's own.
"""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._exchange import Dropped

from ._window import Swap, is_ours, optional, standing
from ._wire import Incoming, connection_reset, raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._window import Answer, Function


def swaps() -> Iterator[Swap]:
    if aiohttp := optional("aiohttp"):
        yield Swap(aiohttp.BaseConnector, "connect", functools.partial(_connect, aiohttp))


def _connect(aiohttp: Any, theirs: Function) -> Function:
    def connect(self: Any, req: Any, *args: Any, **kwargs: Any) -> Any:
        answer = standing.answer
        if answer is None or not is_ours(req.method, str(req.url), req.headers):
            return theirs(self, req, *args, **kwargs)
        return _connection(aiohttp, self, req, answer)

    return connect


async def _connection(aiohttp: Any, connector: Any, req: Any, answer: Answer) -> Any:
    loop = asyncio.get_running_loop()
    protocol = aiohttp.client_proto.ResponseHandler(loop)
    protocol.connection_made(_MemoryTransport(aiohttp, req.url, protocol, answer))
    return aiohttp.connector.Connection(_NoPool(connector), req.connection_key, protocol, loop)


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

    def __init__(self, aiohttp: Any, url: Any, protocol: Any, answer: Answer) -> None:
        super().__init__()
        self._aiohttp = aiohttp
        self._url = url
        self._protocol = protocol
        self._answer = answer
        self._incoming = Incoming(str(url.origin()))
        self._closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        call = self._incoming.feed(data)
        if call is None:
            return
        soon = asyncio.get_running_loop().call_soon
        try:
            outcome = self._answer(call)
        except Exception as error:  # noqa: BLE001 -- raised here, aiohttp would take it for a failed send
            soon(self._protocol.set_exception, error)
            return
        if isinstance(outcome, Dropped):
            self._lose(outcome)
        else:
            soon(self._protocol.data_received, raw(outcome))

    def _lose(self, dropped: Dropped) -> None:
        soon = asyncio.get_running_loop().call_soon
        if dropped.how == "connect_timeout":
            text = f"Connection timeout to host {self._url}"
            soon(self._protocol.set_exception, self._aiohttp.ConnectionTimeoutError(text))
        elif dropped.how == "read_timeout":
            text = "Timeout on reading data from socket"
            soon(self._protocol.set_exception, self._aiohttp.SocketTimeoutError(text))
        else:
            soon(self._protocol.connection_lost, connection_reset())

    def is_closing(self) -> bool:
        return self._closing

    def close(self) -> None:
        self._closing = True

    abort = close

    def pause_reading(self) -> None:
        """Nothing more will come."""

    resume_reading = pause_reading
