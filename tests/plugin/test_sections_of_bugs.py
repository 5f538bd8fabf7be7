"""The section of a failed test names the mistake of the application, without the traceback and without a secret."""

import re
from pathlib import Path

import pytest
from buggy_app import BUGS

PINNED = Path(__file__).with_name("sections_of_bugs.txt")
INNER = """
import pytest
from buggy_app import BUGS, App

@pytest.mark.parametrize("bug", BUGS)
def test_of(cognito, bug):
    BUGS[bug](App(cognito))
"""


def sections(result):
    """The sections of our plugin by test, as an inner run reported them."""
    reports = result.reprec.getreports("pytest_runtest_logreport")
    return {
        report.nodeid.partition("::")[2]: text
        for report in reports
        for name, text in report.sections
        if name == "cognito"
    }


@pytest.mark.usefixtures("without_list_users")
def test_each_bug_is_named_by_its_section(project, monkeypatch):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")  # older SDKs try five times
    told = sections(project.run(INNER))

    text = "".join(f"# {name[8:-1]}\n{section}\n\n" for name, section in told.items())
    text = re.sub(r"\S+buggy_app\.py:\d+", "buggy_app.py:LINE", text)
    assert text == PINNED.read_text("utf-8")
    assert len(told) == len(BUGS) - 1  # a test that passes fills the cache


@pytest.mark.parametrize("option", ["", "--show-capture=no"])
def test_a_section_is_printed_with_the_failure_unless_capture_is_not_shown(project, option):
    result = project.run("def test_fails(cognito):\n    assert False", *filter(None, [option]))

    printed = [line for line in result.outlines if line.strip("-") == " cognito "]
    assert len(printed) == (not option)


def test_a_test_that_passes_has_no_section_and_one_without_the_fixture_neither(project):
    source = "def test_passes(cognito): ...\n\ndef test_fails(): assert False\n"

    assert sections(project.run(source)) == {}


def test_the_section_comes_with_the_first_failure_only(project):
    source = """
    import pytest

    @pytest.fixture
    def broken_before(cognito):
        raise ValueError

    @pytest.fixture
    def broken_after(cognito):
        yield
        raise ValueError

    def test_before(broken_before): ...

    def test_after(broken_after): ...

    def test_both(broken_after):
        raise ValueError

    def test_unfired(cognito):
        cognito.inject("GetUser", drop="reset")
    """
    result = project.run(source)
    reports = result.reprec.getreports("pytest_runtest_logreport")
    told = [f"{report.nodeid.partition('::')[2]} {report.when}" for report in reports if report.sections]

    assert told == ["test_before setup", "test_after teardown", "test_both call", "test_unfired call"]


def test_a_test_case_of_unittest_has_its_section(project):
    source = """
    import unittest

    import boto3, pytest

    @pytest.mark.cognito
    class TestSignIn(unittest.TestCase):
        def test_it(self):
            boto3.client("cognito-idp").get_user(AccessToken="no-token")
    """
    (section,) = sections(project.run(source)).values()

    assert "because that is not a token of a user pool" in section


def test_a_story_has_its_section(project):
    project.write("wrong.cognito.yaml", "steps:\n  - call: GetUser\n    with: {AccessToken: no-token}\n")

    (section,) = sections(project.run(None)).values()

    assert "because that is not a token of a user pool" in section


@pytest.mark.long
def test_sections_travel_from_the_processes_of_xdist(project, monkeypatch):
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    project.pytester.makepyfile("def test_fails(cognito):\n    assert False")

    result = project.pytester.runpytest_subprocess("-n", "2", "-p", "no:cacheprovider")

    result.stdout.fnmatch_lines(["*- cognito -*", "no call to Cognito was made"])
