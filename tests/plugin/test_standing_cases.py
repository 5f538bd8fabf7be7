"""`@pytest.mark.cognito_standings(...)` and the strategy: a test runs once for every meaningful standing of a user."""

import builtins
import re

import pytest
from hypothesis import find, given

from pytest_cognito_mfa import SettingError, simulate
from pytest_cognito_mfa._fixture.standings import meaningful
from pytest_cognito_mfa.strategies import standings

SIGNS_IN = """
import boto3, pytest

client = boto3.client("cognito-idp", region_name="us-east-1")

MARK
def test_signs_in(cognito):
    user = cognito.user("subject")
    named = {"USERNAME": "subject", "PASSWORD": user.password, **{"DEVICE_KEY": device.key for device in user.devices}}
    answer = client.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=named)
    assert answer.get("ChallengeName") == cognito.next_challenge
"""


def marked(arguments, *more):
    return SIGNS_IN.replace("MARK", "\n".join([f"@pytest.mark.cognito_standings({arguments})", *more]))


def listed(project, arguments):
    result = project.run(marked(arguments), "--collect-only", "-q")
    return re.findall(r"::test_signs_in\[(.+)\]", result.stdout.str())


def test_a_sign_in_test_is_run_in_every_meaningful_standing(project):
    project.run(marked("")).assert_outcomes(passed=len(meaningful()))


def test_the_ids_are_the_names(project):
    ids = listed(project, "")

    assert ids == [str(standing) for standing in meaningful()]
    assert {
        "OFF-none",
        "OFF-none-invited",
        "ON-sms+totp-none_preferred",
        "OPTIONAL-totp-totp_preferred-trusted_device",
    } <= set(ids)


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        ('policy="OFF"', ["OFF-none", "OFF-none-invited", "OFF-none-trusted_device"]),
        (
            'policy=["ON", "OFF"], factors="totp"',
            [
                *("OFF-none", "OFF-none-invited", "OFF-none-trusted_device", "ON-none", "ON-none-invited"),
                *("ON-totp-none_preferred", "ON-totp-none_preferred-trusted_device"),
                *("ON-totp-totp_preferred", "ON-totp-totp_preferred-trusted_device"),
            ],
        ),
        (
            'policy="ON", factors=["EMAIL_OTP", "sms"], only="*sms+email*_preferred"',
            [f"ON-sms+email-{which}_preferred" for which in ("none", "sms", "email")],
        ),
        ('only=["ON-none", "OPTIONAL-none"]', ["OPTIONAL-none", "ON-none"]),
        ('policy="OFF", devices=False, exclude="*-invited"', ["OFF-none"]),
        (
            'factors="sms", only="*-none*", exclude=lambda s: s.on or s.policy == "OFF" or s.invited',
            ["OPTIONAL-none", "OPTIONAL-none-trusted_device", "ON-none"],
        ),
    ],
)
def test_only_those_that_are_asked_for_are_left(project, arguments, left):
    assert sorted(listed(project, arguments)) == sorted(left)


def test_they_combine_with_errors_with_a_scenario_and_with_parametrize(project):
    project.scenario("staff.yaml", "grace")
    source = """
import boto3, pytest

@pytest.mark.cognito(scenario="staff.yaml")
@pytest.mark.cognito_standings(policy="ON", factors="totp", only="*-none*")
@pytest.mark.cognito_errors("InitiateAuth", only=["ForbiddenException", "UserNotFoundException"])
@pytest.mark.parametrize("turn", [1, 2])
def test_signs_in(cognito, turn):
    assert "grace" in list(cognito.pools.values())[1].users
    client = boto3.client("cognito-idp")
    with pytest.raises(client.exceptions.ClientError, match=cognito.error):
        client.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={})
    assert cognito.next_challenge
"""
    result = project.run(source, "-v")

    result.assert_outcomes(passed=4 * 2 * 2)
    assert "ON-none-ForbiddenException" in result.stdout.str()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("'ON'", "write keyword arguments: policy='ON', factors=['totp'], only='*-invited'"),
        ("polcy='ON'", "unknown setting 'polcy'; did you mean 'policy'?"),
        ("policy='REQUIRED'", "unknown policy 'REQUIRED'; there are: OFF, ON, OPTIONAL"),
        ("policy=[]", "policy is empty, so no case is left"),
        ("factors=['topt']", "unknown factor 'topt'; did you mean 'totp'?"),
        ("only=3", "only must be a string or a list of strings, not 3"),
        ("only='ON-nne'", "only: unknown standing 'ON-nne'; did you mean 'ON-none'?"),
        ("only='REQUIRED-*'", "only: no standing matches 'REQUIRED-*'; the nearest names are: OFF-none"),
        ("policy='OFF', only='ON-none'", "only: ON-none is a standing, but policy, factors or devices exclude it"),
        (
            "exclude='ON-topt-*'",
            (
                "exclude: no standing matches 'ON-topt-*'; the nearest names are: ON-none, "
                "ON-totp-totp_preferred, ON-totp-none_preferred"
            ),
        ),
        ("exclude=['ON-nne']", "exclude: unknown standing 'ON-nne'; did you mean 'ON-none'?"),
        ("exclude='*'", "exclude leaves no case"),
        ("devices='no'", "devices must be True or False, not 'no'"),
    ],
)
def test_a_mistake_ends_the_collection_with_one_text(project, arguments, text):
    result = project.run(marked(arguments))

    result.assert_outcomes(errors=1)
    place = r"test_inner\.py:\d+: @pytest\.mark\.cognito_standings: "
    assert [line for line in result.outlines if re.search(place + re.escape(text) + "$", line)]
    assert "Traceback" not in result.stdout.str()
    assert "cases_of" not in result.stdout.str()


def test_the_place_of_a_modules_marker_is_the_modules(project):
    result = project.run("import pytest\npytestmark = pytest.mark.cognito_standings(only=3)\ndef test_marked(): ...\n")

    result.stdout.re_match_lines([r".*test_inner\.py:1: @pytest\.mark\.cognito_standings: only must be .*"])


def test_a_cassette_answers_for_no_standing(project):
    project.cassette("recorded.yaml", "grace")
    result = project.run(marked("only='ON-none'", "@pytest.mark.cognito(cassette='recorded.yaml')"))

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["a standing has no effect on a cassette's answers; *"])


# -- what the failing ones share ---------------------------------------------------------------

EITHER = (
    "14 of 20 standings fail; each of them has one of these, and none that passes: "
    "AWS asks for EMAIL_OTP, AWS asks for SELECT_MFA_TYPE, AWS asks for SMS_MFA"
)
FAILS = """
import pytest
pytestmark = pytest.mark.cognito_standings(MARK)

@pytest.mark.parametrize("turn", ["none", "ON-2"])
def test_it(cognito, turn):
    subject = cognito.user("subject")
    assert not (CONDITION)
"""


@pytest.mark.parametrize(
    ("mark", "condition", "said"),
    [
        (
            "policy='OPTIONAL'",
            "cognito.next_challenge == 'SELECT_MFA_TYPE'",
            "4 of 48 standings fail; in all of them AWS asks for SELECT_MFA_TYPE, and in none that passes",
        ),
        (
            "factors='totp'",
            "subject.preferred_mfa and cognito.pool.mfa_configuration == 'ON' or subject.devices",
            "7 of 16 standings fail; they share no property that most of the others lack",
        ),
        (
            "factors='totp'",
            "subject.preferred_mfa or cognito.next_challenge == 'SOFTWARE_TOKEN_MFA' and subject.status == 'CONFIRMED'",
            "6 of 16 standings fail; in all of them one factor is on, and in 2 that pass",
        ),
        (
            "factors='totp', devices=False",
            "subject.mfa_settings and (subject.preferred_mfa or cognito.pool.mfa_configuration == 'ON')",
            "3 of 10 standings fail; in all of them AWS asks for SOFTWARE_TOKEN_MFA, and in 1 that passes",
        ),
        (
            "devices=False, policy='OPTIONAL', exclude='*-invited'",
            "cognito.next_challenge not in (None, 'SOFTWARE_TOKEN_MFA')",
            EITHER,
        ),
        ("only='ON-totp-*', factors='totp'", "True", "4 of 4 standings fail; none passes"),
        (
            "first_factors=['email', 'passkey'], policy=['OFF', 'OPTIONAL'], factors='totp', exclude='*-invited'",
            "not subject.password",
            "8 of 24 standings fail; in all of them the user has no password, and in none that passes",
        ),
    ],
)
def test_a_line_at_the_end_says_what_many_failing_standings_share(project, mark, condition, said):
    result = project.run(FAILS.replace("MARK", mark).replace("CONDITION", condition), "--tb=no")

    lines = [line for line in result.outlines if "standings fail; " in line]
    assert lines == [f"test_inner.py::test_it: {said}"]


def test_nothing_is_said_of_one_standing_that_fails(project):
    result = project.run(FAILS.replace("MARK", "policy='OFF'").replace("CONDITION", "subject.devices"), "--tb=no")

    result.assert_outcomes(failed=2, passed=4)
    assert "standings" not in result.stdout.str()


# -- the strategy ---------------------------------------------------------------------------


@given(standings(policy="ON", only="*-trusted_device"))
def test_the_strategy_draws_what_the_marker_would_run(standing):
    with simulate(standing=standing) as cognito:
        assert cognito.next_challenge == "DEVICE_SRP_AUTH"


def test_every_standing_is_drawn_and_the_simplest_is_without_mfa():
    for wanted in meaningful():
        assert find(standings(), lambda standing, wanted=wanted: standing == wanted) == wanted
    assert str(find(standings(), lambda _: True)) == "OFF-none"


def test_its_mistakes_are_those_of_the_marker():
    with pytest.raises(SettingError, match=r"unknown policy 'on'; did you mean 'ON'\?"):
        standings(policy="on")


def test_a_falsifying_example_is_named(project):
    source = """
from hypothesis import given, settings
from pytest_cognito_mfa.strategies import standings

@settings(database=None)
@given(standing=standings(policy="ON", factors="sms", only="ON-none"))
def test_fails(standing):
    assert False
"""
    result = project.run(source)

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*standing=<UserStanding ON-none>*"])


def test_without_hypothesis_the_way_out_is_told(monkeypatch):
    genuine = builtins.__import__

    def lacking(name, *arguments, **more):
        if name.startswith("hypothesis"):
            raise ImportError(name)
        return genuine(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", lacking)

    with pytest.raises(SettingError, match="needs hypothesis; run: pip install hypothesis; or use @pytest"):
        standings()
