"""docs/fidelity.md is what docs/generate.py makes of the package, complete, readable and fit for the public."""

import ast
import importlib
import importlib.util
import re
import sys
from pathlib import Path

import pytest
import yaml

from pytest_cognito_mfa._simulator.mfa.challenges import ROWS
from pytest_cognito_mfa._simulator.rejections import ALL

ROOT = Path(__file__).parents[2]
PAGE = ROOT.joinpath("docs/fidelity.md").read_text("utf-8")
TABLES = re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def generate():
    sys.path.insert(0, str(ROOT / "docs"))
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(ROOT / "docs"))


def cells(line):
    return re.split(r"(?<!\\)\|", line)[1:-1]


def columns(start):
    """The cells of every row, without the spaces around them, of the tables whose head begins with `start`."""
    for lines in map(str.splitlines, TABLES):
        if lines[0].startswith(start):
            yield from ([cell.strip() for cell in cells(line)] for line in lines[2:])


def test_the_page_is_up_to_date(generate, capsys):
    assert not generate.written(generate.PAGE, generate.page(), check=True), capsys.readouterr().out
    assert capsys.readouterr().out == "docs/fidelity.md is up to date\n"


def test_what_is_out_of_date_is_shown_and_then_rewritten(generate, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "PAGE", tmp_path / "fidelity.md")
    monkeypatch.setattr(generate, "SCHEMA", tmp_path / "scenario.schema.json")
    generate.PAGE.write_text(PAGE.replace("## Open\n", "## Shut\n"), "utf-8")

    assert generate.main(["--check"]) == 1
    assert "\n-## Shut\n+## Open\n" in capsys.readouterr().out
    assert generate.main([]) == 0
    assert capsys.readouterr().out == "rewrote fidelity.md\nrewrote scenario.schema.json\n"
    assert generate.PAGE.read_text("utf-8") == PAGE
    assert generate.main(["--check"]) == 0
    assert sorted(tmp_path.iterdir()) == [generate.PAGE, generate.SCHEMA]


def test_every_row_of_the_challenge_table_is_on_it_in_order():
    assert [(row[1], row[3]) for row in columns("|  | row |")] == [(row.name, row.source.evidence) for row in ROWS]


def test_every_refusal_is_on_it_in_order(generate):
    shown = [(code, status, words, evidence) for code, status, words, evidence, _ in columns("| code |")]

    assert shown == [
        (
            generate.code(refusal.code),
            str(refusal.status),
            "(no message)" if refusal.words is None else generate.code(refusal.words),
            refusal.evidence,
        )
        for refusal in ALL.values()
    ]


def test_every_rule_is_on_it(generate):
    for title, _, name in generate.RULES:
        rules = importlib.import_module(f"pytest_cognito_mfa.{generate.whole(name)}").__doc__
        numbers = re.findall(r"^\d+\. ", rules, re.MULTILINE)
        section = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]

        assert numbers
        assert re.findall(r"^\d+\. ", section, re.MULTILINE) == numbers


def test_every_module_of_numbered_rules_is_on_it(generate):
    folder = ROOT / "pytest_cognito_mfa"
    modules = [path for part in ("_service", "_scenario") for path in folder.joinpath(part).rglob("*.py")]
    ruled = {
        path
        for path in modules
        if re.search(r"^1\. ", ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "", re.MULTILINE)
    }
    told = {folder.joinpath(*generate.whole(name).split(".")).with_suffix(".py") for _, _, name in generate.RULES}
    assert ruled == told


def test_every_recorded_difference_is_on_it_by_its_source_and_not_by_a_number_of_ours(generate):
    listed = yaml.safe_load(generate.DIFFERING.read_text("utf-8"))["differences"]
    rows = list(columns("| recorded in |"))

    assert [row[1] for row in rows] == ["<br>".join(map(generate.code, entry["differs"])) for entry in listed]
    assert all(source and reason for source, _, reason in rows)
    assert [cell for row in rows for cell in row if re.search(r"\b0\d\d\b", cell)] == []


def test_it_means_every_kind_of_evidence(generate):
    assert {refusal.evidence for refusal in ALL.values()} | {row.source.evidence for row in ROWS} <= {*generate.MEANING}


@pytest.mark.parametrize("lines", [table.splitlines() for table in TABLES], ids=lambda lines: lines[2][:30])
def test_the_rows_of_a_table_have_as_many_cells_as_its_head(lines):
    assert {len(cells(line)) for line in lines} == {len(cells(lines[0]))}


def test_it_names_nothing_that_only_this_machine_has():
    absolute_paths = re.findall(r"(?<![\w.:/<\\-])/\w[\w.-]*/\S*", PAGE)

    assert absolute_paths == []
    assert re.findall(r"\bidx:|\bshared/|\b[A-Z]:\\|localhost|file:", PAGE) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "`plain`"),
        ("one|other\n", "`one\\|other\\n`"),
        ("a `b`", "`` a `b` ``"),
    ],
)
def test_exact_words_survive_a_table(generate, text, shown):
    assert generate.code(text) == shown
