"""A scenario file -> a Scenario, read once per version of it and of what it extends; or one error with all mistakes."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import extending, tree
from .clocks import read_clock
from .entries import REGION, ScenarioEntry, listed, validated
from .faults import read_fault
from .pools import PoolReader
from .risks import read_risks
from .values import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .extending import Extended, Stamp
    from .tree import Members
    from .values import UserSpec

_DEFAULT: Final = Path(__file__).with_name("default.yaml")


def load(path: Path, *, region: str) -> Scenario:
    """The scenario that stands in the file at `path`; `region` is for a file that names none.

    Raises ScenarioError with every mistake of the file and of those that it extends.
    """
    kept = _kept(path, region)
    if kept.latest is None or not all(stamp.is_current for stamp in kept.latest[0]):
        extended = extending.read(path)
        kept.latest = extended.stamps, _scenario(extended, str(path), region)
    return kept.latest[1]


@functools.cache
def default(region: str) -> Scenario:
    """The scenario that ships, in `region`."""
    scenario = _scenario(extending.read(_DEFAULT), str(_DEFAULT), region)
    pools = tuple(dataclasses.replace(pool, id=f"{region}_Example01") for pool in scenario.pools)
    return dataclasses.replace(scenario, path=None, pools=pools)


@dataclasses.dataclass
class _Kept:
    """The scenario of a file, and the versions of the files that it was made of."""

    latest: tuple[tuple[Stamp, ...], Scenario] | None = None


@functools.lru_cache(maxsize=256)
def _kept(_path: Path, _region: str) -> _Kept:
    return _Kept()


@functools.cache
def _personas() -> Mapping[str, UserSpec]:
    """The users of the scenario that ships; they are the same in every region."""
    return {user.username: user for pool in default("us-east-1").pools for user in pool.users}


def _scenario(extended: Extended, file: str, region: str) -> Scenario:
    root, _, findings = extended
    entry = validated(ScenarioEntry, root, "scenario", findings)
    where = _region(root, region)
    reader = PoolReader(findings, where, _personas)
    named = root.nodes.get("pools")
    pools = None if named is None else [reader.read(node) for node in listed(named, "pools", "a pool", findings)]
    faults = root.nodes.get("faults", tree.Items(root.place, ()))
    failing = [read_fault(node, findings) for node in listed(faults, "faults", "a fault", findings)]
    risk = root.nodes.get("risk")
    risks = () if risk is None else read_risks(risk, findings)
    clock = root.nodes.get("clock")
    standing = None if clock is None else read_clock(clock, findings)
    if findings.texts or where is None or entry is None:
        raise findings.error()
    return Scenario(
        path=file,
        region=where,
        pools=default(where).pools if pools is None else tuple(pools),
        faults=tuple(failing),
        risks=risks,
        error_statuses=entry.error_statuses,
        seed=entry.seed,
        clock=standing,
        waits=entry.waiting == "real",
    )


def _region(root: Members, region: str) -> str | None:
    """The file's own region, or else the caller's; None when a mistake leaves it open."""
    if not root.nodes.keys() <= ScenarioEntry.model_fields.keys():
        return None  # the unknown key may be `region`, misspelt
    node = root.nodes.get("region")
    if node is None:
        return region
    given = node.value if isinstance(node, tree.Leaf) else None
    return given if isinstance(given, str) and re.fullmatch(REGION, given) else None
