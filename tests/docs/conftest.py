"""Makes docs/generate.py and its modules importable."""

import importlib
import sys

import pytest
from pages import DOCS


@pytest.fixture(scope="session")
def generate():
    sys.path.insert(0, str(DOCS))
    yield importlib.import_module("generate")
    sys.path.remove(str(DOCS))
