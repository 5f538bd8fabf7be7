"""PreventUserExistenceErrors: what is said of somebody who does not exist, in both settings."""

import pytest
from sign_in_steps import Caller, refusal_of

NO_USER = ("UserNotFoundException", "User does not exist.")
WRONG_PASSWORD = ("NotAuthorizedException", "Incorrect username or password.")
ALICE = {"Username": "alice", "Password": "Secret-1"}


@pytest.fixture
def hidden(scene, through):
    return through(scene(ALICE, existence="ENABLED"))


@pytest.fixture
def told(scene, through):
    return through(scene(ALICE, existence="LEGACY"))


def test_a_password_of_nobody_is_a_wrong_password(hidden):
    assert refusal_of(hidden.password, "nobody", "Secret-1") == WRONG_PASSWORD


def test_a_password_of_nobody_tells_so_in_the_legacy_setting(told):
    assert refusal_of(told.password, "nobody", "Secret-1") == NO_USER
    assert refusal_of(told.password, "alice", "Wrong-1") == WRONG_PASSWORD


def test_srp_of_nobody_is_a_challenge_that_nothing_answers(hidden):
    begun = hidden.srp_challenge("nobody", "Secret-1")
    assert begun[1]["ChallengeName"] == "PASSWORD_VERIFIER"
    assert refusal_of(hidden.prove, "nobody", *begun) == WRONG_PASSWORD


def test_srp_of_nobody_is_always_the_same_person(hidden):
    first, second = (hidden.srp_challenge("nobody", "Secret-1")[1]["ChallengeParameters"] for _ in range(2))
    assert (first["SALT"], first["USER_ID_FOR_SRP"]) == (second["SALT"], second["USER_ID_FOR_SRP"])
    assert first["SECRET_BLOCK"] != second["SECRET_BLOCK"]
    other = hidden.srp_challenge("nobody else", "Secret-1")[1]["ChallengeParameters"]
    assert other["SALT"] != first["SALT"]


def test_srp_of_nobody_tells_so_in_the_legacy_setting(told):
    assert refusal_of(told.srp_challenge, "nobody", "Secret-1") == NO_USER


def test_the_sub_is_no_username(told):
    sub = told.cognito.user("alice").sub
    assert refusal_of(told.srp_challenge, sub, "Secret-1") == NO_USER


@pytest.mark.parametrize(
    ("existence", "refusal"),
    [
        ("ENABLED", ("ExpiredCodeException", "Invalid code provided, please request a code again.")),
        ("LEGACY", ("UserNotFoundException", "Username/client id combination not found.")),
    ],
)
def test_nobody_cannot_confirm_a_sign_up(scene, aws, existence, refusal):
    cognito = scene(ALICE, existence=existence)
    request = {"ClientId": cognito.client_id, "Username": "nobody", "ConfirmationCode": "000000"}
    assert refusal_of(aws.confirm_sign_up, **request) == refusal


def test_srp_values_that_are_no_number_are_a_wrong_password(cognito, aws):
    caller = Caller(aws, cognito)
    for value in ("0", "not hex"):
        assert refusal_of(caller.initiate, "USER_SRP_AUTH", USERNAME="newcomer", SRP_A=value) == WRONG_PASSWORD


@pytest.mark.parametrize("password", ["Secret-1", "Wrong-1"], ids=["right", "wrong"])
def test_who_is_not_confirmed_is_told_before_the_password_is_looked_at(scene, through, password):
    caller = through(scene({**ALICE, "UserStatus": "UNCONFIRMED"}))
    not_confirmed = ("UserNotConfirmedException", "User is not confirmed.")
    assert refusal_of(caller.password, "alice", password) == not_confirmed
    assert refusal_of(caller.srp, "alice", password) == not_confirmed


@pytest.mark.parametrize("password", ["Secret-1", "Wrong-1"], ids=["right", "wrong"])
def test_who_is_disabled_does_not_sign_in(scene, through, password):
    caller = through(scene({**ALICE, "Enabled": False}))
    assert refusal_of(caller.password, "alice", password) == ("NotAuthorizedException", "User is disabled.")
