"""Open a cassette for a test: as a replay, with or without password checks, or as a recorder.

Rule 1: a mode that records keeps what is in the file.  It replaces nothing unless the whole file is a valid cassette.
Rule 2: a cassette is recorded only inside the folder that its path is relative to; symbolic links cannot leave it.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._cassette import recorder
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.modes import is_recording
from pytest_cognito_mfa._cassette.other_hosts import OtherHosts
from pytest_cognito_mfa._cassette.password_checks import PasswordChecks
from pytest_cognito_mfa._cassette.paths import display_path, missing_file, require_inside
from pytest_cognito_mfa._cassette.player import Player
from pytest_cognito_mfa._cassette.recorder import Recorder
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._cassette.writing import require_rewritable
from pytest_cognito_mfa._yaml.regular_files import require_writable
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._cassette.modes import ReplayOptions
    from pytest_cognito_mfa._simulator.sources import Sources

_RECORDED_SUFFIXES: Final = (".yaml", ".yml")

played_files: Final[set[Path]] = set()
"""Every cassette that this process opened; the search for unused cassettes reads it."""


def open_cassette(path: Path, options: ReplayOptions, sources: Sources, pool_id: Callable[[], str]) -> Player:
    """Open `path` as the options say; `pool_id` gives the pool id that a password proof contains."""
    with contextlib.suppress(ValueError):  # it is not a path; loading reports that
        played_files.add(Path(os.path.realpath(path)))
    now = sources.clock.timestamp

    def replaying() -> Replay:
        shifted = now if options.times == "shift" else None
        return Replay(load(path), shifted, allow_repeats=options.allow_playback_repeats)

    def checked(replay: Replay) -> Replay | PasswordChecks:
        return PasswordChecks(replay, options.passwords, sources, pool_id) if options.passwords else replay

    if not is_recording(path, options.mode):
        if not os.path.exists(path):  # noqa: PTH110 - loading reports a path that is none
            raise missing_file(path, "record it with: pytest --cognito-record=once")
        replay = replaying()
        repeats, held = options.allow_playback_repeats, replay.cassette
        others = OtherHosts(held, allow_repeats=repeats) if held.others else None
        return Player(checked(replay), replay, others=others)
    if path.suffix not in _RECORDED_SUFFIXES:
        raise SettingError(f"{display_path(path)}: cassettes are recorded as YAML; name it {path.stem}.yaml")
    try:
        require_writable(path)
    except OSError as error:
        raise SettingError(f"{display_path(path)}: nothing can be recorded to this path: {error.strerror}") from None
    require_inside(path, path.parent if path.is_absolute() else Path.cwd())
    before = None
    if path.exists():
        require_rewritable(path)
        before = checked(replaying())
    recording = Recorder(path, options.mode, before, recorder.new_redactor(), now)
    return Player(recording, recorder=recording)
