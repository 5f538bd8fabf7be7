"""Tests without Python: files named `*.cognito.yaml`, a scenario with the steps that are played in it."""

from __future__ import annotations

from pytest_cognito_mfa._stories.loading import SUFFIX, load

__all__ = ["SUFFIX", "load"]
