"""Answers to challenges."""

from .stage import SMS, user


def nothing_but_the_recovery_channel(stage):
    ways = {"RecoveryMechanisms": [{"Name": "verified_phone_number", "Priority": 1}]}
    alice = user(UserAttributes={"phone_number": "+12065550100"})
    stage.open(alice, MfaConfiguration="ON", SmsConfiguration=SMS, AccountRecoverySetting=ways)
    stage.public.password("alice")


def expired_session(stage):
    session = stage.public.password("sms")["Session"]
    stage.cognito.clock.advance(minutes=3)
    stage.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=stage.cognito.outbox[-1].code)


def spent_session(stage):
    session = stage.public.password("sms")["Session"]
    for _ in range(2):
        stage.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=stage.cognito.outbox[-1].code)


def wrong_totp(stage):
    session = stage.public.password("totp")["Session"]
    wrong = f"{(int(stage.cognito.totp('totp')) + 1) % 10**6:06}"
    stage.public.respond("SOFTWARE_TOKEN_MFA", "totp", session, SOFTWARE_TOKEN_MFA_CODE=wrong)


def used_totp(stage):
    stage.cognito.clock.freeze()
    code = {"SOFTWARE_TOKEN_MFA_CODE": stage.cognito.totp("totp")}
    for _ in range(2):
        stage.public.respond("SOFTWARE_TOKEN_MFA", "totp", stage.public.password("totp")["Session"], **code)


def wrong_code(stage):
    session = stage.public.password("sms")["Session"]
    wrong = f"{(int(stage.cognito.outbox[-1].code) + 1) % 10**6:06}"
    stage.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=wrong)


TABLE = {
    "NO_FACTOR_POSSIBLE": nothing_but_the_recovery_channel,
    "SESSION_INVALID": lambda s: s.aws.associate_software_token(Session=s.public.password("sms")["Session"]),
    "SESSION_EXPIRED": expired_session,
    "SESSION_SPENT": spent_session,
    "WRONG_TOTP": wrong_totp,
    "WRONG_MESSAGE_CODE": wrong_code,
    "TOTP_USED": used_totp,
    "NO_AUTHENTICATOR": lambda s: s.aws.verify_software_token(AccessToken=s.token_of(), UserCode="000000"),
    "ANSWER_NOT_OFFERED": lambda s: s.public.respond(
        "SELECT_MFA_TYPE", "undecided", s.public.password("undecided")["Session"], ANSWER="EMAIL_OTP"
    ),
}
