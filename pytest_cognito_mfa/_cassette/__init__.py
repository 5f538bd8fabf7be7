"""Real responses, recorded in vcrpy's format: what the rest of the package may use of them."""

from .age import expired
from .bindings import Bindings
from .loading import load
from .naming import FOLDER, default_path
from .playing import MODES, TIMES, Manner, Playing, keep_inside, manner, playing, records
from .recorder import Recorded, Recorder
from .recording import Cassette, Interaction, shown
from .redaction.stand_ins import is_stand_in
from .replay import Replay

__all__ = [
    "FOLDER",
    "MODES",
    "TIMES",
    "Bindings",
    "Cassette",
    "Interaction",
    "Manner",
    "Playing",
    "Recorded",
    "Recorder",
    "Replay",
    "default_path",
    "expired",
    "is_stand_in",
    "keep_inside",
    "load",
    "manner",
    "playing",
    "records",
    "shown",
]
