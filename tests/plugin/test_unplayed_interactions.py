"""A test that passed fails if it did not make a recorded call, unless marker or ini file say otherwise."""

import pytest

CALL = "boto3.client('cognito-idp').get_user(AccessToken='EXAMPLE')"
TEST = """
import boto3, pytest

@pytest.mark.cognito(cassette="c.yaml"MARK)
def test_marked(cognito):
    BODY
"""


@pytest.mark.parametrize(
    ("ini", "mark", "outcome"),
    [
        (None, "", {"failed": 1}),
        ("fail", "", {"failed": 1}),
        ("warn", "", {"passed": 1, "warnings": 1}),
        ("ignore", "", {"passed": 1}),
        ("ignore", ", unplayed='fail'", {"failed": 1}),
        ("fail", ", unplayed='ignore'", {"passed": 1}),
    ],
)
def test_a_test_that_passed_fails_or_warns_as_its_marker_or_the_ini_file_says(project, ini, mark, outcome):
    if ini:
        project.pytester.makeini(f"[pytest]\ncognito_unplayed = {ini}\n")
    project.cassette("c.yaml", "alice")
    result = project.run(TEST.replace("BODY", "pass").replace("MARK", mark), "-W", "default")

    result.assert_outcomes(**outcome)
    reported = "c.yaml:4: interaction 1, GetUser, was not played" in result.stdout.str()
    assert reported == (outcome != {"passed": 1})


@pytest.mark.parametrize(
    ("body", "outcome"), [(CALL, {"passed": 1}), ("assert False", {"failed": 1}), ("pytest.skip()", {"skipped": 1})]
)
def test_a_test_that_played_them_failed_or_was_skipped_hears_no_more(project, body, outcome):
    project.cassette("c.yaml", "alice")

    project.run(TEST.replace("BODY", body).replace("MARK", "")).assert_outcomes(**outcome)


@pytest.mark.parametrize("mode", ["new_episodes", "all", "rewrite"])
def test_while_it_is_recorded_nothing_is_said(project, mode):
    project.cassette("c.yaml", "alice")

    project.run(TEST.replace("BODY", "pass").replace("MARK", f", mode={mode!r}")).assert_outcomes(passed=1)


def test_where_once_finds_a_cassette_it_is_said(project):
    project.cassette("c.yaml", "alice")

    project.run(TEST.replace("BODY", "pass").replace("MARK", ", mode='once'")).assert_outcomes(failed=1)
