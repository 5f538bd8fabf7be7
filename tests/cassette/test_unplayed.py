"""Recorded calls that a test did not make are reported at its end with the nearest call, and without secrets."""

import json

import boto3
import one_client
import pytest
import yaml
from botocore.exceptions import ClientError

from pytest_cognito_mfa import CassetteMiss, Cognito, UnfiredFault, UnplayedInteraction, simulate
from pytest_cognito_mfa._cassette import misses
from pytest_cognito_mfa._cassette.unplayed import ADVICE


@pytest.fixture
def cassette(write, interaction):
    """A cassette of these calls, three lines apart: at 2, 5, 8."""

    def written(*exchanges):
        lines = ["interactions:"]
        for exchange in exchanges:
            each = interaction(*exchange)
            lines += [f"- request: {json.dumps(each['request'])}", f"  response: {json.dumps(each['response'])}", ""]
        return write("\n".join(lines))

    return written


USER = ("GetUser", {"AccessToken": "EXAMPLE"}, '{"Username":"al","UserAttributes":[]}')
PREFERENCE = ("SetUserMFAPreference", {"AccessToken": "EXAMPLE", "SMSMfaSettings": {"Enabled": True}})
KEYS = ("us-east-1_EXAMPLE/.well-known/jwks.json", None)


def said(path, *work):
    """The lines of the report about the cassette at `path` after some work, without the advice."""
    with Cognito(cassette=path) as cognito:
        client = one_client.client()
        for each in work:
            each(client, cognito)
        texts = cognito.unplayed
    assert not texts or texts[-1].endswith(ADVICE)
    return "\n".join(texts).splitlines()[: -len(ADVICE.splitlines())]


def get_user(client, cognito):
    client.get_user(AccessToken="EXAMPLE")


def preferring(**settings):
    def prefer(client, cognito):
        with pytest.raises(CassetteMiss):
            client.set_user_mfa_preference(**settings)

    return prefer


def test_of_a_cassette_that_was_played_nothing_is_said(cassette):
    assert said(cassette(USER, KEYS), get_user) == []


def test_what_was_called_instead_is_told(cassette):
    assert said(cassette(USER, PREFERENCE), get_user) == [
        "cassettes/enrol.yaml:5: interaction 2, SetUserMFAPreference, was not played",
        "  SetUserMFAPreference was not called; the test called: GetUser",
    ]
    assert said(cassette(USER, PREFERENCE))[1] == "  GetUser was not called; the test called: nothing"


@pytest.mark.parametrize(("recorded", "times"), [(2, "once"), (3, "once")])
def test_a_call_that_was_made_too_seldom_is_counted(cassette, recorded, times):
    assert (
        said(cassette(*[USER] * recorded), get_user)[1]
        == f"  GetUser was called {times}, but is recorded {recorded} times"
    )


def test_a_call_that_was_made_twice_and_recorded_thrice_is_counted(cassette):
    assert said(cassette(*[USER] * 3), get_user, get_user) == [
        "cassettes/enrol.yaml:8: interaction 3, GetUser, was not played",
        "  GetUser was called 2 times, but is recorded 3 times",
    ]


def test_a_call_that_found_no_answer_is_the_nearest(cassette):
    far = preferring(AccessToken="hush", EmailMfaSettings={"Enabled": True})
    near = preferring(AccessToken="hush", SMSMfaSettings={"Enabled": True})

    assert said(cassette(USER, PREFERENCE), get_user, far, near, far) == [
        "cassettes/enrol.yaml:5: interaction 2, SetUserMFAPreference, was not played",
        "  nearest: a call of SetUserMFAPreference that matched no recorded call; it differs in:",
        "    AccessToken: a text of 7 characters recorded, a text of 4 characters sent",
    ]


def test_many_differences_are_counted(cassette, monkeypatch):
    monkeypatch.setattr(misses, "MOST_LINES", 1)
    far = preferring(AccessToken="hush", EmailMfaSettings={"Enabled": True})

    assert said(cassette(PREFERENCE), far)[-1] == "    and 2 more"


def faulty(token):
    def call(client, cognito):
        cognito.inject("GetUser", error="NotAuthorizedException", times=1)
        with pytest.raises(ClientError):
            client.get_user(AccessToken=token)

    return call


def test_a_call_that_a_fault_answered_is_the_nearest(cassette):
    _, nearest = said(cassette(USER), faulty("EXAMPLE"))
    assert nearest.startswith("  nearest: call 1 of 1, GetUser, answered by fault ")
    assert not nearest.endswith("it differs in:")
    lines = said(cassette(USER), faulty("EXAMPLE"), faulty("hushhush"))
    assert lines[1].startswith("  nearest: call 1 of 2, GetUser, answered by fault ")
    lines = said(cassette(USER), faulty("hushhush"))
    assert lines[1].endswith("; it differs in:")
    assert lines[2] == "    AccessToken: a text of 7 characters recorded, a text of 8 characters sent"


def test_of_many_the_first_are_told_and_the_others_counted(cassette):
    lines = said(cassette(*[USER] * 40))

    assert sum("was not played" in line for line in lines) == 12
    assert lines[-1] == "  and 28 more"


def test_one_that_cannot_be_read_is_told_with_its_place(cassette):
    path = cassette(USER, USER, PREFERENCE)
    text = yaml.safe_dump(yaml.safe_load(path.read_text()), sort_keys=False)
    path.write_text(text.replace("code: 200", "code: fine", 1))

    lines = said(path, faulty("EXAMPLE"))
    assert lines[0] == "cassettes/enrol.yaml:2: interaction 1, GetUser, was not played"
    assert lines[1].startswith("  cassettes/enrol.yaml:11:")


def test_the_block_of_simulate_ends_with_them_and_with_the_faults_that_never_fired(cassette):
    path = cassette(USER)
    with pytest.raises(UnplayedInteraction, match="interaction 1, GetUser, was not played"), simulate(cassette=path):
        pass
    faults = [{"on": "SignUp", "drop": "reset"}]
    with pytest.raises(UnfiredFault, match="interaction 1"), simulate(cassette=path, faults=faults):
        pass
    with pytest.raises(ZeroDivisionError), simulate(cassette=path):
        raise ZeroDivisionError
    with simulate(cassette=path):
        boto3.client("cognito-idp", region_name="us-east-1").get_user(AccessToken="EXAMPLE")
