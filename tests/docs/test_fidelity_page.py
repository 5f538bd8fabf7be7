"""docs/fidelity.md has every row, rule, refusal and recorded difference of the package, in order."""

import ast
import importlib
import re
from typing import get_args

import pytest
import yaml
from pages import PAGES, ROOT

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._simulator.mfa.challenges import ROWS
from pytest_cognito_mfa._simulator.rejections import ALL
from pytest_cognito_mfa._simulator.rejections.refusal import Evidence

PAGE = PAGES["docs/fidelity.md"]
TABLES = re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)
RULES = re.findall(r"^<!-- generated: rules ([\w.]+) -->$", PAGE, re.MULTILINE)
PACKAGE = ROOT / "pytest_cognito_mfa"


def columns(start):
    """The cells of every row, without the spaces around them, of the tables whose head begins with `start`."""
    for lines in map(str.splitlines, TABLES):
        if lines[0].startswith(start):
            yield from ([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:])


def test_every_row_of_the_challenge_table_is_on_it_in_order():
    assert [(row[1], row[3]) for row in columns("|  | row |")] == [(row.name, row.source.evidence) for row in ROWS]


@pytest.mark.skipif("CreateCIMDPolicy" not in operations(), reason="this botocore is older than the page")
def test_it_says_of_every_operation_of_the_model_how_sure_it_is():
    shown = {name.strip("`"): (evidence, refusals) for name, evidence, _, refusals in columns("| operation | its")}
    assert shown.keys() == operations()
    assert {evidence for evidence, _ in shown.values()} <= {*get_args(Evidence)}
    assert all(re.match(r"\d+ (observed|documented|emulator|inferred)", refusals) for _, refusals in shown.values())


def test_every_refusal_is_on_it_in_order(generate):
    from generator.markdown import code

    shown = [(name, status, words, evidence) for name, status, words, evidence, _ in columns("| code |")]

    assert shown == [
        (
            code(refusal.code),
            str(refusal.status),
            "(no message)" if refusal.words is None else code(refusal.words),
            refusal.evidence,
        )
        for refusal in ALL.values()
    ]


def test_every_rule_is_on_it():
    for name in RULES:
        numbers = re.findall(r"^\d+\. ", importlib.import_module(f"pytest_cognito_mfa.{name}").__doc__, re.MULTILINE)
        section = PAGE.partition(f"<!-- generated: rules {name} -->\n")[2].partition("<!-- end")[0]

        assert numbers
        assert re.findall(r"^\d+\. ", section, re.MULTILINE) == numbers


def test_every_module_of_numbered_rules_is_on_it():
    ruled = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for room in ("_simulator", "_middleware")
        for path in PACKAGE.joinpath(room).rglob("*.py")
        if re.search(r"^1\. ", ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "", re.MULTILINE)
    }

    assert ruled == set(RULES)


def test_every_recorded_difference_is_on_it_by_its_source_and_not_by_a_number_of_ours(generate):
    from generator.fidelity import DIFFERING
    from generator.markdown import code

    listed = yaml.safe_load(DIFFERING.read_text("utf-8"))["differences"]
    rows = list(columns("| recorded in |"))

    assert [row[1] for row in rows] == ["<br>".join(map(code, entry["differs"])) for entry in listed]
    assert all(source and reason for source, _, reason in rows)
    assert [cell for row in rows for cell in row if re.search(r"\b0\d\d\b", cell)] == []


def test_it_means_every_kind_of_evidence(generate):
    from generator.fidelity import EVIDENCE

    assert {refusal.evidence for refusal in ALL.values()} | {row.source.evidence for row in ROWS} <= {*EVIDENCE}
