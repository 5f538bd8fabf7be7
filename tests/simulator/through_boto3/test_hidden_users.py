"""PreventUserExistenceErrors: the answers for a user who does not exist, in both settings."""

import re

import pytest
from sign_in_steps import Caller, refusal_of

NO_USER = ("UserNotFoundException", "User does not exist.")
WRONG_PASSWORD = ("NotAuthorizedException", "Incorrect username or password.")
ALICE = {"Username": "alice", "Password": "Secret-1"}


@pytest.fixture
def hidden(open_pool, through):
    return through(open_pool(ALICE, existence="ENABLED"))


@pytest.fixture
def reported(open_pool, through):
    return through(open_pool(ALICE, existence="LEGACY"))


def test_a_password_of_nobody_is_a_wrong_password(hidden):
    assert refusal_of(hidden.password, "nobody", "Secret-1") == WRONG_PASSWORD


def test_a_password_of_nobody_tells_so_in_the_legacy_setting(reported):
    assert refusal_of(reported.password, "nobody", "Secret-1") == NO_USER
    assert refusal_of(reported.password, "alice", "Wrong-1") == WRONG_PASSWORD


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


def test_nobody_has_what_somebody_has_in_srp(hidden):
    """The typed name is the id, and the salt looks like others."""
    nobody = hidden.srp_challenge("nobody", "Secret-1")[1]
    somebody = hidden.srp_challenge("alice")[1]
    parameters = nobody["ChallengeParameters"]
    assert set(nobody) == set(somebody)
    assert set(parameters) == set(somebody["ChallengeParameters"])
    assert parameters["USERNAME"] == parameters["USER_ID_FOR_SRP"] == "nobody"
    assert re.fullmatch("[1-9a-f][0-9a-f]{1,31}", parameters["SALT"])


def test_nobody_cannot_prove_a_password_under_the_id_of_the_challenge_either(hidden):
    begun = hidden.srp_challenge("nobody", "Secret-1")
    name = begun[1]["ChallengeParameters"]["USERNAME"]
    assert refusal_of(hidden.prove, name, *begun) == WRONG_PASSWORD


def test_nobody_is_another_person_in_another_pool(open_pool, aws):
    salts = []
    for pool in ("us-east-1_Pool00001", "us-east-1_Pool00002"):
        caller = Caller(aws, open_pool(ALICE, Id=pool))
        salts.append(caller.srp_challenge("nobody", "Secret-1")[1]["ChallengeParameters"]["SALT"])
    assert len(set(salts)) == 2


def test_where_the_username_is_a_sub_nobody_has_one_too(open_pool, aws):
    caller = Caller(aws, open_pool(UsernameAttributes=["email"]))
    parameters = caller.srp_challenge("nobody@example.com", "Secret-1")[1]["ChallengeParameters"]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", parameters["USERNAME"])


@pytest.mark.parametrize("existence", ["ENABLED", "LEGACY"])
def test_nobodys_session_is_invalid_in_both_settings(open_pool, through, existence):
    caller = through(open_pool(ALICE, existence=existence))
    refusal = refusal_of(caller.respond, "SMS_MFA", "nobody", "AYABe" + "x" * 875, SMS_MFA_CODE="000000")
    assert refusal == ("NotAuthorizedException", "Invalid session for the user.")


def test_srp_of_nobody_tells_so_in_the_legacy_setting(reported):
    assert refusal_of(reported.srp_challenge, "nobody", "Secret-1") == NO_USER


def test_the_sub_is_no_username(reported):
    sub = reported.cognito.user("alice").sub
    assert refusal_of(reported.srp_challenge, sub, "Secret-1") == NO_USER


@pytest.mark.parametrize(
    ("existence", "refusal"),
    [
        ("ENABLED", ("ExpiredCodeException", "Invalid code provided, please request a code again.")),
        ("LEGACY", ("UserNotFoundException", "Username/client id combination not found.")),
    ],
)
def test_nobody_cannot_confirm_a_sign_up(open_pool, aws, existence, refusal):
    cognito = open_pool(ALICE, existence=existence)
    request = {"ClientId": cognito.client_id, "Username": "nobody", "ConfirmationCode": "000000"}
    assert refusal_of(aws.confirm_sign_up, **request) == refusal


def test_srp_values_that_are_no_number_are_a_wrong_password(cognito, aws):
    caller = Caller(aws, cognito)
    assert refusal_of(caller.initiate, "USER_SRP_AUTH", USERNAME="newcomer", SRP_A="not hex") == WRONG_PASSWORD
    assert caller.initiate("USER_SRP_AUTH", USERNAME="newcomer", SRP_A="0")["ChallengeName"] == "PASSWORD_VERIFIER"


@pytest.mark.parametrize("password", ["Secret-1", "Wrong-1"], ids=["right", "wrong"])
def test_who_is_not_confirmed_is_told_before_the_password_is_looked_at(open_pool, through, password):
    caller = through(open_pool({**ALICE, "UserStatus": "UNCONFIRMED"}))
    not_confirmed = ("UserNotConfirmedException", "User is not confirmed.")
    assert refusal_of(caller.password, "alice", password) == not_confirmed
    assert refusal_of(caller.srp, "alice", password) == not_confirmed


DISABLED = ("NotAuthorizedException", "User is disabled.")


@pytest.mark.parametrize(
    ("existence", "password", "refusal"),
    [
        ("LEGACY", "Secret-1", DISABLED),
        ("LEGACY", "Wrong-1", DISABLED),
        ("ENABLED", "Secret-1", DISABLED),
        ("ENABLED", "Wrong-1", WRONG_PASSWORD),
    ],
)
def test_who_is_disabled_does_not_sign_in(open_pool, through, existence, password, refusal):
    caller = through(open_pool({**ALICE, "Enabled": False}, existence=existence))
    for _ in range(6):
        assert refusal_of(caller.password, "alice", password) == refusal
    assert refusal_of(caller.srp, "alice", password) == DISABLED


@pytest.mark.parametrize("existence", ["LEGACY", "ENABLED"])
@pytest.mark.parametrize("flow", ["password", "srp"])
def test_who_has_to_reset_the_password_is_told_so(open_pool, through, existence, flow):
    caller = through(open_pool({**ALICE, "UserStatus": "RESET_REQUIRED"}, existence=existence))
    refusal = ("PasswordResetRequiredException", "Password reset required for the user")
    assert refusal_of(getattr(caller, flow), "alice", "Secret-1") == refusal


@pytest.mark.parametrize("flow", ["password", "srp"])
def test_a_temporary_password_that_expired_is_told_to_who_knows_it_alone(cognito, through, flow):
    caller = through(cognito)
    cognito.clock.advance(days=7, seconds=1)
    expired = "Temporary password has expired and must be reset by an administrator."
    assert refusal_of(getattr(caller, flow), "invited") == ("NotAuthorizedException", expired)
    assert refusal_of(getattr(caller, flow), "invited", "Wrong-1") == WRONG_PASSWORD


@pytest.mark.parametrize("flow", ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH"])
def test_a_flow_that_is_off_is_told_before_anybody_is_looked_up(cognito, aws, flow):
    others = {"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"], "ClientName": "other"}
    client = aws.create_user_pool_client(UserPoolId=cognito.user_pool_id, **others)["UserPoolClient"]["ClientId"]
    for parameters in ({}, {"USERNAME": "nobody", "PASSWORD": "Secret-1", "SRP_A": "2", "REFRESH_TOKEN": "no"}):
        request = {"ClientId": client, "AuthFlow": flow, "AuthParameters": parameters}
        words = f"{flow} flow not enabled for this client"
        assert refusal_of(aws.initiate_auth, **request) == ("InvalidParameterException", words)


CLIENT_CALLS = {
    "initiate_auth": {"AuthFlow": "USER_PASSWORD_AUTH"},
    "respond_to_auth_challenge": {"ChallengeName": "SMS_MFA"},
    "sign_up": {"Username": "zoe", "Password": "Secret-1"},
    "confirm_sign_up": {"Username": "zoe", "ConfirmationCode": "000000"},
}


@pytest.mark.parametrize("call", CLIENT_CALLS)
def test_a_client_that_does_not_exist_is_named_before_anything_else(cognito, aws, call):
    refusal = refusal_of(getattr(aws, call), ClientId="nobody", **CLIENT_CALLS[call])
    assert refusal == ("ResourceNotFoundException", "User pool client nobody does not exist.")
