"""The files that a command line names: single files, globs, and the scenarios and stories in a directory."""

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
class FileArguments:
    """Each file once, in the order of the command line."""

    files: dict[Path, None] = field(default_factory=dict)
    skipped: dict[Path, None] = field(default_factory=dict)
    """YAML files in a directory that are not scenarios."""
    mistakes: list[Mistake] = field(default_factory=list)
    """One for each argument that matches no file."""

    def add(self, given: str) -> None:
        """Add the files of one argument."""
        path = Path(given)
        if path.is_dir():
            self._add_folder(path)
        elif path.exists() or not glob.has_magic(given):
            self.files[path] = None  # loading reports a missing file
        elif found := sorted(glob.glob(given, recursive=True)):  # noqa: PTH207 - the pattern may be absolute
            for each in found:
                self.add(each)
        else:
            self.mistakes.append(Mistake(given, 1, 1, "no file matches"))

    def _add_folder(self, folder: Path) -> None:
        found = {path: _is_scenario_or_story(path) for path in sorted(_yaml_below(folder))}
        self.files.update(dict.fromkeys(path for path, ours in found.items() if ours))
        self.skipped.update(dict.fromkeys(path for path, ours in found.items() if not ours))
        if not any(found.values()):
            self.mistakes.append(Mistake(str(folder), 1, 1, "no scenario in this directory"))


def _is_scenario_or_story(path: Path) -> bool:
    """A story has a name that pytest collects; a scenario is known by its content."""
    return path.name.endswith(SUFFIX) or is_scenario(path.read_bytes())


def _yaml_below(folder: Path) -> Iterable[Path]:
    """The YAML files below a directory, without hidden ones."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in _YAML and not hidden and path.is_file():
            yield path
