"""A scenario file -> a Scenario, read once per version of the file; or one error with all its mistakes."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from . import tree
from .entries import REGION, ScenarioEntry, listed, validated
from .faults import read_fault
from .findings import Findings
from .pools import PoolReader
from .risks import read_risks
from .values import Scenario
from .wording import MAPPING, mistyped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .tree import Members
    from .values import PoolSpec

_DEFAULT: Final = Path(__file__).with_name("default.yaml")


class Form(NamedTuple):
    """What a file may hold: the entry at its top, and who reads what is no scenario's."""

    what: str
    entry: type[ScenarioEntry]
    beside: Callable[[Members, Sequence[PoolSpec], Findings], Any] | None = None
    """Is given the file, the pools that will stand, and the findings."""


_SCENARIO: Final = Form("scenario", ScenarioEntry)


def load(path: Path, *, region: str) -> Scenario:
    """The scenario that stands in the file at `path`; `region` is for a file that names none.

    Raises ScenarioError with every mistake of the file.
    """
    return load_form(path, _SCENARIO, region=region)[0]


def load_form(path: Path, form: Form, *, region: str) -> tuple[Scenario, Any]:
    """The scenario of a file that holds more than that, and what `form` reads beside it."""
    try:
        status = path.stat()
        return _load(str(path), status.st_mtime_ns, status.st_size, region, form)
    except FileNotFoundError:
        reason = "there is no such file"
    except OSError as error:
        reason = "this is a directory, not a file" if path.is_dir() else f"cannot be read: {error.strerror}"
    findings = Findings(str(path))
    findings.add(findings.place(1, 1), reason)
    raise findings.error()


@functools.cache
def default(region: str) -> Scenario:
    """The scenario that ships, in `region`."""
    scenario, _ = _parsed(_DEFAULT.read_bytes(), str(_DEFAULT), region, _SCENARIO)
    pools = tuple(dataclasses.replace(pool, id=f"{region}_Example01") for pool in scenario.pools)
    return dataclasses.replace(scenario, path=None, pools=pools)


@functools.lru_cache(maxsize=256)
def _load(path: str, _mtime_ns: int, _size: int, region: str, form: Form) -> tuple[Scenario, Any]:
    return _parsed(Path(path).read_bytes(), path, region, form)


def _parsed(content: bytes, file: str, region: str, form: Form) -> tuple[Scenario, Any]:
    findings = Findings(file)
    text = _decoded(content, findings)
    root = None if text is None else tree.read(text, findings)
    if root is not None and not isinstance(root, tree.Members):
        findings.add(root.place, mistyped(f"a {form.what}", MAPPING, root))
    elif root is not None:
        return _scenario(root, file, region, findings, form)
    raise findings.error()


def _decoded(content: bytes, findings: Findings) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").split("\n")
        byte = content[error.start]
        findings.add(findings.place(len(before), len(before[-1]) + 1), f"the byte {byte:#04x} is not UTF-8")
        return None


def _scenario(root: Members, file: str, region: str, findings: Findings, form: Form) -> tuple[Scenario, Any]:
    entry = validated(form.entry, root, form.what, findings)
    where = _region(root, region, form)
    reader = PoolReader(findings, where)
    named = root.nodes.get("pools")
    pools = None if named is None else [reader.read(node) for node in listed(named, "pools", "a pool", findings)]
    faults = root.nodes.get("faults", tree.Items(root.place, ()))
    failing = [read_fault(node, findings) for node in listed(faults, "faults", "a fault", findings)]
    risk = root.nodes.get("risk")
    risks = () if risk is None else read_risks(risk, findings)
    standing = default(where or region).pools if pools is None else tuple(pools)
    beside = form.beside(root, standing, findings) if form.beside else None
    if findings.texts or where is None or entry is None:
        raise findings.error()
    return Scenario(file, where, standing, tuple(failing), risks, entry.error_statuses), beside


def _region(root: Members, region: str, form: Form) -> str | None:
    """The file's own region, or else the caller's; None when a mistake leaves it open."""
    if not root.nodes.keys() <= form.entry.model_fields.keys():
        return None  # the unknown key may be `region`, misspelt
    node = root.nodes.get("region")
    if node is None:
        return region
    given = node.value if isinstance(node, tree.Leaf) else None
    return given if isinstance(given, str) and re.fullmatch(REGION, given) else None
