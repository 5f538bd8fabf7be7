"""Tests in YAML without Python: files named `*.cognito.yaml`, each a scenario with steps."""

from __future__ import annotations

from pytest_cognito_mfa._stories.loading import SUFFIX, load

__all__ = ["SUFFIX", "load"]
