"""Stories as pytest collects, runs and reports them."""

import importlib
import re
import xml.etree.ElementTree as ET

import pytest

GOOD = """\
name: SMS is asked for
steps:
  - call: InitiateAuth
    with:
      ClientId: ${client_id}
      AuthFlow: USER_PASSWORD_AUTH
      AuthParameters: {USERNAME: sms, PASSWORD: "${password:sms}"}
    challenge: SMS_MFA
"""
BAD = GOOD.replace("challenge: SMS_MFA", "challenge: none")
UNFIRED = "faults:\n  - {on: GetUser, error: ForbiddenException}\n" + GOOD


@pytest.fixture
def run(project):
    return lambda *options: project.run(None, *options)


def test_a_file_is_one_test_under_its_name(project, run):
    project.write("sms.cognito.yaml", GOOD)
    project.write("folder/other.cognito.yaml", GOOD.partition("\n")[2])
    project.write("scenario.yaml", "region: eu-west-1\n")

    result = run("-v")

    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines_random(["sms.cognito.yaml::SMS is asked for PASSED*", "folder/other*::other PASSED*"])


@pytest.mark.parametrize("options", [("sms.cognito.yaml",), ("sms.cognito.yaml::SMS is asked for",), ("-k", "asked")])
def test_it_is_selected_as_any_test_is(project, run, options):
    project.write("sms.cognito.yaml", GOOD)
    project.write("other.cognito.yaml", BAD.replace("asked for", "not wanted"))

    run(*options).assert_outcomes(passed=1, deselected=int("-k" in options))


def test_a_failure_is_its_text_and_no_traceback(project, run):
    path = project.write("sms.cognito.yaml", BAD)

    result = run()

    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    start = text.index("sms.cognito.yaml:3: InitiateAuth returned a different challenge")
    assert text[start:].startswith(
        "sms.cognito.yaml:3: InitiateAuth returned a different challenge\n\n"
        "  step 1 of 1 (- expected, + actual)\n    - challenge none\n    + challenge SMS_MFA\n\n"
        "       3 |   - call: InitiateAuth\n"
    )
    assert "FAILED sms.cognito.yaml::SMS is asked for - sms.cognito.yaml:3: InitiateAuth" in text
    assert not re.search(r"Traceback|\.py:\d|StepFailed", text)
    assert path.name in text


def test_a_failure_is_coloured_on_a_terminal(project, run):
    project.write("sms.cognito.yaml", BAD)

    text = run("--color=yes").stdout.str()

    assert "\x1b[31m    - challenge none\x1b[0m" in text
    assert "\x1b[32m    + challenge SMS_MFA\x1b[0m" in text
    assert "\x1b[1m  >    8 |     challenge: none\x1b[0m" in text


def test_reports_name_the_line_of_the_step(project, run):
    project.write("sms.cognito.yaml", BAD)

    result = run("--junitxml=report.xml", "--tb=line")

    failure = ET.parse(project.pytester.path / "report.xml").find(".//failure")
    assert failure.get("message") == "sms.cognito.yaml:3: InitiateAuth returned a different challenge"
    assert failure.text.endswith(">    8 |     challenge: none")
    result.stdout.fnmatch_lines(["sms.cognito.yaml:3: InitiateAuth returned a different challenge"])


def test_a_failed_step_is_where_its_report_says_that_it_crashed(project):
    path = project.write("sms.cognito.yaml", BAD)

    reports = project.pytester.inline_run("-p", "no:cacheprovider", "-p", "no:asyncio").getfailures()

    assert [(report.longrepr.reprcrash.path, report.longrepr.reprcrash.lineno) for report in reports] == [
        (str(path), 3)
    ]


def test_mistakes_are_told_at_collection_once_and_without_a_traceback(project, run):
    path = project.write("broken.cognito.yaml", "marks: [3]\nsteps:\n  - {call: GetUsr}\n")

    result = run()

    result.assert_outcomes(errors=1)
    lines = [line for line in result.outlines if line.startswith(str(path))]
    assert lines == [
        f"{path}:1:9: a mark must be a text, not the number 3; put it in quotes",
        f"{path}:3:12: unknown operation 'GetUsr'; did you mean 'GetUser'?",
    ]
    assert not re.search(r"Traceback|\.py:\d", result.stdout.str())


def test_marks_are_those_of_any_test(project, run):
    project.write("skipped.cognito.yaml", f"marks: [skip]\n{BAD}")
    project.write("failing.cognito.yaml", f"marks: [xfail]\n{BAD}")

    run().assert_outcomes(skipped=1, xfailed=1)
    run("-m", "skip").assert_outcomes(skipped=1, deselected=1)


def test_an_unknown_mark_is_a_mistake_where_marks_are_strict(project, run):
    path = project.write("slow.cognito.yaml", f"marks: [slow]\n{GOOD}")

    result = run()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"{path}:1:9: 'slow' not found in `markers` configuration option"])


def test_it_is_set_up_by_fixtures_of_every_scope(project, run):
    project.write(
        "conftest.py",
        """
import pytest

seen = []

@pytest.fixture(autouse=True, params=None, scope="session")
def of_session(): seen.append("session")

@pytest.fixture(autouse=True, scope="package")
def of_package(): seen.append("package")

@pytest.fixture(autouse=True, scope="module")
def of_module(request): seen.append(request.module.__name__)

@pytest.fixture(autouse=True, scope="class")
def of_class(): seen.append("class")

@pytest.fixture(autouse=True)
def of_function(cognito, request):
    seen.append(request.function.__name__)
    cognito.inject("GetUser", error="ForbiddenException")
    yield
    assert seen == ["session", "package", "sms", "class", "test"]
""",
    )
    project.write(
        "sms.cognito.yaml", f"{GOOD}  - {{call: GetUser, with: {{AccessToken: a}}, error: ForbiddenException}}\n"
    )

    run().assert_outcomes(passed=1)


def test_a_fault_that_never_fired_fails_it_as_any_test(project, run):
    path = project.write("sms.cognito.yaml", UNFIRED)

    result = run()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"{path}:2: this fault never fired: *"])


def test_an_error_that_is_not_of_a_step_is_shown_as_pytest_does(project, run, monkeypatch):
    # By name, for pytester forgets what an inner run was the first to import.
    collecting = importlib.import_module("pytest_cognito_mfa._plugin.story_files")
    monkeypatch.setattr(collecting, "play", lambda *_: 1 // 0)
    project.write("sms.cognito.yaml", GOOD)

    result = run()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*ZeroDivisionError*"])


def test_its_scenario_is_its_own_and_its_region_the_ini_files(project, run):
    project.write("pytest.ini", "[pytest]\ncognito_region = eu-west-1\ncognito_scenario = other.yaml\n")
    project.write("other.yaml", "pools: [{Name: other}]\n")
    project.write(
        "sms.cognito.yaml",
        f'{GOOD}  - {{call: GetUser, with: {{AccessToken: "${{region}}"}}, error: {{code: NotAuthorizedException}}}}\n'
        "  - {call: DescribeUserPool, with: {UserPoolId: eu-west-1_Example01}}\n",
    )

    run().assert_outcomes(passed=1)


@pytest.mark.long
def test_workers_run_and_report_it(project):
    project.write("sms.cognito.yaml", BAD)
    project.write("good.cognito.yaml", GOOD)

    result = project.pytester.runpytest_subprocess("-p", "no:cacheprovider", "-n", "1")

    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        ["sms.cognito.yaml:3: InitiateAuth returned a different challenge", "    - challenge none"]
    )


@pytest.mark.long
def test_with_pytest_asyncio_it_runs_too(project):
    project.write("pytest.ini", "[pytest]\nasyncio_mode = auto\n")
    project.write("good.cognito.yaml", GOOD)

    project.pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
