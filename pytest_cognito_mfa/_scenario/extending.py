"""A scenario file and those that it `extends` -> one tree, whose nodes know which file they stand in.

Rule 1: a path is relative to the file that it stands in.
Rule 2: each file counts once, behind those that it extends; so of several, the later wins over the earlier.
Rule 3: `version` and `extends` are of the one file that they stand in.
Rule 4: what is wrong with a file as a file is told of all files; what it means is asked only when all are whole.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._scenario.merging import merged
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
from pytest_cognito_mfa._yaml.messages import MAPPING, NUMBER, mistyped, with_article
from pytest_cognito_mfa.errors import Mistake, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION: Final = 1
MAX_DEPTH: Final = 50
SCENARIO: Final = "scenario"
EMPTY: Final = "{} stands for the default scenario"

_OF_ONE_FILE: Final = ("version", "extends")
_PATHS: Final = "the path of a scenario, or a list of paths"


class FileVersion(NamedTuple):
    """One version of a file."""

    path: Path
    mtime_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> FileVersion:
        status = path.stat()
        return cls(path, status.st_mtime_ns, status.st_size)

    @property
    def is_current(self) -> bool:
        try:
            return self == FileVersion.of(self.path)
        except OSError:
            return False


class MergedFile(NamedTuple):
    """A scenario with all that it extends merged into one tree, and the files that were read for it."""

    root: tree.Mapping
    stamps: tuple[FileVersion, ...]
    diagnostics: Diagnostics


def read(path: Path, what: str, empty: str) -> MergedFile:
    """What stands in the file at `path` and in those that it extends; `diagnostics` may hold mistakes already.

    `what` it is, and what to say of an `empty` one, is of that file alone: what is extended is a scenario.

    Raises ScenarioError when one of the files cannot be read, or is no scenario at all.
    """
    reading = _Reading(path)
    try:
        reading.file(path, reading.diagnostics, what, empty)
    except (OSError, ValueError) as error:
        raise ScenarioError([Mistake(str(path), 1, 1, _unreadable(path, error))]) from None
    if not reading.whole:
        raise reading.diagnostics.error()
    root = functools.reduce(lambda base, own: merged(base, own, reading.diagnostics), reading.trees)
    return MergedFile(root, tuple(reading.stamps), reading.diagnostics)


class _Reading:
    """One walk through the files, each read once."""

    def __init__(self, path: Path) -> None:
        self.diagnostics = Diagnostics(str(path))
        self.stamps: list[FileVersion] = []
        self.trees: list[tree.Mapping] = []
        self.whole = True
        self._folder = path.parent
        self._known: set[Path] = set()
        self._open: dict[Path, Path] = {}

    def file(self, path: Path, diagnostics: Diagnostics, what: str = SCENARIO, empty: str = EMPTY) -> None:
        """Read a file, behind those that it extends.  Raises OSError or ValueError when it is none."""
        stamp = FileVersion.of(path)
        text = _decoded(path.read_bytes(), diagnostics)
        self.stamps.append(stamp)
        root = None if text is None else tree.read(text, diagnostics, empty)
        if root is not None and not isinstance(root, tree.Mapping):
            diagnostics.add(root.place, mistyped(with_article(what), MAPPING, root))
        if not isinstance(root, tree.Mapping) or not _is_of_this_version(root, diagnostics):
            self.whole = False
            return
        real = path.resolve()
        self._known.add(real)
        self._open[real] = path
        for node in self._paths(root, diagnostics):
            self._extend(path, node, diagnostics)
        del self._open[real]
        self.trees.append(_without(root))

    def _paths(self, root: tree.Mapping, diagnostics: Diagnostics) -> Iterator[tree.Scalar]:
        """Where paths stand behind `extends`; whatever else stands there is a mistake."""
        given = root.nodes.get("extends")
        if given is None:
            return
        taken: set[str] = set()
        for node in given.nodes if isinstance(given, tree.Sequence) else (given,):
            if not isinstance(node, tree.Scalar) or not isinstance(node.value, str):
                expected = _PATHS if node is given else "a path"
                self._refuse(
                    node, mistyped("extends" if node is given else "extends item", expected, node), diagnostics
                )
            elif _is_absolute(node.value):
                self._refuse(node, f"extends takes a path relative to this file, not {node.value!r}", diagnostics)
            elif node.value in taken:
                self._refuse(node, f"the path {node.value!r} stands twice", diagnostics)
            else:
                taken.add(node.value)
                yield node

    def _extend(self, path: Path, node: tree.Scalar, diagnostics: Diagnostics) -> None:
        parent = path.parent / node.value
        try:
            parent, real = _tidy(parent), parent.resolve()
            if real in self._open:
                self._refuse(node, f"a cycle of extends: {self._chain(real)}", diagnostics)
            elif len(self._open) >= MAX_DEPTH:
                self._refuse(node, f"extends more than {MAX_DEPTH} deep", diagnostics)
            elif real not in self._known:
                self.file(parent, diagnostics.of(str(parent)))
        except (OSError, ValueError) as error:
            self._refuse(node, f"cannot extend {node.value!r}: {_unreadable(parent, error)}", diagnostics)

    def _chain(self, real: Path) -> str:
        """The open files from `real` on, and `real` again."""
        files = list(self._open)
        paths = [self._open[each] for each in (*files[files.index(real) :], real)]
        return " -> ".join(os.path.relpath(path, self._folder) for path in paths)

    def _refuse(self, node: tree.Node, text: str, diagnostics: Diagnostics) -> None:
        self.whole = False
        diagnostics.add(node.place, text)


def _is_of_this_version(root: tree.Mapping, diagnostics: Diagnostics) -> bool:
    node = root.nodes.get("version")
    if node is None:
        return True
    value = node.value if isinstance(node, tree.Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int):
        diagnostics.add(node.place, mistyped("version", NUMBER, node))
        return True
    if value != VERSION:
        words = f"unknown version {value}; this pytest-cognito-mfa knows version {VERSION} of the language"
        diagnostics.add(node.place, words)
    return value == VERSION


def _without(root: tree.Mapping) -> tree.Mapping:
    nodes = {name: node for name, node in root.nodes.items() if name not in _OF_ONE_FILE}
    return tree.Mapping(root.place, nodes, root.keys)


def _decoded(content: bytes, diagnostics: Diagnostics) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").split("\n")
        byte = content[error.start]
        diagnostics.add(diagnostics.place(len(before), len(before[-1]) + 1), f"the byte {byte:#04x} is not UTF-8")
        return None


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, ValueError):  # it has a null character
        return "this is no path"
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return "this is a directory, not a file" if path.is_dir() else f"cannot be read: {error.strerror}"


def _is_absolute(text: str) -> bool:
    return PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()


def _tidy(path: Path) -> Path:
    """The path without `..`, where no symbolic link lends them another meaning."""
    plain = Path(os.path.normpath(path))
    return plain if os.path.realpath(plain) == os.path.realpath(path) else path
