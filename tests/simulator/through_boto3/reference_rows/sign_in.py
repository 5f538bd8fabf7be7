"""Sign-in's first step, and the secret hash in each."""

import pytest
from botocore.exceptions import ClientError
from provocations.pool_setup import user

FLOW_OF_THE_OTHER = {
    "InitiateAuth": ("ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
    "AdminInitiateAuth": ("USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
}
FLOWS = ("USER_PASSWORD_AUTH", "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "CUSTOM_AUTH", "USER_AUTH")
ALL_BUT = {flow: [f"ALLOW_{other}" for other in FLOWS if other != flow] for flow in FLOWS}


def answers(setup):
    return setup.operation.endswith("RespondToAuthChallenge")


def wrong_password(setup):
    step = setup.caller.srp if answers(setup) else setup.caller.password
    return step("newcomer", "Wrong-1")


def nobody_in_the_open(flow):
    return lambda setup: getattr(setup.open(user(), existence="LEGACY").caller, flow)("nobody", "Secret-1")


def a_user_who_is(password="Secret-1", **state):
    return lambda setup: setup.open(user(**state)).caller.password("alice", password)


def expired_invitation(setup):
    setup.cognito.clock.advance(days=7, seconds=1)
    return setup.caller.password("invited")


def locked_out(setup):
    setup.cognito.clock.freeze()
    for _ in range(5):
        with pytest.raises(ClientError, match="Incorrect"):
            setup.caller.password("newcomer", "Wrong-1")
    return setup.caller.password("newcomer")


def flow_that_is_off(flow):
    def initiated(setup):
        request = {"ClientName": "others alone", "ExplicitAuthFlows": ALL_BUT[flow]}
        made = setup.aws.create_user_pool_client(**setup.pool, **request)["UserPoolClient"]
        setup.filled["FLOW"] = flow
        return setup.call(ClientId=made["ClientId"], AuthFlow=flow)

    return initiated


def flow_of_the_other(number):
    return lambda setup: setup.caller.initiate(FLOW_OF_THE_OTHER[setup.operation][number])


def hashed(**more):
    """A step with that SECRET_HASH, or without one, by the client that has a secret."""

    def step(setup):
        if not answers(setup):
            secret = {"USERNAME": "newcomer", "PASSWORD": setup.cognito.user("newcomer").password}
            flow = "ADMIN_USER_PASSWORD_AUTH" if setup.caller.admin else "USER_PASSWORD_AUTH"
            return setup.by_secret.initiate(flow, **secret, **more)
        session = setup.by_secret.password("sms")["Session"]
        answer = {"USERNAME": "sms", "SMS_MFA_CODE": setup.cognito.outbox[-1].code, **more}
        request = {"ClientId": setup.by_secret.client.id, "ChallengeName": "SMS_MFA", "Session": session}
        return setup.call(**request, ChallengeResponses=answer)

    return step


def hashed_in_srp(**more):
    """The same of SRP: its first step, or its second."""

    def step(setup):
        if not answers(setup):
            return setup.by_secret.initiate("USER_SRP_AUTH", USERNAME="newcomer", SRP_A="2", **more)
        srp, challenge = setup.by_secret.srp_challenge("newcomer")
        answer = srp.process_challenge(challenge["ChallengeParameters"], {"USERNAME": "newcomer"})
        request = {"ClientId": setup.by_secret.client.id, "ChallengeName": "PASSWORD_VERIFIER"}
        return setup.call(**request, ChallengeResponses={**answer, **more})

    return step


def unknown_client(setup):
    setup.filled["client_id"] = "nobody"
    pool = setup.pool if setup.caller.admin else {}
    return setup.call(**pool, ClientId="nobody", AuthFlow="USER_SRP_AUTH")


def without(name, flow, **others):
    def initiated(setup):
        setup.filled["NAME"] = name
        suited = "ADMIN_USER_PASSWORD_AUTH" if setup.caller.admin and flow == "USER_PASSWORD_AUTH" else flow
        return setup.caller.initiate(suited, **others)

    return initiated


TABLE = {
    "InitiateAuth: wrong password": (wrong_password,),
    "InitiateAuth: unknown user preventuserexistenceerrors legacy": (
        nobody_in_the_open("password"),
        nobody_in_the_open("srp_challenge"),
    ),
    "InitiateAuth: unknown user preventuserexistenceerrors enabled": (
        lambda s: s.caller.password("nobody", "Secret-1"),
    ),
    "RespondToAuthChallenge: unknown user enabled password_verifier": (lambda s: s.caller.srp("nobody", "Secret-1"),),
    "InitiateAuth: user unconfirmed checked before": (
        a_user_who_is(UserStatus="UNCONFIRMED"),
        a_user_who_is("Wrong-1", UserStatus="UNCONFIRMED"),
    ),
    "InitiateAuth: user disabled": (a_user_who_is(Enabled=False),),
    "InitiateAuth: reset_required": (a_user_who_is(UserStatus="RESET_REQUIRED"),),
    "InitiateAuth: temporary password expired": (expired_invitation,),
    "InitiateAuth: during password lockout": (locked_out,),
    "InitiateAuth: flow not in explicitauthflows": (*map(flow_that_is_off, FLOWS),),
    "InitiateAuth: flow belongs to the": (flow_of_the_other(0), flow_of_the_other(1)),
    "InitiateAuth: secret_hash wrong": (hashed(SECRET_HASH="wrong"), hashed_in_srp(SECRET_HASH="wrong")),
    "InitiateAuth: secret_hash missing client has": (hashed(), hashed_in_srp()),
    "InitiateAuth: unknown client id": (unknown_client,),
    "InitiateAuth: required auth parameter missing": (
        without("USERNAME", "USER_PASSWORD_AUTH", PASSWORD="Secret-1"),
        without("PASSWORD", "USER_PASSWORD_AUTH", USERNAME="newcomer"),
        without("USERNAME", "USER_SRP_AUTH", SRP_A="2"),
        without("SRP_A", "USER_SRP_AUTH", USERNAME="newcomer"),
        without("REFRESH_TOKEN", "REFRESH_TOKEN_AUTH"),
    ),
}
