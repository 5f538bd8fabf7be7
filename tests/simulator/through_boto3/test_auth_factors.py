"""GetUserAuthFactors and AdminGetUserAuthFactors: what a user could sign in with, beside what is on."""

from one_test import for_each
from preference_user import CREDENTIAL, FEDERATED, NO_USER, OPTION, REACHABLE, SMS, TOTP
from sign_in_steps import needs_member, refusal_of

VERIFIED = {"phone_number": "+12065550100", "phone_number_verified": "true", "email": "a@example.com"}
ALL_VERIFIED = {**VERIFIED, "email_verified": "true"}

by_both = needs_member("AdminGetUserAuthFactorsRequest", "Username")


@by_both
@for_each(
    "attributes, app, passkeys, configured",
    [
        ({}, False, [], ["PASSWORD"]),
        ({}, True, [], ["PASSWORD", "SOFTWARE_TOKEN"]),
        (REACHABLE, True, [], ["PASSWORD", "SOFTWARE_TOKEN"]),
        (VERIFIED, False, [], ["PASSWORD", "SMS_OTP"]),
        ({"email_verified": "true"}, False, [], ["PASSWORD"]),
        (ALL_VERIFIED, True, [CREDENTIAL], ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN", "SOFTWARE_TOKEN"]),
    ],
)
def test_the_configured_factors_are_those_that_the_user_has(alice, attributes, app, passkeys, configured):
    person = alice(attributes=attributes, user={"Credentials": passkeys})
    if not app:
        person.user.authenticator = None
    answer = person.auth_factors()
    assert (answer["Username"], answer["ConfiguredUserAuthFactors"]) == ("alice", configured)
    assert not {"UserMFASettingList", "PreferredMfaSetting", "MFAOptions"} & set(answer)


@by_both
def test_the_preference_stands_beside_the_configured_factors(alice):
    person = alice(on=[SMS, TOTP], preferred=TOTP, user={"MFAOptions": [OPTION]})
    answer = person.auth_factors()
    assert (answer["UserMFASettingList"], answer["PreferredMfaSetting"]) == ([SMS, TOTP], TOTP)
    assert "MFAOptions" not in answer


@by_both
def test_a_federated_user_has_no_password_here(alice):
    person = alice(user=FEDERATED["user"])
    person.user.authenticator = None
    assert "ConfiguredUserAuthFactors" not in person.auth_factors()


def test_who_is_not_there_has_no_factors(aws, cognito):
    token = cognito.sign_in("totp").access_token
    assert aws.get_user_auth_factors(AccessToken=token)["ConfiguredUserAuthFactors"][-1] == "SOFTWARE_TOKEN"
    aws.admin_delete_user(UserPoolId=cognito.user_pool_id, Username="totp")
    assert refusal_of(aws.get_user_auth_factors, AccessToken=token) == NO_USER
