"""The modes of a cassette, and the other options that a test gives for it.

``none``          replays.  A call that is not recorded fails with `CassetteMiss`.
``once``          records if the file does not exist, else replays.
``new_episodes``  replays recorded calls, and appends all others to the file.
``all``           sends every call to the real service, and appends it to the file.
``rewrite``       sends every call to the real service, and replaces the file when the test ends.
``hybrid``        replays recorded calls, and lets the simulator answer all others; nothing is recorded.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from pathlib import Path

RECORD_MODES: Final = ("none", "once", "new_episodes", "all", "rewrite")
"""What `--cognito-record` takes, in vcrpy's words."""

HYBRID: Final = "hybrid"
"""The mode that only a marker or an argument can choose."""

TIMES: Final = ("shift", "keep")
"""The times in recorded tokens are shifted to the test's time, or kept as recorded."""


class ReplayOptions(NamedTuple):
    """How a test uses its cassette; made by `replay_options`."""

    mode: str
    passwords: Mapping[str, str]
    times: str
    allow_playback_repeats: bool
    """Whether a recorded response is given again when no unplayed one is left."""


def replay_options(
    mode: str = "none", passwords: object = None, times: object = "shift", *, allow_playback_repeats: object = False
) -> ReplayOptions:
    """Check the options that a test gives; a `SettingError` never shows a password."""
    if mode not in (known_modes := (*RECORD_MODES, HYBRID)):
        raise SettingError(unknown("mode", mode, known_modes))
    if times not in TIMES:
        raise SettingError(unknown("times", str(times), TIMES))
    known = {} if passwords is None else passwords
    if not isinstance(known, Mapping) or not all(isinstance(each, str) for pair in known.items() for each in pair):
        raise SettingError("passwords must map each user name to a password, both as text: {'grace': '...'}")
    if not isinstance(allow_playback_repeats, bool):
        raise SettingError(f"allow_playback_repeats must be True or False, not {allow_playback_repeats!r}")
    return ReplayOptions(mode, known, str(times), allow_playback_repeats)


def is_recording(path: Path, mode: str) -> bool:
    """Whether calls go to the real service in this mode."""
    return mode in RECORD_MODES and mode != "none" and not (mode == "once" and os.path.exists(path))  # noqa: PTH110 - never an error
