"""A broken scenario of a selected test ends the run at collection, and each file is reported once."""

import pytest
from one_test import for_each

TWO = """
    import pytest

    @pytest.mark.cognito(scenario="{}")
    def test_one(): ...

    @pytest.mark.cognito(scenario="{}")
    class TestMore:
        def test_two(self): ...
        def test_three(self, cognito): ...

    def test_apart(): ...
"""


@pytest.fixture
def broken(project):
    project.write("deep/one.yaml", "poolz: []\n")
    project.write("deep/two.yaml", "regoin: eu-west-1\nfaults: 3\n")
    project.write("good.yaml", "region: eu-west-1\n")
    return project


def reported(result):
    """The heads and lines of what went wrong at collection, without the folder of the run."""
    lines = result.outlines
    heads = [place for place, line in enumerate(lines) if "ERROR collecting" in line]
    end = next(place for place, line in enumerate(lines) if "short test summary info" in line)
    return [line.strip("_ ").rpartition("deep/")[2] for line in lines[heads[0] : end]]


def test_each_file_is_told_of_once_and_no_test_runs(broken):
    result = broken.run(TWO.format("deep/two.yaml", "deep/two.yaml"))

    result.assert_outcomes(errors=1)
    assert reported(result) == [
        "two.yaml",
        "two.yaml:1:1: unknown scenario key 'regoin'; did you mean 'region'?",
        "two.yaml:2:9: faults must be a list, not the number 3",
    ]
    result.stdout.fnmatch_lines(["*Interrupted: 1 error during collection*"])
    assert result.ret == pytest.ExitCode.INTERRUPTED


def test_two_files_are_two_errors(broken):
    result = broken.run(TWO.format("deep/one.yaml", "deep/two.yaml"))

    result.assert_outcomes(errors=2)
    assert [line for line in reported(result) if line.endswith(".yaml")] == ["one.yaml", "two.yaml"]


def test_a_file_that_no_chosen_test_names_is_not_looked_at(broken):
    result = broken.run(TWO.format("deep/one.yaml", "good.yaml"), "-k", "TestMore or apart")

    result.assert_outcomes(passed=3, deselected=1)


def test_the_closest_marker_says_which_file_is_looked_at(broken):
    source = """
    import pytest

    pytestmark = pytest.mark.cognito(scenario="deep/one.yaml")

    @pytest.mark.cognito(scenario="good.yaml")
    def test_closest(): ...
    """
    broken.run(source).assert_outcomes(passed=1)


def test_a_run_that_goes_on_fails_each_test_of_it_at_set_up(broken):
    result = broken.run(TWO.format("deep/one.yaml", "good.yaml"), "--continue-on-collection-errors")

    result.assert_outcomes(errors=2, passed=3)
    assert result.stdout.str().count("one.yaml:1:1: unknown scenario key 'poolz'; did you mean 'pools'?") == 2


DOUBTFUL = """\
pools:
  - Name: a
    clients: [{ClientName: web}]
    users: [{Username: jo, UserMFASettingList: [SOFTWARE_TOKEN_MFA]}]
"""
STORY = f"{DOUBTFUL}steps: [{{call: DescribeUserPool, with: {{UserPoolId: '${{user_pool_id}}'}}}}]\n"
OFF = "user 'jo' has SOFTWARE_TOKEN_MFA on, but in pool 'a' MfaConfiguration is OFF; set OPTIONAL"


@for_each("name", ["s.yaml", "s.cognito.yaml"])
def test_a_user_with_a_factor_that_the_pool_does_not_offer_is_a_warning_with_its_line(project, name):
    written = project.write(name, DOUBTFUL if name == "s.yaml" else STORY)
    source = TWO.format(name, name) if name == "s.yaml" else "def test_apart(): ..."
    result = project.run(source, "-W", "default::pytest_cognito_mfa.plugin.ScenarioWarning")

    result.assert_outcomes(passed=4 if name == "s.yaml" else 2, warnings=1)
    result.stdout.fnmatch_lines([f"*{name}:4: ScenarioWarning: {OFF}"])
    written.unlink()


def test_the_warning_is_a_mistake_where_the_filters_say_so(project):
    project.write("s.yaml", DOUBTFUL)
    result = project.run(TWO.format("s.yaml", "s.yaml"))

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*s.yaml:4:49: {OFF}"])


@pytest.mark.long
def test_workers_tell_of_a_file_once_too(broken):
    pytest.importorskip("xdist")
    broken.pytester.makepyfile(test_inner=TWO.format("deep/one.yaml", "good.yaml"))

    result = broken.pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:asyncio", "-n", "2")

    result.assert_outcomes(errors=1)
    assert [line for line in reported(result) if line.endswith(".yaml")] == ["one.yaml"]
    assert result.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.long
def test_workers_go_on_when_they_are_told_to(broken):
    pytest.importorskip("xdist")
    broken.pytester.makepyfile(test_inner=TWO.format("deep/one.yaml", "good.yaml"))

    on = ("-n", "2", "--continue-on-collection-errors")
    result = broken.pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:asyncio", *on)

    result.assert_outcomes(errors=2, passed=3)
