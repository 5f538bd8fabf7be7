"""A pytest inside of pytest, without what it would do again each time: it does the same, in half of the time."""

import ast
import functools
import importlib.metadata
from types import SimpleNamespace

PLUGINS = [each for each in importlib.metadata.distributions() if any(e.group == "pytest11" for e in each.entry_points)]
OURS = [importlib.metadata.distribution("pytest-cognito-mfa")]
_PARSED_ONCE = SimpleNamespace(**{**vars(ast), "parse": functools.lru_cache(maxsize=30)(ast.parse)})
_NO_WAIT = SimpleNamespace(sleep=bool)


def quicken(monkeypatch, installed=PLUGINS):
    """Look for plugins in these distributions alone, parse a file of a traceback once, and try again at once."""
    monkeypatch.setattr("importlib.metadata.distributions", lambda **_: installed)
    monkeypatch.setattr("_pytest._code.source.ast", _PARSED_ONCE)
    monkeypatch.setattr("botocore.endpoint.time", _NO_WAIT)
    # Another run of the same second may write a module of the same name and size: its bytecode would be taken for it.
    monkeypatch.setattr("sys.dont_write_bytecode", True)
