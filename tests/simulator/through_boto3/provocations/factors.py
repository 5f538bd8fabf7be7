"""Authenticators and the MFA preference."""

import pyotp
from sign_in_steps import needs_member

from .pool_setup import ON, PREFERRED, user

MULTI_FACTOR = {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}


def wrong_set_up_code(setup):
    token = setup.token_of()
    secret = setup.aws.associate_software_token(AccessToken=token)["SecretCode"]
    wrong = f"{(int(pyotp.TOTP(secret).now()) + 1) % 10**6:06}"
    setup.aws.verify_software_token(AccessToken=token, UserCode=wrong)


def no_totp_in_the_pool(setup):
    setup.open(user(), MfaConfiguration="OFF")
    setup.aws.associate_software_token(AccessToken=setup.token_of("alice"))


def both_token_and_session(setup):
    both = {"AccessToken": setup.token_of(), "Session": setup.public.password("sms")["Session"]}
    setup.aws.verify_software_token(**both, UserCode="000000")


def means_for(**block):
    def turned_on(setup):
        setup.open(user())
        setup.prefer("alice", **block)

    return turned_on


def passkey_mfa_without_a_passkey(setup):
    setup.open(user(UserAttributes={"phone_number": "+12065550100"}), WebAuthnConfiguration=MULTI_FACTOR)
    setup.prefer("alice", SMSMfaSettings=ON, WebAuthnMfaSettings=ON)


def email_in_a_small_tier(setup):
    setup.open(user(UserAttributes={"email": "alice@example.com"}), UserPoolTier="LITE")
    setup.prefer("alice", EmailMfaSettings=ON)


def mfa_option(setup):
    options = [{"DeliveryMedium": "EMAIL", "AttributeName": "email"}]
    setup.aws.admin_set_user_settings(**setup.pool, Username="newcomer", MFAOptions=options)


TABLE = {
    "TOTP_NOT_IN_POOL": no_totp_in_the_pool,
    "WRONG_SETUP_CODE": wrong_set_up_code,
    "TOKEN_AND_SESSION": both_token_and_session,
    "NO_DELIVERY_FOR_TOTP": means_for(SoftwareTokenMfaSettings=ON),
    "NO_PHONE": means_for(SMSMfaSettings=ON),
    "NO_DELIVERY_FOR_EMAIL": means_for(EmailMfaSettings=ON),
    "TWO_PREFERRED": lambda s: s.prefer(SMSMfaSettings=PREFERRED, EmailMfaSettings=PREFERRED),
    "PREFERRED_BUT_OFF": lambda s: s.prefer(SMSMfaSettings={"Enabled": False, "PreferredMfa": True}),
    "PASSKEY_ALONE": lambda s: s.prefer(WebAuthnMfaSettings=ON),
    "NO_PASSKEY": passkey_mfa_without_a_passkey,
    "PASSKEY_IS_NO_MFA": lambda s: s.prefer(SMSMfaSettings=ON, WebAuthnMfaSettings=ON),
    "FACTOR_NOT_IN_TIER": email_in_a_small_tier,
    "NO_SOFTWARE_TOKEN": lambda s: s.aws.admin_delete_software_token(**s.pool, Username="newcomer"),
    "NOT_AN_SMS_OPTION": mfa_option,
}

FILLED = {
    "FACTOR_NOT_IN_TIER": {"factor": "EMAIL_OTP"},
}

NEWER = {
    "PASSKEY_ALONE": needs_member("SetUserMFAPreferenceRequest", "WebAuthnMfaSettings"),
    "NO_PASSKEY": needs_member("SetUserMFAPreferenceRequest", "WebAuthnMfaSettings"),
    "PASSKEY_IS_NO_MFA": needs_member("SetUserMFAPreferenceRequest", "WebAuthnMfaSettings"),
    "NO_SOFTWARE_TOKEN": needs_member("AdminDeleteSoftwareTokenRequest", "Username"),
}
