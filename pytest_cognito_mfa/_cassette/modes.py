"""What answers a test that has a cassette: a replay, with its passwords checked or not, or a recorder.

Rule 1: a mode that records lets calls out where there is nothing to replay; what is there is kept, and is never written
        over unless all of it is a cassette.
Rule 2: a cassette that is recorded lies below the folder that it is named from, also behind symbolic links.
Rule 3: what was recorded and never asked for is told of at the end of a strict replay alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._cassette import recorder, unplayed
from pytest_cognito_mfa._cassette.interactions import shown
from pytest_cognito_mfa._cassette.loading import load, missing
from pytest_cognito_mfa._cassette.password_checks import Proofs
from pytest_cognito_mfa._cassette.recorder import Recorder
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._cassette.rewritable import sound
from pytest_cognito_mfa.errors import CassetteError, SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_cognito_mfa._aws.exchange import Exchange
    from pytest_cognito_mfa._middleware.handler import Handler
    from pytest_cognito_mfa._simulator.sources import Sources

MODES: Final = ("none", "once", "new_episodes", "all", "rewrite")
TIMES: Final = ("shift", "keep")
"""What becomes of the times in tokens: they are the test's, or stay as recorded."""

_SUFFIXES = (".yaml", ".yml")

used: Final[set[Path]] = set()
"""Every cassette that this process played, for whoever looks for those that nobody does."""


class Manner(NamedTuple):
    """How a cassette is played; made by `manner`."""

    mode: str
    passwords: Mapping[str, str]
    times: str


def manner(mode: str = "none", passwords: object = None, times: object = "shift") -> Manner:
    """Check what a test says; raises `SettingError`, in which no password stands."""
    if mode not in MODES:
        raise SettingError(unknown("record mode", mode, MODES))
    if times not in TIMES:
        raise SettingError(unknown("times", str(times), TIMES))
    known = {} if passwords is None else passwords
    if not isinstance(known, Mapping) or not all(isinstance(each, str) for pair in known.items() for each in pair):
        raise SettingError("passwords says the password of each user by name, all of them texts: {'grace': '...'}")
    return Manner(mode, known, str(times))


@dataclass(frozen=True)
class Playing:
    """Who answers; `replay` where nothing is recorded, `recorder` where something is."""

    source: Handler
    replay: Replay | None = None
    recorder: Recorder | None = None

    def unplayed(self, journal: Sequence[Exchange]) -> tuple[str, ...]:
        """A few lines about what was recorded and not asked for."""
        return () if self.replay is None else unplayed.told(self.replay, journal)


def records(path: Path, mode: str) -> bool:
    """Whether calls go out in this mode."""
    return mode in MODES and mode != "none" and not (mode == "once" and path.exists())


def playing(path: Path, how: Manner, sources: Sources, pool_id: Callable[[], str]) -> Playing:
    """Give what answers a test with this cassette; `pool_id` tells the id that goes into proofs of a password."""
    used.add(Path(os.path.realpath(path)))
    now = sources.clock.timestamp

    def checked(replay: Replay) -> Replay | Proofs:
        return Proofs(replay, how.passwords, sources, pool_id) if how.passwords else replay

    def replaying() -> Replay:
        return Replay(load(path), now if how.times == "shift" else None)

    if not records(path, how.mode):
        if not path.exists():
            raise CassetteError(f"{missing(path)}; record it with: pytest --cognito-record=once")
        replay = replaying()
        return Playing(checked(replay), replay)
    if path.suffix not in _SUFFIXES:
        raise SettingError(f"{shown(path)}: a cassette is recorded as YAML; name it {path.stem}.yaml")
    keep_inside(path, path.parent if path.is_absolute() else Path.cwd())
    before = None
    if path.exists():
        sound(path)
        before = checked(replaying())
    recording = Recorder(path, how.mode, before, recorder.redactor_of_this_machine(), now)
    return Playing(recording, recorder=recording)


def keep_inside(path: Path, folder: Path) -> None:
    """Refuse to record to a path that leaves `folder`, by ``..`` or by a symbolic link."""
    real = os.path.realpath(path)
    if not Path(real).is_relative_to(os.path.realpath(folder)):
        raise SettingError(f"{shown(path)}: a cassette is recorded below {folder}, and this leads out of it, to {real}")
