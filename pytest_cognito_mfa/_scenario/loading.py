"""A scenario file -> a Scenario, read once per version of the file; or one error with all its mistakes."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from . import tree
from .answers import read_answer
from .entries import REGION, ScenarioEntry, listed, validated
from .expectations import read_expectation
from .faults import read_fault
from .findings import Findings
from .pools import PoolReader
from .quotas import read_quotas
from .risks import read_risks
from .values import Scenario
from .wording import MAPPING, mistyped

if TYPE_CHECKING:
    from collections.abc import Callable

    from .tree import Members

Entry = TypeVar("Entry")

_DEFAULT: Final = Path(__file__).with_name("default.yaml")


def load(path: Path, *, region: str) -> Scenario:
    """The scenario that stands in the file at `path`; `region` is for a file that names none.

    Raises ScenarioError with every mistake of the file.
    """
    try:
        status = path.stat()
        return _load(str(path), status.st_mtime_ns, status.st_size, region)
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
    scenario = _parsed(_DEFAULT.read_bytes(), str(_DEFAULT), region)
    pools = tuple(dataclasses.replace(pool, id=f"{region}_Example01") for pool in scenario.pools)
    return dataclasses.replace(scenario, path=None, pools=pools)


@functools.lru_cache(maxsize=256)
def _load(path: str, _mtime_ns: int, _size: int, region: str) -> Scenario:
    return _parsed(Path(path).read_bytes(), path, region)


def _parsed(content: bytes, file: str, region: str) -> Scenario:
    findings = Findings(file)
    text = _decoded(content, findings)
    root = None if text is None else tree.read(text, findings)
    if root is not None and not isinstance(root, tree.Members):
        findings.add(root.place, mistyped("a scenario", MAPPING, root))
    elif root is not None:
        return _scenario(root, file, region, findings)
    raise findings.error()


def _decoded(content: bytes, findings: Findings) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").split("\n")
        byte = content[error.start]
        findings.add(findings.place(len(before), len(before[-1]) + 1), f"the byte {byte:#04x} is not UTF-8")
        return None


def _scenario(root: Members, file: str, region: str, findings: Findings) -> Scenario:
    entry = validated(ScenarioEntry, root, "scenario", findings)
    where = _region(root, region)
    reader = PoolReader(findings, where)
    named = root.nodes.get("pools")
    pools = None if named is None else [reader.read(node) for node in listed(named, "pools", "a pool", findings)]
    failing = _each(root, "faults", "a fault", read_fault, findings)
    answers = _each(root, "answers", "a canned answer", read_answer, findings)
    expectations = _each(root, "expect", "an expectation", read_expectation, findings)
    risk = root.nodes.get("risk")
    risks = () if risk is None else read_risks(risk, findings)
    quotas = None if "quotas" not in root.nodes else read_quotas(root.nodes["quotas"], findings)
    if findings.texts or where is None or entry is None:
        raise findings.error()
    standing = default(where).pools if pools is None else tuple(pools)
    return Scenario(
        path=file,
        region=where,
        pools=standing,
        faults=failing,
        risks=risks,
        error_statuses=entry.error_statuses,
        quotas=quotas,
        answers=answers,
        expectations=expectations,
    )


def _each(
    root: Members, name: str, item: str, read: Callable[[Members, Findings], Entry], findings: Findings
) -> tuple[Entry, ...]:
    """What `read` makes of each mapping of the list `name`, if there is one."""
    nodes = root.nodes.get(name, tree.Items(root.place, ()))
    return tuple(read(node, findings) for node in listed(nodes, name, item, findings))


def _region(root: Members, region: str) -> str | None:
    """The file's own region, or else the caller's; None when a mistake leaves it open."""
    if not root.nodes.keys() <= ScenarioEntry.model_fields.keys():
        return None  # the unknown key may be `region`, misspelt
    node = root.nodes.get("region")
    if node is None:
        return region
    given = node.value if isinstance(node, tree.Leaf) else None
    return given if isinstance(given, str) and re.fullmatch(REGION, given) else None
