"""Where the cassette of a test stands: one file a test, by a name that every file system takes.

1. ``cassettes/<module>/<Class.><test[param]>.yaml`` beside the test's module, or below a folder of the user's.
2. What a file's name had better not hold becomes ``-``; a name that was changed ends in a digest of the
   whole, so that two tests never share a file.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOLDER = "cassettes"
LONGEST = 120
"""Letters of a name; file systems take 255 bytes, and some tools count the folders too."""

_UNSAFE = re.compile(r"[^A-Za-z0-9_.,=+\[\]-]+")


def default_path(folder: Path, module: str, names: Sequence[str]) -> Path:
    """Give the cassette of a test: `names` are its classes and its own name."""
    return folder / _safe(module) / f"{_safe('.'.join(names))}.yaml"


def _safe(name: str) -> str:
    safe = _UNSAFE.sub("-", name).strip(".-")
    if safe == name and len(name) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{safe[:LONGEST]}-{digest}"
