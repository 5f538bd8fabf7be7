"""`cognito-mfa check`: prints every mistake in scenarios and stories as `file:line:column: text`."""

from __future__ import annotations

import glob
import os
import shutil
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._aws.constants import DEFAULT_REGION
from pytest_cognito_mfa._cli.printing import GREEN, RED, YELLOW, counted, is_styled, one_line, paint, with_source
from pytest_cognito_mfa._scenario import is_scenario, load
from pytest_cognito_mfa._scenario.provisioning import create_service
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa._stories import SUFFIX
from pytest_cognito_mfa._stories import load as load_story
from pytest_cognito_mfa._yaml import regular_files
from pytest_cognito_mfa.errors import Mistake, ScenarioError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from typing import TextIO

    from pytest_cognito_mfa._scenario import Scenario

_YAML: Final = (".yaml", ".yml")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        default=["."],
        help="a scenario, a story (*.cognito.yaml), a directory, or a glob; default: the current directory",
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="show colours and source lines; auto: only in a terminal (default)",
    )


def run(options: argparse.Namespace) -> int:
    selected = FileArguments()
    for given in options.files:
        selected.add(given)
    # A finding in a base file, which several files extend, is printed once.
    read = [_findings(path) for path in selected.files]
    found = {_identity(mistake): mistake for mistakes, _ in read for mistake in mistakes}
    doubtful = {_identity(each): each._replace(text=f"warning: {each.text}") for _, warned in read for each in warned}
    mistakes = [*selected.mistakes, *found.values()]
    styled = is_styled(sys.stdout, options.color)
    width = shutil.get_terminal_size().columns
    for mistake in (*mistakes, *doubtful.values()):
        _write(sys.stdout, with_source(mistake, width) if styled else one_line(mistake))
    sys.stdout.flush()
    colour = RED if mistakes else YELLOW if doubtful else GREEN
    text = paint(_summary(selected, mistakes, len(doubtful)), colour, styled=is_styled(sys.stderr, options.color))
    _write(sys.stderr, f"{text}\n{_skipped(selected)}")
    return 1 if mistakes else 0


def _findings(path: Path) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
    """The mistakes in a file, or else what AWS would refuse in it; and the warnings about it."""
    try:
        scenario = _scenario(path)
        create_service(_without_functions(scenario), Sources())
    except ScenarioError as error:
        return error.mistakes, ()
    return (), scenario.warnings


def _without_functions(scenario: Scenario) -> Scenario:
    """The scenario without its triggers: a check imports no code of the application."""
    return replace(scenario, pools=tuple([replace(pool, triggers=()) for pool in scenario.pools]))


def _scenario(path: Path) -> Scenario:
    if path.name.endswith(SUFFIX):
        return load_story(path, region=DEFAULT_REGION).scenario
    return load(path, region=DEFAULT_REGION)


def _identity(mistake: Mistake) -> tuple[object, ...]:
    return os.path.realpath(mistake.file), *mistake[1:]


def _summary(selected: FileArguments, mistakes: list[Mistake], warnings: int) -> str:
    found = counted(len(mistakes), "mistake") if mistakes else "no mistakes"
    doubtful = f", {counted(warnings, 'warning')}" if warnings else ""
    return f"{counted(len(selected.files), 'file')}, {found}{doubtful}"


def _skipped(selected: FileArguments) -> str:
    return "".join(f"skipped, not a scenario: {path}\n" for path in selected.skipped)


def _write(stream: TextIO, text: str) -> None:
    """Write the text; characters that the encoding lacks are escaped."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


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
        if regular_files.is_folder(path):
            self._add_folder(path)
        elif os.path.lexists(path) or not glob.has_magic(given):
            self.files[path] = None  # loading reports a missing file
        elif found := sorted(glob.glob(given, recursive=True)):  # noqa: PTH207 - the pattern may be absolute
            for each in found:
                self.add(each)
        else:
            self.mistakes.append(Mistake(given, 1, 1, "no file matches"))

    def _add_folder(self, folder: Path) -> None:
        found = {path: _is_to_be_checked(path) for path in sorted(_yaml_below(folder))}
        self.files.update(dict.fromkeys(path for path, is_ours in found.items() if is_ours))
        self.skipped.update(dict.fromkeys(path for path, is_ours in found.items() if not is_ours))
        if not any(found.values()):
            self.mistakes.append(Mistake(str(folder), 1, 1, "no scenario in this directory"))


def _is_to_be_checked(path: Path) -> bool:
    try:
        return is_scenario_or_story(path)
    except OSError:
        return True  # loading reports it


def is_scenario_or_story(path: Path) -> bool:
    """A story has a name that pytest collects; a scenario is known by its content."""
    return path.name.endswith(SUFFIX) or is_scenario(regular_files.read(path))


def _yaml_below(folder: Path) -> Iterable[Path]:
    """The YAML files below a directory, without hidden ones and those of virtual environments."""
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_left_out(Path(parent, name))]
        paths = [Path(parent, name) for name in files if name.endswith(_YAML) and not name.startswith(".")]
        yield from filter(Path.is_file, paths)


def _is_left_out(folder: Path) -> bool:
    return folder.name.startswith(".") or (folder / "pyvenv.cfg").exists()
