"""Input files, and the scenario and notes that are imported from them."""

from __future__ import annotations

import json
import textwrap
from typing import NamedTuple

import pytest

from pytest_cognito_mfa._cli.importers import Imported, ImportOptions, read_files, scenario_text
from pytest_cognito_mfa._scenario import Scenario, load


class Outcome(NamedTuple):
    text: str
    scenario: Scenario
    notes: list[str]

    @property
    def pool(self):
        return self.scenario.pools[0]


@pytest.fixture
def outcome(tmp_path):
    """The result of an `Imported`: the scenario's text, the scenario itself, and the notes."""

    def outcome(imported):
        path = tmp_path / "scenario.yaml"
        path.write_text(scenario_text(imported, ["the input"]), "utf-8")
        return Outcome(path.read_text("utf-8"), load(path, region="us-east-1"), [*map(str, imported.findings)])

    return outcome


@pytest.fixture
def given(tmp_path, monkeypatch, outcome):
    """Import files of this content, each a text or something to write as JSON."""
    monkeypatch.chdir(tmp_path)

    def given(*contents, **options):
        paths = []
        for at, content in enumerate(contents):
            path = tmp_path.joinpath(f"input{at}").relative_to(tmp_path)
            path.write_text(textwrap.dedent(content) if isinstance(content, str) else json.dumps(content), "utf-8")
            paths.append(path)
        imported = Imported(options.get("region"))
        read_files(paths, imported, ImportOptions(**options))
        return outcome(imported)

    return given
