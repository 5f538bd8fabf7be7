"""Real responses, recorded in vcrpy's format: what the rest of the package may use of them."""

from .bindings import Bindings
from .loading import load
from .recording import Cassette, Interaction, shown
from .redaction.stand_ins import is_stand_in
from .replay import Replay

__all__ = ["Bindings", "Cassette", "Interaction", "Replay", "is_stand_in", "load", "shown"]
