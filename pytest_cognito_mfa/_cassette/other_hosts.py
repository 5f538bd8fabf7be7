"""What a cassette holds of other hosts than Cognito's: played by vcrpy's own player, and reported if it is not.

Rule 1: a request to a host that the cassette holds gets its recorded answer, or vcrpy refuses it.  Requests to all
        other hosts are sent as usual.
Rule 2: if a cassette of the user's is open already, it answers other hosts alone: vcrpy cannot ask one after the other.
Rule 3: matching is that of `vcrpy_matching`; each answer is given once, or again with `allow_repeats`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._cassette.paths import display_path
from pytest_cognito_mfa._interceptors._open_cassette import open_cassette
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._cassette.interactions import Cassette


class OtherHosts:
    """The player of one test; `cassette` has interactions with other hosts."""

    def __init__(self, cassette: Cassette, *, allow_repeats: bool) -> None:
        self._cassette, self._allow_repeats = cassette, allow_repeats
        self._playing: Any = None

    @contextmanager
    def playing(self) -> Iterator[None]:
        """Play while the block runs."""
        if open_cassette() is not None:
            yield
            return
        import vcr  # noqa: PLC0415 - seldom needed

        from pytest_cognito_mfa._cassette.vcrpy_registration import register  # noqa: PLC0415 - the same

        persister = _OthersAlone()
        player = register(vcr.VCR(record_mode="none", before_record_request=persister.kept))
        player.register_persister(persister)
        is_json = self._cassette.path.suffix == ".json"
        options = {"serializer": "json" if is_json else "yaml", "allow_playback_repeats": self._allow_repeats}
        block = player.use_cassette(str(self._cassette.path), **options)
        try:
            self._playing = block.__enter__()
        except Exception as error:  # noqa: BLE001 - vcrpy lets out what its parts raise
            place = f"{display_path(self._cassette.path)}:{self._cassette.others[0]}"
            held = f"an interaction with another host, at line {', '.join(map(str, self._cassette.others))}"
            raise CassetteError(f"{place}: vcrpy cannot load {held}: {type(error).__name__}") from None
        try:
            yield
        finally:
            block.__exit__(None, None, None)

    @property
    def unplayed(self) -> tuple[str, ...]:
        """A line about each recorded request that was not made."""
        if self._playing is None:
            return ()
        name, playing = display_path(self._cassette.path), self._playing
        recorded = enumerate(zip(self._cassette.others, playing.requests, strict=True))
        return tuple(
            f"{name}:{line}: {request.method} {_address(request.uri)} was not played"
            for at, (line, request) in recorded
            if not playing.play_counts[at]
        )


class _OthersAlone:
    """A persister of vcrpy that loads what is not Cognito's, and knows whose it is."""

    def __init__(self) -> None:
        self._hosts: set[tuple[str, str]] = set()

    def load_cassette(self, path: Any, serializer: Any) -> tuple[list[Any], list[Any]]:
        from vcr.persisters.filesystem import FilesystemPersister  # noqa: PLC0415 - seldom needed

        requests, responses, *_ = FilesystemPersister.load_cassette(path, serializer)
        others = [(asked, given) for asked, given in zip(requests, responses, strict=True) if not _is_cognitos(asked)]
        self._hosts = {_host(request) for request, _ in others}
        return [request for request, _ in others], [response for _, response in others]

    def kept(self, request: Any) -> Any:
        """The request if the cassette decides on it; None if it is none of its hosts'."""
        return request if _host(request) in self._hosts else None


def _is_cognitos(request: Any) -> bool:
    return read(request.method, request.uri, request.headers, None) is not None


def _host(request: Any) -> tuple[str, str]:
    parts = urlsplit(request.uri)
    return parts.scheme, parts.netloc


def _address(uri: str) -> str:
    """The URL without its query, which may hold a secret."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
