"""Sign-in where devices are tracked: a device is handed out, trusted, proves itself; and when it does not skip MFA."""

import re

import jwt
import pytest
from device_steps import ALWAYS, BESIDE_MFA, NO_DEVICE, ON_PROMPT, SMS_POOL, Phone, coded, finished, user
from sign_in_steps import Caller, is_finished, looks_like_a_session, needs_member, refusal_of

WRONG_PASSWORD = ("NotAuthorizedException", "Incorrect username or password.")
LOCKED_OUT = ("NotAuthorizedException", "Password attempts exceeded")
INVALID_SESSION = ("NotAuthorizedException", "Invalid session for the user.")
SPENT_SESSION = ("NotAuthorizedException", "Invalid session for the user, session can only be used once.")
EXPIRED_SESSION = ("NotAuthorizedException", "Invalid session for the user, session is expired.")
INVALID_REFRESH = ("NotAuthorizedException", "Invalid Refresh Token")
BAD_KEY = ("InvalidParameterException", "Invalid device key given.")
MADE_UP = "us-east-1_11111111-2222-4333-8444-555555555555"
RECORDED = "sub device_key iss client_id origin_jti event_id token_use scope auth_time exp iat jti username"

refreshes = needs_member("GetTokensFromRefreshTokenRequest", "RefreshToken")


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


def missing(name):
    return ("InvalidParameterException", f"Missing required parameter {name}")


@pytest.fixture
def opened(open_pool):
    """A pool that requires MFA by SMS and tracks devices in that way, with two users."""

    def opened(tracking=ALWAYS, **settings):
        return open_pool(user(), user("bob", 1), **{**SMS_POOL, "DeviceConfiguration": tracking, **settings})

    return opened


@pytest.fixture
def caller(opened, aws):
    return Caller(aws, opened())


@pytest.fixture
def phone(caller):
    return Phone.of(caller).confirmed()


def by_password(caller, key=None, name="alice"):
    return caller.password(name, **({"DEVICE_KEY": key} if key else {}))


def by_srp(caller, key=None, name="alice"):
    named = {"DEVICE_KEY": key} if key else {}
    return caller.prove(name, *caller.srp_challenge(name, **named), **named)


BY = pytest.mark.parametrize("by", [by_password, by_srp])


# -- handing out --------------------------------------------------------------------------


@BY
def test_a_sign_in_that_names_no_device_is_handed_one(opened, through, by):
    caller = through(opened(MfaConfiguration="OFF"))
    first, second = finished(by(caller)), finished(by(caller))
    metadata = first["NewDeviceMetadata"]
    assert set(metadata) == {"DeviceKey", "DeviceGroupKey"}
    assert re.fullmatch(
        r"us-east-1_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", metadata["DeviceKey"]
    )
    assert re.fullmatch(r"-[\w-]{8}", metadata["DeviceGroupKey"])
    assert second["NewDeviceMetadata"]["DeviceKey"] != metadata["DeviceKey"]
    assert second["NewDeviceMetadata"]["DeviceGroupKey"] == metadata["DeviceGroupKey"]


def test_it_comes_with_the_tokens_that_follow_mfa(caller):
    asked = caller.password("alice")
    assert "AuthenticationResult" not in asked
    assert finished(coded(caller, asked))["NewDeviceMetadata"]


def test_the_access_token_names_it_in_the_recorded_place_and_the_id_token_does_not(caller):
    result = finished(coded(caller, caller.password("alice")))
    access, identity = claims_of(result["AccessToken"]), claims_of(result["IdToken"])
    assert list(access) == RECORDED.split()
    assert access["device_key"] == result["NewDeviceMetadata"]["DeviceKey"]
    assert "device_key" not in identity


def test_a_pool_without_tracking_hands_out_none(cognito, aws):
    answer = Caller(aws, cognito).password("newcomer")
    assert is_finished(answer)
    assert "device_key" not in claims_of(answer["AuthenticationResult"]["AccessToken"])
    assert (cognito.sign_in("newcomer").device_key, cognito.sign_in("newcomer").device_group_key) == (None, None)


def test_an_arranged_sign_in_gives_the_device_too(caller):
    tokens = caller.cognito.sign_in("alice")
    assert claims_of(tokens.access_token)["device_key"] == tokens.device_key
    assert tokens.device_group_key.startswith("-")
    assert tokens.device_key not in repr(tokens)


def test_who_answers_mfa_by_an_alias_cannot_confirm_the_device(opened, aws):
    caller = Caller(aws, opened(AliasAttributes=["email"]))
    alias = "alice@example.com"
    by_alias = Phone(caller, finished(coded(caller, caller.password("alice"), alias)))
    assert refusal_of(by_alias.confirm) == BAD_KEY
    begun_by_alias = Phone(caller, finished(coded(caller, caller.password(alias, "Secret-1"))))
    assert begun_by_alias.confirm() is False


# -- the trusted device -------------------------------------------------------------------


@BY
@pytest.mark.parametrize("policy", ["ON", "OPTIONAL", "OFF"])
def test_a_trusted_device_brings_tokens_without_mfa(opened, through, by, policy):
    caller = through(opened(MfaConfiguration=policy))
    phone = Phone.of(caller).confirmed()
    sent = len(caller.cognito.outbox)
    asked = by(caller, phone.key)
    assert asked["ChallengeName"] == "DEVICE_SRP_AUTH"
    assert asked["ChallengeParameters"] == {"DEVICE_KEY": phone.key, "USERNAME": "alice"}
    assert looks_like_a_session(asked["Session"])

    srp, challenge = phone.begin(asked["Session"])
    assert challenge["ChallengeName"] == "DEVICE_PASSWORD_VERIFIER"
    parameters = challenge["ChallengeParameters"]
    assert set(parameters) == {"SALT", "SRP_B", "SECRET_BLOCK", "USERNAME", "DEVICE_KEY"}
    assert (parameters["USERNAME"], parameters["DEVICE_KEY"]) == ("alice", phone.key)

    answer = phone.prove(srp, challenge, challenge["Session"])
    assert is_finished(answer)
    assert claims_of(answer["AuthenticationResult"]["AccessToken"])["device_key"] == phone.key
    assert len(caller.cognito.outbox) == sent


@BY
def test_neither_step_needs_its_session(caller, phone, by):
    by(caller, phone.key)
    assert is_finished(phone.prove(*phone.begin()))


@pytest.mark.parametrize("where", ["first", "second"])
def test_srp_takes_the_key_at_either_step(caller, phone, where):
    named = {"DEVICE_KEY": phone.key}
    begun = caller.srp_challenge("alice", **(named if where == "first" else {}))
    assert is_finished(phone.answer(caller.prove("alice", *begun, **(named if where == "second" else {}))))


def test_the_tokens_name_the_call_that_verified_the_password(caller, phone):
    asked = by_srp(caller, phone.key)
    result = finished(phone.answer(asked))
    assert claims_of(result["IdToken"])["event_id"] == asked["ResponseMetadata"]["RequestId"]


def test_a_device_that_the_user_opted_for_is_trusted(opened, aws):
    caller = Caller(aws, opened(ON_PROMPT))
    phone = Phone.of(caller).confirmed()
    phone.mark("remembered")
    assert is_finished(phone.answer(by_password(caller, phone.key)))


def test_a_user_may_have_several_devices(caller, phone):
    tablet = Phone.of(caller).confirmed()
    for device in (tablet, phone):
        assert is_finished(device.answer(by_password(caller, device.key)))


def test_an_invited_user_chooses_a_password_first(opened, aws):
    caller = Caller(aws, opened())
    phone = Phone.of(caller).confirmed()
    pool = {"UserPoolId": caller.cognito.user_pool_id}
    aws.admin_set_user_password(**pool, Username="alice", Password="Secret-2")
    asked = by_password(caller, phone.key)
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    changed = caller.respond("NEW_PASSWORD_REQUIRED", "alice", asked["Session"], NEW_PASSWORD="Secret-3")
    assert is_finished(phone.answer(changed))


# -- each case that does not skip MFA -----------------------------------------------------


@BY
def test_a_device_that_is_not_confirmed_does_not_skip_mfa_and_is_replaced(caller, by):
    phone = Phone.of(caller)
    result = finished(coded(caller, by(caller, phone.key)))
    assert result["NewDeviceMetadata"]["DeviceKey"] != phone.key


@BY
@pytest.mark.parametrize("how", ["never", "not any more"])
def test_a_device_that_is_not_remembered_does_not_skip_mfa_but_is_the_tokens(opened, aws, by, how):
    caller = Caller(aws, opened(ON_PROMPT if how == "never" else ALWAYS))
    phone = Phone.of(caller).confirmed()
    if how == "not any more":
        phone.mark("not_remembered")
    result = finished(coded(caller, by(caller, phone.key)))
    assert "NewDeviceMetadata" not in result
    assert claims_of(result["AccessToken"])["device_key"] == phone.key


@pytest.mark.parametrize("verifier", [None, {}, {"Salt": "TXlTUlBTYWx0"}], ids=["none", "empty", "salt alone"])
def test_a_device_without_a_verifier_does_not_skip_mfa(caller, verifier):
    phone = Phone.of(caller)
    given = {} if verifier is None else {"DeviceSecretVerifierConfig": verifier}
    caller.aws.confirm_device(AccessToken=phone.token, DeviceKey=phone.key, **given)
    assert "NewDeviceMetadata" not in finished(coded(caller, by_password(caller, phone.key)))


@BY
def test_a_remembered_device_that_is_not_to_stand_for_mfa_proves_itself_after_it(opened, aws, by):
    caller = Caller(aws, opened(BESIDE_MFA))
    phone = Phone.of(caller).confirmed()
    assert is_finished(phone.answer(coded(caller, by(caller, phone.key))))


def test_a_key_that_comes_with_the_code_is_asked_for_its_proof(caller, phone):
    asked = coded(caller, by_password(caller), DEVICE_KEY=phone.key)
    assert is_finished(phone.answer(asked))


def test_a_key_that_does_not_exist_is_refused_with_the_code_which_may_follow_without_it(caller):
    asked = by_password(caller)
    assert refusal_of(coded, caller, asked, DEVICE_KEY=MADE_UP) == NO_DEVICE
    assert finished(coded(caller, asked))


def forgotten(caller, phone):
    phone.forget()
    return phone.key


def forgotten_by_an_administrator(caller, phone):
    caller.aws.admin_forget_device(UserPoolId=caller.cognito.user_pool_id, Username="alice", DeviceKey=phone.key)
    return phone.key


def another_users(caller, _):
    return Phone.of(caller, "bob").confirmed().key


def an_earlier_users_of_that_name(caller, phone):
    pool = {"UserPoolId": caller.cognito.user_pool_id}
    caller.aws.admin_delete_user(**pool, Username="alice")
    caller.aws.admin_create_user(**pool, Username="alice", MessageAction="SUPPRESS")
    caller.aws.admin_set_user_password(**pool, Username="alice", Password="Secret-1", Permanent=True)
    return phone.key


def made_up(*_):
    return MADE_UP


NOWHERE = pytest.mark.parametrize(
    "key_of", [forgotten, forgotten_by_an_administrator, another_users, an_earlier_users_of_that_name, made_up]
)


@NOWHERE
def test_a_key_that_does_not_exist_is_refused_after_a_right_password_alone(caller, phone, key_of):
    key = key_of(caller, phone)
    assert refusal_of(caller.password, "alice", "Wrong-1", DEVICE_KEY=key) == WRONG_PASSWORD
    assert refusal_of(by_password, caller, key) == NO_DEVICE


@NOWHERE
def test_srp_refuses_it_with_the_proof_which_may_be_sent_again_without(caller, phone, key_of):
    key = key_of(caller, phone)
    begun = caller.srp_challenge("alice", DEVICE_KEY=key)
    assert refusal_of(caller.prove, "alice", *begun, DEVICE_KEY=key) == NO_DEVICE
    assert caller.prove("alice", *begun)["ChallengeName"] in {"SMS_MFA", "MFA_SETUP"}


def test_another_pools_device_does_not_exist_here(open_pool, aws):
    first = Caller(aws, open_pool(user(), DeviceConfiguration=ALWAYS))
    phone = Phone.of(first).confirmed()
    made = aws.create_user_pool(PoolName="other", DeviceConfiguration=ALWAYS)["UserPool"]["Id"]
    flows = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}
    client = aws.create_user_pool_client(UserPoolId=made, ClientName="other", **flows)["UserPoolClient"]["ClientId"]
    aws.admin_create_user(UserPoolId=made, Username="alice", MessageAction="SUPPRESS")
    aws.admin_set_user_password(UserPoolId=made, Username="alice", Password="Secret-1", Permanent=True)
    parameters = {"USERNAME": "alice", "PASSWORD": "Secret-1", "DEVICE_KEY": phone.key}
    request = {"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    assert refusal_of(aws.initiate_auth, **request) == NO_DEVICE
    del parameters["DEVICE_KEY"]
    other = finished(aws.initiate_auth(**request))["NewDeviceMetadata"]
    assert other["DeviceGroupKey"] != phone.group


@BY
def test_without_tracking_no_key_exists(cognito, aws, by):
    assert refusal_of(by, Caller(aws, cognito), MADE_UP, "newcomer") == NO_DEVICE


def test_who_does_not_exist_is_refused_as_without_a_device(caller):
    assert refusal_of(caller.password, "nobody", "Secret-1", DEVICE_KEY=MADE_UP) == WRONG_PASSWORD
    begun = caller.srp_challenge("nobody", "Secret-1", DEVICE_KEY=MADE_UP)
    assert refusal_of(caller.prove, "nobody", *begun, DEVICE_KEY=MADE_UP) == WRONG_PASSWORD


# -- wrong proofs -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"PASSWORD_CLAIM_SIGNATURE": "YW5vdGhlcg=="},
        {"PASSWORD_CLAIM_SECRET_BLOCK": "YW5vdGhlcg=="},
        {"TIMESTAMP": "Tue Sep 05 10:00:00 UTC 2023"},
        {"USERNAME": "bob"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_proof_that_does_not_fit_is_refused_and_may_be_corrected(caller, phone, changed):
    begun = phone.begin(by_password(caller, phone.key)["Session"])
    assert refusal_of(phone.prove, *begun, **changed) == WRONG_PASSWORD
    assert is_finished(phone.prove(*begun))


def test_a_device_with_another_password_is_refused(caller, phone):
    thief = Phone.of(caller)
    thief.key = phone.key
    begun = thief.begin(by_password(caller, phone.key)["Session"])
    assert refusal_of(thief.prove, *begun) == WRONG_PASSWORD


@pytest.mark.parametrize("text", ["", "!", "A", "no base64", "TXlWZXJpZmllclN0cmluZw"])
def test_a_verifier_is_taken_as_it_comes_and_fails_at_the_next_sign_in(caller, text):
    phone = Phone.of(caller)
    assert phone.confirm(DeviceSecretVerifierConfig={"PasswordVerifier": text or "AA==", "Salt": text}) is False
    begun = phone.begin(by_password(caller, phone.key)["Session"])
    assert refusal_of(phone.prove, *begun) == WRONG_PASSWORD


def test_a_useless_public_value_is_refused(caller, phone):
    session = by_password(caller, phone.key)["Session"]
    assert refusal_of(phone.begin, session, SRP_A="not hex") == WRONG_PASSWORD
    assert phone.begin(session)


def test_five_wrong_proofs_lock_out_both_steps_and_codes_but_no_password(caller, phone):
    caller.cognito.clock.freeze()
    begun = phone.begin(by_password(caller, phone.key)["Session"])
    for _ in range(5):
        assert refusal_of(phone.prove, *begun, PASSWORD_CLAIM_SIGNATURE="YW5vdGhlcg==") == WRONG_PASSWORD
    assert refusal_of(phone.prove, *begun) == LOCKED_OUT
    session = by_password(caller, phone.key)["Session"]
    assert refusal_of(phone.begin, session) == LOCKED_OUT
    assert refusal_of(coded, caller, by_password(caller)) == LOCKED_OUT
    caller.cognito.clock.advance(seconds=1)
    assert is_finished(phone.prove(*begun))
    assert phone.begin(session)


def test_a_right_proof_starts_the_count_again(caller, phone):
    caller.cognito.clock.freeze()
    for _ in range(2):
        begun = phone.begin(by_password(caller, phone.key)["Session"])
        for _ in range(4):
            assert refusal_of(phone.prove, *begun, PASSWORD_CLAIM_SIGNATURE="YW5vdGhlcg==") == WRONG_PASSWORD
        assert is_finished(phone.prove(*begun))


@pytest.mark.parametrize("name", ["USERNAME", "DEVICE_KEY", "SRP_A"])
def test_the_first_step_needs_each_of_its_parameters(caller, phone, name):
    session = by_password(caller, phone.key)["Session"]
    assert refusal_of(phone.begin, session, **{name: ""}) == missing(name)


@pytest.mark.parametrize("name", ["DEVICE_KEY", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"])
def test_the_second_step_needs_each_of_its_parameters(caller, phone, name):
    begun = phone.begin(by_password(caller, phone.key)["Session"])
    assert refusal_of(phone.prove, *begun, **{name: ""}) == missing(name)


# -- sessions, clients, states ------------------------------------------------------------


def test_each_step_counts_once(caller, phone):
    session = by_password(caller, phone.key)["Session"]
    begun = phone.begin(session)
    assert refusal_of(phone.begin, session) == SPENT_SESSION
    assert is_finished(phone.prove(*begun))
    assert refusal_of(phone.prove, *begun) == SPENT_SESSION
    assert refusal_of(phone.begin) == missing("Session")


def test_each_step_has_its_time(caller, phone):
    session = by_password(caller, phone.key)["Session"]
    begun = phone.begin(session)
    later = by_password(caller, phone.key)["Session"]
    caller.cognito.clock.advance(minutes=3)
    assert refusal_of(phone.begin, later) == EXPIRED_SESSION
    assert refusal_of(phone.begin) == missing("Session")
    assert refusal_of(phone.prove, *begun) == EXPIRED_SESSION


def test_without_a_sign_in_that_waits_for_it_no_device_is_listened_to(caller, phone):
    assert refusal_of(phone.begin) == missing("Session")
    by_password(caller)
    assert refusal_of(phone.begin) == missing("Session")
    by_password(caller, phone.key)
    assert refusal_of(phone.begin, USERNAME="bob") == missing("Session")
    tablet = Phone.of(caller).confirmed()
    assert refusal_of(tablet.begin) == missing("Session")


def test_a_session_that_is_given_has_to_be_the_right_one(caller, phone):
    bob = Phone.of(caller, "bob").confirmed()
    asked, bobs = by_password(caller, phone.key), by_password(caller, bob.key, "bob")
    for session in (bobs["Session"], by_password(caller)["Session"], "x" * 20):
        assert refusal_of(phone.begin, session) == INVALID_SESSION
    srp, challenge = phone.begin(asked["Session"])
    for session in (bob.begin(bobs["Session"])[1]["Session"], asked["Session"], "x" * 20):
        assert refusal_of(phone.prove, srp, challenge, session) == INVALID_SESSION
    assert is_finished(phone.prove(srp, challenge, challenge["Session"]))


def test_a_block_of_the_password_is_no_block_of_the_device(caller, phone):
    _, other = caller.srp_challenge("alice")
    begun = phone.begin(by_password(caller, phone.key)["Session"])
    block = other["ChallengeParameters"]["SECRET_BLOCK"]
    assert refusal_of(phone.prove, *begun, PASSWORD_CLAIM_SECRET_BLOCK=block) == WRONG_PASSWORD


def test_another_client_cannot_go_on(opened, aws):
    cognito = opened()
    public, secret = Caller(aws, cognito), Caller(aws, cognito, client="secret")
    phone = Phone.of(public).confirmed()
    session = by_password(public, phone.key)["Session"]
    phone.caller = secret
    assert refusal_of(phone.begin, session) == INVALID_SESSION
    assert refusal_of(phone.begin) == missing("Session")
    phone.caller = public
    begun = phone.begin(session)
    phone.caller = secret
    assert refusal_of(phone.prove, *begun) == WRONG_PASSWORD
    phone.caller = public
    assert is_finished(phone.prove(*begun))


def test_another_device_of_the_user_cannot_take_its_place(caller, phone):
    tablet = Phone.of(caller).confirmed()
    session = by_password(caller, phone.key)["Session"]
    assert refusal_of(tablet.begin, session) == INVALID_SESSION
    begun = phone.begin(session)
    assert refusal_of(phone.prove, *begun, DEVICE_KEY=tablet.key) == INVALID_SESSION
    assert is_finished(phone.prove(*begun))


FATES = {
    "forgotten": (Phone.forget, NO_DEVICE),
    "not remembered": (lambda phone: phone.mark("not_remembered"), NO_DEVICE),
    "disabled": (
        lambda phone: phone.caller.aws.admin_disable_user(
            UserPoolId=phone.caller.cognito.user_pool_id, Username="alice"
        ),
        ("NotAuthorizedException", "User is disabled."),
    ),
}


@pytest.mark.parametrize(("befall", "refusal"), FATES.values(), ids=FATES)
def test_what_befalls_device_or_user_between_the_steps_counts_at_the_next(caller, phone, befall, refusal):
    begun = phone.begin(by_password(caller, phone.key)["Session"])
    waiting = by_password(caller, phone.key)["Session"]
    befall(phone)
    assert refusal_of(phone.begin, waiting) == refusal
    assert refusal_of(phone.prove, *begun) == refusal


def test_a_device_that_is_forgotten_during_mfa_is_replaced(opened, aws):
    caller = Caller(aws, opened(BESIDE_MFA))
    phone = Phone.of(caller).confirmed()
    asked = by_password(caller, phone.key)
    phone.forget()
    assert finished(coded(caller, asked))["NewDeviceMetadata"]["DeviceKey"] != phone.key


# -- refreshing ---------------------------------------------------------------------------


def renew(caller, token, key=None):
    named = {"DeviceKey": key} if key else {}
    return caller.aws.get_tokens_from_refresh_token(ClientId=caller.client.id, RefreshToken=token, **named)


def refresh(caller, token, key=None):
    return caller.refresh(token, **({"DEVICE_KEY": key} if key else {}))


REFRESHING = pytest.mark.parametrize("again", [refresh, pytest.param(renew, marks=refreshes)])


@REFRESHING
def test_a_refresh_needs_the_key_of_the_sign_ins_own_device(caller, phone, again):
    token = finished(phone.answer(by_password(caller, phone.key)))["RefreshToken"]
    other = Phone.of(caller).confirmed()
    for key in (None, other.key, MADE_UP):
        assert refusal_of(again, caller, token, key) == INVALID_REFRESH
    result = again(caller, token, phone.key)["AuthenticationResult"]
    assert claims_of(result["AccessToken"])["device_key"] == phone.key
    assert "device_key" not in claims_of(result["IdToken"])
    assert "NewDeviceMetadata" not in result


@REFRESHING
def test_a_refresh_needs_the_device_confirmed_and_not_forgotten_but_not_remembered(caller, again):
    result = finished(coded(caller, caller.password("alice")))
    phone, token = Phone(caller, result), result["RefreshToken"]
    assert refusal_of(again, caller, token, phone.key) == INVALID_REFRESH
    phone.confirm()
    assert again(caller, token, phone.key)
    phone.mark("not_remembered")
    assert again(caller, token, phone.key)
    phone.forget()
    assert refusal_of(again, caller, token, phone.key) == INVALID_REFRESH


@refreshes
def test_a_rotated_refresh_token_keeps_its_device(caller):
    pool = {"UserPoolId": caller.cognito.user_pool_id}
    caller.aws.create_user_pool_client(**pool, ClientName="rotating", RefreshTokenRotation={"Feature": "ENABLED"})
    caller = Caller(caller.aws, caller.cognito, client="rotating")
    tokens = caller.cognito.sign_in("alice", client="rotating")
    caller.aws.confirm_device(AccessToken=tokens.access_token, DeviceKey=tokens.device_key)
    rotated = renew(caller, tokens.refresh_token, tokens.device_key)["AuthenticationResult"]
    assert claims_of(rotated["AccessToken"])["device_key"] == tokens.device_key
    assert refusal_of(renew, caller, rotated["RefreshToken"]) == INVALID_REFRESH
    assert renew(caller, rotated["RefreshToken"], tokens.device_key)


def test_a_refresh_where_none_is_tracked_passes_over_any_key(cognito, aws):
    caller = Caller(aws, cognito)
    token = cognito.sign_in("newcomer").refresh_token
    for key in (None, MADE_UP):
        assert claims_of(refresh(caller, token, key)["AuthenticationResult"]["AccessToken"]).get("device_key") is None
