"""Cassettes that no test uses are listed at the end of a run of all tests, and only then."""

import sys

import pytest
from _pytest.pytester import LineMatcher

SOURCE = """
import boto3, pytest

@pytest.mark.cognito(cassette="cassettes/kept.yaml")
def test_kept():
    assert boto3.client("cognito-idp").get_user(AccessToken="EXAMPLE")

def test_other():
    pass
"""
SECTION = "*= cassettes that no test uses =*"
ADVICE = "  delete them, or set cognito_orphans = ignore in pytest's ini file"


@pytest.fixture
def kept(project):
    project.cassette("cassettes/kept.yaml", "alice")
    project.cassette("cassettes/test_inner/test_gone.yaml", "alice")
    return project


def listed(result):
    """The lines of the section; None without one."""
    lines = result.outlines
    at = next((number for number, line in enumerate(lines) if "cassettes that no test uses" in line), None)
    return None if at is None else lines[at + 1 : lines.index(ADVICE)]


def test_one_that_no_test_names_is_listed_and_the_run_passes(kept):
    result = kept.run(SOURCE)

    assert (result.ret, listed(result)) == (0, ["cassettes/test_inner/test_gone.yaml"])


@pytest.mark.parametrize("how", ["ini", "option"])
def test_by_choice_it_fails_the_run(kept, how):
    if how == "ini":
        kept.pytester.makeini("[pytest]\ncognito_orphans = fail\n")
    result = kept.run(SOURCE, *([] if how == "ini" else ["--cognito-orphans=fail"]))

    result.assert_outcomes(passed=2)
    assert (result.ret, listed(result)) == (1, ["cassettes/test_inner/test_gone.yaml"])


@pytest.mark.parametrize(
    "chosen",
    [
        ["-k", "kept or other"],
        ["-m", "cognito"],
        ["test_inner.py"],
        ["test_inner.py::test_kept"],
        ["--ignore=deep"],
        ["--deselect=test_inner.py::test_other"],
        ["--cognito-orphans=ignore"],
    ],
    ids=" ".join,
)
def test_of_a_selection_nothing_is_said(kept, chosen):
    result = kept.run(SOURCE, "--cognito-orphans=fail", *chosen)

    assert (result.ret, listed(result)) == (0, None)


@pytest.mark.parametrize(
    ("paths", "is_whole"), [(["."], True), (["tests", "more"], True), (["tests"], False), (["tests/../more"], False)]
)
def test_a_run_of_all_testpaths_is_whole(project, paths, is_whole):
    project.pytester.makeini("[pytest]\ntestpaths = tests mor*\n")
    project.cassette("tests/cassettes/gone.yaml", "alice")
    for name in ("tests/test_one.py", "more/test_two.py"):
        project.write(name, "def test_it(): pass\n")

    assert listed(project.run("", *paths)) == (["tests/cassettes/gone.yaml"] if is_whole else None)


def test_where_a_module_broke_or_was_skipped_nothing_is_said_of_what_it_may_name(kept):
    kept.write("test_more.py", "import pytest\npytest.skip('not here', allow_module_level=True)\n")
    kept.cassette("deep/cassettes/gone.yaml", "alice")
    kept.write("deep/test_deep.py", "def test_it(): pass\n")
    kept.pytester.makeini("[pytest]\ncognito_cassette_dir = tapes\n")
    kept.cassette("tapes/gone.yaml", "alice")
    kept.cassette("tapes/cassettes/kept.yaml", "alice")
    assert listed(kept.run(SOURCE)) == ["deep/cassettes/gone.yaml"]

    kept.write("test_more.py", "import nothing_of_this_name\n")
    assert listed(kept.run(SOURCE, "--continue-on-collection-errors")) is None


def test_looked_through_are_the_folder_of_the_ini_file_and_those_of_named_ones(project):
    project.pytester.makeini("[pytest]\ncognito_cassette_dir = tapes\n")
    for name in ("tapes/cassettes/kept.yaml", "tapes/deep/gone.yaml", "elsewhere/gone.yaml", "tapes/.hidden.yaml"):
        project.cassette(name, "alice")
    project.write("tapes/scenario.yaml", "pools: []\n")
    project.write("tapes/notes.txt", "AWSCognitoIdentityProviderService. interactions")

    assert listed(project.run(SOURCE)) == ["tapes/deep/gone.yaml"]


def test_one_that_is_played_without_a_marker_is_no_orphan(kept):
    source = SOURCE.replace(
        "    pass",
        """    from pytest_cognito_mfa import simulate
    with simulate(cassette="cassettes/test_inner/test_gone.yaml"):
        boto3.client("cognito-idp", region_name="us-east-1").get_user(AccessToken="EXAMPLE")""",
    )

    assert listed(kept.run(source)) is None


def test_beside_tests_of_another_recorder_only_what_this_plugin_recorded_is_told(kept):
    recorded = kept.cassette("cassettes/test_inner/test_ours.yaml", "alice")
    recorded.write_text("provenance:\n  pytest-cognito-mfa: 0.1.0\n" + recorded.read_text().lstrip())
    source = SOURCE.replace("def test_other", "@pytest.mark.vcr\ndef test_other")

    assert listed(kept.run(source)) == ["cassettes/test_inner/test_ours.yaml"]


def test_a_cassette_that_is_marked_wrongly_is_told_of_by_its_test_alone(kept):
    result = kept.run(SOURCE.replace('"cassettes/kept.yaml"', "7"))

    result.assert_outcomes(errors=1)


def test_a_setting_that_is_unknown_ends_the_run(project):
    project.pytester.makeini("[pytest]\ncognito_orphans = lst\n")

    result = project.run("def test_it(): pass")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    LineMatcher(result.errlines).fnmatch_lines(["*unknown cognito_orphans 'lst'; did you mean 'list'?"])


@pytest.mark.long
@pytest.mark.parametrize(
    ("chosen", "status", "reported"),
    [([], 1, ["cassettes/test_inner/test_gone.yaml"]), (["-k", "kept or other"], 0, None)],
)
def test_with_workers_it_is_told_once_and_of_a_whole_run_alone(kept, chosen, status, reported):
    pytest.importorskip("xdist")
    kept.pytester.makepyfile(test_inner=SOURCE)
    result = kept.pytester.run(
        sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", "2", "--cognito-orphans=fail", "-q", *chosen
    )

    result.assert_outcomes(passed=2)
    assert (result.ret, listed(result)) == (status, reported)
