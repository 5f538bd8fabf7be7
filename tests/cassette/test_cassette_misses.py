"""The text of a miss, line by line."""

import json

import pytest

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders
from pytest_cognito_mfa.errors import CassetteMiss

AT = "cassettes/enrol.yaml"
RECORD = "with: pytest --cognito-record=new_episodes"
REPAIR = f"  make the recorded calls in their order and with their values, or record this call {RECORD}"
TOTP_ON = {"SoftwareTokenMfaSettings": {"Enabled": True, "PreferredMfa": True}}
KEYS = "us-east-1_EXAMPLE/.well-known/jwks.json"


def miss(replay, call):
    with pytest.raises(CassetteMiss) as caught:
        replay.answer(call)
    return str(caught.value).splitlines()


def test_a_call_with_other_values_is_told_member_by_member(recorded, call):
    replay = recorded(
        ("GetUser", {"AccessToken": "a" * 880}),
        ("SetUserMFAPreference", {"AccessToken": "a" * 880, **TOTP_ON, "SMSMfaSettings": {"Enabled": False}}),
    )
    replay.answer(call("GetUser", AccessToken="a" * 880))
    asked = {"SoftwareTokenMfaSettings": {"Enabled": True, "PreferredMfa": False}, "EmailMfaSettings": {}}

    assert miss(replay, call("SetUserMFAPreference", AccessToken="b" * 880, **asked)) == [
        f"{AT} has no recorded response for SetUserMFAPreference (call 2 of this test).",
        f"  nearest: interaction 2 at {AT}:5, not yet replayed; it differs in:",
        "    AccessToken: a text of 880 characters recorded, another sent",
        "    SoftwareTokenMfaSettings.PreferredMfa: true recorded, false sent",
        "    SMSMfaSettings.Enabled: false recorded, not sent",
        "    EmailMfaSettings: not recorded, {} sent",
        REPAIR,
    ]


def test_a_call_made_too_often_is_told(recorded, call):
    replay = recorded(("GetUser", {}), ("GetUser", {}))
    replay.answer(call("GetUser"))
    replay.answer(call("GetUser"))

    assert miss(replay, call("GetUser")) == [
        f"{AT} has no recorded response left for GetUser (call 3 of this test).",
        f"  nearest: interaction 2 at {AT}:5, already replayed as call 2; it is the same call, recorded 2 times",
        f"  call it no more often than it was recorded, or record it once more {RECORD}",
        "  or let recorded responses be given again: @pytest.mark.cognito(allow_playback_repeats=True)",
    ]


def test_a_call_recorded_once_is_told_as_such(recorded, call):
    replay = recorded(("GetUser", {}))
    replay.answer(call("GetUser"))

    assert miss(replay, call("GetUser"))[1].endswith("; it is the same call, recorded once")


def test_an_operation_that_was_never_recorded_is_told_with_the_nearest_name(recorded, call):
    replay = recorded(("SignUp", {}), ("GetUserPoolMfaConfig", {}), ("GetUserPoolMfaConfig", {}))
    replay.answer(call("GetUserPoolMfaConfig"))

    assert miss(replay, call("SetUserPoolMfaConfig")) == [
        f"{AT} has no recorded response for SetUserPoolMfaConfig (call 2 of this test).",
        f"  nearest: interaction 3 at {AT}:8, not yet replayed; it is GetUserPoolMfaConfig",
        "  recorded operations: GetUserPoolMfaConfig, SignUp",
        f"  do not make this call, or record it {RECORD}",
    ]


def test_a_call_without_an_operation_is_told(recorded, call):
    assert miss(recorded(("SignUp", {})), call(""))[0].endswith(
        "no recorded response for a request that names no operation (call 1 of this test)."
    )


def test_a_call_that_could_not_be_parsed_is_told(recorded):
    assert miss(recorded(("GetUser", {})), Call("GetUser", {}, "", problem="the body is not JSON")) == [
        f"{AT} has no recorded response for GetUser (call 1 of this test).",
        "  the body is not JSON, so it cannot be compared with a recorded call",
        "  correct the request",
    ]


def test_a_document_of_another_pool_is_told(recorded, call):
    assert miss(recorded((KEYS, None)), call("jwks.json", UserPoolId="us-east-1_OTHER"))[1:3] == [
        f"  nearest: interaction 1 at {AT}:2, not yet replayed; it differs in:",
        '    UserPoolId: "us-east-1_EXAMPLE" recorded, "us-east-1_OTHER" sent',
    ]


def test_the_nearest_has_the_most_equal_members_then_the_fewest_others_then_is_unplayed(recorded, call):
    def nearest(*recordings, played=()):
        replay = recorded(*[("ListUsers", each) for each in recordings])
        for each in played:
            replay.answer(call("ListUsers", **each))
        return miss(replay, call("ListUsers", Limit=1, Filter="f"))[1].split(" at ")[0]

    assert nearest({"Limit": 2}, {"Limit": 1, "UserPoolId": "p"}) == "  nearest: interaction 2"
    assert nearest({"Limit": 1, "UserPoolId": "p"}, {"Limit": 1}) == "  nearest: interaction 2"
    assert nearest({"Limit": 2}, {"Limit": 3}) == "  nearest: interaction 1"
    assert nearest({"Limit": 2}, {"Limit": 3}, played=[{"Limit": 2}]) == "  nearest: interaction 2"


def test_true_and_one_are_told_as_different(recorded, call):
    replay = recorded(("ListUsers", {"Limit": True}))

    assert miss(replay, call("ListUsers", Limit=1))[2] == "    Limit: true recorded, 1 sent"


def test_items_of_lists_are_told_by_their_place(recorded, call):
    replay = recorded(("ListUsers", {"AttributesToGet": ["sub", "email"]}))

    assert miss(replay, call("ListUsers", AttributesToGet=["sub", "name", "zoneinfo"]))[2:4] == [
        '    AttributesToGet[1]: "email" recorded, "name" sent',
        '    AttributesToGet[2]: not recorded, "zoneinfo" sent',
    ]


def test_a_long_value_is_cut(recorded, call):
    line = miss(recorded(("ListUsers", {})), call("ListUsers", Filter="é" * 100))[2]

    assert line == f'    Filter: not recorded, "{"é" * 59}... sent'


def test_many_differences_are_counted(recorded, call):
    lines = miss(recorded(("ListUsers", {})), call("ListUsers", AttributesToGet=[str(n) for n in range(20)]))

    assert len(lines) == 16
    assert lines[-2:] == ["    and 8 more", REPAIR]


def test_what_is_not_compared_is_told(recorded, call):
    asked = {"SRP_A": "1", "USERNAME": "al", "SECRET_HASH": "2"}
    replay = recorded(("InitiateAuth", {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": asked}))

    lines = miss(replay, call("InitiateAuth", AuthFlow="CUSTOM_AUTH", AuthParameters={**asked, "SRP_A": "3"}))

    assert lines[2:] == [
        '    AuthFlow: "USER_SRP_AUTH" recorded, "CUSTOM_AUTH" sent',
        "  ignored, because they change in every run: SECRET_HASH, SRP_A",
        REPAIR,
    ]


GRACE, ALAN, SESSION, POOL = map(
    Placeholders(b"a key").of, ("grace@corp.io", "alan@corp.io", "AYABe" + "x" * 100, "us-east-1_AbCdEf123")
)
BEGIN = {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": {"USERNAME": GRACE, "SRP_A": "f"}}
CHALLENGE = json.dumps({"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": {}, "Session": SESSION})
CLAIM = {"PASSWORD_CLAIM_SIGNATURE": "s", "TIMESTAMP": "t"}
GO_ON = {"ChallengeName": "PASSWORD_VERIFIER", "Session": SESSION, "ChallengeResponses": {"USERNAME": GRACE, **CLAIM}}
SRP = [("InitiateAuth", BEGIN, CHALLENGE), ("RespondToAuthChallenge", GO_ON)]
ANOTHER = "; in this test, the recorded placeholder stands for another value"


def beginning(name):
    return {**BEGIN, "AuthParameters": {"USERNAME": name, "SRP_A": "of this run"}}


def test_another_user_than_the_one_who_signed_in_is_told_and_no_name_that_would_fit(recorded, call):
    replay = recorded(*SRP, ("AdminGetUser", {"UserPoolId": POOL, "Username": GRACE}))
    replay.answer(call("InitiateAuth", **beginning("grace")))

    assert miss(replay, call("AdminGetUser", UserPoolId="us-east-1_mine", Username="hopper")) == [
        f"{AT} has no recorded response for AdminGetUser (call 2 of this test).",
        f"  nearest: interaction 3 at {AT}:8, not yet replayed; it differs in:",
        f"    Username: a text of {len(GRACE)} characters recorded, a text of 6 characters sent{ANOTHER}",
        REPAIR,
    ]


def test_a_sign_in_that_is_used_up_is_told_as_this_very_call(recorded, call):
    replay = recorded(*SRP)
    replay.answer(call("InitiateAuth", **beginning("grace")))

    assert miss(replay, call("InitiateAuth", **beginning("grace")))[1].endswith("it is the same call, recorded once")


def test_names_that_fit_one_by_one_and_not_together_are_told_all(recorded, call):
    both = ("SignUp", {"Username": GRACE, "ClientMetadata": {"Username": ALAN}})

    lines = miss(recorded(both), call("SignUp", Username="one", ClientMetadata={"Username": "one"}))

    assert [line.split(":")[0].strip() for line in lines[2:4]] == ["Username", "ClientMetadata.Username"]
