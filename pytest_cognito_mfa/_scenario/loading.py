"""Loads a scenario file, once per version of it and of what it extends; raises one error with all mistakes."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pytest_cognito_mfa._scenario import extending
from pytest_cognito_mfa._scenario.answers import read_answer
from pytest_cognito_mfa._scenario.clocks import read_clock
from pytest_cognito_mfa._scenario.default_scenario import default
from pytest_cognito_mfa._scenario.expectations import read_expectation
from pytest_cognito_mfa._scenario.faults.loading import read_fault
from pytest_cognito_mfa._scenario.models import ScenarioEntry, validate
from pytest_cognito_mfa._scenario.nodes import REGION, mappings_in
from pytest_cognito_mfa._scenario.pools import PoolReader
from pytest_cognito_mfa._scenario.quotas import read_quotas
from pytest_cognito_mfa._scenario.risks import read_compromised, read_risks
from pytest_cognito_mfa._scenario.values import Scenario
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.diagnostics import Diagnostics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from pytest_cognito_mfa._scenario.extending import FileVersion, MergedFile
    from pytest_cognito_mfa._scenario.faults.values import FaultSpec
    from pytest_cognito_mfa._scenario.values import PoolSpec, UserSpec
    from pytest_cognito_mfa._yaml.places import Place

Read = TypeVar("Read")

_ONLY_IN_SCENARIOS: Final = frozenset({"pools", "faults"})
"""No other kind of file has these keys at its top level."""
_SIMILAR: Final = 0.8
_TOP_KEY: Final = re.compile(r"""^["']?(\w+)["']?[ ]*:""", re.MULTILINE)


class FileType(NamedTuple):
    """A kind of file that holds a scenario: its keys, and the function that reads those that scenarios do not have."""

    name: str
    entry: type[ScenarioEntry]
    read_more: Callable[[tree.Mapping, Sequence[PoolSpec], Diagnostics], Any] | None = None
    """Reads the other keys; it gets the file, the pools of the scenario and the diagnostics."""
    empty: str = extending.EMPTY
    """The next step for the user if a file is empty."""


_SCENARIO: Final = FileType(extending.SCENARIO, ScenarioEntry)


def load(path: Path, *, region: str) -> Scenario:
    """The scenario in the file at `path`; `region` is for a file that names none.

    Raises ScenarioError with every mistake in the file and in those that it extends.
    """
    return load_as(path, _SCENARIO, region=region)[0]


def scenario_from(given: Mapping[str, Any], place: Place, *, region: str) -> Scenario:
    """The scenario that a test writes in Python, at `place`.  Raises ScenarioError with every mistake."""
    diagnostics, root = Diagnostics(place.file), tree.of(given, place)
    assert isinstance(root, tree.Mapping)  # noqa: S101 - it was made of a mapping
    if "extends" in root.nodes:
        diagnostics.add(place, "extends is for files; here, merge the mappings in Python")
    return _read(extending.MergedFile(root, (), diagnostics), place.file, region, _SCENARIO)[0]


def load_as(path: Path, file_type: FileType, *, region: str) -> tuple[Scenario, Any]:
    """The scenario in a file of this type, and what `read_more` returned."""
    cached = _cached(path, region, file_type)
    if cached.latest is None or not all(version.is_current for version in cached.latest[0]):
        merged = extending.read(path, file_type.name, file_type.empty)
        cached.latest = merged.versions, _read(merged, str(path), region, file_type)
    return cached.latest[1]


def is_scenario(content: bytes) -> bool:
    """Whether a YAML file is a scenario, perhaps with misspelt keys: `check` skips all other files in a folder.

    It is one if it has a key that only scenarios have, or if scenarios have most of its keys.  In a file that is not
    valid YAML, the beginnings of its lines count as keys.
    """
    text = content.decode("utf-8-sig", "replace")
    root = tree.read(text, Diagnostics(""), "")
    if isinstance(root, tree.Mapping):
        return _are_keys_of_a_scenario(root.keys)
    return _TOP_KEY.search(text) is not None and _are_keys_of_a_scenario(_TOP_KEY.findall(text))


def _are_keys_of_a_scenario(keys: Iterable[str]) -> bool:
    known = [difflib.get_close_matches(key, ScenarioEntry.model_fields, n=1, cutoff=_SIMILAR) for key in keys]
    similar = {names[0] for names in known if names}
    return bool(similar & _ONLY_IN_SCENARIOS) or sum(map(bool, known)) * 2 > len(known) or not known


@dataclasses.dataclass
class _Cached:
    """The scenario of a file, with the versions of all files that were read for it."""

    latest: tuple[tuple[FileVersion, ...], tuple[Scenario, Any]] | None = None


@functools.lru_cache(maxsize=256)
def _cached(_path: Path, _region: str, _file_type: FileType) -> _Cached:
    return _Cached()


@functools.cache
def _personas() -> Mapping[str, UserSpec]:
    """The users of the default scenario; they are the same in every region."""
    return {user.username: user for pool in default("us-east-1").pools for user in pool.users}


def _read(merged: MergedFile, file: str, default_region: str, file_type: FileType) -> tuple[Scenario, Any]:
    root, _, diagnostics = merged
    entry = validate(file_type.entry, root, file_type.name, diagnostics, inherited=_SCENARIO.name)
    region = _region(root, default_region, file_type)
    reader = PoolReader(diagnostics, region, _personas)

    def each(name: str, item: str, read: Callable[[tree.Mapping, Diagnostics], Read]) -> tuple[Read, ...]:
        nodes = root.nodes.get(name, tree.Sequence(root.place, ()))
        return tuple(read(node, diagnostics) for node in mappings_in(nodes, name, item, diagnostics))

    def one(name: str, read: Callable[[tree.Node, Diagnostics], Read]) -> Read | None:
        return read(root.nodes[name], diagnostics) if name in root.nodes else None

    pools = each("pools", "a pool", lambda node, _: reader.read(node))
    faults = each("faults", "a fault", read_fault)
    answers = each("answers", "a canned answer", read_answer)
    expectations = each("expect", "an expectation", read_expectation)
    risks, clock, quotas = one("risk", read_risks), one("clock", read_clock), one("quotas", read_quotas)
    compromised = one("compromised_passwords", read_compromised)
    if "pools" not in root.nodes:
        pools = default(region or default_region).pools
    for each_fault in () if diagnostics.texts else faults:
        _warn_of_stranger(each_fault, pools, diagnostics)
    more = file_type.read_more(root, pools, diagnostics) if file_type.read_more else None
    if diagnostics.texts or region is None or entry is None:
        raise diagnostics.error()
    scenario = Scenario(
        path=file,
        region=region,
        pools=pools,
        faults=faults,
        risks=risks or (),
        compromised=compromised or (),
        error_statuses=entry.error_statuses,
        seed=entry.seed,
        clock=clock,
        waits=entry.waiting == "real",
        quotas=quotas,
        answers=answers,
        expectations=expectations,
        names_region="region" in root.nodes,
        warnings=diagnostics.warnings,
    )
    return scenario, more


def _warn_of_stranger(fault: FaultSpec, pools: Sequence[PoolSpec], diagnostics: Diagnostics) -> None:
    """Warn of a fault for a user or client whom no pool has, if the name looks misspelt; a test may create others."""
    users = {name for pool in pools for user in pool.users for name in (user.username, *user.attributes.values())}
    clients = {name for pool in pools for client in pool.clients for name in (client.name, client.id) if name}
    for kind, name, known in (("user", fault.user, users), ("client", fault.client, clients)):
        if name and name not in known and (near := difflib.get_close_matches(name, known, n=1, cutoff=_SIMILAR)):
            diagnostics.warn(fault.place, f"no pool has the {kind} {name!r} of this fault; did you mean {near[0]!r}?")


def _region(root: tree.Mapping, default_region: str, file_type: FileType) -> str | None:
    """The region of the file, or else the default; None if a mistake hides it."""
    if not root.nodes.keys() <= file_type.entry.model_fields.keys():
        return None  # the unknown key may be `region`, misspelt
    node = root.nodes.get("region")
    if node is None:
        return default_region
    region = tree.text(node)
    return region if region and re.fullmatch(REGION, region) else None
