"""A scenario from a few lines of YAML."""

from __future__ import annotations

import textwrap

import pytest

from pytest_cognito_mfa._scenario import load
from pytest_cognito_mfa.errors import ScenarioError


@pytest.fixture
def read(tmp_path):
    """Load YAML text, or bytes, as the file s.yaml in us-east-1."""

    def read(text, region="us-east-1"):
        path = tmp_path / "s.yaml"
        path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        return load(path, region=region)

    return read


@pytest.fixture
def mistakes(read):
    """What is wrong with YAML text: `line:column: what` for each mistake."""

    def mistakes(text):
        with pytest.raises(ScenarioError) as caught:
            read(text)
        return [f"{m.line}:{m.column}: {m.text}" for m in caught.value.mistakes]

    return mistakes
