"""Real responses, recorded in vcrpy's format: what the rest of the package may use of them."""

from .bindings import Bindings
from .loading import load
from .naming import FOLDER, default_path
from .recorder import MODES, Recorded, Recorder, playing
from .recording import Cassette, Interaction, shown
from .redaction.stand_ins import is_stand_in
from .replay import Replay

__all__ = [
    "FOLDER",
    "MODES",
    "Bindings",
    "Cassette",
    "Interaction",
    "Recorded",
    "Recorder",
    "Replay",
    "default_path",
    "is_stand_in",
    "load",
    "playing",
    "shown",
]
