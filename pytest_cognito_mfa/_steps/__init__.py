"""Tests without Python: files named `*.cognito.yaml`, a scenario with the steps that are played in it."""

from __future__ import annotations

from .reading import SUFFIX, load

__all__ = ["SUFFIX", "load"]
