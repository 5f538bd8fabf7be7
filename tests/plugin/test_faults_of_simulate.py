"""`simulate(faults=[...])`: the words of the marker, without pytest."""

import boto3
import pytest
from one_test import for_each

from pytest_cognito_mfa import SettingError, UnfiredFault, simulate

HIDDEN = {"on": "GetUser", "error": "ResourceNotFoundException", "times": 1}


def this_line():
    import sys

    return sys._getframe(1).f_lineno


def test_calls_meet_them_in_their_order_behind_those_of_the_scenario(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("faults: [{on: GetUser, error: ForbiddenException, times: 1}]")
    client = boto3.client("cognito-idp", region_name="us-east-1")

    with simulate(path, faults=[HIDDEN]) as cognito:
        token = cognito.sign_in("totp").access_token
        with pytest.raises(client.exceptions.ForbiddenException):
            client.get_user(AccessToken=token)
        with pytest.raises(client.exceptions.ResourceNotFoundException):
            client.get_user(AccessToken=token)
        assert client.get_user(AccessToken=token)["Username"] == "totp"


def test_one_that_never_fired_is_named_with_the_line_of_the_call():
    line = this_line() + 1
    opened = simulate(faults=({"on": "GetUser", "drop": "reset"},))

    with pytest.raises(UnfiredFault) as raised, opened:
        pass

    assert str(raised.value).startswith(f"{__file__}:{line}: this fault never fired: drop: reset on GetUser\n")


@for_each(
    "faults, said",
    [
        ("GetUser", "faults must be a list, not the text 'GetUser'"),
        (["GetUser"], "a fault must be a mapping, not the text 'GetUser'"),
        ([HIDDEN, {"drop": "reset"}], "faults[1]: a fault needs 'on'"),
        ([{"on": "GetUsr", "drop": "dns"}], "faults[0]: unknown operation 'GetUsr'; did you mean 'GetUser'?"),
    ],
)
def test_a_mistake_is_told_at_once(faults, said):
    with pytest.raises(SettingError) as raised:
        simulate(faults=faults)

    assert str(raised.value) == said
