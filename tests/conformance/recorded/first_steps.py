"""The states of InitiateAuth and AdminInitiateAuth."""

import base64
import json

from .simulated_recording import FACTORS, FIRST_FACTORS, PASSWORD, TOTP, TRACKED, user
from .states import state

TOTP_MFA = "SOFTWARE_TOKEN_MFA"
BY_EMAIL = {"UsernameAttributes": ["email"]}
"""A pool whose users sign in with their address, and whose usernames are subs."""
RESERVED = {
    "sub",
    "iss",
    "aud",
    "cognito:username",
    "origin_jti",
    "event_id",
    "token_use",
    "auth_time",
    "exp",
    "iat",
    "jti",
}


def claims_of(recording, token="IdToken"):
    """The claims of a recorded token."""
    part = recording.answer["AuthenticationResult"][token].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def attributes_of(claims):
    """The attributes in an id token, and the sub."""
    texts = {True: "true", False: "false"}
    found = {name: value for name, value in claims.items() if name not in RESERVED}
    found = {name: value["formatted"] if isinstance(value, dict) else value for name, value in found.items()}
    return {"sub": claims["sub"], **{name: texts.get(value, value) for name, value in found.items()}}


@state("001")
def totp_challenge_of_a_pool_of_addresses(recording, sim):
    sub = recording.answer["ChallengeParameters"]["USER_ID_FOR_SRP"]
    sim.open(user("one@example.com", preferred=TOTP_MFA, attributes={"sub": sub}), **FACTORS, **BY_EMAIL)
    return sim.password_request("one@example.com")


@state("007")
def tokens_of_a_pool_of_addresses(recording, sim):
    asked, attributes = recording.asked["AuthParameters"], attributes_of(claims_of(recording))
    sim.open(user(asked["USERNAME"], asked["PASSWORD"], attributes=attributes), secret=True, **BY_EMAIL)
    return recording.asking(AuthParameters={"SECRET_HASH": sim.hash_of(asked["USERNAME"])})


@state("009")
def invitation(recording, sim):
    asked = recording.asked["AuthParameters"]
    known = json.loads(recording.answer["ChallengeParameters"]["userAttributes"])
    invited = {"UserStatus": "FORCE_CHANGE_PASSWORD"}
    sim.open(user(asked["USERNAME"], asked["PASSWORD"], attributes=known, **invited))
    return recording.asking()


@state("010")
def tokens_of_a_client_with_its_own_validity(recording, sim):
    asked, claims = recording.asked["AuthParameters"], claims_of(recording)
    client = {"AccessTokenValidity": recording.answer["AuthenticationResult"]["ExpiresIn"] // 3600}
    sim.open(user(asked["USERNAME"], asked["PASSWORD"], attributes=attributes_of(claims)), client=client)
    return recording.asking()


@state("011", "012", "013")
def custom_challenge(recording, sim):
    """The user signs in with an alias; the public parameters are those that the recorded trigger gave."""
    public = dict(recording.answer["ChallengeParameters"])
    alias, name = {"preferred_username": recording.asked["AuthParameters"]["USERNAME"]}, public.pop("USERNAME")
    client = {"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"]}
    sim.open(user(name, attributes=alias), client=client, AliasAttributes=["preferred_username"])
    plug_in(sim.cognito, DefineAuthChallenge={"challengeName": "CUSTOM_CHALLENGE"})
    plug_in(sim.cognito, CreateAuthChallenge={"publicChallengeParameters": public})
    return recording.asking()


def plug_in(cognito, **responses):
    """Functions of triggers that give these responses."""
    for name, response in responses.items():
        cognito.trigger(name, lambda event, context, given=response: {**event, "response": given})


@state("015")
def tokens(_recording, sim):
    sim.open(user("one"))
    return sim.password_request("one")


@state("016", "017")
def srp_challenge(_recording, sim):
    """Amplify sends kilobytes of UserContextData with it, which must be accepted."""
    sim.open(user("one"))
    _, request = sim.srp_request("one")
    return request | {"UserContextData": {"EncodedData": "QW1wbGlmeQ" * 400}}


@state("019")
def refresh_without_the_device_key(recording, sim):
    name = recording.asked["AuthParameters"]["USERNAME"]
    sim.open(user(name), **TRACKED)
    token = sim.tokens_of(name)["RefreshToken"]
    return recording.asking(AuthParameters={"REFRESH_TOKEN": token})


@state("020")
def srp_of_an_imported_user(_recording, sim):
    sim.open(user("one", None, UserStatus="RESET_REQUIRED"))
    return sim.srp_request("one")[1]


@state("021")
def wrong_password(recording, sim):
    sim.open(user(recording.asked["AuthParameters"]["USERNAME"]))
    return recording.asking()


@state("026")
def admin_sign_in_of_who_is_not_confirmed(_recording, sim):
    sim.open(user("one", UserStatus="UNCONFIRMED"))
    return _as_admin(sim, "one", PASSWORD)


@state("027")
def admin_sign_in_with_a_wrong_password(_recording, sim):
    sim.open(user("one"))
    return _as_admin(sim, "one", "Wrong-passw0rd")


def _as_admin(sim, name, password):
    request = sim.password_request(name, password)
    return {**request, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "UserPoolId": sim.pool_id}


@state("036")
def srp_of_nobody(recording, sim):
    sim.open()
    return recording.asking()


@state("041")
def wrong_password_in_the_trail(_recording, sim):
    sim.open(user("one"))
    return sim.password_request("one", "Wrong-passw0rd")


@state("048", "049")
def first_factor_without_a_password(recording, sim):
    attributes = {"email": "testuser@example.com", "email_verified": "true"}
    client = {"ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"]}
    name = recording.asked["AuthParameters"]["USERNAME"]
    sim.open(user(name, attributes=attributes, passkeys=["Key", "Laptop"]), client=client, **FIRST_FACTORS)
    return recording.asking()


@state("050")
def totp_challenge_of_a_named_app(recording, sim):
    asked = recording.asked["AuthParameters"]
    name = asked["USERNAME"]
    sim.open(user(name, asked["PASSWORD"]), secret=True, MfaConfiguration="OPTIONAL", **TOTP)
    named = recording.answer["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"]
    register(sim, sim.tokens_of(name, asked["PASSWORD"])["AccessToken"], named)
    return recording.asking(AuthParameters={"SECRET_HASH": sim.hash_of(name)})


def register(sim, token, named=None):
    """Register an app under this name for the only user, and prefer it."""
    sim.call("AssociateSoftwareToken", AccessToken=token)
    (owner,) = sim.cognito.pool.users
    name = {"FriendlyDeviceName": named} if named else {}
    sim.call("VerifySoftwareToken", AccessToken=token, UserCode=sim.cognito.totp(owner), **name)
    on = {"Enabled": True, "PreferredMfa": True}
    sim.call("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=on)


@state("051")
def refresh(recording, sim):
    sim.open(user("one"), secret=True)
    token = sim.tokens_of("one")["RefreshToken"]
    return recording.asking(AuthParameters={"REFRESH_TOKEN": token, "SECRET_HASH": sim.hash_of("one")})


@state("059")
def tokens_with_a_new_device(recording, sim):
    asked = recording.asked["AuthParameters"]
    sim.open(user(asked["USERNAME"], asked["PASSWORD"]), **TRACKED)
    return recording.asking()


@state("060")
def admin_totp_challenge_of_a_named_app(recording, sim):
    asked = recording.asked["AuthParameters"]
    name = asked["USERNAME"]
    sim.open(user(name, asked["PASSWORD"]), secret=True, MfaConfiguration="OPTIONAL", **TOTP)
    named = recording.answer["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"]
    register(sim, sim.tokens_of(name, asked["PASSWORD"])["AccessToken"], named)
    return recording.asking(AuthParameters={"SECRET_HASH": sim.hash_of(name)})
