"""Authenticators and the MFA preference."""

import pyotp

from .stage import ON, PREFERRED, user


def wrong_set_up_code(stage):
    token = stage.token_of()
    secret = stage.aws.associate_software_token(AccessToken=token)["SecretCode"]
    wrong = f"{(int(pyotp.TOTP(secret).now()) + 1) % 10**6:06}"
    stage.aws.verify_software_token(AccessToken=token, UserCode=wrong)


def no_totp_in_the_pool(stage):
    stage.open(user(), MfaConfiguration="OFF")
    stage.aws.associate_software_token(AccessToken=stage.token_of("alice"))


def both_token_and_session(stage):
    both = {"AccessToken": stage.token_of(), "Session": stage.public.password("sms")["Session"]}
    stage.aws.verify_software_token(**both, UserCode="000000")


def means_for(**block):
    def turned_on(stage):
        stage.open(user())
        stage.prefer("alice", **block)

    return turned_on


TABLE = {
    "TOTP_NOT_IN_POOL": no_totp_in_the_pool,
    "WRONG_SETUP_CODE": wrong_set_up_code,
    "TOKEN_AND_SESSION": both_token_and_session,
    "NO_DELIVERY_FOR_TOTP": means_for(SoftwareTokenMfaSettings=ON),
    "NO_PHONE": means_for(SMSMfaSettings=ON),
    "NO_DELIVERY_FOR_EMAIL": means_for(EmailMfaSettings=ON),
    "TWO_PREFERRED": lambda s: s.prefer(SMSMfaSettings=PREFERRED, EmailMfaSettings=PREFERRED),
    "PREFERRED_BUT_OFF": lambda s: s.prefer(SMSMfaSettings={"Enabled": False, "PreferredMfa": True}),
}
