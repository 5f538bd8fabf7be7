"""`--cognito-record`, the marker's `mode` and the ini setting: which tests record, to which file, and the summary."""

import json
import textwrap
from pathlib import Path

import pytest
import yaml
from fake_redactor import FakeRedactor
from loopback import Service

from pytest_cognito_mfa._cassette import recorder

BODY = {"UserPools": [{"Id": "eu-west-1_AbCdEf123", "Name": "pool"}]}
CALL = """
    import boto3, pytest

    def pools():
        return boto3.client("cognito-idp").list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
"""
MARKED = (
    CALL
    + """
    @pytest.mark.cognito(cassette=True)
    def test_recorded():
        assert pools() == "eu-west-1_AbCdEf123"
"""
)


@pytest.fixture
def service(monkeypatch):
    monkeypatch.setattr(recorder, "new_redactor", FakeRedactor)
    with Service(BODY) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", f"http://127.0.0.1:{service.server_port}")
        for name, value in {"ACCESS_KEY_ID": "own", "SECRET_ACCESS_KEY": "own", "DEFAULT_REGION": "eu-west-1"}.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        yield service


def cassettes(project):
    root = project.pytester.path
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix in (".yaml", ".tmp"))


def test_a_test_that_asked_is_recorded_and_replayed_without_the_service(project, service):
    recorded = project.run(MARKED, "--cognito-record=once")
    recorded.assert_outcomes(passed=1)
    recorded.stdout.fnmatch_lines(
        [
            "*= recorded from Cognito =*",
            f"*/cassettes/test_inner/test_recorded.yaml: 1 call from 127.0.0.1:{service.server_port}",
        ]
    )
    assert cassettes(project) == ["cassettes/test_inner/test_recorded.yaml"]

    replayed = project.run(MARKED)

    replayed.assert_outcomes(passed=1)
    replayed.stdout.no_fnmatch_line("*recorded from*")
    assert len(service.heard) == 1


def test_a_test_that_did_not_ask_stays_with_the_simulator(project, service):
    source = """
    def test_simulated(cognito):
        assert cognito.sign_in("totp")
    """
    project.run(source, "--cognito-record=all").assert_outcomes(passed=1)

    assert (cassettes(project), service.heard) == ([], [])


def test_the_marker_beats_the_option_and_the_option_the_ini_file(project, service):
    project.pytester.makeini("[pytest]\ncognito_record = once\n")
    source = (
        CALL
        + """
    @pytest.mark.cognito(mode="none", cassette="missing.yaml")
    def test_by_marker():
        pass

    @pytest.mark.cognito(cassette=True)
    class TestByIni:
        def test_it(self):
            assert pools()
    """
    )
    project.run(source).assert_outcomes(passed=1, errors=1)
    assert cassettes(project) == ["cassettes/test_inner/TestByIni.test_it.yaml"]
    project.run(source, "--cognito-record=all").assert_outcomes(passed=1, errors=1)
    assert len(service.heard) == 2


def test_a_mode_alone_means_the_tests_own_cassette(project, service):
    project.run(MARKED.replace("cassette=True", "mode='once'")).assert_outcomes(passed=1)

    assert cassettes(project) == ["cassettes/test_inner/test_recorded.yaml"]


def test_each_case_has_its_own_and_a_named_one_its_name(project, service):
    source = (
        CALL
        + """
    @pytest.mark.cognito(mode="once")
    @pytest.mark.parametrize("case", ["a", "b/c"])
    def test_cases(case):
        assert pools()

    @pytest.mark.cognito(mode="once", cassette="kept/named.yaml")
    def test_named():
        assert pools()
    """
    )
    project.run(source).assert_outcomes(passed=3)

    first, second, named = cassettes(project)
    assert first == "cassettes/test_inner/test_cases[a].yaml"
    assert second.startswith("cassettes/test_inner/test_cases[b-c]-")
    assert named == "kept/named.yaml"


def test_a_folder_of_the_users_keeps_modules_of_one_name_apart(project, service):
    project.pytester.makeini("[pytest]\ncognito_cassette_dir = tapes\n")
    project.write("deep/test_deep.py", textwrap.dedent(MARKED))
    project.run(MARKED, "--cognito-record=once").assert_outcomes(passed=2)

    assert cassettes(project) == ["tapes/deep/test_deep/test_recorded.yaml", "tapes/test_inner/test_recorded.yaml"]


def test_a_test_outside_the_root_directory_has_a_place_in_that_folder_too(project, service, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "test_outside.py"
    outside.write_text(textwrap.dedent(MARKED))
    project.pytester.makeini("[pytest]\ncognito_cassette_dir = tapes\n")
    root = (f"--rootdir={project.pytester.path}", f"-c{project.pytester.path / 'tox.ini'}")
    project.run("", "--cognito-record=once", *root, str(outside)).assert_outcomes(passed=1)

    assert cassettes(project) == ["tapes/test_outside/test_recorded.yaml"]


def test_a_failing_test_leaves_a_valid_cassette(project, service):
    source = MARKED + "        pools()\n        assert pools() == 'other'\n"
    result = project.run(source, "--cognito-record=once")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*: 3 calls from *"])
    (path,) = cassettes(project)
    assert len(yaml.safe_load((project.pytester.path / path).read_text())["interactions"]) == 3


def test_a_cassette_that_cannot_be_written_is_an_error_of_its_test(project, service, monkeypatch):
    redactor = FakeRedactor(misses=[("pool id", "eu-west-1_AbCdEf123")])
    monkeypatch.setattr(recorder, "new_redactor", lambda: redactor)
    result = project.run(MARKED, "--cognito-record=once")

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*nothing is written, because the file would contain secrets:", "*1:1: pool id"])
    assert cassettes(project) == []


SHARED = (
    CALL
    + """
    pytestmark = pytest.mark.cognito(cassette=True)

    def test_one(cognito_session): pools()

    def test_two(cognito_session): pools()
"""
)


def test_the_tests_of_a_module_may_record_one_cassette(project, service, monkeypatch):
    project.pytester.makeini("[pytest]\ncognito_session_scope = module\n")
    recorded = project.run(SHARED, "--cognito-record=once")
    recorded.stdout.fnmatch_lines(["*/cassettes/test_inner/test_inner.py.yaml: 2 calls from 127.0.0.1:*"])
    project.run(SHARED).assert_outcomes(passed=2)

    redactor = FakeRedactor(misses=[("pool id", "eu-west-1_AbCdEf123")])
    monkeypatch.setattr(recorder, "new_redactor", lambda: redactor)
    result = project.run(SHARED, "--cognito-record=all")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_two*", "*nothing is written, because*"])


@pytest.mark.parametrize(
    ("ini", "marker", "text"),
    [
        (
            "once",
            "cassette=True, mode='onse'",
            "@pytest.mark.cognito: unknown record mode 'onse'; did you mean 'once'?",
        ),
        ("onse", "cassette=True", "pytest's ini file: unknown record mode 'onse'; did you mean 'once'?"),
        ("once", "cassette=False", "@pytest.mark.cognito: cassette must be the path of a file, not False"),
    ],
)
def test_a_mistake_is_told(project, ini, marker, text):
    project.pytester.makeini(f"[pytest]\ncognito_record = {ini}\n")
    result = project.run(MARKED.replace("cassette=True", marker))

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{text}"])


@pytest.fixture
def in_a_process_of_its_own(pytester, service, monkeypatch):
    here = Path(__file__).parents[1]
    monkeypatch.setenv("PYTHONPATH", str(here))

    def run(source, *options):
        pytester.makepyfile(test_inner=source)
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "fake_redactor", "-q", *options)

    return run


@pytest.mark.long
def test_workers_mix_nothing_and_the_summary_tells_of_all(in_a_process_of_its_own, pytester):
    pytest.importorskip("xdist")
    source = (
        CALL
        + """
    @pytest.mark.cognito(mode="once")
    @pytest.mark.parametrize("case", range(6))
    def test_cases(case):
        assert pools()

    @pytest.mark.cognito(mode="new_episodes", cassette="shared.yaml")
    @pytest.mark.parametrize("case", range(6))
    def test_shared(case):
        client = boto3.client("cognito-idp")
        client.describe_user_pool(UserPoolId=f"eu-west-1_case{case}")
    """
    )
    result = in_a_process_of_its_own(source, "-n", "2", "--dist=load")

    result.assert_outcomes(passed=12)
    assert sum("call from" in line for line in result.outlines) >= 7
    shared = yaml.safe_load((pytester.path / "shared.yaml").read_text())["interactions"]
    asked = sorted(json.loads(each["request"]["body"])["UserPoolId"] for each in shared)
    assert asked == [f"eu-west-1_case{case}" for case in range(6)]
    assert len(list(pytester.path.glob("cassettes/test_inner/*.yaml"))) == 6


@pytest.mark.long
@pytest.mark.parametrize("when", ["recording", "writing"])
def test_a_kill_loses_nothing_that_was_there(in_a_process_of_its_own, pytester, when):
    in_a_process_of_its_own(MARKED, "--cognito-record=once").assert_outcomes(passed=1)
    path = pytester.path / "cassettes/test_inner/test_recorded.yaml"
    before = path.read_bytes()
    kill = "os.kill(os.getpid(), signal.SIGKILL)"
    writing = f"from pathlib import Path\n        Path.replace = lambda *_: {kill}"
    source = MARKED + f"        import os, signal\n        {kill if when == 'recording' else writing}\n"

    in_a_process_of_its_own(source, "--cognito-record=rewrite")

    assert path.read_bytes() == before
    left = [each for each in path.parent.iterdir() if each != path]
    assert len(left) == (when == "writing")
    for each in left:
        assert "interactions" in yaml.safe_load(each.read_text())
