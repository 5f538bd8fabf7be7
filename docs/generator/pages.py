"""Where generated parts are in a page: between two comments, the first of which names the part.

    <!-- generated: rules _simulator.mfa.lockout -->
    ...
    <!-- end of generated -->

A word behind the name of the part is given to its function.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import (
    commands,
    errors,
    fidelity,
    operation_evidence,
    operations,
    python_api,
    rooms,
    scenario_keys,
    settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PARTS: dict[str, Callable[..., str]] = {
    **fidelity.PARTS,
    **commands.PARTS,
    **errors.PARTS,
    **operation_evidence.PARTS,
    **operations.PARTS,
    **python_api.PARTS,
    **rooms.PARTS,
    **scenario_keys.PARTS,
    **settings.PARTS,
}
BEGIN = re.compile(r"^<!-- generated: ([\w.-]+(?: [\w.-]+)*) -->$", re.MULTILINE)
END = "<!-- end of generated -->"


def generated_pages(docs: Path) -> Iterator[Path]:
    """Every page that has a generated part."""
    return (path for path in sorted(docs.rglob("*.md")) if BEGIN.search(path.read_text("utf-8")))


def renewed(text: str) -> str:
    """The page with its generated parts as the package makes them now."""
    parts, at = [], 0
    for begin in BEGIN.finditer(text):
        end = text.index(END, begin.end())
        name, *arguments = begin[1].split()
        parts += [text[at : begin.end()], "\n", PARTS[name](*arguments).strip("\n"), "\n"]
        at = end
    return "".join([*parts, text[at:]])
