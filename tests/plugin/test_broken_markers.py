"""A broken marker of a selected test ends the run at collection, and is reported once with its place."""

import pytest

TEST = """\
import pytest

@pytest.mark.cognito({})
def test_marked(): ...

def test_apart(): ...
"""
CLASS = """\
import pytest

@pytest.mark.cognito(faults=[{"on": "GetUsr", "drop": "dns"}, {"on": "GetUser", "drop": "rest"}])
class TestMarked:
    def test_one(self): ...
    def test_two(self, cognito): ...

    @pytest.mark.parametrize("each", range(9))
    @pytest.mark.cognito(scenaro="s.yaml")
    def test_three(self, each): ...

def test_apart(): ...
"""
OF_CLASS = [
    "test_inner.py:3: @pytest.mark.cognito: faults[0]: unknown operation 'GetUsr'; did you mean 'GetUser'?",
    "test_inner.py:3: @pytest.mark.cognito: faults[1]: unknown drop 'rest'; did you mean 'reset'?",
    "test_inner.py:8: @pytest.mark.cognito: unknown setting 'scenaro'; did you mean 'scenario'?",
]


def reported(result):
    """What is reported at collection, without the folder: once, and only our own lines."""
    lines = result.outlines
    (start,) = (place for place, line in enumerate(lines) if "ERROR collecting test_inner.py" in line)
    end = next(place for place, line in enumerate(lines) if "short test summary info" in line)
    return ["test_inner.py:" + line.partition("test_inner.py:")[2] for line in lines[start + 1 : end]]


@pytest.mark.parametrize(
    ("marker", "said"),
    [
        ("'one.yaml'", ["write keyword arguments: scenario='...', cassette='...', mode='...', faults=[...]"]),
        ("scenaro='one.yaml'", ["unknown setting 'scenaro'; did you mean 'scenario'?"]),
        (
            "None, scenario=3, cassete='a.yaml'",
            [
                "write keyword arguments: scenario='...', cassette='...', mode='...', faults=[...]",
                "unknown setting 'cassete'; did you mean 'cassette'?",
                "scenario must be the path of a file, not 3",
            ],
        ),
        ("cassette=b'a.yaml'", ["cassette must be the path of a file, not b'a.yaml'"]),
        ("faults=3", ["faults must be a list, not the number 3"]),
        ("faults=['x']", ["a fault must be a mapping, not the text 'x'"]),
        (
            "faults=[{'on': 'GetUser', 'drop': 'reset'}, {'on': 'GetUsr', 'drop': 'dns'}]",
            ["faults[1]: unknown operation 'GetUsr'; did you mean 'GetUser'?"],
        ),
    ],
)
def test_every_mistake_is_told_with_its_place_and_no_test_runs(project, marker, said):
    result = project.run(TEST.format(marker))

    result.assert_outcomes(errors=1)
    assert reported(result) == [f"test_inner.py:3: @pytest.mark.cognito: {text}" for text in said]
    assert result.ret == pytest.ExitCode.INTERRUPTED


EVERY_KIND = """\
import pytest

@pytest.mark.cognito(faults=3)
@pytest.mark.cognito_errors("GetUsr")
@pytest.mark.cognito_standings(only=3)
def test_one(): ...

@pytest.mark.cognito_errors("SinUp")
class TestTwo:
    def test_two(self): ...
    def test_three(self, cognito): ...
"""
OF_EVERY_KIND = [
    "test_inner.py:3: @pytest.mark.cognito_standings: only must be a string or a list of strings, not 3",
    "test_inner.py:3: @pytest.mark.cognito_errors: unknown operation 'GetUsr'; did you mean 'GetUser'?",
    "test_inner.py:8: @pytest.mark.cognito_errors: unknown operation 'SinUp'; did you mean 'SignUp'?",
    "test_inner.py:3: @pytest.mark.cognito: faults must be a list, not the number 3",
]


def test_the_faulty_markers_of_a_file_are_reported_together_whatever_their_kind(project):
    result = project.run(EVERY_KIND)

    result.assert_outcomes(errors=1)
    assert reported(result) == OF_EVERY_KIND


@pytest.mark.long
def test_a_run_that_goes_on_fails_a_test_without_cases_by_its_marker(project):
    result = project.run(EVERY_KIND, "--continue-on-collection-errors", "-k", "two")

    result.assert_outcomes(errors=3, deselected=1)
    assert result.stdout.str().count(OF_EVERY_KIND[2]) == 3


def test_a_marker_of_many_tests_is_told_of_once(project):
    result = project.run(CLASS)

    result.assert_outcomes(errors=1)
    assert reported(result) == OF_CLASS


def test_a_marker_of_the_module_is_told_of_at_its_top(project):
    result = project.run("import pytest\npytestmark = pytest.mark.cognito(faults=3)\ndef test_one(): ...\n")

    assert reported(result) == ["test_inner.py:1: @pytest.mark.cognito: faults must be a list, not the number 3"]


def test_a_marker_that_no_chosen_test_has_is_not_looked_at(project):
    project.run(CLASS, "-k", "apart").assert_outcomes(passed=1, deselected=11)


def test_a_run_that_goes_on_fails_each_test_of_it_at_set_up(project):
    result = project.run(CLASS, "--continue-on-collection-errors", "-k", "not three")

    result.assert_outcomes(errors=3, passed=1, deselected=9)
    assert result.stdout.str().count(OF_CLASS[0]) == 3


@pytest.mark.long
@pytest.mark.parametrize("options", [("-n", "2"), ("-n", "2", "--dist", "loadfile"), ("-n", "0")], ids=" ".join)
def test_workers_tell_of_it_once_too(project, options):
    pytest.importorskip("xdist")
    project.pytester.makepyfile(test_inner=CLASS)

    result = project.pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:asyncio", *options)

    result.assert_outcomes(errors=1)
    assert reported(result) == OF_CLASS
