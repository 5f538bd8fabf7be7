"""A sign-in's first step."""

import pytest
from botocore.exceptions import ClientError

from .pool_setup import user


def refresh_with_another_hash(setup):
    token = setup.cognito.sign_in("newcomer", client="secret").refresh_token
    setup.secret.refresh(token, "somebody")


def expired_invitation(setup):
    setup.cognito.clock.advance(days=7, seconds=1)
    setup.public.password("invited")


def imported_user_by_srp(setup):
    setup.open({"Username": "alice", "UserStatus": "RESET_REQUIRED"})
    setup.public.srp_challenge("alice")


def nothing_to_offer(setup):
    setup.open({"Username": "alice", "passwordless": True})
    setup.public.initiate("USER_AUTH", USERNAME="alice")


def flow_that_is_off(setup):
    made = setup.aws.create_user_pool_client(
        **setup.pool, ClientName="srp alone", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"]
    )
    client = made["UserPoolClient"]["ClientId"]
    setup.aws.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={})


def locked_out(setup):
    setup.cognito.clock.freeze()
    for _ in range(5):
        with pytest.raises(ClientError, match="Incorrect"):
            setup.public.password("newcomer", "Wrong-1")
    setup.public.password("newcomer")


def not_confirmed(setup):
    setup.sign_up(email="zoe@example.com")
    setup.public.password("zoe", "Secret-1")


TABLE = {
    "NO_FIRST_FACTOR": nothing_to_offer,
    "WRONG_PASSWORD": lambda s: s.public.password("newcomer", "Wrong-1"),
    "LOCKED_OUT": locked_out,
    "NO_USER": lambda s: s.aws.admin_get_user(**s.pool, Username="nobody"),
    "NOT_CONFIRMED": not_confirmed,
    "DISABLED": lambda s: s.open(user(Enabled=False)).public.password("alice"),
    "RESET_REQUIRED": lambda s: s.open(user(UserStatus="RESET_REQUIRED")).public.password("alice"),
    "IMPORTED_WITHOUT_PASSWORD": imported_user_by_srp,
    "TEMPORARY_PASSWORD_EXPIRED": expired_invitation,
    "FLOW_NOT_ENABLED": flow_that_is_off,
    "FLOW_NOT_SUPPORTED": lambda s: s.public.initiate("ADMIN_USER_PASSWORD_AUTH"),
    "MISSING_PARAMETER": lambda s: s.public.initiate("USER_PASSWORD_AUTH", PASSWORD="Secret-1"),
    "WRONG_SECRET_HASH": lambda s: s.secret.password("newcomer", SECRET_HASH="wrong"),
    "SECRET_HASH_MISMATCH": refresh_with_another_hash,
    "NO_SECRET_HASH": lambda s: s.secret.initiate("USER_PASSWORD_AUTH", USERNAME="newcomer", PASSWORD="any"),
}

FILLED = {
    "FLOW_NOT_ENABLED": {"flow": "USER_PASSWORD_AUTH"},
    "MISSING_PARAMETER": {"name": "USERNAME"},
    "WRONG_SECRET_HASH": {"client": "1example23456789secretclnt"},
    "SECRET_HASH_MISMATCH": {"client": "1example23456789secretclnt"},
    "NO_SECRET_HASH": {"client": "1example23456789secretclnt"},
}
