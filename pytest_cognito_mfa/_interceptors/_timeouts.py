"""A client's timeouts: they decide whether it still gets a late reply, and how long it waits.

1. If the first byte comes later than the read timeout, the client raises its read timeout.
2. A timeout for the whole call counts until the last byte of the body.  The timeout that ends first wins.
3. A fault that is a timeout takes as long as the client's own setting; without a setting, as long as the fault says.
4. The interceptor really sleeps only if the outcome says so.
"""

from __future__ import annotations

import errno
import os
import socket
import ssl
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa._aws.exchange import Dropped, Lost, Outcome, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

UNCONNECTED = ("connect_timeout", "tls", "dns")
"""The errors that come before anything is sent."""

_PARTS = 16
"""The number of parts of a body that trickles in."""


@dataclass(frozen=True, slots=True)
class Exhausted(Dropped):
    """The client's timeout for the whole call ended it; some libraries raise another error than for reading."""


class Timeouts(NamedTuple):
    """The timeouts of one client in seconds; None waits for ever."""

    connect: float | None = None
    read: float | None = None
    total: float | None = None

    def limit(self, outcome: Outcome) -> Outcome:
        """Return what this client gets; the interceptor must wait for its `delay` and `trickle`."""
        if isinstance(outcome, Reply):
            if not outcome.delay and not outcome.trickle:
                return outcome
            limited = self._ended(outcome.delay, outcome.delay + outcome.trickle, outcome.waits) or outcome
        elif outcome.how in ("read_timeout", "reset"):
            end = outcome.delay if outcome.how == "reset" else float("inf")
            limited = self._ended(end, end, outcome.waits) or outcome
        elif outcome.how == "connect_timeout" and self.connect is not None:
            limited = replace(outcome, delay=self.connect)
        else:
            limited = outcome
        if limited.waits:
            return limited
        return limited._replace(delay=0.0, trickle=0.0) if isinstance(limited, Reply) else replace(limited, delay=0.0)

    def _ended(self, first: float, last: float, waits: bool) -> Dropped | None:
        """Return the timeout that ends a reply whose first and last byte come at these seconds; None if none does."""
        ends: list[Dropped] = []
        if self.read is not None and first > self.read:
            ends.append(Dropped("read_timeout", self.read, waits))
        if self.total is not None and last > self.total:
            ends.append(Exhausted("read_timeout", self.total, waits))
        return min(ends, key=lambda end: end.delay, default=None)


def as_seconds(timeout: Any) -> float | None:
    """Return a timeout of http.client or urllib3 in seconds; anything but a number means the process's default."""
    return timeout if timeout is None or isinstance(timeout, (int, float)) else socket.getdefaulttimeout()


def pause(duration: float) -> None:
    if duration:
        time.sleep(duration)


def trickled_parts(reply: Reply) -> Iterator[tuple[float, bytes]]:
    """Yield the parts of the body, each with the seconds before it."""
    size = -(-len(reply.body) // _PARTS) if reply.trickle else len(reply.body)
    parts = [reply.body[place : place + size] for place in range(0, len(reply.body), size or 1)]
    for part in parts:
        yield reply.trickle / len(parts), part


def socket_error(how: Lost) -> OSError:
    """Return the error that a socket raises for this loss."""
    if how == "reset":
        return ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
    if how == "dns":
        return socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if how != "tls":
        return TimeoutError("timed out")
    problem = "unable to get local issuer certificate"
    error = ssl.SSLCertVerificationError(
        ssl.SSL_ERROR_SSL, f"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {problem}"
    )
    error.reason, error.library = "CERTIFICATE_VERIFY_FAILED", "SSL"
    error.verify_code, error.verify_message = 20, problem  # OpenSSL's X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
    return error
