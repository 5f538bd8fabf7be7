"""Nothing secret in a recording: each secret value gets a stand-in of its own shape, the same one everywhere."""

from .protocol import Headers, Leak, Redacting

__all__ = ["Headers", "Leak", "Redacting"]
