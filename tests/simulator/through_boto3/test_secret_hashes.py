"""SECRET_HASH in each step: computed over the USERNAME that the step sends, which may be any name of the user."""

import hashlib
import hmac
from base64 import b64encode

import pytest
from one_test import for_each
from pycognito.aws_srp import AWSSRP
from sign_in_steps import Caller, is_finished, refusal_of

SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
EMAIL = "alice@example.com"
PHONE = {"phone_number": "+12065550100"}
VERIFIED = {**PHONE, "email": EMAIL, "email_verified": "true"}
POOLS = {
    "names": ("alice", {**PHONE}, {}, ["alice"]),
    "aliases": ("alice", VERIFIED, {"AliasAttributes": ["email"]}, ["alice", EMAIL]),
    "e-mail": (EMAIL, {**PHONE}, {"UsernameAttributes": ["email"]}, [EMAIL, "sub"]),
}
"""The user's Username and attributes, the pool's settings, and the names that sign in."""
EACH_NAME = [(kind, name) for kind, (*_, names) in POOLS.items() for name in names]


class Hashing(Caller):
    """A caller that chooses the name for each hash."""

    def __init__(self, aws, cognito, *, admin):
        super().__init__(aws, cognito, admin=admin, client="secret")
        self.wrong = (
            "NotAuthorizedException",
            f"Unable to verify secret hash for client {self.client.id}",
        )
        self.missing = (
            "NotAuthorizedException",
            f"Client {self.client.id} is configured with secret but SECRET_HASH was not received",
        )

    def over(self, name):
        digest = hmac.digest(self.client.secret.encode(), f"{name}{self.client.id}".encode(), hashlib.sha256)
        return {"SECRET_HASH": b64encode(digest).decode()}


@pytest.fixture(params=[False, True], ids=["user", "admin"])
def opened(request, open_pool, aws):
    """A pool of that kind with one user, who has SMS on."""

    def opened(kind):
        username, attributes, settings, _ = POOLS[kind]
        alice = {"Username": username, "Password": "Secret-1", "UserMFASettingList": ["SMS_MFA"]}
        pool = {"MfaConfiguration": "OPTIONAL", **SMS, **settings}
        cognito = open_pool({**alice, "UserAttributes": attributes}, **pool)
        sub = cognito.user(username).sub
        known = {username, EMAIL, sub, "alice", "somebody"}
        return Hashing(aws, cognito, admin=request.param), {"sub": sub}, known

    return opened


@for_each("kind, name", EACH_NAME)
def test_a_password_step_is_hashed_over_the_name_it_sends(opened, kind, name):
    caller, subs, known = opened(kind)
    name = subs.get(name, name)
    asked = caller.password(name, "Secret-1")
    assert asked["ChallengeName"] == "SMS_MFA"
    for other in known - {name}:
        assert refusal_of(caller.password, name, "Secret-1", **caller.over(other)) == caller.wrong
    assert refusal_of(caller.password, name, "Secret-1", SECRET_HASH="") == caller.wrong


@for_each("kind, name", EACH_NAME)
@for_each("answering", ["as typed", "as the challenge says"])
def test_each_later_step_is_hashed_over_the_name_it_sends_itself(opened, kind, name, answering):
    caller, subs, known = opened(kind)
    name = subs.get(name, name)
    asked = caller.password(name, "Secret-1")
    if answering == "as the challenge says":
        name = asked["ChallengeParameters"]["USER_ID_FOR_SRP"]
    code = {"SMS_MFA_CODE": caller.cognito.outbox[-1].code}
    for other in known - {name}:
        step = refusal_of(caller.respond, "SMS_MFA", name, asked["Session"], **code, **caller.over(other))
        assert step == caller.wrong
    assert is_finished(caller.respond("SMS_MFA", name, asked["Session"], **code))


@for_each("kind, name", EACH_NAME)
@for_each("answering", ["as typed", "as the challenge says"])
def test_srp_proves_the_password_under_either_name_with_its_own_hash(opened, kind, name, answering):
    caller, subs, known = opened(kind)
    name = subs.get(name, name)
    srp = AWSSRP(name, "Secret-1", caller.cognito.user_pool_id, caller.client.id, client=caller.aws)
    begun = {"USERNAME": name, "SRP_A": f"{srp.large_a_value:x}"}
    for other in known - {name}:
        assert refusal_of(caller.initiate, "USER_SRP_AUTH", **begun, **caller.over(other)) == caller.wrong
    parameters = caller.initiate("USER_SRP_AUTH", **begun, **caller.over(name))["ChallengeParameters"]
    if answering == "as the challenge says":
        name = parameters["USER_ID_FOR_SRP"]
    answer = srp.process_challenge(parameters, {"USERNAME": name})
    answer.pop("USERNAME")
    for other in known - {name}:
        proof = refusal_of(caller.respond, "PASSWORD_VERIFIER", name, **answer, **caller.over(other))
        assert proof == caller.wrong
    assert caller.respond("PASSWORD_VERIFIER", name, **answer)["ChallengeName"] == "SMS_MFA"


@for_each("kind", POOLS)
def test_a_refresh_is_hashed_over_username_or_sub_never_over_an_alias(opened, kind):
    """It sends no USERNAME: aws-amplify/amplify-android#3111 failed with the address, and not with the sub."""
    caller, subs, known = opened(kind)
    user = caller.cognito.user(POOLS[kind][0])
    token = caller.cognito.sign_in(user.username, client="secret").refresh_token
    good = {user.username, subs["sub"]}
    for name in good:
        parameters = {"REFRESH_TOKEN": token, **caller.over(name)}
        assert caller.initiate("REFRESH_TOKEN_AUTH", **parameters)["AuthenticationResult"]
    words = f"SecretHash does not match for the client: {caller.client.id}"
    for name in known - good:
        refused = refusal_of(caller.initiate, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token, **caller.over(name))
        assert refused == ("NotAuthorizedException", words)
    assert refusal_of(caller.initiate, "REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token) == caller.missing


def test_a_hash_that_is_missing_is_told_at_every_step(opened):
    caller, _, _ = opened("names")
    parameters = {"USERNAME": "alice", "PASSWORD": "Secret-1"}
    flow = "ADMIN_USER_PASSWORD_AUTH" if caller.admin else "USER_PASSWORD_AUTH"
    assert refusal_of(caller.initiate, flow, **parameters) == caller.missing
    assert refusal_of(caller.initiate, "USER_SRP_AUTH", USERNAME="alice", SRP_A="2") == caller.missing
    session = caller.password("alice")["Session"]
    caller.hash_of = lambda _: {}
    code = {"SMS_MFA_CODE": caller.cognito.outbox[-1].code}
    assert refusal_of(caller.respond, "SMS_MFA", "alice", session, **code) == caller.missing


def test_a_hash_of_another_clients_secret_is_wrong(open_pool, aws):
    cognito = open_pool({"Username": "alice", "Password": "Secret-1"})
    aws.create_user_pool_client(UserPoolId=cognito.user_pool_id, ClientName="second", GenerateSecret=True)
    caller, other = Hashing(aws, cognito, admin=False), Caller(aws, cognito, client="second")
    assert refusal_of(caller.password, "alice", **other.hash_of("alice")) == caller.wrong


def test_a_client_without_a_secret_takes_no_notice_of_a_hash(cognito, aws):
    assert is_finished(Caller(aws, cognito).password("newcomer", SECRET_HASH="any"))


def test_a_hash_is_judged_before_the_user_is_looked_up(opened):
    caller, _, _ = opened("names")
    assert refusal_of(caller.password, "nobody", "Secret-1", SECRET_HASH="wrong") == caller.wrong


@for_each("operation", ["sign_up", "confirm_sign_up"])
def test_sign_up_and_its_confirmation_are_hashed_too(opened, operation):
    caller, _, _ = opened("names")
    request = {"ClientId": caller.client.id, "Username": "zoe"}
    request |= {"Password": "Secret-1"} if operation == "sign_up" else {"ConfirmationCode": "000000"}
    call = getattr(caller.aws, operation)
    assert refusal_of(call, **request) == caller.missing
    mismatch = ("NotAuthorizedException", f"SecretHash does not match for the client: {caller.client.id}")
    expected = mismatch if operation == "sign_up" else caller.wrong
    assert refusal_of(call, **request, SecretHash="wrong") == expected
