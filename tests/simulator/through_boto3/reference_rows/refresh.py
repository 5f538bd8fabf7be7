"""Refresh tokens."""

from provocations import TABLE as REFUSED
from provocations.pool_setup import user

from .devices import TRACKED, UNKNOWN
from .rows import SIMULATED


def another_clients(setup):
    return setup.public.refresh(setup.cognito.sign_in("newcomer", client="secret").refresh_token)


def of_a_device(**parameters):
    def refreshed(setup):
        result = setup.open(user(), **TRACKED).public.password("alice")["AuthenticationResult"]
        return setup.public.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=result["RefreshToken"], **parameters)

    return refreshed


def revoked(setup):
    token = setup.cognito.sign_in("newcomer").refresh_token
    setup.aws.revoke_token(ClientId=setup.public.client.id, Token=token)
    return setup.public.refresh(token)


def wrong_hash(setup):
    if setup.operation == "SignUp":
        return setup.sign_up("zoe", client=setup.secret.client, secret_hash="wrong")
    token = setup.cognito.sign_in("newcomer", client="secret").refresh_token
    return setup.secret.refresh(token, "somebody")


BY_DEVICE = (of_a_device(), of_a_device(DEVICE_KEY=UNKNOWN)) if "ConfirmDevice" in SIMULATED else ()

TABLE = {
    "InitiateAuth: bad token wrong client": (REFUSED["REFRESH_INVALID"], another_clients, *BY_DEVICE),
    "InitiateAuth: refresh token revoked": (REFUSED["REFRESH_REVOKED"], revoked),
    "InitiateAuth: refresh token expired": (REFUSED["REFRESH_EXPIRED"],),
    "GetTokensFromRefreshToken: rotated out token re": (REFUSED["REFRESH_REUSED"],),
    "SignUp: wrong secret_hash second wording": (wrong_hash,),
}

LISTED = {"InitiateAuth: bad token wrong client": "in 2026 without a dot, and with a text for another client"}
