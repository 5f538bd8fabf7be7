"""A scenario from a few lines of YAML."""

from __future__ import annotations

import textwrap

import pytest
from editors import seen_by_an_editor

from pytest_cognito_mfa._scenario import load
from pytest_cognito_mfa.errors import ScenarioError


@pytest.fixture
def read(tmp_path):
    """Load YAML text, or bytes, as the file s.yaml in us-east-1; what loads must please an editor too."""

    def read(text, region="us-east-1"):
        path = tmp_path / "s.yaml"
        path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        scenario = load(path, region=region)
        assert seen_by_an_editor(path.read_bytes()) == []
        return scenario

    return read


@pytest.fixture
def mistakes(read):
    """What is wrong with YAML text: `line:column: what` for each mistake."""

    def mistakes(text):
        with pytest.raises(ScenarioError) as caught:
            read(text)
        return [f"{m.line}:{m.column}: {m.text}" for m in caught.value.mistakes]

    return mistakes
