"""The default scenario: that of every test which names none.

Its file has pools and nothing else, so pydantic, which checks all other keys and takes long to import, is not needed.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path
from typing import Final

from pytest_cognito_mfa._scenario import extending
from pytest_cognito_mfa._scenario.nodes import mappings_in
from pytest_cognito_mfa._scenario.pools import PoolReader
from pytest_cognito_mfa._scenario.values import Scenario

_FILE: Final = Path(__file__).with_name("default.yaml")


@functools.cache
def default(region: str) -> Scenario:
    """The scenario of a test that names none, in `region`."""
    root, _, diagnostics = extending.read(_FILE, extending.SCENARIO, extending.EMPTY)
    reader = PoolReader(diagnostics, region, personas=dict)
    pools = (reader.read(node) for node in mappings_in(root.nodes["pools"], "pools", "a pool", diagnostics))
    return Scenario(None, region, tuple(replace(pool, id=f"{region}_Example01") for pool in pools), faults=())
