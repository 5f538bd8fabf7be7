"""The tables of docs/fidelity.md: challenges, rules, refusals, recorded differences, choices and open questions."""

from __future__ import annotations

import functools
import importlib
import itertools
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import yaml

from generator.markdown import code, prose, table
from pytest_cognito_mfa._aws.constants import FACTORS
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.mfa import challenges, first_factors
from pytest_cognito_mfa._simulator.mfa.standing import Passed, RiskAction, Standing, Trust

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
DIFFERING = HERE.parents[1] / "tests" / "conformance" / "expected_differences.yaml"

EVIDENCE = {
    "observed": "pasted output of the live service, or a test that its authors run against the live service",
    "documented": "AWS's own text: the developer guide, the API reference, or the model in botocore",
    "emulator": "only another emulator says so",
    "inferred": "we, or the authors of client code, concluded it; nobody has shown it",
}
"""The kinds of evidence, the strongest first."""


def evidence() -> str:
    """Each kind, and how many rows and refusals rest on it."""
    rows = Counter(row.source.evidence for row in (*challenges.ROWS, *first_factors.ROWS, *first_factors.OFFERS))
    refusals = Counter(refusal.evidence for refusal in rejections.ALL.values())
    head = ("evidence", "rows of the challenge tables", "refusals", "what it means")
    lines = [(kind, str(rows[kind]), str(refusals[kind]), text) for kind, text in EVIDENCE.items()]
    return table(head, [*lines, ("all", str(rows.total()), str(refusals.total()), "")])


# -- which challenge comes next -----------------------------------------------------------


def challenge_table() -> str:
    follows = _results()
    lines = [
        (str(number), row.name, follows[row.name], row.source.evidence, _source(row.source))
        for number, row in enumerate(challenges.ROWS, 1)
    ]
    return table(("", "row", "what follows", "evidence", "source"), lines)


def _source(source: challenges.Source) -> str:
    text = prose(source.place)
    if source.where:
        shape, member = source.where
        place = f"{shape}.{member}" if member else shape.removesuffix("Request")
        text += f'<br>AWS on {place}: "{prose(source.words)}"'
    return text


def first_factors_offered() -> str:
    lines = [(code(each.challenge), each.source.evidence, _source(each.source)) for each in first_factors.OFFERS]
    return table(("offered", "evidence", "source"), lines)


def first_factor_table() -> str:
    lines = [
        (str(number), row.name, row.source.evidence, _source(row.source))
        for number, row in enumerate(first_factors.ROWS, 1)
    ]
    return table(("", "first step", "evidence", "source"), lines)


@functools.cache
def _results() -> dict[str, str]:
    """What each row leads to, over all standings that reach it."""
    seen: dict[str, set[str]] = {}
    for standing in _standings():
        row = challenges.deciding_row(standing)
        decided = row.next(standing)
        ends = "a refusal" if decided.refused else "tokens"
        seen.setdefault(row.name, set()).add(code(decided.challenge) if decided.challenge else ends)
    return {name: ", ".join(sorted(ways, reverse=True)) for name, ways in seen.items()}


def _standings() -> Iterator[Any]:
    """Every standing of a user after the password, and what a device adds elsewhere."""
    attributes, trusts = ("phone_number", "email"), get_args(Trust)
    for policy, offered, on, registered, has, recovery, device, risk in itertools.product(
        ("OFF", "OPTIONAL", "ON"),
        _subsets(FACTORS),
        _subsets(FACTORS),
        (True, False),
        _subsets(attributes),
        (*attributes, None),
        trusts,
        get_args(RiskAction),
    ):
        for preferred in (*on, None):
            yield Standing(policy, offered, on, preferred, registered, has, recovery, device=device, risk=risk)
    nobody: frozenset[str] = frozenset()
    for passed, device in itertools.product(get_args(Passed), trusts):
        yield Standing("ON", nobody, nobody, None, False, nobody, None, passed, device)


def _subsets(values: Iterable[str]) -> list[frozenset[str]]:
    values = tuple(values)
    sizes = range(len(values) + 1)
    return [frozenset(some) for size in sizes for some in itertools.combinations(values, size)]


# -- rules and refusals -------------------------------------------------------------------


def rules(module: str) -> str:
    """The numbered list of a module's docstring."""
    text = importlib.import_module(f"pytest_cognito_mfa.{module}").__doc__ or ""
    found = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |\n\n|\Z)", text, re.DOTALL | re.MULTILINE)
    return "\n".join(f"{number}. {prose(rule)}" for number, rule in found)


def refusals() -> str:
    """A table per family, under the first line of its module."""
    parts = []
    for name in rejections.FAMILIES:
        family, lines = getattr(rejections, name), []
        for refusal in vars(family).values():
            if isinstance(refusal, rejections.Refusal):
                words = "(no message)" if refusal.words is None else code(refusal.words)
                lines.append((code(refusal.code), str(refusal.status), words, refusal.evidence, prose(refusal.source)))
        title = (family.__doc__ or "").splitlines()[0].removesuffix(".")
        parts.append(f"### {title}\n\n{table(('code', 'status', 'words', 'evidence', 'source'), lines)}")
    return "\n\n".join(parts)


# -- what is not sure ---------------------------------------------------------------------


def recorded_differences() -> str:
    """Each listed difference with its public source; the places are JSON paths, and headers by their names."""
    listed = yaml.safe_load(DIFFERING.read_text("utf-8"))["differences"]
    rows = [
        (prose(entry["source"]), "<br>".join(map(code, entry["differs"])), prose(entry["reason"])) for entry in listed
    ]
    return table(("recorded in", "what differs", "why"), rows)


def disagreements() -> str:
    rows = [(each["question"], each["sources"], each["simulator"]) for each in _listed("disagreements.yaml")]
    return table(("question", "what the sources say", "what the simulator does"), (map(prose, row) for row in rows))


def open_questions() -> str:
    rows = [(each["question"], each["simulator"]) for each in _listed("open_questions.yaml")]
    return table(("not known", "what the simulator does meanwhile"), (map(prose, row) for row in rows))


def _listed(name: str) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = yaml.safe_load(HERE.joinpath(name).read_text("utf-8"))
    return listed


PARTS = {
    "evidence": evidence,
    "challenge-table": challenge_table,
    "first-factor-table": first_factor_table,
    "first-factors-offered": first_factors_offered,
    "rules": rules,
    "refusals": refusals,
    "recorded-differences": recorded_differences,
    "disagreements": disagreements,
    "open-questions": open_questions,
}
