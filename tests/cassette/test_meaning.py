"""Which calls mean the same, and who a recorded stand-in is in a test."""

import pytest

from pytest_cognito_mfa._aws_model import operations, service_model
from pytest_cognito_mfa._cassette import Replay, load
from pytest_cognito_mfa._cassette.meaning import NEW_EVERY_TIME, meaning
from pytest_cognito_mfa._exchange import Call
from pytest_cognito_mfa.errors import CassetteMiss


def is_stand_in(value):
    return value.startswith("stand-in")


@pytest.fixture
def replay(recorded):
    """A replay that takes whatever begins with "stand-in" for a stand-in."""

    def replaying(*exchanges):
        return Replay(recorded(*exchanges).cassette, is_stand_in)

    return replaying


def number(replay, call):
    return int(replay.answer(call)[1].rpartition(":")[2]) // 3 + 1  # conftest writes three lines for each


@pytest.mark.parametrize("name", NEW_EVERY_TIME)
def test_what_is_new_every_time_is_left_out_wherever_it_stands(name):
    meanings = [
        meaning(
            Call("RespondToAuthChallenge", {"ChallengeResponses": {"USERNAME": "al", name: value}, name: value}, "")
        )
        for value in ("1", {"a": "2"}, None)
    ]

    assert meanings[0] == meanings[1] == meanings[2]
    assert meanings[0] == meaning(Call("RespondToAuthChallenge", {"ChallengeResponses": {"USERNAME": "al"}}, ""))


def test_every_member_left_out_is_one_of_cognitos():
    model = service_model()
    members = {name for each in operations() for name in (model.operation_model(each).input_shape or Nothing).members}
    documented = " ".join(model.operation_model(each).documentation for each in operations()) + str(
        [model.shape_for(name).documentation for name in model.shape_names]
    )

    unknown = {name for name in NEW_EVERY_TIME if name not in members and name not in documented}
    assert unknown == {"SRP_A", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"} & unknown


class Nothing:
    members = ()


def test_a_sign_in_by_srp_is_answered_whatever_the_client_drew(recorded, call):
    def asked(word):
        claims = {"SRP_A": word, "TIMESTAMP": word, "PASSWORD_CLAIM_SIGNATURE": word, "USERNAME": "al"}
        return {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": claims}

    replay = recorded(("RespondToAuthChallenge", asked("then")))

    assert replay.answer(call("RespondToAuthChallenge", **asked("now")))[0].status == 200


def test_a_stand_in_is_whoever_comes_first_and_stays_so(replay, call):
    get = ("AdminGetUser", {"Username": "stand-in 1"}), ("AdminGetUser", {"Username": "stand-in 2"})
    playing = replay(*get, *get)

    assert [number(playing, call("AdminGetUser", Username=name)) for name in ("al", "bo", "bo", "al")] == [1, 2, 4, 3]
    with pytest.raises(CassetteMiss, match="no answer left"):
        playing.answer(call("AdminGetUser", Username="al"))
    with pytest.raises(CassetteMiss, match="Username"):
        playing.answer(call("AdminGetUser", Username="cy"))


def test_two_users_of_the_recording_are_not_one_of_the_tests(replay, call):
    playing = replay(("AdminGetUser", {"Username": "stand-in 1"}), ("AdminDisableUser", {"Username": "stand-in 2"}))
    playing.answer(call("AdminGetUser", Username="al"))

    with pytest.raises(CassetteMiss, match="differs in"):
        playing.answer(call("AdminDisableUser", Username="al"))


def test_one_user_of_the_recording_is_not_two_of_the_tests(replay, call):
    playing = replay(("AdminGetUser", {"Username": "stand-in 1"}), ("AdminDisableUser", {"Username": "stand-in 1"}))
    playing.answer(call("AdminGetUser", Username="al"))

    with pytest.raises(CassetteMiss, match="differs in"):
        playing.answer(call("AdminDisableUser", Username="bo"))


def test_a_user_is_the_same_by_every_spelling_of_the_member(replay, call):
    asked = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"USERNAME": "stand-in 1"}}
    playing = replay(("AdminGetUser", {"Username": "stand-in 1"}), ("InitiateAuth", asked))
    playing.answer(call("AdminGetUser", Username="al"))

    with pytest.raises(CassetteMiss):
        playing.answer(call("InitiateAuth", **{**asked, "AuthParameters": {"USERNAME": "bo"}}))
    assert number(playing, call("InitiateAuth", **{**asked, "AuthParameters": {"USERNAME": "al"}})) == 2


def test_a_stand_in_that_the_test_was_given_is_itself(replay, call):
    """A session out of an answer is never taken for another one."""
    playing = replay(("GetUser", {"AccessToken": "stand-in 1"}), ("GetUser", {"AccessToken": "stand-in 2"}))

    assert number(playing, call("GetUser", AccessToken="stand-in 2")) == 2


def test_what_is_recorded_in_clear_is_only_itself(replay, call):
    playing = replay(("AdminGetUser", {"Username": "al"}), ("AdminGetUser", {"Username": "stand-in 1"}))

    assert number(playing, call("AdminGetUser", Username="al")) == 1
    assert number(playing, call("AdminGetUser", Username="bo")) == 2


def test_a_password_stands_for_nobody(replay, call):
    def sign_up(name, password):
        return {"Username": name, "Password": password}

    playing = replay(("SignUp", sign_up("stand-in 1", "stand-in p")), ("SignUp", sign_up("stand-in 2", "stand-in p")))

    assert [number(playing, call("SignUp", **sign_up(*each))) for each in (("al", "x"), ("bo", "y"))] == [1, 2]


def test_one_call_does_not_bind_a_name_twice(replay, call):
    attributes = [{"Name": "email", "Value": "stand-in 1"}, {"Name": "nickname", "Value": "stand-in 2"}]
    playing = replay(("UpdateUserAttributes", {"UserAttributes": attributes}))

    same = [{**each, "Value": "al"} for each in attributes]

    with pytest.raises(CassetteMiss):
        playing.answer(call("UpdateUserAttributes", UserAttributes=same))


def test_plain_members_are_the_recorded_ones(replay, call):
    playing = replay(("AdminSetUserMFAPreference", {"Username": "stand-in 1", "SMSMfaSettings": {"Enabled": True}}))

    with pytest.raises(CassetteMiss, match=r"SMSMfaSettings\.Enabled: true recorded, false asked"):
        playing.answer(call("AdminSetUserMFAPreference", Username="al", SMSMfaSettings={"Enabled": False}))


def test_what_was_skipped_while_looking_is_found_later(replay, call):
    playing = replay(*[("AdminGetUser", {"Username": f"stand-in {n}", "UserPoolId": f"p{n}"}) for n in (1, 2, 3)])

    wanted = [call("AdminGetUser", Username=f"u{n}", UserPoolId=f"p{n}") for n in (3, 1, 2)]

    assert [number(playing, each) for each in wanted] == [3, 1, 2]
    assert playing.unplayed == ()


def test_the_same_cassette_binds_anew_for_each_test(replay, call):
    first = replay(("AdminGetUser", {"Username": "stand-in 1"}))
    first.answer(call("AdminGetUser", Username="al"))
    second = Replay(load(first.cassette.path), is_stand_in)

    assert number(second, call("AdminGetUser", Username="bo")) == 1
