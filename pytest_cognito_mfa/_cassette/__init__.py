"""Real responses, recorded in vcrpy's format: what the rest of the package may use of them."""

from .age import expired
from .bindings import Bindings
from .loading import load
from .naming import FOLDER, default_path
from .playing import MODES, TIMES, Playing, keep_inside, manner, playing, records
from .recorder import Recorded, Recorder
from .recording import Cassette, Interaction
from .replay import Replay

__all__ = [
    "FOLDER",
    "MODES",
    "TIMES",
    "Bindings",
    "Cassette",
    "Interaction",
    "Playing",
    "Recorded",
    "Recorder",
    "Replay",
    "default_path",
    "expired",
    "keep_inside",
    "load",
    "manner",
    "playing",
    "records",
]
