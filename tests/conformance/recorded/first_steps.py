"""The states of InitiateAuth and AdminInitiateAuth."""

import base64
import json

from .scene import EMAIL, FACTORS, PASSWORD, TOTP, TRACKED, user
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
    """What a recorded token claims."""
    part = recording.answer["AuthenticationResult"][token].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def attributes_of(claims):
    """The attributes that an id token speaks of, and the sub."""
    texts = {True: "true", False: "false"}
    found = {name: value for name, value in claims.items() if name not in RESERVED}
    found = {name: value["formatted"] if isinstance(value, dict) else value for name, value in found.items()}
    return {"sub": claims["sub"], **{name: texts.get(value, value) for name, value in found.items()}}


@state("001")
def totp_challenge_of_a_pool_of_addresses(recording, scene):
    sub = recording.answer["ChallengeParameters"]["USER_ID_FOR_SRP"]
    scene.open(user("one@example.com", preferred=TOTP_MFA, attributes={"sub": sub}), **FACTORS, **BY_EMAIL)
    return scene.password_request("one@example.com")


@state("007")
def tokens_of_a_pool_of_addresses(recording, scene):
    asked, attributes = recording.asked["AuthParameters"], attributes_of(claims_of(recording))
    scene.open(user(asked["USERNAME"], asked["PASSWORD"], attributes=attributes), secret=True, **BY_EMAIL)
    return recording.asking(AuthParameters={"SECRET_HASH": scene.hash_of(asked["USERNAME"])})


@state("009")
def invitation(recording, scene):
    asked = recording.asked["AuthParameters"]
    known = json.loads(recording.answer["ChallengeParameters"]["userAttributes"])
    invited = {"UserStatus": "FORCE_CHANGE_PASSWORD"}
    scene.open(user(asked["USERNAME"], asked["PASSWORD"], attributes=known, **invited))
    return recording.asking()


@state("010")
def tokens_of_a_client_with_its_own_validity(recording, scene):
    asked, claims = recording.asked["AuthParameters"], claims_of(recording)
    client = {"AccessTokenValidity": recording.answer["AuthenticationResult"]["ExpiresIn"] // 3600}
    scene.open(user(asked["USERNAME"], asked["PASSWORD"], attributes=attributes_of(claims)), client=client)
    return recording.asking()


@state("011", "012", "013")
def custom_challenge(recording, scene):
    name = recording.asked["AuthParameters"]["USERNAME"]
    scene.open(user(name), client={"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"]})
    return recording.asking()


@state("015")
def tokens(_recording, scene):
    scene.open(user("one"))
    return scene.password_request("one")


@state("016", "017")
def srp_challenge(_recording, scene):
    """Amplify sends kilobytes of UserContextData with it, which must be taken."""
    scene.open(user("one"))
    _, request = scene.srp_request("one")
    return request | {"UserContextData": {"EncodedData": "QW1wbGlmeQ" * 400}}


@state("019")
def refresh_without_the_device_key(recording, scene):
    name = recording.asked["AuthParameters"]["USERNAME"]
    scene.open(user(name), **TRACKED)
    token = scene.tokens_of(name)["RefreshToken"]
    return recording.asking(AuthParameters={"REFRESH_TOKEN": token})


@state("020")
def srp_of_an_imported_user(_recording, scene):
    scene.open(user("one", None, UserStatus="RESET_REQUIRED"))
    return scene.srp_request("one")[1]


@state("021")
def wrong_password(recording, scene):
    scene.open(user(recording.asked["AuthParameters"]["USERNAME"]))
    return recording.asking()


@state("026")
def admin_sign_in_of_who_is_not_confirmed(_recording, scene):
    scene.open(user("one", UserStatus="UNCONFIRMED"))
    return _as_admin(scene, "one", PASSWORD)


@state("027")
def admin_sign_in_with_a_wrong_password(_recording, scene):
    scene.open(user("one"))
    return _as_admin(scene, "one", "Wrong-passw0rd")


def _as_admin(scene, name, password):
    request = scene.password_request(name, password)
    return {**request, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "UserPoolId": scene.pool_id}


@state("036")
def srp_of_nobody(recording, scene):
    scene.open()
    return recording.asking()


@state("041")
def wrong_password_in_the_trail(_recording, scene):
    scene.open(user("one"))
    return scene.password_request("one", "Wrong-passw0rd")


@state("048", "049")
def first_factor_without_a_password(recording, scene):
    attributes = {"email": "testuser@example.com", "email_verified": "true"}
    client = {"ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"]}
    scene.open(user(recording.asked["AuthParameters"]["USERNAME"], attributes=attributes), client=client, **EMAIL)
    return recording.asking()


@state("050")
def totp_challenge_of_a_named_app(recording, scene):
    asked = recording.asked["AuthParameters"]
    name = asked["USERNAME"]
    scene.open(user(name, asked["PASSWORD"]), secret=True, MfaConfiguration="OPTIONAL", **TOTP)
    named = recording.answer["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"]
    register(scene, scene.tokens_of(name, asked["PASSWORD"])["AccessToken"], named)
    return recording.asking(AuthParameters={"SECRET_HASH": scene.hash_of(name)})


def register(scene, token, named=None):
    """Register an app under this name for the only user, and prefer it."""
    scene.call("AssociateSoftwareToken", AccessToken=token)
    (owner,) = scene.cognito.pool.users
    name = {"FriendlyDeviceName": named} if named else {}
    scene.call("VerifySoftwareToken", AccessToken=token, UserCode=scene.cognito.totp(owner), **name)
    on = {"Enabled": True, "PreferredMfa": True}
    scene.call("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=on)


@state("051")
def refresh(recording, scene):
    scene.open(user("one"), secret=True)
    token = scene.tokens_of("one")["RefreshToken"]
    return recording.asking(AuthParameters={"REFRESH_TOKEN": token, "SECRET_HASH": scene.hash_of("one")})


@state("059")
def tokens_with_a_new_device(recording, scene):
    asked = recording.asked["AuthParameters"]
    scene.open(user(asked["USERNAME"], asked["PASSWORD"]), **TRACKED)
    return recording.asking()


@state("060")
def admin_totp_challenge_of_a_named_app(recording, scene):
    asked = recording.asked["AuthParameters"]
    name = asked["USERNAME"]
    scene.open(user(name, asked["PASSWORD"]), secret=True, MfaConfiguration="OPTIONAL", **TOTP)
    named = recording.answer["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"]
    register(scene, scene.tokens_of(name, asked["PASSWORD"])["AccessToken"], named)
    return recording.asking(AuthParameters={"SECRET_HASH": scene.hash_of(name)})
