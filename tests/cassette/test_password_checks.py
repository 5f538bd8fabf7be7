"""A password that the test gives is checked at replay, in every flow that sends or proves one."""

import json

import pytest
from pycognito.aws_srp import AWSSRP

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._cassette.password_checks import PasswordChecks
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa.errors import CassetteMiss

POOL = "us-east-1_EXAMPLE01"
BLOCK = "c2VjcmV0IGJsb2Nr"
CHALLENGE = {
    "ChallengeName": "PASSWORD_VERIFIER",
    "ChallengeParameters": {
        "SALT": "1",
        "SRP_B": "2",
        "SECRET_BLOCK": BLOCK,
        "USER_ID_FOR_SRP": "g-1",
        "USERNAME": "g-1",
    },
}
DONE = json.dumps({"AuthenticationResult": {"ExpiresIn": 3600}, "ChallengeParameters": {}})
REFUSED = json.dumps({"__type": "NotAuthorizedException", "message": "as recorded"})
BEGIN = {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": {"USERNAME": "grace", "SRP_A": "f"}}
PROVE = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": {"USERNAME": "g-1"}}
SEND = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "grace", "PASSWORD": "right"}}


@pytest.fixture
def checked(recorded):
    def replaying(*exchanges, passwords=(("grace", "right"),)):
        return PasswordChecks(recorded(*exchanges), dict(passwords), Sources("seed"), lambda: POOL)

    return replaying


def begin(replay, srp, operation="InitiateAuth", **more):
    parameters = {
        **BEGIN,
        "AuthParameters": {"USERNAME": srp.username, "SRP_A": srp.get_auth_params()["SRP_A"]},
        **more,
    }
    return json.loads(replay.answer(Call(operation, parameters, ""))[0].body)["ChallengeParameters"]


def prove(replay, srp, challenge, operation="RespondToAuthChallenge", **more):
    claim = srp.process_challenge(challenge, srp.get_auth_params())
    return replay.answer(Call(operation, {**PROVE, "ChallengeResponses": claim, **more}, ""))[0]


def client(password, name="grace"):
    return AWSSRP(name, password, POOL, "a client", client=object())


@pytest.mark.parametrize("admin", ["", "Admin"])
def test_the_right_password_is_proved_and_a_wrong_one_is_refused_without_spending_the_answer(checked, admin):
    pool = {"UserPoolId": POOL} if admin else {}
    start, go_on = f"{admin}InitiateAuth", f"{admin}RespondToAuthChallenge"
    replay = checked(
        *[(start, {**BEGIN, **pool}, json.dumps(CHALLENGE))] * 2,
        (go_on, {**PROVE, **pool}, DONE),
    )
    wrong, right = client("wrong"), client("right")

    refused = prove(replay, wrong, begin(replay, wrong, start, **pool), go_on, **pool)
    passed = prove(replay, right, begin(replay, right, start, **pool), go_on, **pool)

    assert (refused.error, refused.status) == ("NotAuthorizedException", 400)
    assert json.loads(refused.body)["message"] == "Incorrect username or password."
    assert json.loads(passed.body) == json.loads(DONE)


def test_a_recorded_refusal_is_given_for_a_wrong_password(checked):
    replay = checked(("InitiateAuth", BEGIN, json.dumps(CHALLENGE)), ("RespondToAuthChallenge", PROVE, REFUSED, 400))
    wrong = client("wrong")

    assert prove(replay, wrong, begin(replay, wrong)).body == REFUSED.encode()


def test_whose_password_is_not_known_is_answered_as_recorded(checked):
    exchanges = ("InitiateAuth", BEGIN, json.dumps(CHALLENGE)), ("RespondToAuthChallenge", PROVE, DONE)
    replay = checked(*exchanges, passwords=())
    anything = Call("InitiateAuth", BEGIN, "")
    claim = {**PROVE["ChallengeResponses"], "PASSWORD_CLAIM_SECRET_BLOCK": BLOCK, "PASSWORD_CLAIM_SIGNATURE": "none"}

    assert json.loads(replay.answer(anything)[0].body) == CHALLENGE
    answer = replay.answer(Call("RespondToAuthChallenge", {**PROVE, "ChallengeResponses": claim}, ""))
    assert json.loads(answer[0].body) == json.loads(DONE)


@pytest.mark.parametrize(("password", "error"), [("right", None), ("wrong", "NotAuthorizedException")])
def test_a_password_that_is_sent_is_compared(recorded, password, error):
    sent = {**SEND, "AuthParameters": {"USERNAME": "grace", "PASSWORD": password}}
    replay = PasswordChecks(recorded(("InitiateAuth", SEND, DONE)), {"grace": "right"}, Sources("seed"), lambda: POOL)

    assert replay.answer(Call("InitiateAuth", sent, ""))[0].error == error


@pytest.mark.parametrize(
    "answer",
    [
        {"ChallengeName": "CUSTOM_CHALLENGE", "ChallengeParameters": {}},
        {**CHALLENGE, "ChallengeParameters": {**CHALLENGE["ChallengeParameters"], "SECRET_BLOCK": "*"}},
        {},
    ],
)
def test_an_answer_that_is_no_srp_challenge_is_given_as_recorded(checked, answer):
    replay = checked(("InitiateAuth", BEGIN, json.dumps(answer)))

    assert json.loads(replay.answer(Call("InitiateAuth", BEGIN, ""))[0].body) == answer


def test_a_refused_beginning_is_given_as_recorded(checked):
    replay = checked(("InitiateAuth", BEGIN, REFUSED, 400))

    assert replay.answer(Call("InitiateAuth", BEGIN, ""))[0].body == REFUSED.encode()


def test_a_call_that_was_never_recorded_is_missed_all_the_same(checked):
    with pytest.raises(CassetteMiss):
        checked(("InitiateAuth", BEGIN)).answer(Call("GetUser", {}, ""))


@pytest.mark.parametrize("parameters", [{}, {"AuthParameters": None}, {"AuthParameters": {"USERNAME": None}}])
def test_a_call_without_parameters_is_no_sign_in_of_anyone(checked, parameters):
    assert checked(("InitiateAuth", parameters)).answer(Call("InitiateAuth", parameters, ""))[0].status == 200
