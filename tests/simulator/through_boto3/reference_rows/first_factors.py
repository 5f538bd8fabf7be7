"""Choice-based sign-in, users without a password, and passkeys."""

from passkey_steps import SIGNED, pool
from provocations import passkeys
from provocations.pool_setup import user

CODES = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]}}}
BY_SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
REACHED = {"UserAttributes": {"email": "alice@example.com", "phone_number": "+12065550100"}}


def begun(**parameters):
    """The first step of alice, who has a password and an address."""
    return lambda setup: opened(setup).initiate("USER_AUTH", **{"USERNAME": "alice", **parameters})


def opened(setup, *users, existence="ENABLED"):
    return setup.open(*(users or (user(**REACHED),)), existence=existence, **CODES, **BY_SMS).caller


def called(setup, **request):
    """The first step, by the user's operation or the administrator's."""
    return setup.call(**(setup.pool if setup.operation.startswith("Admin") else {}), AuthFlow="USER_AUTH", **request)


def flow_that_is_off(setup):
    made = setup.aws.create_user_pool_client(**setup.pool, ClientName="others")["UserPoolClient"]
    return called(setup, ClientId=made["ClientId"])


def session_used_twice(setup):
    settings = {**CODES, **BY_SMS, "AutoVerifiedAttributes": ["email"]}
    setup.open(user(), **settings).sign_up(email="zoe@example.com")
    session = setup.confirm(setup.cognito.outbox[-1].code)["Session"]
    begin = {"ClientId": setup.public.client.id, "AuthParameters": {"USERNAME": "zoe"}}
    for _ in range(2):
        answer = called(setup, **begin, Session=session)
    return answer


def wrong_code(factor):
    def answered(setup):
        calls = opened(setup)
        session = calls.initiate("USER_AUTH", USERNAME="alice", PREFERRED_CHALLENGE=factor)["Session"]
        wrong = f"{(int(setup.cognito.outbox[-1].code) + 1) % 10**8:08}"
        return calls.respond(factor, "alice", session, **{f"{factor}_CODE": wrong})

    return answered


def wrong_password_by_srp(setup):
    calls = opened(setup)
    session = calls.initiate("USER_AUTH", USERNAME="alice")["Session"]
    calls.initiate = lambda _, USERNAME, **given: calls.respond(  # noqa: N803 - the names of AuthParameters
        "SELECT_CHALLENGE", USERNAME, session, ANSWER="PASSWORD_SRP", **given
    )
    return calls.srp("alice", "Wrong-1")


def chosen(**answer):
    def answered(setup):
        calls = opened(setup)
        return calls.respond(
            "SELECT_CHALLENGE", "alice", calls.initiate("USER_AUTH", USERNAME="alice")["Session"], **answer
        )

    return answered


def forged(setup):
    return passkeys.opened(setup, SIGNED, **pool()).sign_in("sam", origin="https://elsewhere.example.com")


def unknown_passkey(setup):
    calls = passkeys.opened(setup, SIGNED, user("ada", passkeys=["Key"]), **pool())
    known = calls.listed(calls.token())["Credentials"][0]["CredentialId"]
    return calls.sign_in("sam", credential_id=known)


def signed_up(**request):
    return lambda setup: setup.open(user(), **request.pop("settings", {})).call(
        ClientId=setup.public.client.id, **{"Username": "zoe", **request}
    )


def confirmed(existence):
    def answered(setup):
        setup.open(user(), existence=existence)
        return setup.call(ClientId=setup.public.client.id, Username="nobody", ConfirmationCode="000000")

    return answered


def without(first=("PASSWORD",), party=None):
    """The call where passkeys are off, or where there is no relying party."""

    def answered(setup):
        setup.open(user(), **pool(first=first, party=party))
        return setup.by_token(setup.token_of("alice"))

    return answered


TABLE = {
    "InitiateAuth: user_auth client without allow_user_auth": (flow_that_is_off,),
    "InitiateAuth: username empty or missing": (begun(USERNAME=""), lambda s: opened(s).initiate("USER_AUTH")),
    "InitiateAuth: password empty or missing": (
        begun(PREFERRED_CHALLENGE="PASSWORD"),
        begun(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=""),
    ),
    "InitiateAuth: username of 129 or": (
        begun(USERNAME="a" * 129, PREFERRED_CHALLENGE="PASSWORD", PASSWORD="Secret-1"),
        begun(PREFERRED_CHALLENGE="PASSWORD", PASSWORD="a" * 257),
    ),
    "InitiateAuth: user_auth preferred_challenge password wrong": (
        begun(PREFERRED_CHALLENGE="PASSWORD", PASSWORD="Wrong-1"),
    ),
    "InitiateAuth: user_auth with a confirmsignup": (session_used_twice,),
    "InitiateAuth: user_auth preferred_challenge not available": (begun(PREFERRED_CHALLENGE="WEB_AUTHN"),),
    "RespondToAuthChallenge: email_otp or sms_otp first": (wrong_code("EMAIL_OTP"), wrong_code("SMS_OTP")),
    "RespondToAuthChallenge: select_challenge then password_srp with": (wrong_password_by_srp,),
    "RespondToAuthChallenge: select_challenge answer not offered": (chosen(ANSWER="WEB_AUTHN"), chosen()),
    "RespondToAuthChallenge: web_authn bad assertion or": (forged, unknown_passkey),
    "SignUp: allowadmincreateuseronly true": (
        signed_up(settings={"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}}),
    ),
    "SignUp: empty username": (signed_up(Username="", Password="Secret-1"),),
    "SignUp: no password and the": (signed_up(),),
    "ConfirmSignUp: unknown user preventuserexistenceerrors legacy": (confirmed("LEGACY"),),
    "ConfirmSignUp: unknown user preventuserexistenceerrors enabled": (confirmed("ENABLED"),),
    "AdminInitiateAuth: unknown user preventuserexistenceerrors enabled": (
        begun(USERNAME="nobody", PREFERRED_CHALLENGE="PASSWORD", PASSWORD="Secret-1"),
    ),
    "CompleteWebAuthnRegistration: credential object incomplete or": (passkeys.TABLE["CREDENTIAL_INVALID"],),
    "StartWebAuthnRegistration: passkeys not enabled in": (without(),),
    "StartWebAuthnRegistration: pool has neither relying": (without(first=("PASSWORD", "WEB_AUTHN")),),
    "CompleteWebAuthnRegistration: no open challenge or": (passkeys.TABLE["NO_PASSKEY_CHALLENGE"],),
    "CompleteWebAuthnRegistration: access token of another": (passkeys.by_another_client,),
    "CompleteWebAuthnRegistration: origin in clientdatajson not": (passkeys.from_elsewhere,),
    "CompleteWebAuthnRegistration: credential made for another": (passkeys.TABLE["PASSKEY_RELYING_PARTY"],),
    "CompleteWebAuthnRegistration: algorithm device or provider": (passkeys.TABLE["PASSKEY_NOT_SUPPORTED"],),
    "CompleteWebAuthnRegistration: 21st passkey of a": (passkeys.one_too_many,),
    "DeleteWebAuthnCredential: unknown credentialid": (passkeys.unknown,),
}

LISTED = {
    "ConfirmSignUp: unknown user preventuserexistenceerrors enabled": (
        "ExpiredCodeException is answered, which the row's note names too: no code was asked for"
    ),
}
NOT_CLAIMED = {
    "InitiateAuth: user_auth on a plan": "a pool of that plan cannot allow such a factor, so no sign-in asks for it",
    "InitiateAuth: access_token without target_acr_values": "AWS ignored both in October 2026; so does the simulator",
}
