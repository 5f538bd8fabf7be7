"""Answers to challenges, and authenticators set up in them."""

import pyotp
import pytest
from botocore.exceptions import ClientError
from provocations import TABLE as REFUSED
from provocations.pool_setup import SMS, TOTP_ON, user
from sign_in_steps import is_finished

from .devices import unknown_device, wrong_proof_of_a_device

SMS_CODE = {"SMS_MFA_CODE": "000000"}
TOTP_CODE = {"SOFTWARE_TOKEN_MFA_CODE": "000000"}
OTHERS = {
    "SOFTWARE_TOKEN_MFA": TOTP_CODE,
    "EMAIL_OTP": {"EMAIL_OTP_CODE": "000000"},
    "SELECT_MFA_TYPE": {"ANSWER": "SMS_MFA"},
    "MFA_SETUP": {},
    "NEW_PASSWORD_REQUIRED": {"NEW_PASSWORD": "Changed-1"},
}
"""Every challenge that can be answered with a session, but SMS_MFA."""
MUST_ENROL = {"MfaConfiguration": "ON", "SmsConfiguration": SMS, **TOTP_ON}


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def wrong_email_code(setup):
    """The session stays usable."""
    session = setup.public.password("email")["Session"]
    code = setup.cognito.outbox[-1].code
    with pytest.raises(ClientError) as refused:
        setup.public.respond("EMAIL_OTP", "email", session, EMAIL_OTP_CODE=wrong(code))
    assert is_finished(setup.public.respond("EMAIL_OTP", "email", session, EMAIL_OTP_CODE=code))
    raise refused.value


def totp_code_of_its_enrolment(setup):
    setup.cognito.clock.freeze()
    token = setup.token_of()
    setup.aws.associate_software_token(AccessToken=token)
    code = setup.cognito.totp("newcomer")
    setup.aws.verify_software_token(AccessToken=token, UserCode=code)
    setup.aws.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True})
    session = setup.public.password("newcomer")["Session"]
    return setup.public.respond("SOFTWARE_TOKEN_MFA", "newcomer", session, SOFTWARE_TOKEN_MFA_CODE=code)


def authenticator_that_was_deleted(setup):
    session = setup.public.password("totp")["Session"]
    code = setup.cognito.totp("totp")
    setup.aws.admin_delete_software_token(**setup.pool, Username="totp")
    return setup.public.respond("SOFTWARE_TOKEN_MFA", "totp", session, SOFTWARE_TOKEN_MFA_CODE=code)


def expired(name, challenge, **answer):
    def answered(setup):
        session = setup.public.password(name)["Session"]
        setup.cognito.clock.advance(minutes=3)
        return setup.public.respond(challenge, name, session, **answer)

    return answered


def by_session(setup, session):
    return setup.call(Session=session)


def session_of_another_sign_in(setup):
    """Only VerifySoftwareToken distinguishes sign-ins: by the one in which the authenticator was associated."""
    if setup.operation == "AssociateSoftwareToken":
        return by_session(setup, setup.public.password("invited")["Session"])
    setup.open(user(), **MUST_ENROL)
    handed = setup.aws.associate_software_token(Session=setup.public.password("alice")["Session"])
    code = pyotp.TOTP(handed["SecretCode"]).now()
    return setup.call(Session=setup.public.password("alice")["Session"], UserCode=code)


def other_challenge(challenge):
    return lambda setup: setup.public.respond(
        challenge, "sms", setup.public.password("sms")["Session"], **OTHERS[challenge]
    )


def proof_with(**changed):
    return lambda setup: setup.public.prove("newcomer", *setup.public.srp_challenge("newcomer"), **changed)


def wrong_set_up_code(setup):
    """With the session of MFA_SETUP; the right code may follow in it."""
    setup.open(user(), **MUST_ENROL)
    handed = setup.aws.associate_software_token(Session=setup.public.password("alice")["Session"])
    code = pyotp.TOTP(handed["SecretCode"]).now()
    with pytest.raises(ClientError) as refused:
        setup.call(Session=handed["Session"], UserCode=wrong(code))
    assert setup.call(Session=handed["Session"], UserCode=code)["Status"] == "SUCCESS"
    raise refused.value


def malformed_code(setup):
    return setup.call(AccessToken=setup.token_of(), UserCode="Aaaa")


def no_totp_in_the_pool(setup):
    setup.open(user(), MfaConfiguration="OFF")
    return setup.by_token(setup.token_of("alice"))


TABLE = {
    "RespondToAuthChallenge: session missing": (
        lambda s: s.public.respond("SMS_MFA", "sms", **SMS_CODE),
        *(lambda s, name=name: s.public.respond(name, "sms", **OTHERS[name]) for name in OTHERS),
    ),
    "RespondToAuthChallenge: sms_mfa_code missing": (
        lambda s: s.public.respond("SMS_MFA", "sms", s.public.password("sms")["Session"]),
    ),
    "RespondToAuthChallenge: software_token_mfa wrong code": (REFUSED["WRONG_TOTP"],),
    "RespondToAuthChallenge: sms_mfa wrong code": (REFUSED["WRONG_MESSAGE_CODE"],),
    "RespondToAuthChallenge: email_otp wrong code session": (wrong_email_code,),
    "RespondToAuthChallenge: software_token_mfa code already accepted": (
        REFUSED["TOTP_USED"],
        totp_code_of_its_enrolment,
    ),
    "RespondToAuthChallenge: software_token_mfa user has no": (authenticator_that_was_deleted,),
    "RespondToAuthChallenge: session older than authsessionvalidity": (
        expired("sms", "SMS_MFA", **SMS_CODE),
        expired("totp", "SOFTWARE_TOKEN_MFA", **TOTP_CODE),
        expired("undecided", "SELECT_MFA_TYPE", ANSWER="SMS_MFA"),
        expired("invited", "NEW_PASSWORD_REQUIRED", NEW_PASSWORD="Changed-1"),
    ),
    "RespondToAuthChallenge: session re used after": (REFUSED["SESSION_SPENT"],),
    "AssociateSoftwareToken: session from another challenge": (
        lambda s: by_session(s, s.public.password("sms")["Session"]),
        session_of_another_sign_in,
    ),
    "RespondToAuthChallenge: session belongs to another": (*map(other_challenge, OTHERS),),
    "RespondToAuthChallenge: password_verifier bad signature secret_block": (
        proof_with(PASSWORD_CLAIM_SIGNATURE="YW5vdGhlcg=="),
        proof_with(PASSWORD_CLAIM_SECRET_BLOCK="YW5vdGhlcg=="),
        proof_with(TIMESTAMP="Tue Sep 05 10:00:00 UTC 2023"),
        proof_with(TIMESTAMP="Mon Sep 5 10:00:00 UTC 2023"),
    ),
    "RespondToAuthChallenge: device_password_verifier bad proof": (wrong_proof_of_a_device,),
    "InitiateAuth: unknown or forgotten device_key": (unknown_device,),
    "VerifySoftwareToken: wrong code": (REFUSED["WRONG_SETUP_CODE"], wrong_set_up_code),
    "VerifySoftwareToken: usercode malformed current guess": (malformed_code,),
    "VerifySoftwareToken: usercode aaaa old capture": (malformed_code,),
    "AssociateSoftwareToken: totp not enabled in": (no_totp_in_the_pool,),
}

LISTED = {
    "VerifySoftwareToken: usercode malformed current guess": "an older order; radkawar/stackd has the length first",
    "VerifySoftwareToken: usercode aaaa old capture": "the shape is sensitive since; AWS repeats no such value",
}
