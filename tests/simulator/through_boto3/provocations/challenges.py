"""Answers to challenges."""

from .pool_setup import SMS, user


def nothing_but_the_recovery_channel(setup):
    ways = {"RecoveryMechanisms": [{"Name": "verified_phone_number", "Priority": 1}]}
    alice = user(UserAttributes={"phone_number": "+12065550100"})
    setup.open(alice, MfaConfiguration="ON", SmsConfiguration=SMS, AccountRecoverySetting=ways)
    setup.public.password("alice")


def expired_session(setup):
    session = setup.public.password("sms")["Session"]
    setup.cognito.clock.advance(minutes=3)
    setup.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=setup.cognito.outbox[-1].code)


def spent_session(setup):
    session = setup.public.password("sms")["Session"]
    for _ in range(2):
        setup.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=setup.cognito.outbox[-1].code)


def wrong_totp(setup):
    session = setup.public.password("totp")["Session"]
    wrong = f"{(int(setup.cognito.totp('totp')) + 1) % 10**6:06}"
    setup.public.respond("SOFTWARE_TOKEN_MFA", "totp", session, SOFTWARE_TOKEN_MFA_CODE=wrong)


def used_totp(setup):
    setup.cognito.clock.freeze()
    code = {"SOFTWARE_TOKEN_MFA_CODE": setup.cognito.totp("totp")}
    for _ in range(2):
        setup.public.respond("SOFTWARE_TOKEN_MFA", "totp", setup.public.password("totp")["Session"], **code)


def wrong_code(setup):
    session = setup.public.password("sms")["Session"]
    wrong = f"{(int(setup.cognito.outbox[-1].code) + 1) % 10**6:06}"
    setup.public.respond("SMS_MFA", "sms", session, SMS_MFA_CODE=wrong)


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
