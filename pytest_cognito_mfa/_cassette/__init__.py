"""Real responses, recorded in vcrpy's format: what the rest of the package may use of them."""

from .loading import load
from .recording import Cassette, Interaction
from .replay import Replay

__all__ = ["Cassette", "Interaction", "Replay", "load"]
