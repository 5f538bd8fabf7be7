"""Users through boto3: signed up, invited, changed, and their factors preferred."""

import itertools
import re
from types import SimpleNamespace

import pytest
from one_test import for_each
from sign_in_steps import BY_TOKEN, Caller, is_finished, refusal_of

from pytest_cognito_mfa._simulator import sources

ON = {"Enabled": True}
PREFERRED = {"Enabled": True, "PreferredMfa": True}
BLOCK = {"SMS_MFA": "SMSMfaSettings", "SOFTWARE_TOKEN_MFA": "SoftwareTokenMfaSettings", "EMAIL_OTP": "EmailMfaSettings"}


def listed(**attributes):
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


def as_mapping(attributes):
    return {pair["Name"]: pair["Value"] for pair in attributes}


def user(name="alice", **more):
    return {"Username": name, "Password": "Secret-1", **more}


# -- sign-up ----------------------------------------------------------------------------


@pytest.fixture
def sign_up(cognito, aws):
    def signed_up(name="zoe", password="Secret-1", **attributes):
        request = {"ClientId": cognito.client_id, "Username": name, "Password": password}
        return aws.sign_up(**request, UserAttributes=listed(**attributes))

    return signed_up


def test_signing_up_sends_a_code_and_confirming_it_lets_the_user_in(cognito, aws, sign_up):
    answer = sign_up(email="zoe@example.com", phone_number="+12065550199")
    assert answer["CodeDeliveryDetails"] == {
        "AttributeName": "email",
        "DeliveryMedium": "EMAIL",
        "Destination": "z***@e***",
    }
    assert (answer["UserConfirmed"], answer["UserSub"]) == (False, cognito.user("zoe").sub)
    (sent,) = cognito.outbox
    assert (sent.user, sent.destination, sent.purpose) == ("zoe", "zoe@example.com", "sign-up")
    assert sent.body == f"Your verification code is {sent.code}."
    assert repr(sent) == "<Message to zoe by EMAIL, sign-up>"
    aws.confirm_sign_up(ClientId=cognito.client_id, Username="zoe", ConfirmationCode=sent.code)
    assert cognito.user("zoe").status == "CONFIRMED"
    assert cognito.user("zoe").attributes["email_verified"] == "true"
    assert is_finished(Caller(aws, cognito).password("zoe"))


def test_without_an_address_no_code_is_sent(cognito, aws, sign_up):
    assert "CodeDeliveryDetails" not in sign_up(name="zoe", locale="de")
    assert list(cognito.outbox) == []
    aws.admin_confirm_sign_up(UserPoolId=cognito.user_pool_id, Username="zoe")
    assert cognito.user("zoe").status == "CONFIRMED"


def test_a_code_that_was_never_sent_has_expired(cognito, aws, sign_up):
    sign_up()
    request = {"ClientId": cognito.client_id, "Username": "zoe", "ConfirmationCode": "000000"}
    assert refusal_of(aws.confirm_sign_up, **request)[0] == "ExpiredCodeException"


def test_sms_comes_before_email_where_both_are_verified(open_pool, aws):
    sms = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
    cognito = open_pool(user(), AutoVerifiedAttributes=["email", "phone_number"], **sms)
    request = {"ClientId": cognito.client_id, "Username": "zoe", "Password": "Secret-1"}
    answer = aws.sign_up(**request, UserAttributes=listed(email="z@example.com", phone_number="+12065550199"))
    assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "SMS"


def test_a_secret_client_signs_up_with_its_hash(cognito, aws):
    secret = Caller(aws, cognito, client="secret")
    request = {"ClientId": secret.client.id, "Username": "zoe", "Password": "Secret-1"}
    refusal = refusal_of(aws.sign_up, **request, SecretHash="wrong")
    assert refusal == ("NotAuthorizedException", f"SecretHash does not match for the client: {secret.client.id}")
    assert aws.sign_up(**request, SecretHash=secret.hash_of("zoe")["SECRET_HASH"])["UserSub"]


@pytest.mark.parametrize(
    ("aliases", "name", "attribute"),
    [
        (["email"], "zoe@example.com", "email"),
        (["phone_number"], "+12065550199", "phone_number"),
        (["email", "phone_number"], "+12065550199", "phone_number"),
    ],
    ids=["email", "phone", "either"],
)
def test_where_the_username_is_an_alias_the_sub_takes_its_place(open_pool, aws, aliases, name, attribute):
    cognito = open_pool(UsernameAttributes=aliases)
    request = {"ClientId": cognito.client_id, "Username": name, "Password": "Secret-1"}
    sub = aws.sign_up(**request)["UserSub"]
    found = aws.admin_get_user(UserPoolId=cognito.user_pool_id, Username=name)
    assert found["Username"] == sub
    assert as_mapping(found["UserAttributes"]) == {"sub": sub, attribute: name, f"{attribute}_verified": "false"}
    taken = ("UsernameExistsException", f"An account with the given {attribute} already exists.")
    assert refusal_of(aws.sign_up, **request) == taken


@pytest.mark.parametrize("verified", ["true", "false"])
def test_an_alias_finds_its_user_once_it_is_verified(open_pool, aws, verified):
    attributes = {"email": "alice@example.com", "email_verified": verified}
    cognito = open_pool(user(UserAttributes=attributes), AliasAttributes=["email"])
    request = {"UserPoolId": cognito.user_pool_id, "Username": "alice@example.com"}
    if verified == "true":
        assert aws.admin_get_user(**request)["Username"] == "alice"
    else:
        assert refusal_of(aws.admin_get_user, **request)[0] == "UserNotFoundException"


@pytest.fixture
def alias_taken(open_pool, aws):
    """A pool in which alice has a verified address as her alias, and zoe signed up with the same one."""
    alice = user(UserAttributes={"email": "alice@example.com", "email_verified": "true"})
    cognito = open_pool(alice, AliasAttributes=["email"], AutoVerifiedAttributes=["email"])
    request = {"ClientId": cognito.client_id, "Username": "zoe", "Password": "Secret-1"}
    aws.sign_up(**request, UserAttributes=listed(email="alice@example.com"))
    return cognito


def confirm(aws, cognito, **more):
    code = cognito.outbox[-1].code
    return aws.confirm_sign_up(ClientId=cognito.client_id, Username="zoe", ConfirmationCode=code, **more)


def test_an_alias_belongs_to_one_user_only(aws, alias_taken):
    words = "An account with the email already exists."
    assert refusal_of(confirm, aws, alias_taken) == ("AliasExistsException", words)
    assert alias_taken.user("zoe").status == "UNCONFIRMED"
    assert alias_taken.user("alice@example.com").username == "alice"


def test_an_alias_can_be_taken_by_force(aws, alias_taken):
    confirm(aws, alias_taken, ForceAliasCreation=True)
    assert alias_taken.user("alice@example.com").username == "zoe"
    assert alias_taken.user("alice").attributes["email_verified"] == "false"


@pytest.mark.parametrize("force", [False, True], ids=["asked", "by force"])
def test_an_administrator_may_give_a_verified_alias(aws, alias_taken, force):
    attributes = listed(email="alice@example.com", email_verified="true")
    request = {"UserPoolId": alias_taken.user_pool_id, "Username": "bob", "UserAttributes": attributes}
    if force:
        aws.admin_create_user(**request, ForceAliasCreation=True)
        assert alias_taken.user("alice@example.com").username == "bob"
    else:
        assert refusal_of(aws.admin_create_user, **request)[0] == "AliasExistsException"
        assert "bob" not in alias_taken.pool.users


def test_an_alias_that_nobody_has_is_free(open_pool, aws):
    cognito = open_pool(user(), AliasAttributes=["email"])
    attributes = listed(email="bob@example.com", email_verified="true")
    aws.admin_create_user(UserPoolId=cognito.user_pool_id, Username="bob", UserAttributes=attributes)
    assert cognito.user("bob@example.com").username == "bob"


def test_a_preferred_username_needs_no_verification(open_pool, aws):
    cognito = open_pool(user(UserAttributes={"preferred_username": "al"}), AliasAttributes=["preferred_username"])
    assert aws.admin_get_user(UserPoolId=cognito.user_pool_id, Username="al")["Username"] == "alice"


def test_an_attribute_that_the_pool_requires_is_demanded(open_pool, aws):
    cognito = open_pool(user(), Schema=[{"Name": "given_name", "Required": True}])
    request = {"ClientId": cognito.client_id, "Username": "zoe", "Password": "Secret-1"}
    message = "Attributes did not conform to the schema: name.givenName: The attribute name.givenName is required"
    assert refusal_of(aws.sign_up, **request) == ("InvalidParameterException", message)
    assert aws.sign_up(**request, UserAttributes=listed(given_name="Zoe"))["UserSub"]


def test_a_sub_cannot_be_chosen(cognito, aws, sign_up):
    refusal = refusal_of(sign_up, sub="00000000-0000-0000-0000-000000000000")
    assert refusal == ("InvalidParameterException", "Cannot modify the non-mutable attribute sub")
    given = {"UserPoolId": cognito.user_pool_id, "UserAttributes": [{"Name": "sub", "Value": "1"}]}
    assert refusal_of(aws.admin_create_user, Username="zoe", **given) == refusal
    sub = sign_up()["UserSub"]
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-70[0-9a-f]{2}-[0-9a-f]{4}-[0-9a-f]{12}", sub)


# -- what administrators do --------------------------------------------------------------


@pytest.fixture
def pool(cognito):
    return {"UserPoolId": cognito.user_pool_id}


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ({}, ["SMS"]),
        ({"DesiredDeliveryMediums": ["EMAIL"]}, ["EMAIL"]),
        ({"DesiredDeliveryMediums": ["SMS", "EMAIL"]}, ["SMS", "EMAIL"]),
        ({"MessageAction": "SUPPRESS"}, []),
    ],
    ids=["default", "email", "both", "none"],
)
def test_an_invitation_goes_where_it_is_wanted(cognito, aws, pool, wanted, sent):
    attributes = listed(email="zoe@example.com", phone_number="+12065550199")
    made = aws.admin_create_user(**pool, Username="zoe", UserAttributes=attributes, **wanted)["User"]
    assert (made["UserStatus"], made["Enabled"], made["Username"]) == ("FORCE_CHANGE_PASSWORD", True, "zoe")
    assert [message.medium for message in cognito.outbox] == sent
    assert {message.purpose for message in cognito.outbox} <= {"invitation"}


def test_the_password_of_an_invitation_signs_in(cognito, aws, pool):
    aws.admin_create_user(**pool, Username="zoe", UserAttributes=listed(phone_number="+12065550199"))
    message = cognito.outbox[-1]
    assert message.body == f"Your username is zoe and temporary password is {message.code}."
    assert Caller(aws, cognito).password("zoe", message.code)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_an_invitation_sent_again_has_a_new_password(cognito, aws, pool):
    cognito.clock.advance(days=8)
    aws.admin_create_user(**pool, Username="invited", TemporaryPassword="Again-123", MessageAction="RESEND")
    answer = Caller(aws, cognito).password("invited", "Again-123")
    assert answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


@pytest.mark.parametrize(
    ("permanent", "status"),
    [({}, "FORCE_CHANGE_PASSWORD"), ({"Permanent": True}, "CONFIRMED")],
    ids=["temporary", "permanent"],
)
def test_an_administrator_sets_a_password(cognito, aws, pool, permanent, status):
    assert aws.admin_set_user_password(**pool, Username="newcomer", Password="Changed-1", **permanent)
    assert (cognito.user("newcomer").status, cognito.user("newcomer").password) == (status, "Changed-1")
    assert Caller(aws, cognito).srp("newcomer", "Changed-1")


def test_a_weak_password_is_refused_of_an_administrator_too(aws, pool):
    refusal = refusal_of(aws.admin_set_user_password, **pool, Username="newcomer", Password="short")
    assert refusal[0] == "InvalidPasswordException"


def test_a_user_is_described_to_administrator_and_self(cognito, aws, pool):
    token = cognito.sign_in("newcomer").access_token
    mine, theirs = aws.get_user(AccessToken=token), aws.admin_get_user(**pool, Username="newcomer")
    assert mine["UserAttributes"] == theirs["UserAttributes"]
    assert as_mapping(mine["UserAttributes"]) == cognito.user("newcomer").attributes
    assert mine["UserAttributes"][-1]["Name"] == "sub"
    assert (theirs["UserStatus"], theirs["Enabled"]) == ("CONFIRMED", True)
    for answer in (mine, theirs):
        assert not {"UserMFASettingList", "PreferredMfaSetting", "MFAOptions"} & set(answer)


def test_a_user_who_was_deleted_is_gone(cognito, aws, pool):
    tokens = cognito.sign_in("newcomer")
    aws.admin_delete_user(**pool, Username="newcomer")
    no_user = ("UserNotFoundException", "User does not exist.")
    assert refusal_of(aws.get_user, AccessToken=tokens.access_token) == no_user
    assert refusal_of(aws.admin_get_user, **pool, Username="newcomer") == no_user
    assert refusal_of(Caller(aws, cognito).refresh, tokens.refresh_token)[0] in {
        "NotAuthorizedException",
        "UserNotFoundException",
    }


@pytest.mark.parametrize("fate", ["deleted", "disabled", "signed out", "expired"])
def test_a_token_that_lost_its_worth_is_refused_in_a_way_that_aws_documents(cognito, aws, pool, fate):
    token = cognito.sign_in("newcomer").access_token
    if fate == "deleted":
        aws.admin_delete_user(**pool, Username="newcomer")
    elif fate == "disabled":
        aws.admin_disable_user(**pool, Username="newcomer")
    elif fate == "signed out":
        aws.global_sign_out(AccessToken=token)
    else:
        cognito.clock.advance(hours=1)

    @for_each("operation", BY_TOKEN)
    def is_refused(operation):
        assert refusal_of(BY_TOKEN[operation], aws, token)

    is_refused()


def test_signing_out_ends_every_session_of_the_user(cognito, aws):
    first, second = cognito.sign_in("newcomer"), cognito.sign_in("newcomer")
    aws.global_sign_out(AccessToken=first.access_token)
    revoked = ("NotAuthorizedException", "Access Token has been revoked")
    assert refusal_of(aws.get_user, AccessToken=second.access_token) == revoked
    assert refusal_of(Caller(aws, cognito).refresh, second.refresh_token)[1] == "Refresh Token has been revoked"
    assert aws.get_user(AccessToken=cognito.sign_in("newcomer").access_token)


# -- preferences ------------------------------------------------------------------------


@pytest.fixture(params=[False, True], ids=["user", "admin"])
def prefer(request, cognito, aws, pool):
    """Set the preference of a user: by the user's own operation, or by the administrator's."""

    def preferred(name, **blocks):
        if request.param:
            return aws.admin_set_user_mfa_preference(**pool, Username=name, **blocks)
        return aws.set_user_mfa_preference(AccessToken=cognito.sign_in(name).access_token, **blocks)

    return preferred


@pytest.mark.parametrize("factor", ["SMS_MFA", "EMAIL_OTP"])
def test_a_preferred_factor_is_listed_and_asked_for(cognito, aws, pool, prefer, factor):
    prefer("newcomer", **{BLOCK[factor]: PREFERRED})
    shown = aws.admin_get_user(**pool, Username="newcomer")
    assert (shown["UserMFASettingList"], shown["PreferredMfaSetting"]) == ([factor], factor)
    assert Caller(aws, cognito).password("newcomer")["ChallengeName"] == factor


def test_a_factor_that_is_on_but_not_preferred_is_asked_for_too(cognito, aws, pool, prefer):
    prefer("newcomer", SMSMfaSettings=ON)
    shown = aws.admin_get_user(**pool, Username="newcomer")
    assert shown["UserMFASettingList"] == ["SMS_MFA"]
    assert "PreferredMfaSetting" not in shown
    assert Caller(aws, cognito).password("newcomer")["ChallengeName"] == "SMS_MFA"


def test_turning_the_last_factor_off_leaves_no_trace(cognito, aws, pool, prefer):
    prefer("totp", SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False})
    shown = aws.admin_get_user(**pool, Username="totp")
    assert not {"UserMFASettingList", "PreferredMfaSetting"} & set(shown)
    assert is_finished(Caller(aws, cognito).password("totp"))


def test_preferring_another_factor_leaves_the_first_one_on(cognito, prefer):
    prefer("totp", SMSMfaSettings=PREFERRED)
    assert cognito.user("totp").mfa_settings == ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]
    assert cognito.user("totp").preferred_mfa == "SMS_MFA"


def test_a_refused_request_changes_nothing(cognito, prefer):
    refusal = refusal_of(prefer, "newcomer", SMSMfaSettings=PREFERRED, SoftwareTokenMfaSettings=ON)
    words = "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA"
    assert refusal == ("InvalidParameterException", words)
    assert cognito.user("newcomer").mfa_settings == []


def test_turning_off_what_was_never_on_is_no_error(cognito, prefer):
    prefer("newcomer", SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False})
    assert cognito.user("newcomer").mfa_settings == []


def test_a_factor_that_the_pool_does_not_offer_is_taken_but_not_asked_for(open_pool, aws):
    alice = user(SecretCode="JBSWY3DPEHPK3PXP", UserAttributes={"phone_number": "+12065550100"})
    cognito = open_pool(alice, MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": True})
    request = {"UserPoolId": cognito.user_pool_id, "Username": "alice"}
    aws.admin_set_user_mfa_preference(**request, SMSMfaSettings=PREFERRED)
    assert aws.admin_get_user(**request)["PreferredMfaSetting"] == "SMS_MFA"
    assert Caller(aws, cognito).password("alice")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_an_administrator_needs_a_pool_and_a_user(cognito, aws, pool):
    no_user = refusal_of(aws.admin_set_user_mfa_preference, **pool, Username="nobody", SMSMfaSettings=ON)
    assert no_user == ("UserNotFoundException", "User does not exist.")
    no_pool = refusal_of(aws.admin_set_user_mfa_preference, UserPoolId="us-east-1_0", Username="newcomer")
    assert no_pool == ("ResourceNotFoundException", "User pool us-east-1_0 does not exist.")


def test_an_administrator_may_name_a_user_by_sub(cognito, aws, pool):
    assert aws.admin_get_user(**pool, Username=cognito.user("totp").sub)["Username"] == "totp"


def test_a_new_user_was_last_changed_when_created(cognito, aws, monkeypatch):
    now = itertools.count(1_800_000_000)
    monkeypatch.setattr(sources, "time", SimpleNamespace(time=lambda: next(now)))
    pool = {"UserPoolId": cognito.user_pool_id}
    aws.admin_create_user(**pool, Username="invitee")
    aws.sign_up(ClientId=cognito.client_id, Username="visitor", Password="Secret-1842")

    for name in ("invitee", "visitor"):
        user = aws.admin_get_user(**pool, Username=name)
        assert user["UserCreateDate"] == user["UserLastModifiedDate"], name
