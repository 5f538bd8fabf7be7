"""Which files a command line names: files as they are, what a glob stands for, and the scenarios in a directory."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._scenario import is_scenario
from pytest_cognito_mfa._stories import SUFFIX
from pytest_cognito_mfa.errors import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterable

_YAML: Final = (".yaml", ".yml")


@dataclass
class Chosen:
    """Each file once, in the order in which it was named."""

    files: dict[Path, None] = field(default_factory=dict)
    left_alone: dict[Path, None] = field(default_factory=dict)
    """The YAML files of a directory that are no scenarios."""
    mistakes: list[Mistake] = field(default_factory=list)
    """Of what stands for no file at all."""

    def name(self, given: str) -> None:
        """Take what one word of the command line stands for."""
        path = Path(given)
        if path.is_dir():
            self._look_into(path)
        elif path.exists() or not glob.has_magic(given):
            self.files[path] = None  # one that is missing is told of when it is read
        elif found := sorted(glob.glob(given, recursive=True)):  # noqa: PTH207 - the pattern may be absolute
            for each in found:
                self.name(each)
        else:
            self.mistakes.append(Mistake(given, 1, 1, "no file is named so"))

    def _look_into(self, folder: Path) -> None:
        found = {path: _is_ours(path) for path in sorted(_yaml_below(folder))}
        self.files.update(dict.fromkeys(path for path, ours in found.items() if ours))
        self.left_alone.update(dict.fromkeys(path for path, ours in found.items() if not ours))
        if not any(found.values()):
            self.mistakes.append(Mistake(str(folder), 1, 1, "there is no scenario in this directory"))


def _is_ours(path: Path) -> bool:
    """A file of steps is known by its name, as pytest knows it, and a scenario by what stands in it."""
    return path.name.endswith(SUFFIX) or is_scenario(path.read_bytes())


def _yaml_below(folder: Path) -> Iterable[Path]:
    """The YAML files of a directory and those below it, the hidden ones aside."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in _YAML and not hidden and path.is_file():
            yield path
