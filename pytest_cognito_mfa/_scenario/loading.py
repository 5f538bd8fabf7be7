"""A scenario file -> a Scenario, read once per version of it and of what it extends; or one error with all mistakes."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pytest_cognito_mfa._scenario import extending
from pytest_cognito_mfa._scenario.answers import read_answer
from pytest_cognito_mfa._scenario.clocks import read_clock
from pytest_cognito_mfa._scenario.expectations import read_expectation
from pytest_cognito_mfa._scenario.faults import read_fault
from pytest_cognito_mfa._scenario.models import REGION, ScenarioEntry, mappings_in, validate
from pytest_cognito_mfa._scenario.pools import PoolReader
from pytest_cognito_mfa._scenario.quotas import read_quotas
from pytest_cognito_mfa._scenario.risks import read_risks
from pytest_cognito_mfa._scenario.values import Scenario
from pytest_cognito_mfa._yaml import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pytest_cognito_mfa._scenario.extending import FileVersion, MergedFile
    from pytest_cognito_mfa._scenario.values import PoolSpec, UserSpec
    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

Entry = TypeVar("Entry")

_DEFAULT: Final = Path(__file__).with_name("default.yaml")


class FileType(NamedTuple):
    """What a file may hold: the entry at its top, and who reads what is no scenario's."""

    what: str
    entry: type[ScenarioEntry]
    beside: Callable[[tree.Mapping, Sequence[PoolSpec], Diagnostics], Any] | None = None
    """Is given the file, the pools that will stand, and the diagnostics."""
    empty: str = extending.EMPTY
    """What to say of an empty file."""


_SCENARIO: Final = FileType(extending.SCENARIO, ScenarioEntry)


def load(path: Path, *, region: str) -> Scenario:
    """The scenario that stands in the file at `path`; `region` is for a file that names none.

    Raises ScenarioError with every mistake of the file and of those that it extends.
    """
    return load_as(path, _SCENARIO, region=region)[0]


def load_as(path: Path, form: FileType, *, region: str) -> tuple[Scenario, Any]:
    """The scenario of a file that holds more than that, and what `form` reads beside it."""
    kept = _kept(path, region, form)
    if kept.latest is None or not all(stamp.is_current for stamp in kept.latest[0]):
        extended = extending.read(path, form.what, form.empty)
        kept.latest = extended.stamps, _scenario(extended, str(path), region, form)
    return kept.latest[1]


@functools.cache
def default(region: str) -> Scenario:
    """The scenario that ships, in `region`."""
    scenario, _ = _scenario(extending.read(_DEFAULT, _SCENARIO.what, _SCENARIO.empty), str(_DEFAULT), region, _SCENARIO)
    pools = tuple(dataclasses.replace(pool, id=f"{region}_Example01") for pool in scenario.pools)
    return dataclasses.replace(scenario, path=None, pools=pools)


@dataclasses.dataclass
class _Kept:
    """The scenario of a file, and the versions of the files that it was made of."""

    latest: tuple[tuple[FileVersion, ...], tuple[Scenario, Any]] | None = None


@functools.lru_cache(maxsize=256)
def _kept(_path: Path, _region: str, _form: FileType) -> _Kept:
    return _Kept()


@functools.cache
def _personas() -> Mapping[str, UserSpec]:
    """The users of the scenario that ships; they are the same in every region."""
    return {user.username: user for pool in default("us-east-1").pools for user in pool.users}


def _scenario(extended: MergedFile, file: str, region: str, form: FileType) -> tuple[Scenario, Any]:
    root, _, diagnostics = extended
    entry = validate(form.entry, root, form.what, diagnostics, inherited=_SCENARIO.what)
    where = _region(root, region, form)
    reader = PoolReader(diagnostics, where, _personas)
    named = root.nodes.get("pools")
    pools = (
        None if named is None else [reader.read(node) for node in mappings_in(named, "pools", "a pool", diagnostics)]
    )
    failing = _each(root, "faults", "a fault", read_fault, diagnostics)
    answers = _each(root, "answers", "a canned answer", read_answer, diagnostics)
    expectations = _each(root, "expect", "an expectation", read_expectation, diagnostics)
    risk = root.nodes.get("risk")
    risks = () if risk is None else read_risks(risk, diagnostics)
    clock = root.nodes.get("clock")
    standing = None if clock is None else read_clock(clock, diagnostics)
    quotas = None if "quotas" not in root.nodes else read_quotas(root.nodes["quotas"], diagnostics)
    there = default(where or region).pools if pools is None else tuple(pools)
    beside = form.beside(root, there, diagnostics) if form.beside else None
    if diagnostics.texts or where is None or entry is None:
        raise diagnostics.error()
    scenario = Scenario(
        path=file,
        region=where,
        pools=there,
        faults=failing,
        risks=risks,
        error_statuses=entry.error_statuses,
        seed=entry.seed,
        clock=standing,
        waits=entry.waiting == "real",
        quotas=quotas,
        answers=answers,
        expectations=expectations,
    )
    return scenario, beside


def _each(
    root: tree.Mapping,
    name: str,
    item: str,
    read: Callable[[tree.Mapping, Diagnostics], Entry],
    diagnostics: Diagnostics,
) -> tuple[Entry, ...]:
    """What `read` makes of each mapping of the list `name`, if there is one."""
    nodes = root.nodes.get(name, tree.Sequence(root.place, ()))
    return tuple(read(node, diagnostics) for node in mappings_in(nodes, name, item, diagnostics))


def _region(root: tree.Mapping, region: str, form: FileType) -> str | None:
    """The file's own region, or else the caller's; None when a mistake leaves it open."""
    if not root.nodes.keys() <= form.entry.model_fields.keys():
        return None  # the unknown key may be `region`, misspelt
    node = root.nodes.get("region")
    if node is None:
        return region
    given = node.value if isinstance(node, tree.Scalar) else None
    return given if isinstance(given, str) and re.fullmatch(REGION, given) else None
