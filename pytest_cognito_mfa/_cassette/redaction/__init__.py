"""Nothing secret in a recording: each secret value gets a stand-in of its own shape, the same one everywhere."""

from .key import key_of_this_machine
from .protocol import Headers, Leak, Redacting
from .redactor import Redactor

__all__ = ["Headers", "Leak", "Redacting", "Redactor", "key_of_this_machine"]
