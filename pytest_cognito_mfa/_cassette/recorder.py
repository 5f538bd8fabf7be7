"""Record the real service: let calls pass to it, and write its responses into the cassette when the test ends.

1. The mode decides which calls are replayed and what happens to the file; see `modes`.
2. A request is written from its operation and members.  The client's headers (signature, cookies) are never written.
3. Calls and responses stay in memory until all their secrets are known.  If a secret is still in the text of the file,
   nothing is written.
4. Calls are written in the order in which they were made; a call that got no response is not written.
5. If the run is killed, the old cassette stays intact.
"""

from __future__ import annotations

import json
import os
import platform
import zlib
from dataclasses import dataclass
from datetime import datetime, timezone
from http.client import responses
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, TARGET_HEADER, TARGET_PREFIX, PassThrough
from pytest_cognito_mfa._aws.hosts import host_of, region_of
from pytest_cognito_mfa._aws.limits import loads
from pytest_cognito_mfa._cassette import writing
from pytest_cognito_mfa._cassette.loading import parse
from pytest_cognito_mfa._cassette.matching import is_document
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._redaction.key import NOT_SECRET, redaction_key, values_not_secret
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

_CONNECTION_HEADERS = frozenset({"connection", "content-encoding", "keep-alive", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class RecordingSummary:
    """What one test recorded: the file, the number of calls, and the hosts that answered."""

    path: Path
    """The file that was written."""
    calls: int
    """How many calls it has."""
    hosts: tuple[str, ...]
    """The hosts that answered them."""


def new_redactor() -> Redactor:
    """A redactor for one test; all use the same key."""
    return Redactor(redaction_key(), not_secret=values_not_secret())


class Recorder:
    """A cassette that is being recorded, as the handler of one test's calls; the pipeline's lock guards it."""

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
        self._before = _file_version(path)
        self._redactor = redactor
        self._now = now
        self._calls: list[_RecordedCall] = []

    def answer(self, call: Call) -> tuple[Reply | PassThrough, str]:
        """Replay the call if the mode and the cassette allow it, else let it pass."""
        __tracebackhide__ = True
        if self._replay is not None:
            try:
                return self._replay.answer(call)
            except CassetteMiss:
                pass
        if call.problem is not None or not (call.operation in operations() or is_document(call.operation)):
            why = call.problem or "the installed botocore does not know its operation"
            raise SettingError(f"{call!r} cannot be recorded: {why}")
        recorded = _RecordedCall(call)
        self._calls.append(recorded)
        return PassThrough(recorded), f"recorded from {recorded.host}"

    def write(self) -> RecordingSummary | None:
        """Write what was recorded; raises `CassetteError`, and writes nothing, if a secret is still in the text."""
        answered = [each for each in self._calls if each.status]
        if not answered:
            return None
        try:
            self._write(answered)
        except OSError as error:
            raise CassetteError(
                f"{display_path(self.path)}: the recording of {_counted(answered)} cannot be written: "
                f"{error.strerror or error}; the file is as it was before"
            ) from None
        return RecordingSummary(self.path, len(answered), tuple(dict.fromkeys(each.host for each in answered)))

    def _write(self, answered: list[_RecordedCall]) -> None:
        interactions = self._redacted(answered)
        with writing.locked(self.path.parent):
            content = self._content(interactions, answered[-1])
            del interactions  # the check needs memory for the same values
            self._check(content)
            write_file(self.path, content)

    def _content(self, interactions: list[writing.Document], latest: _RecordedCall) -> bytes:
        """The whole file, without a secret."""
        document: writing.Document = {"version": 1, "interactions": []}
        if self.path.exists() and (self._mode != "rewrite" or _file_version(self.path) != self._before):
            if _file_version(self.path) != self._before:
                writing.require_rewritable(self.path)
            document = writing.read(self.path)
        document = {
            "version": 1,
            "provenance": _provenance(latest, self._now()),
            **{name: value for name, value in document.items() if name not in ("version", "provenance")},
            "interactions": [*document["interactions"], *interactions],
        }
        text = writing.to_yaml(document)
        if leaks := self._redactor.remaining_secrets(text):
            raise CassetteError(_leak_message(self.path, leaks))
        return text.encode()

    def _check(self, content: bytes) -> None:
        try:
            for interaction in parse(self.path, content).interactions:
                interaction.check()
        except CassetteError as error:
            why = f"nothing is written, because it could not be replayed; in the new text, {error}"
            raise CassetteError(f"{display_path(self.path)}: {why}") from None

    def _redacted(self, answered: list[_RecordedCall]) -> list[writing.Document]:
        """Redact twice: a secret may occur before the member that identifies it."""
        for each in answered:
            self._redactor.reserve(*each.bodies())
        for each in answered:
            each.interaction(self._redactor)
        return [each.interaction(self._redactor) for each in answered]


class _RecordedCall:
    """One call that passed to the real service, and the response to it."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.host = urlsplit(call.url).netloc.rpartition("@")[2]
        self.status = 0
        self._headers: tuple[tuple[str, str], ...] = ()
        self._body = b""

    def __call__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.status, self._headers, self._body = status, tuple(headers), body

    def lost(self, _: Lost, __: Exception | None = None) -> None:
        """No response came, so nothing is recorded."""

    def bodies(self) -> tuple[bytes, bytes]:
        """What was sent, and what the service answered; secrets are in both."""
        asked = b""
        if not is_document(self.call.operation):
            asked = json.dumps(self.call.parameters, ensure_ascii=False, separators=(",", ":")).encode()
        return asked, self._decompressed()

    def interaction(self, redactor: Redactor) -> writing.Document:
        """The interaction in vcrpy's format, without secrets."""
        call = self.call
        method, sent = "POST", [(TARGET_HEADER, TARGET_PREFIX + call.operation), ("Content-Type", CONTENT_TYPE)]
        if is_document(call.operation):
            method, sent = "GET", []
        asked, answer = self.bodies()
        kept = [(name, value) for name, value in self._headers if name.lower() not in _CONNECTION_HEADERS]
        request_headers, request = redactor.request(call.operation, sent, asked, url=call.url)
        response_headers, response = redactor.response(call.operation, kept, answer, url=call.url)
        return {
            "operation": call.operation,
            "request": {
                "method": method,
                "uri": redactor.url(call.url),
                "headers": _grouped(request_headers),
                "body": request.decode() or None,
            },
            "response": {
                "status": {"code": self.status, "message": responses.get(self.status, "")},
                "headers": _grouped(response_headers),
                "body": {"string": response.decode()},
            },
        }

    def _decompressed(self) -> bytes:
        """The decompressed body; it must be JSON in UTF-8."""
        encoding = next((value for name, value in self._headers if name.lower() == "content-encoding"), "")
        body = self._body
        try:
            if encoding.lower() in ("gzip", "x-gzip", "deflate"):
                body = zlib.decompress(body, zlib.MAX_WBITS | 32)  # zlib detects whether it is gzip or deflate
            loads(body.decode("utf-8-sig") or "{}")
        except (ValueError, zlib.error):
            raise CassetteError(
                f"nothing is recorded: the response of {self.host} to {self.call.operation} is not JSON in UTF-8"
            ) from None
        return body


def _counted(calls: list[_RecordedCall]) -> str:
    return f"{len(calls)} call{'s' if len(calls) > 1 else ''}"


def _grouped(headers: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    return grouped


def _provenance(latest: _RecordedCall, at: float) -> dict[str, str]:
    import botocore  # noqa: PLC0415 - already imported by then

    aws = region_of(latest.call.url)
    region = aws or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return {
        "recorded": f"{datetime.fromtimestamp(at, timezone.utc):%Y-%m-%dT%H:%M:%SZ}",
        **({"region": region} if region else {}),
        "endpoint": "aws" if aws else "loopback" if _is_loopback(host_of(latest.call.url)) else "custom",
        "python": platform.python_version(),
        "botocore": botocore.__version__,
        "pytest-cognito-mfa": __version__,
    }


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _file_version(path: Path) -> tuple[int, int, int] | None:
    """Changes whenever the content of the file changes."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _leak_message(path: Path, leaks: list[Any]) -> str:
    places = "".join(f"\n  {leak}" for leak in leaks)
    return (
        f"{display_path(path)}: nothing is written, because the file would contain secrets:{places}\n"
        f"  if the file already contained them, remove them with: cognito-mfa scrub {display_path(path)}\n"
        f"  if such a value is not secret, list it in the environment variable {NOT_SECRET}, separated by commas"
    )
