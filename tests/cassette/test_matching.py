"""Which calls match, and which value of the test a recorded placeholder stands for."""

import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_test import for_each

from pytest_cognito_mfa._aws import operations, service_model
from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.matching import IGNORED_MEMBERS, match_key
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._cassette.structural_matching import groups_in
from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders
from pytest_cognito_mfa._redaction.redactor import Redactor
from pytest_cognito_mfa.errors import CassetteMiss

PLACEHOLDERS = Placeholders(b"a key")
ONE, TWO, PASSWORD = PLACEHOLDERS.of("the one"), PLACEHOLDERS.of("the other"), PLACEHOLDERS.password("secret")


def number(replay, call):
    return int(replay.answer(call)[1].rpartition(":")[2]) // 3 + 1  # conftest writes three lines for each


@for_each("name", IGNORED_MEMBERS)
def test_what_is_new_every_time_is_left_out_wherever_it_stands(name):
    meanings = [
        match_key(
            Call("RespondToAuthChallenge", {"ChallengeResponses": {"USERNAME": "al", name: value}, name: value}, "")
        )
        for value in ("1", {"a": "2"}, None)
    ]

    assert meanings[0] == meanings[1] == meanings[2]
    assert meanings[0] == match_key(Call("RespondToAuthChallenge", {"ChallengeResponses": {"USERNAME": "al"}}, ""))


def test_every_member_left_out_is_one_of_cognitos():
    model = service_model()
    members = {name for each in operations() for name in (model.operation_model(each).input_shape or Nothing).members}
    documented = " ".join(model.operation_model(each).documentation for each in operations()) + str(
        [model.shape_for(name).documentation for name in model.shape_names]
    )

    unknown = {name for name in IGNORED_MEMBERS if name not in members and name not in documented}
    assert unknown == {"SRP_A", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"} & unknown


class Nothing:
    members = ()


def test_a_sign_in_by_srp_is_answered_whatever_the_client_drew(recorded, call):
    def asked(word):
        claims = {"SRP_A": word, "TIMESTAMP": word, "PASSWORD_CLAIM_SIGNATURE": word, "USERNAME": "al"}
        return {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": claims}

    replay = recorded(("RespondToAuthChallenge", asked("then")))

    assert replay.answer(call("RespondToAuthChallenge", **asked("now")))[0].status == 200


SUB, SESSION = PLACEHOLDERS.of("11111111-2222-4333-8444-555555555555"), PLACEHOLDERS.of("the session of an attempt")
BEGIN = {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": {"USERNAME": ONE, "SRP_A": "f"}}
ASKED = {"ChallengeParameters": {"USERNAME": TWO, "USER_ID_FOR_SRP": SUB}, "Session": SESSION}


def proof(name, session):
    request = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": {"USERNAME": name}}
    return ("RespondToAuthChallenge", {**request, "Session": session} if session else request)


@for_each("sent", [*itertools.product(["al", TWO, SUB], [SESSION, None])])
@pytest.mark.parametrize("kept", [*itertools.product([ONE, TWO, SUB], [SESSION, None])])
def test_a_proof_is_found_by_any_name_of_the_user_with_the_session_or_without(recorded, call, kept, sent):
    playing = recorded(("InitiateAuth", BEGIN, json.dumps(ASKED)), proof(*kept))
    playing.answer(call("InitiateAuth", AuthFlow="USER_SRP_AUTH", AuthParameters={"USERNAME": "al", "SRP_A": "a"}))

    (operation, others), (_, his) = proof("bo", sent[1]), proof(*sent)
    with pytest.raises(CassetteMiss, match="USERNAME"):
        playing.answer(call(operation, **others))
    assert number(playing, call(operation, **his)) == 2


def test_a_placeholder_is_whoever_comes_first_and_stays_so(recorded, call):
    get = ("AdminGetUser", {"Username": ONE}), ("AdminGetUser", {"Username": TWO})
    playing = recorded(*get, *get)

    assert [number(playing, call("AdminGetUser", Username=name)) for name in ("al", "bo", "bo", "al")] == [1, 2, 4, 3]
    with pytest.raises(CassetteMiss, match="no recorded response left"):
        playing.answer(call("AdminGetUser", Username="al"))
    with pytest.raises(CassetteMiss, match="Username"):
        playing.answer(call("AdminGetUser", Username="cy"))


def test_two_users_of_the_recording_are_not_one_of_the_tests(recorded, call):
    playing = recorded(("AdminGetUser", {"Username": ONE}), ("AdminDisableUser", {"Username": TWO}))
    playing.answer(call("AdminGetUser", Username="al"))

    with pytest.raises(CassetteMiss, match="differs in"):
        playing.answer(call("AdminDisableUser", Username="al"))


def test_one_user_of_the_recording_is_not_two_of_the_tests(recorded, call):
    playing = recorded(("AdminGetUser", {"Username": ONE}), ("AdminDisableUser", {"Username": ONE}))
    playing.answer(call("AdminGetUser", Username="al"))

    with pytest.raises(CassetteMiss, match="differs in"):
        playing.answer(call("AdminDisableUser", Username="bo"))


def test_a_user_is_the_same_by_every_spelling_of_the_member(recorded, call):
    asked = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"USERNAME": ONE}}
    playing = recorded(("AdminGetUser", {"Username": ONE}), ("InitiateAuth", asked))
    playing.answer(call("AdminGetUser", Username="al"))

    with pytest.raises(CassetteMiss):
        playing.answer(call("InitiateAuth", **{**asked, "AuthParameters": {"USERNAME": "bo"}}))
    assert number(playing, call("InitiateAuth", **{**asked, "AuthParameters": {"USERNAME": "al"}})) == 2


def test_what_an_answer_gave_out_is_itself(recorded, call):
    """A session from an answer is never taken for another one."""
    first = ("AssociateSoftwareToken", {}, json.dumps({"Session": TWO}))
    playing = recorded(first, ("VerifySoftwareToken", {"Session": ONE}), ("VerifySoftwareToken", {"Session": TWO}))
    session = json.loads(playing.answer(call("AssociateSoftwareToken"))[0].body)["Session"]

    assert number(playing, call("VerifySoftwareToken", Session=session)) == 3


def test_what_is_recorded_in_clear_is_only_itself(recorded, call):
    playing = recorded(("AdminGetUser", {"Username": "al"}), ("AdminGetUser", {"Username": ONE}))

    assert number(playing, call("AdminGetUser", Username="al")) == 1
    assert number(playing, call("AdminGetUser", Username="bo")) == 2


def test_a_password_stands_for_nobody(recorded, call):
    def sign_up(name, password):
        return {"Username": name, "Password": password}

    playing = recorded(("SignUp", sign_up(ONE, PASSWORD)), ("SignUp", sign_up(TWO, PASSWORD)))

    assert [number(playing, call("SignUp", **sign_up(*each))) for each in (("al", "x"), ("bo", "y"))] == [1, 2]


def test_one_call_does_not_bind_a_name_twice(recorded, call):
    attributes = [{"Name": "email", "Value": ONE}, {"Name": "nickname", "Value": TWO}]
    playing = recorded(("UpdateUserAttributes", {"UserAttributes": attributes}))

    same = [{**each, "Value": "al"} for each in attributes]

    with pytest.raises(CassetteMiss):
        playing.answer(call("UpdateUserAttributes", UserAttributes=same))


ACCOUNT = {
    "PoolName": "pool",
    "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::210987654321:role/sms", "ExternalId": "of-the-role"},
}
REDACTED = [
    ("SignUp", {"Username": "al@a.org", "UserAttributes": [{"Name": "email", "Value": "al@a.org"}]}),
    ("VerifySoftwareToken", {"FriendlyDeviceName": "Al's phone"}),
    ("InitiateAuth", {"AuthFlow": "USER_AUTH", "ClientMetadata": {"tenant": "Al and sons"}}),
    ("ListUsers", {"UserPoolId": "eu-west-1_AbCdEf123", "Filter": 'email = "al@a.org"'}),
    ("CreateUserPool", ACCOUNT),
    ("CreateUserPool", {"PoolName": "the pool of al@a.org"}),
    ("GetUser", {"AccessToken": ""}),
]
"""Values that redaction finds by the model, by the name of a member, or by a pattern."""


@pytest.mark.parametrize(("operation", "parameters"), REDACTED)
def test_whatever_is_redacted_is_found_by_the_same_call(recorded, call, operation, parameters):
    body = Redactor(b"a key").request(operation, (), json.dumps(parameters).encode())[1]
    assert parameters == {"AccessToken": ""} or json.loads(body) != parameters

    assert recorded((operation, json.loads(body))).answer(call(operation, **parameters))[0].status == 200


@pytest.mark.parametrize(
    "changed",
    [
        {**ACCOUNT, "PoolName": "another"},
        {**ACCOUNT, "SmsConfiguration": {**ACCOUNT["SmsConfiguration"], "SnsCallerArn": "arn:aws:iam::1:role/mail"}},
    ],
)
def test_what_stands_around_a_placeholder_is_compared(recorded, call, changed):
    body = Redactor(b"a key").request("CreateUserPool", (), json.dumps(ACCOUNT).encode())[1]
    playing = recorded(("CreateUserPool", json.loads(body)))

    with pytest.raises(CassetteMiss):
        playing.answer(call("CreateUserPool", **changed))


def test_plain_members_are_the_recorded_ones(recorded, call):
    playing = recorded(("AdminSetUserMFAPreference", {"Username": ONE, "SMSMfaSettings": {"Enabled": True}}))

    with pytest.raises(CassetteMiss, match=r"SMSMfaSettings\.Enabled: true recorded, false sent"):
        playing.answer(call("AdminSetUserMFAPreference", Username="al", SMSMfaSettings={"Enabled": False}))


def test_what_was_skipped_while_looking_is_found_later(recorded, call):
    playing = recorded(
        *[("AdminGetUser", {"Username": PLACEHOLDERS.of(f"user {n}"), "UserPoolId": f"p{n}"}) for n in (1, 2, 3)]
    )

    wanted = [call("AdminGetUser", Username=f"u{n}", UserPoolId=f"p{n}") for n in (3, 1, 2)]

    assert [number(playing, each) for each in wanted] == [3, 1, 2]
    assert playing.unplayed == ()


def test_the_same_cassette_binds_anew_for_each_test(recorded, call):
    first = recorded(("AdminGetUser", {"Username": ONE}))
    first.answer(call("AdminGetUser", Username="al"))
    second = Replay(load(first.cassette.path))

    assert number(second, call("AdminGetUser", Username="bo")) == 1


def test_a_session_beside_a_challenge_that_is_no_text_is_compared():
    asked = {"Session": "a", "ChallengeName": ["PASSWORD_VERIFIER"]}

    assert match_key(Call("RespondToAuthChallenge", asked, "")) != match_key(Call("RespondToAuthChallenge", {}, ""))


few = st.text("ab-", max_size=4)
apart = few.map(lambda text: f"-{text}-" if text else "-")


@given(
    first=apart,
    rest=st.lists(st.tuples(st.sampled_from([ONE, TWO]), apart), min_size=1, max_size=4),
    values=st.lists(few.filter(bool), min_size=4, max_size=4),
    known=st.dictionaries(st.sampled_from([ONE, TWO]), few.filter(bool)),
)
def test_what_is_between_placeholders_is_equal_and_each_stands_for_as_few_characters_as_possible(
    first, rest, values, known
):
    recorded, pattern = first + "".join(map("".join, rest)), re.escape(first)
    for name, literal in rest:
        pattern += f"({re.escape(known[name])}|.+?)" if name in known else "(.+?)"
        pattern += re.escape(literal)
    same = first + "".join(value + literal for value, (_, literal) in zip(values, rest, strict=False))
    for asked in (same, same[1:], same + "b", *values):
        expected = re.fullmatch(pattern, asked)
        names = [name for name, _ in rest]
        found = groups_in(recorded, asked, known)
        assert found == (expected and list(zip(expected.groups(), names, strict=True)))


def test_a_long_text_is_compared_with_many_placeholders_at_once():
    recorded = f"{ONE} {TWO} {ONE} {TWO} {ONE} end"

    assert groups_in(recorded, "w " * 100_000, {}) is None
    assert len(groups_in(recorded, "w " * 100_000 + "end", {})) == 5
