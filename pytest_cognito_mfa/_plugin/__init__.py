"""The parts of the pytest plugin; `plugin.py` has the hooks.

pytest rewrites the assertions of all modules of a plugin's package, or looks up what it has rewritten before.  Ours
have none that a user sees, and they are many, so they are imported as Python does it: that saves a tenth of a second in
every run, and two seconds where no byte code is written.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

_PREFIX = f"{__name__.partition('.')[0]}."


class _AsPython:
    """A finder of this package's modules, in front of the one of pytest's that rewrites assertions."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return PathFinder.find_spec(name, path, target) if name.startswith(_PREFIX) else None


sys.meta_path.insert(0, _AsPython)
