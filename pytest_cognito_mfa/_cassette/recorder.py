"""Record what the real service answers: what goes out, in which mode, and what comes into the cassette.

1. ``none`` replays.  ``once`` records where there is no file, and replays where there is one.  ``new_episodes`` replays
   what is recorded, and records the rest behind it.  ``all`` records every call behind what is there.  ``rewrite``
   records every call, and puts them in place of what is there when the test ends.
2. A request is written from what was asked, not from what was sent: no signature, no cookie, nothing of the client's.
3. Requests and replies are kept in memory; nothing is written before every secret in all of them is known, and
   nothing at all where one of them is still in the text.
4. Calls stand in the order in which they were made; one that got no reply is left out.
"""

from __future__ import annotations

import json
import os
import platform
import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timezone
from http.client import responses
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, TARGET_HEADER, TARGET_PREFIX
from pytest_cognito_mfa._aws.passthrough import PassThrough
from pytest_cognito_mfa._cassette import writing
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.matching import is_document
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._cassette.rewritable import require_rewritable
from pytest_cognito_mfa._redaction.key import redaction_key
from pytest_cognito_mfa._redaction.redactor import Redactor
from pytest_cognito_mfa._version import __version__
from pytest_cognito_mfa._yaml.atomic_write import write_file
from pytest_cognito_mfa.errors import CassetteError, CassetteMiss, SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pytest_cognito_mfa._aws.exchange import Call, Lost, Reply
    from pytest_cognito_mfa._cassette.password_checks import PasswordChecks
    from pytest_cognito_mfa._cassette.replay import Replay

_AWS = re.compile(r"cognito-idp(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws|on\.aws)")
_TRANSFER_HEADERS = frozenset({"connection", "content-encoding", "keep-alive", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class RecordingSummary:
    """What one test recorded."""

    path: Path
    calls: int
    hosts: tuple[str, ...]


def new_redactor() -> Redactor:
    """What keeps secrets out of every file; each test has its own, and all of them one key."""
    return Redactor(redaction_key())


class Recorder:
    """A cassette that is being recorded, as a source of the pipeline, whose lock guards it."""

    def __init__(
        self,
        path: Path,
        mode: str,
        replay: Replay | PasswordChecks | None,
        redactor: Redactor,
        now: Callable[[], float],
    ) -> None:
        self.path = path
        self._mode = mode
        self._replay = replay if mode == "new_episodes" else None
        self._before = _signature(path)
        self._redactor = redactor
        self._now = now
        self._taken: list[_RecordedCall] = []

    def answer(self, call: Call) -> tuple[Reply | PassThrough, str]:
        """Replay what this mode replays, and let everything else out."""
        __tracebackhide__ = True
        if self._replay is not None:
            try:
                return self._replay.answer(call)
            except CassetteMiss:
                pass
        if call.problem is not None or not (call.operation in operations() or is_document(call.operation)):
            why = call.problem or "it asks for no operation that this botocore knows"
            raise SettingError(f"{call!r} cannot be recorded: {why}")
        taken = _RecordedCall(call)
        self._taken.append(taken)
        return PassThrough(taken), f"recorded from {taken.host}"

    def write(self) -> RecordingSummary | None:
        """Write what was recorded, if anything was; a `CassetteError`, and nothing written, where a secret is left."""
        answered = [taken for taken in self._taken if taken.status]
        if not answered:
            return None
        interactions = self._redacted(answered)
        with writing.locked(self.path.parent):
            document: writing.Document = {"version": 1, "interactions": []}
            if self.path.exists() and (self._mode != "rewrite" or _signature(self.path) != self._before):
                if _signature(self.path) != self._before:
                    require_rewritable(self.path)
                document = writing.read(self.path)
            document = {
                "version": 1,
                "provenance": _provenance(answered[-1], self._now()),
                **{name: value for name, value in document.items() if name not in ("version", "provenance")},
                "interactions": [*document["interactions"], *interactions],
            }
            text = writing.to_yaml(document)
            if leaks := self._redactor.leaks(text):
                raise CassetteError(_leaking(self.path, leaks))
            write_file(self.path, text.encode(), check=load)
        return RecordingSummary(self.path, len(answered), tuple(dict.fromkeys(taken.host for taken in answered)))

    def _redacted(self, answered: list[_RecordedCall]) -> list[writing.Document]:
        """Once to learn every secret, and once more to replace each also where it came before its own place."""
        for taken in answered:
            taken.interaction(self._redactor)
        return [taken.interaction(self._redactor) for taken in answered]


class _RecordedCall:
    """One call that went out, and the note of what came."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.host = urlsplit(call.url).netloc.rpartition("@")[2]
        self.status = 0
        self._headers: tuple[tuple[str, str], ...] = ()
        self._body = b""

    def __call__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.status, self._headers, self._body = status, tuple(headers), body

    def lost(self, _: Lost) -> None:
        """Nothing came, so nothing is recorded."""

    def interaction(self, redactor: Redactor) -> writing.Document:
        """The entry of a cassette, without secrets."""
        call = self.call
        method, sent, asked = "POST", [(TARGET_HEADER, TARGET_PREFIX + call.operation)], b""
        if is_document(call.operation):
            method, sent = "GET", []
        else:
            sent.append(("Content-Type", CONTENT_TYPE))
            asked = json.dumps(call.parameters, ensure_ascii=False, separators=(",", ":")).encode()
        kept = [(name, value) for name, value in self._headers if name.lower() not in _TRANSFER_HEADERS]
        request_headers, request = redactor.request(call.operation, sent, asked, url=call.url)
        response_headers, response = redactor.response(call.operation, kept, self._plain(), url=call.url)
        return {
            "operation": call.operation,
            "request": {
                "method": method,
                "uri": redactor.text(call.url),
                "headers": _grouped(request_headers),
                "body": request.decode() or None,
            },
            "response": {
                "status": {"code": self.status, "message": responses.get(self.status, "")},
                "headers": _grouped(response_headers),
                "body": {"string": response.decode()},
            },
        }

    def _plain(self) -> bytes:
        """The body without its compression; it must be text, or it is none of Cognito's."""
        encoding = next((value for name, value in self._headers if name.lower() == "content-encoding"), "")
        body = self._body
        try:
            if encoding.lower() in ("gzip", "x-gzip", "deflate"):
                body = zlib.decompress(body, zlib.MAX_WBITS | 32)  # zlib finds out which of them it is
            json.loads(body or b"{}")
        except (ValueError, zlib.error):
            raise CassetteError(
                f"nothing is recorded: what {self.host} answered to {self.call.operation} is not JSON"
            ) from None
        return body


def _grouped(headers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    return grouped


def _provenance(taken: _RecordedCall, at: float) -> dict[str, str]:
    import botocore  # noqa: PLC0415 - it is long there

    host = urlsplit(taken.call.url).hostname or ""
    aws = _AWS.fullmatch(host)
    region = aws[1] if aws else os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return {
        "recorded": f"{datetime.fromtimestamp(at, timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
        **({"region": region} if region else {}),
        "endpoint": "aws" if aws else "loopback" if _is_loopback(host) else "custom",
        "python": platform.python_version(),
        "botocore": botocore.__version__,
        "pytest-cognito-mfa": __version__,
    }


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _signature(path: Path) -> tuple[int, int, int] | None:
    """What tells one content of a file from the next."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _leaking(path: Path, leaks: list[Any]) -> str:
    places = "".join(f"\n  {leak}" for leak in leaks)
    return (
        f"{display_path(path)}: nothing is written, as something secret would stand there:{places}\n"
        "  If it stood there before, clean the file with: cognito-mfa scrub"
    )
