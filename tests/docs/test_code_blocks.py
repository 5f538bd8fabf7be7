"""Every code block of the README and the docs does what the page says: the blocks of a page are run together."""

import configparser
import importlib
import pkgutil
import re
import sys
from itertools import filterfalse

import pytest
import yaml
from inner_runs import quicken
from pages import COMMANDS, DRAWING, FILES, PAGES, Shell, blocks, dialogue, files

import pytest_cognito_mfa
from pytest_cognito_mfa import cli
from pytest_cognito_mfa._aws import operations

LIBRARIES = (
    *("aiobotocore.session", "aiohttp", "boto3", "freezegun", "httpx", "hypothesis", "jwt", "moto", "pyotp"),
    *("requests", "responses", "time_machine", "tornado.httpclient", "vcr"),
)

UNSET = "ignore:The configuration option:pytest.PytestDeprecationWarning"
"""pytest-asyncio needs a setting that its older versions do not know."""

NAMES = [page for page in PAGES if blocks(PAGES[page])]


LONG = {"docs/how-to/every-standing.md"}
"""Its tests sign in some hundred times."""

NEEDED = {"docs/how-to/passkeys.md": "fido2"}
"""Pages of an extra: without its library they are skipped."""

NEWER = {"docs/how-to/sessions.md": "ListUserSessions", "docs/how-to/recovery.md": "StartPointInTimeRecovery"}
"""Pages about an operation that an older botocore does not have."""


def is_newer(page):
    return NEWER.get(page, "SignUp") not in operations()


def in_an_editor(name):
    """Whether it is a file of another tool, such as a workflow of a CI service."""
    return name.startswith(".") or "/." in name


@pytest.fixture(scope="module")
def imported():
    """Import everything once here: a run in process forgets its own imports, so a class would exist twice."""
    package = pkgutil.walk_packages(pytest_cognito_mfa.__path__, "pytest_cognito_mfa.")
    for name in (*(module.name for module in package), *LIBRARIES):
        importlib.import_module(name)


@pytest.mark.parametrize("page", [pytest.param(each, marks=[pytest.mark.long] * (each in LONG)) for each in NAMES])
def test_the_blocks_of_the_page_run(pytester, capsys, monkeypatch, imported, page):
    if page in NEEDED:
        pytest.importorskip(NEEDED[page])
    if is_newer(page):
        pytest.skip("the installed botocore is older")
    monkeypatch.setenv("COGNITO_REDACTION_KEY", "of-the-tests-alone")
    quicken(monkeypatch)
    monkeypatch.setenv("PYTEST_ADDOPTS", f"-W '{UNSET}'")
    written = files(page)
    for name, text in written.items():
        path = pytester.path.joinpath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        monkeypatch.delitem(sys.modules, path.stem, raising=False)  # a test of ours may have the same name
    for block in blocks(PAGES[page]):
        if block.kind in COMMANDS and (page, block) != ("README.md", blocks(PAGES["README.md"])[0]):
            for command, output in dialogue(block):
                Shell(capsys, pytester).run(command, output, is_shown=block.kind == "console")

    tests = [block for block in blocks(PAGES[page]) if block.kind in FILES and block.is_tested]
    if not tests:
        return
    passed, skipped, failed = pytester.inline_run("-p", "no:cacheprovider", "-q").listoutcomes()

    assert failed == skipped == [], capsys.readouterr().out
    ran = {re.sub(r"\[.*\]$", "", report.nodeid.rpartition("::")[2]) for report in passed}
    for block in tests:
        wanted = set(re.findall(r"def (test_\w+)", block.text)) or {yaml.safe_load(block.text).get("name", block.name)}
        assert wanted <= ran, (wanted, ran)


def test_every_block_is_of_a_kind_that_runs():
    kinds = {(page, block.kind) for page in NAMES for block in blocks(PAGES[page])}

    assert {(page, kind) for page, kind in kinds if kind not in {*FILES, *COMMANDS, DRAWING}} == set()


def test_a_block_that_is_a_file_has_a_name_of_its_own():
    for page in NAMES:
        named = [block.name for block in blocks(PAGES[page]) if block.kind in FILES]

        assert len(set(named)) == len(named), page
        assert [name for name in named if not re.fullmatch(r"[\w./-]+\.(py|yaml|yml|ini|toml)", name)] == [], page


def test_a_module_that_is_no_test_is_imported_by_one():
    unused = [
        (page, name)
        for page in NAMES
        for name in files(page)
        if name.endswith(".py") and not re.match(r"(test_\w+|conftest)\.py", name)
        if not re.search(rf"^\s*(import|from) {name.removesuffix('.py')}\b", PAGES[page], re.MULTILINE)
    ]

    assert unused == []


def test_a_block_that_is_no_python_can_be_read(tmp_path, capsys):
    for page in filterfalse(is_newer, NAMES):
        scenarios = []
        for name, text in files(page).items():
            path = tmp_path / page / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            if name.endswith(".ini"):
                configparser.ConfigParser().read_string(text)
            elif not name.endswith(".py") and "interactions" not in yaml.safe_load(text) and not in_an_editor(name):
                scenarios.append(path)
        if scenarios and "$ cognito-mfa check" not in PAGES[page]:
            assert cli.main(["check", *map(str, scenarios)]) == 0, (page, capsys.readouterr())
