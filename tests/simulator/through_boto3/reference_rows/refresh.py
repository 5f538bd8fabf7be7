"""Refresh tokens."""

from provocations import TABLE as REFUSED
from provocations.stage import user

from .devices import TRACKED, UNKNOWN
from .rows import SIMULATED


def another_clients(stage):
    return stage.public.refresh(stage.cognito.sign_in("newcomer", client="secret").refresh_token)


def of_a_device(**parameters):
    def refreshed(stage):
        result = stage.open(user(), **TRACKED).public.password("alice")["AuthenticationResult"]
        return stage.public.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=result["RefreshToken"], **parameters)

    return refreshed


def revoked(stage):
    token = stage.cognito.sign_in("newcomer").refresh_token
    stage.aws.revoke_token(ClientId=stage.public.client.id, Token=token)
    return stage.public.refresh(token)


def wrong_hash(stage):
    if stage.operation == "SignUp":
        return stage.sign_up("zoe", client=stage.secret.client, secret_hash="wrong")
    token = stage.cognito.sign_in("newcomer", client="secret").refresh_token
    return stage.secret.refresh(token, "somebody")


BY_DEVICE = (of_a_device(), of_a_device(DEVICE_KEY=UNKNOWN)) if "ConfirmDevice" in SIMULATED else ()

TABLE = {
    "InitiateAuth: bad token wrong client": (REFUSED["REFRESH_INVALID"], another_clients, *BY_DEVICE),
    "InitiateAuth: refresh token revoked": (REFUSED["REFRESH_REVOKED"], revoked),
    "InitiateAuth: refresh token expired": (REFUSED["REFRESH_EXPIRED"],),
    "GetTokensFromRefreshToken: rotated out token re": (REFUSED["REFRESH_REUSED"],),
    "SignUp: wrong secret_hash second wording": (wrong_hash,),
}
