"""The failure of a wrong set-up or call shows our message, without frames of this package."""

import re

import pytest

BROKEN = """\
pools:
  - Name: example
    MfaConfiguraton: ON
faults:
  - on: InitateAuth
    error: InternalErrorException
"""


def set_up_failure(project, marker, head="ERROR at setup of test_marked"):
    """The lines under this head, of a test with this marker."""
    source = f"import pytest\n\n@pytest.mark.cognito({marker})\ndef test_marked(cognito): ...\n"
    result = project.run(source)
    result.assert_outcomes(errors=1)
    lines = result.outlines
    start = next(place for place, line in enumerate(lines) if f"_ {head} _" in line)
    end = next(place for place, line in enumerate(lines) if "short test summary info" in line)
    return lines[start + 1 : end]


def test_every_mistake_of_a_scenario_has_its_place(project):
    path = project.write("broken.yaml", BROKEN)

    assert set_up_failure(project, "scenario='broken.yaml'", "ERROR collecting broken.yaml") == [
        f"{path}:3:5: unknown pool member 'MfaConfiguraton'; did you mean 'MfaConfiguration'?",
        f"{path}:5:9: unknown operation 'InitateAuth'; did you mean 'InitiateAuth'?",
    ]


def test_yaml_that_cannot_be_read_has_its_place(project):
    path = project.write("broken.yaml", "pools:\n  - Name: [\n")

    (line,) = set_up_failure(project, "scenario='broken.yaml'", "ERROR collecting broken.yaml")

    assert line.startswith(f"{path}:3:1: ")


def test_a_missing_scenario_is_named_with_who_asked_for_it_and_the_nearest_file(project):
    path = project.pytester.path / "enroll.yaml"
    project.scenario("enrol.yaml", "alice")

    first, second = set_up_failure(project, "scenario='enroll.yaml'", "ERROR collecting enroll.yaml")

    assert first == f"{path}:1:1: there is no such file; did you mean 'enrol.yaml'?"
    assert second.startswith(
        "  asked for by @pytest.mark.cognito(scenario='enroll.yaml') at test_inner.py:3; its path "
    )


def test_a_missing_scenario_of_the_ini_file_names_the_setting(project):
    project.pytester.makeini("[pytest]\ncognito_scenario = enroll.yaml\n")

    assert set_up_failure(project, "", "ERROR collecting enroll.yaml") == [
        f"{project.pytester.path / 'enroll.yaml'}:1:1: there is no such file",
        "  asked for by cognito_scenario in pytest's ini file; its path is relative to the root directory",
    ]


def test_a_missing_cassette_is_named(project):
    project.cassette("enrol.yaml", "alice")

    line, *_ = set_up_failure(project, "cassette='enroll.yaml'")

    assert "enroll.yaml" in line
    assert "did you mean 'enrol.yaml'?" in line


@pytest.mark.parametrize(
    ("marker", "head"),
    [
        ("cassette='missing.yaml'", "ERROR at setup of test_marked"),
        ("scenaro=''", "ERROR collecting test_inner.py"),
        ("''", "ERROR collecting test_inner.py"),
    ],
)
def test_no_set_up_failure_shows_our_insides(project, marker, head):
    text = "\n".join(set_up_failure(project, marker, head))

    assert "pytest_cognito_mfa" not in text
    assert "Traceback" not in text
    assert "During handling" not in text


def failure(project, body, marker="", files=()):
    """The E lines of a failing test."""
    source = f"import boto3, pytest\n\n@pytest.mark.cognito({marker})\ndef test_fails(cognito):\n    {body}\n"
    result = project.run(source)
    result.assert_outcomes(failed=1)
    return [line.removeprefix("E").strip() for line in result.outlines if line.startswith("E ")]


@pytest.mark.usefixtures("without_list_users")
def test_what_is_not_simulated_names_the_ways_out(project):
    text = " ".join(failure(project, "boto3.client('cognito-idp').list_users(UserPoolId=cognito.user_pool_id)"))

    assert "NotSimulated: ListUsers is not simulated" in text
    assert '@pytest.mark.cognito(cassette="recorded.yaml")' in text
    assert 'cognito.answer("ListUsers", {"Users": []})' in text


def test_a_fault_is_a_way_out_of_what_is_not_simulated(project):
    source = """
    import boto3, pytest

    def test_is_refused(cognito):
        cognito.inject(on="ListUsers", error="TooManyRequestsException")
        client = boto3.client("cognito-idp")
        with pytest.raises(client.exceptions.TooManyRequestsException):
            client.meta.events.unregister("needs-retry.cognito-idp")
            client.list_users(UserPoolId=cognito.user_pool_id)
    """
    project.run(source).assert_outcomes(passed=1)


@pytest.mark.usefixtures("without_list_users")
def test_an_error_of_ours_is_not_retried(project):
    source = """
    import boto3, pytest
    from botocore.config import Config
    from pytest_cognito_mfa import NotSimulated

    @pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
    def test_asks_once(cognito, mode):
        client = boto3.client("cognito-idp", config=Config(retries={"mode": mode}))
        sent = []
        client.meta.events.register("before-send.cognito-idp", lambda **_: sent.append(1))
        with cognito.allow_not_simulated(), pytest.raises(NotSimulated):
            client.list_users(UserPoolId=cognito.user_pool_id)
        assert sent == [1]
    """
    project.run(source).assert_outcomes(passed=3)


def test_a_miss_names_the_nearest_recording(project):
    project.cassette("recorded.yaml", "alice")
    body = "boto3.client('cognito-idp').get_user(AccessToken='another')"

    first, nearest, difference, advice = failure(project, body, "cassette='recorded.yaml'")

    assert first.endswith("CassetteMiss: recorded.yaml has no recorded response for GetUser (call 1 of this test).")
    assert nearest.startswith("nearest: interaction 1 at recorded.yaml:4, not yet replayed; it differs in:")
    assert difference == "AccessToken: a text of 7 characters recorded, another sent"
    assert advice.startswith("make the recorded calls in their order")


def test_assert_called_shows_how_the_nearest_call_differs(project):
    body = (
        "boto3.client('cognito-idp').set_user_mfa_preference(\n"
        "        AccessToken=cognito.sign_in('newcomer').access_token, SMSMfaSettings={'Enabled': True})\n"
        "    cognito.assert_called('SetUserMFAPreference', SMSMfaSettings={'Enabled': False, 'PreferredMfa': True})"
    )

    assert failure(project, body) == [
        "AssertionError: SetUserMFAPreference was called once, but not with these members.",
        "nearest: call 1 of 1; it differs in:",
        "SMSMfaSettings.Enabled: false expected, true sent",
        "SMSMfaSettings.PreferredMfa: true expected, not sent",
    ]


def test_assert_called_says_what_was_called_instead(project):
    body = (
        "boto3.client('cognito-idp').describe_user_pool(UserPoolId=cognito.user_pool_id)\n"
        "    cognito.assert_called('GetUser')"
    )

    assert failure(project, body) == ["AssertionError: GetUser was not called; called: DescribeUserPool"]


def test_assert_called_ends_in_the_test(project):
    result = project.run("def test_fails(cognito):\n    cognito.assert_called('GetUser')")

    assert not [line for line in result.outlines if "_journal.py" in line or "cognito.py:" in line]


OURS = [
    "cognito.user('nobody')",
    "cognito.inject('GetUser', error='Throttled')",
    "cognito.clock.advance(minute=4)",
    "cognito.risk('extreme')",
    "print(cognito.error)",
    "print(cognito.next_challenge)",
    "simulate('missing.yaml')",
    "simulate(standing='ON-nothing')",
]


@pytest.mark.long
def test_each_mistake_ends_in_its_test(project):
    tests = "".join(f"\ndef test_{number}(cognito):\n    {call}\n" for number, call in enumerate(OURS))
    source = f"from pytest_cognito_mfa import simulate\n{tests}"
    shown = project.run(source).stdout.str()
    whole = project.run(source, "--full-trace").stdout.str()

    assert re.findall(r"\n(\S+\.py:\d+): ", shown) == [f"test_inner.py:{4 + 3 * at}" for at in range(len(OURS))]
    assert ".py:" not in shown.replace("test_inner.py:", "")
    assert whole.count("pytest_cognito_mfa/") >= len(OURS)


def test_a_mistake_of_ours_is_shown_whole(project):
    result = project.run("""
    from pytest_cognito_mfa._fixture import sign_ins as holding
    from pytest_cognito_mfa.errors import SimulatorError

    def test_fails(cognito, monkeypatch):
        def unfit(*_, **__):
            raise SimulatorError("not what the model says")

        monkeypatch.setattr(holding, "tokens_of", unfit)
        cognito.sign_in("totp")
    """)

    result.stdout.fnmatch_lines(["*sign_ins.py:*"])


def test_a_failing_test_shows_no_secret(project):
    source = """
    import pathlib

    def secrets(tokens, user, client, message):
        return [*filter(None, vars(tokens).values()), user.password, user.totp_secret, client.secret, message.code]

    def test_fails(cognito):
        tokens, user, client = cognito.sign_in("totp"), cognito.user("totp"), cognito.pool.clients["secret"]
        message = cognito.sign_in("sms") and cognito.outbox[0]
        pathlib.Path("secrets").write_text("\\n".join(secrets(tokens, user, client, message)))
        cognito.assert_called("GetUser")
    """
    shown = project.run(source, "--showlocals").stdout.str()

    secrets = project.pytester.path.joinpath("secrets").read_text().split("\n")
    assert len(secrets) == 7
    assert [secret for secret in secrets if secret in shown] == []
