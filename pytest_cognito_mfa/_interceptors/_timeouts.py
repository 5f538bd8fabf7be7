"""How long a client waits: its time-outs, held against the seconds that an outcome takes.

1. An answer whose first byte comes later than the client reads for is lost by its own read time-out.
2. A time-out for the whole of it is held against the body's last byte; whichever ends first has ended it.
3. A time-out that is brought about takes as long as the client set it; where it set none, what the fault says.
4. Nobody waits unless the outcome asks for it, so all this costs no time.
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
"""What goes wrong before anything is sent."""

_PARTS = 16
"""A body that trickles in comes in so many."""


@dataclass(frozen=True, slots=True)
class Exhausted(Dropped):
    """What ended it is the client's time-out for the whole, where its library tells that from one for reading."""


class Patience(NamedTuple):
    """The time-outs of one client in seconds; None is for ever."""

    connect: float | None = None
    read: float | None = None
    total: float | None = None

    def meet(self, outcome: Outcome) -> Outcome:
        """Return what this client gets; its `delay` and `trickle` are what the door has to wait."""
        if isinstance(outcome, Reply):
            if not outcome.delay and not outcome.trickle:
                return outcome
            met = self._ended(outcome.delay, outcome.delay + outcome.trickle, outcome.waits) or outcome
        elif outcome.how == "read_timeout":
            met = self._ended(float("inf"), float("inf"), outcome.waits) or outcome
        elif outcome.how == "reset":
            met = self._ended(outcome.delay, outcome.delay, outcome.waits) or outcome
        elif outcome.how == "connect_timeout" and self.connect is not None:
            met = replace(outcome, delay=self.connect)
        else:
            met = outcome
        if met.waits:
            return met
        return replace(met, delay=0.0, trickle=0.0) if isinstance(met, Reply) else replace(met, delay=0.0)

    def _ended(self, first: float, last: float, waits: bool) -> Dropped | None:
        """Return the time-out that ends an answer with such a first and last byte, if one does."""
        ends: list[Dropped] = []
        if self.read is not None and first > self.read:
            ends.append(Dropped("read_timeout", self.read, waits))
        if self.total is not None and last > self.total:
            ends.append(Exhausted("read_timeout", self.total, waits))
        return min(ends, key=lambda end: end.delay, default=None)


def seconds(timeout: Any) -> float | None:
    """Return a time-out as http.client and urllib3 keep it; whatever is no number stands for the process's default."""
    return timeout if timeout is None or isinstance(timeout, (int, float)) else socket.getdefaulttimeout()


def pause(duration: float) -> None:
    if duration:
        time.sleep(duration)


def dribble(reply: Reply) -> Iterator[tuple[float, bytes]]:
    """Yield the parts in which the body arrives, each with the seconds before it."""
    size = -(-len(reply.body) // _PARTS) if reply.trickle else len(reply.body)
    parts = [reply.body[place : place + size] for place in range(0, len(reply.body), size or 1)]
    for part in parts:
        yield reply.trickle / len(parts), part


def broken(how: Lost) -> OSError:
    """Return what a socket raises that is lost this way."""
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
