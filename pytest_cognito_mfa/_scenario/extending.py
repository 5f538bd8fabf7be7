"""Reads a scenario file, merged over the files that it `extends`, as one tree whose nodes know their file.

Mappings merge key by key; pools, clients, users and groups by name.  `faults`, `answers` and `expect` are appended.
Everything else is replaced.

Rule 1: a path is relative to the file that names it.
Rule 2: each file is read once and merged over the files that it extends; of several, later ones win over earlier ones.
Rule 3: `version` and `extends` apply to their own file only.
Rule 4: of several pools, clients or users with one name, the first merges with the first, and so on; new ones go last.
Rule 5: of two keys that exclude each other (`Name` and `PoolName`), the key of the file itself replaces the other.
Rule 6: null unsets what an extended file says; nowhere else is null a value.
Rule 7: mistakes in YAML, paths and versions are reported for all files first; their contents are checked afterwards.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._simulator.resources.table import TABLE
from pytest_cognito_mfa._yaml import regular_files, tree
from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
from pytest_cognito_mfa._yaml.messages import LIST, MAPPING, NUMBER, mistyped, with_article
from pytest_cognito_mfa.errors import Mistake, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

VERSION: Final = 1
MAX_DEPTH: Final = 50
SCENARIO: Final = "scenario"
EMPTY: Final = "write {} to get the default scenario"

OF_ONE_FILE: Final = ("version", "extends")
_RESOURCES: Final[Mapping[str, Sequence[str]]] = {row.scenario_key: (row.key,) for row in TABLE if row.scenario_key}
"""Lists whose items may be names alone."""
_NAMED: Final[Mapping[str, Sequence[str]]] = {
    "pools": ("Name", "PoolName"),
    "clients": ("ClientName",),
    "users": ("Username",),
    **_RESOURCES,
}
_APPENDED: Final = ("faults", "answers", "expect")
_ONE_OF_TWO: Final = (("Name", "PoolName"), ("Id", "UserPoolId"), ("Password", "TemporaryPassword"))
_PATHS: Final = "the path of a scenario, or a list of paths"


class FileVersion(NamedTuple):
    """One version of a file."""

    path: Path
    mtime_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> FileVersion:
        status = regular_files.require(path)
        return cls(path, status.st_mtime_ns, status.st_size)

    @property
    def is_current(self) -> bool:
        try:
            return self == FileVersion.of(self.path)
        except OSError:
            return False


class MergedFile(NamedTuple):
    """A scenario merged over all that it extends, and the files that were read."""

    root: tree.Mapping
    versions: tuple[FileVersion, ...]
    diagnostics: Diagnostics


def read(path: Path, what: str, empty: str) -> MergedFile:
    """The file at `path`, merged over the files that it extends; its `diagnostics` may have mistakes already.

    `what` names the kind of the file, and `empty` is the next step if it is empty; extended files are scenarios.

    Raises ScenarioError if a file cannot be read, or is not a scenario.
    """
    reader = _Reader(path)
    try:
        reader.file(path, reader.diagnostics, what, empty)
    except OSError as error:
        raise ScenarioError([Mistake(str(path), 1, 1, _why_unreadable(path, error))]) from None
    if not reader.complete:
        raise reader.diagnostics.error()
    root = functools.reduce(lambda base, own: _merge(base, own, reader.diagnostics), reader.trees)
    return MergedFile(root, tuple(reader.versions), reader.diagnostics)


class _Reader:
    """Reads a file and all that it extends, each file once."""

    def __init__(self, path: Path) -> None:
        self.diagnostics = Diagnostics(str(path))
        self.versions: list[FileVersion] = []
        self.trees: list[tree.Mapping] = []
        self.complete = True
        self._folder = path.parent
        self._known: set[Path] = set()
        self._open: dict[Path, Path] = {}

    def file(self, path: Path, diagnostics: Diagnostics, what: str = SCENARIO, empty: str = EMPTY) -> None:
        """Read the files that a file extends, then the file itself.  Raises OSError for a wrong path."""
        version = FileVersion.of(path)
        text = _decoded(regular_files.read(path), diagnostics)
        self.versions.append(version)
        root = None if text is None else tree.read(text, diagnostics, empty)
        if root is not None and not isinstance(root, tree.Mapping):
            diagnostics.add(root.place, mistyped(with_article(what), MAPPING, root))
        if not isinstance(root, tree.Mapping) or not _is_of_this_version(root, diagnostics):
            self.complete = False
            return
        real = path.resolve()
        self._known.add(real)
        self._open[real] = path
        for node in self._paths(root, diagnostics):
            self._extend(path, node, diagnostics)
        del self._open[real]
        nodes = {name: node for name, node in root.nodes.items() if name not in OF_ONE_FILE}
        self.trees.append(tree.Mapping(root.place, nodes, root.keys))

    def _paths(self, root: tree.Mapping, diagnostics: Diagnostics) -> Iterator[tree.Scalar]:
        """The paths under `extends`; anything else there is a mistake."""
        given = root.nodes.get("extends")
        if given is None:
            return
        taken: set[str] = set()
        for node in given.nodes if isinstance(given, tree.Sequence) else (given,):
            if not isinstance(node, tree.Scalar) or not isinstance(node.value, str):
                name, expected = ("extends", _PATHS) if node is given else ("extends item", "a path")
                self._refuse(node, mistyped(name, expected, node), diagnostics)
            elif _is_absolute(node.value):
                self._refuse(node, f"extends takes a path relative to this file, not {node.value!r}", diagnostics)
            elif node.value in taken:
                self._refuse(node, f"extends has the path {node.value!r} twice", diagnostics)
            else:
                taken.add(node.value)
                yield node

    def _extend(self, path: Path, node: tree.Scalar, diagnostics: Diagnostics) -> None:
        parent = path.parent / node.value
        try:
            regular_files.require(parent)
            parent, real = _without_dots(parent), parent.resolve()
            if real in self._open:
                self._refuse(node, f"these files extend each other in a cycle: {self._cycle(real)}", diagnostics)
            elif len(self._open) >= MAX_DEPTH:
                self._refuse(node, f"files extend each other more than {MAX_DEPTH} levels deep", diagnostics)
            elif real not in self._known:
                self.file(parent, diagnostics.of(str(parent)))
        except OSError as error:
            self._refuse(node, f"cannot extend {node.value!r}: {_why_unreadable(parent, error)}", diagnostics)

    def _cycle(self, real: Path) -> str:
        """The open files from `real` on, and `real` again."""
        files = list(self._open)
        paths = [self._open[each] for each in (*files[files.index(real) :], real)]
        return " -> ".join(os.path.relpath(path, self._folder) for path in paths)

    def _refuse(self, node: tree.Node, text: str, diagnostics: Diagnostics) -> None:
        self.complete = False
        diagnostics.add(node.place, text)


def _merge(base: tree.Mapping, own: tree.Mapping, diagnostics: Diagnostics) -> tree.Mapping:
    """`own` merged over `base`; every node keeps its place."""
    unset = {name for name, node in own.nodes.items() if name in base.nodes and _is_null(node)}
    given = own.nodes.keys() - unset
    gone = {other for pair in _ONE_OF_TWO for other in pair if other not in given and set(pair) & given} | unset
    nodes = {name: node for name, node in base.nodes.items() if name not in gone}
    for name, node in own.nodes.items():
        if name not in unset:
            nodes[name] = _merge_node(nodes[name], node, name, diagnostics) if name in nodes else node
    keys = {name: place for name, place in {**base.keys, **own.keys}.items() if name not in unset}
    return tree.Mapping(own.place, nodes, keys)


def _is_null(node: tree.Node) -> bool:
    return isinstance(node, tree.Scalar) and node.value is None


def _merge_node(base: tree.Node, own: tree.Node, name: str, diagnostics: Diagnostics) -> tree.Node:
    if isinstance(base, tree.Mapping) and isinstance(own, tree.Mapping):
        return _merge(base, own, diagnostics)
    if (name in _NAMED or name in _APPENDED) and isinstance(own, tree.Sequence):
        if not isinstance(base, tree.Sequence):
            diagnostics.add(base.place, mistyped(name, LIST, base))  # the merged tree no longer has it
        elif name in _APPENDED:
            return tree.Sequence(own.place, (*base.nodes, *own.nodes))
        else:
            return _merge_by_name(base, own, _NAMED[name], diagnostics)
    return own


def _merge_by_name(
    base: tree.Sequence, own: tree.Sequence, names: Sequence[str], diagnostics: Diagnostics
) -> tree.Sequence:
    nodes = list(base.nodes)
    positions: dict[str | None, list[int]] = {}
    for index, node in enumerate(nodes):
        positions.setdefault(_name(node, names), []).append(index)
    positions.pop(None, None)
    for node in own.nodes:
        if indices := positions.get(_name(node, names)):
            index = indices.pop(0)
            if isinstance(node, tree.Mapping):  # a name alone says nothing new
                nodes[index] = _merge_node(nodes[index], node, "", diagnostics)
        else:
            nodes.append(node)
    return tree.Sequence(own.place, tuple(nodes))


def _name(node: tree.Node, names: Sequence[str]) -> str | None:
    if not isinstance(node, tree.Mapping):
        return tree.text(node) if names in _RESOURCES.values() else None
    found = (node.nodes[name] for name in names if name in node.nodes)
    return next(filter(None, map(tree.text, found)), None)


def _is_of_this_version(root: tree.Mapping, diagnostics: Diagnostics) -> bool:
    node = root.nodes.get("version")
    if node is None:
        return True
    value = tree.scalar(node)
    if isinstance(value, bool) or not isinstance(value, int):
        diagnostics.add(node.place, mistyped("version", NUMBER, node))
        return True
    if value != VERSION:
        problem = (
            f"unknown version {value}; this pytest-cognito-mfa reads version {VERSION}; upgrade it, or change this"
        )
        diagnostics.add(node.place, problem)
    return value == VERSION


def _decoded(content: bytes, diagnostics: Diagnostics) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").split("\n")
        place = diagnostics.place(len(before), len(before[-1]) + 1)
        diagnostics.add(place, f"the byte {content[error.start]:#04x} is not UTF-8; save the file as UTF-8")
        return None


def _why_unreadable(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no such file{_guess(path)}"
    return f"cannot be read: {error.strerror}"


def _guess(path: Path) -> str:
    """The file of a similar name in the same folder, if there is one."""
    import difflib  # noqa: PLC0415 - only for a missing file

    names = {each.stem: each.name for each in path.parent.glob("*.y*ml")}
    near = difflib.get_close_matches(path.stem, names, n=1)
    return f"; did you mean {names[near[0]]!r}?" if near else ""


def _is_absolute(text: str) -> bool:
    return PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()


def _without_dots(path: Path) -> Path:
    """The path without `..`, unless a symbolic link makes that another file."""
    plain = Path(os.path.normpath(path))
    return plain if os.path.realpath(plain) == os.path.realpath(path) else path
