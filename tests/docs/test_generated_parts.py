"""The text between "generated" comments in the docs is what docs/generate.py makes from the package."""

import re
import shutil

import botocore
import pytest
from pages import DOCS, PAGES, ROOT

TABLES = [
    (page, table.splitlines())
    for page, text in PAGES.items()
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
]


def cells(line):
    return re.split(r"(?<!\\)\|", line)[1:-1]


@pytest.fixture
def copied(generate, monkeypatch, tmp_path):
    """The docs and the schema in another folder, which is the one that is generated."""
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    shutil.copytree(DOCS, tmp_path / "docs")
    tmp_path.joinpath("pytest_cognito_mfa").mkdir()
    shutil.copy(ROOT / "pytest_cognito_mfa" / "scenario.schema.json", tmp_path / "pytest_cognito_mfa")
    return tmp_path


of_this_botocore = pytest.mark.skipif(
    f" botocore {botocore.__version__}."
    not in (ROOT / "pytest_cognito_mfa" / "scenario.schema.json").read_text("utf-8"),
    reason="they were made from another botocore",
)


@of_this_botocore
def test_the_generated_parts_are_up_to_date(generate):
    from generator.pages import generated_pages, renewed

    pages = list(generated_pages(DOCS))

    assert pages
    assert [page.name for page in pages if renewed(page.read_text("utf-8")) != page.read_text("utf-8")] == []


@of_this_botocore
def test_what_is_out_of_date_is_shown_and_then_rewritten(generate, copied, capsys):
    page = copied / "docs" / "fidelity.md"
    good = page.read_text("utf-8")
    page.write_text(good.replace("| all |", "| some |"), "utf-8")

    assert generate.main(["--check"]) == 1
    assert "\n-| some |" in capsys.readouterr().out
    assert generate.main([]) == 0
    assert "rewrote docs/fidelity.md\n" in capsys.readouterr().out
    assert page.read_text("utf-8") == good
    assert generate.main(["--check"]) == 0


def test_the_rows_of_a_table_have_as_many_cells_as_its_head():
    wrong = [
        (page, lines[0]) for page, lines in TABLES if {len(cells(line)) for line in lines} != {len(cells(lines[0]))}
    ]

    assert wrong == []


def test_a_page_names_nothing_that_only_one_machine_has():
    named = [
        (page, found)
        for page, text in PAGES.items()
        for found in re.findall(r"(?<![\w.:/<\\`-])/(?:work|home|tmp|root|usr)/\S*|\bidx:|\bshared/|file://", text)
    ]

    assert named == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [("plain", "`plain`"), ("one|other\n", "`one\\|other\\n`"), ("a `b`", "`` a `b` ``")],
)
def test_exact_words_survive_a_table(generate, text, shown):
    from generator.markdown import code

    assert code(text) == shown
