"""What an application does and sees; environment variables say for which users."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
from base64 import b64encode
from dataclasses import dataclass, field

import jwt
import pyotp
import pytest
from app_clients import RefusedError
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import SoftwareTokenMFAChallengeException


@dataclass
class Environment:
    """What differs from machine to machine, and what a user types."""

    user_pool_id: str
    client_id: str
    username: str = "grace.hopper@navy.example.org"
    password: str = "Nanosecond-0f-wire"
    phone_number: str = "+14155552671"
    code: str = "739154"
    client_secret: str | None = None
    met: list = field(default_factory=list)
    """Every secret that came in an answer."""

    @property
    def secrets(self):
        """What must never be found on disk."""
        known = [self.user_pool_id, self.client_id, self.username, self.password, self.phone_number, self.code]
        return [each for each in (*known, self.client_secret, *self.met) if each]

    def meets(self, *secrets):
        self.met += [secret for secret in secrets if secret]
        return secrets[0] if len(secrets) == 1 else secrets


ELSEWHERE = Environment(
    "eu-central-1_0therPooL",
    "5othermachinesclient0000aa",
    "ada@elsewhere.example.net",
    "Analytical-3ngine",
    "+4930901820",
    client_secret="5omeb0dyElsesSecretOfHisClient0123456789abcdefghij",
)
"""The environment of the same application on another machine."""


def refused(ask, operation, **parameters):
    with pytest.raises(RefusedError) as caught:
        ask(operation, **parameters)
    return caught.value.code


def tokens_of(env, answer):
    tokens = answer["AuthenticationResult"]
    env.meets(*(tokens.get(f"{name}Token") for name in ("Access", "Id", "Refresh")))
    return tokens


def verified(service, env, token, **options):
    """The claims of a token, verified as an application does it: keys of the pool, time, audience, issuer."""
    context = ssl.create_default_context(cafile=service.trusted) if service.trusted else None
    pool = jwt.decode(token, options={"verify_signature": False})["iss"].rpartition("/")[2]
    keys = jwt.PyJWKClient(f"{service.url}/{pool}/.well-known/jwks.json", ssl_context=context)
    key = keys.get_signing_key_from_jwt(token)
    claims = jwt.decode(token, key.key, ["RS256"], issuer=f"{service.issuer}/{pool}", **options)
    env.meets(*(claims[name] for name in ("jti", "sub", "event_id", "origin_jti") if name in claims))
    return claims


def sign_in(ask, env, **changed):
    given = {"USERNAME": env.username, "PASSWORD": env.password, **changed}
    return ask("InitiateAuth", ClientId=env.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)


def respond(ask, env, challenge, session, **answers):
    answers = {"USERNAME": env.username, **answers}
    return ask(
        "RespondToAuthChallenge",
        ClientId=env.client_id,
        ChallengeName=challenge,
        Session=env.meets(session),
        ChallengeResponses=answers,
    )


def enrolment(ask, env, service):
    """cognito-local: from the sign-up to a sign-in by a chosen factor, with mistakes on the way; what the app saw."""
    of = {"ClientId": env.client_id, "Username": env.username}
    attributes = [{"Name": "email", "Value": env.username}, {"Name": "phone_number", "Value": env.phone_number}]
    signed_up = ask("SignUp", **of, Password=env.password, UserAttributes=attributes)
    seen = [signed_up["UserConfirmed"], signed_up["CodeDeliveryDetails"]["DeliveryMedium"]]
    env.meets(signed_up["UserSub"])
    seen.append(refused(ask, "SignUp", **of, Password=env.password, UserAttributes=attributes))
    seen.append(refused(ask, "ConfirmSignUp", **of, ConfirmationCode="000000"))
    ask("ConfirmSignUp", **of, ConfirmationCode=env.code)
    with pytest.raises(RefusedError) as wrong:
        sign_in(ask, env, PASSWORD="Wrong-passw0rd")
    seen.append(wrong.value.code)

    first = tokens_of(env, sign_in(ask, env))
    claims = verified(service, env, first["IdToken"], audience=env.client_id)
    seen += [sorted(claims), claims["email"] == env.username, claims["token_use"]]
    access = first["AccessToken"]
    seen.append(verified(service, env, access)["client_id"] == env.client_id)
    described = ask("GetUser", AccessToken=access)
    values = {each["Name"]: each["Value"] for each in described["UserAttributes"]}
    seen += [values["email"] == env.username, values["phone_number"] == env.phone_number, sorted(values)]
    seen.append(values["sub"] == signed_up["UserSub"] == claims["sub"])

    secret = env.meets(ask("AssociateSoftwareToken", AccessToken=access)["SecretCode"])
    app = pyotp.TOTP(secret)
    seen.append(refused(ask, "VerifySoftwareToken", AccessToken=access, UserCode=_wrong(app)))
    seen.append(
        ask("VerifySoftwareToken", AccessToken=access, UserCode=app.now(), FriendlyDeviceName="phone")["Status"]
    )
    ask(
        "SetUserMFAPreference",
        AccessToken=access,
        SMSMfaSettings={"Enabled": True},
        SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True},
    )
    challenge = sign_in(ask, env)
    seen += [challenge["ChallengeName"], json.loads(challenge["ChallengeParameters"]["MFAS_CAN_CHOOSE"])]
    challenge = respond(ask, env, challenge["ChallengeName"], challenge["Session"], ANSWER="SOFTWARE_TOKEN_MFA")
    seen.append(challenge["ChallengeName"])
    with pytest.raises(RefusedError) as wrong:
        respond(ask, env, "SOFTWARE_TOKEN_MFA", challenge["Session"], SOFTWARE_TOKEN_MFA_CODE=_wrong(app))
    seen.append(wrong.value.code)
    answer = respond(ask, env, "SOFTWARE_TOKEN_MFA", challenge["Session"], SOFTWARE_TOKEN_MFA_CODE=app.now())
    second = tokens_of(env, answer)
    seen.append(sorted(verified(service, env, second["IdToken"], audience=env.client_id)))

    refreshing = {"REFRESH_TOKEN": first["RefreshToken"]}
    answer = ask("InitiateAuth", ClientId=env.client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=refreshing)
    third = tokens_of(env, answer)
    described = ask("GetUser", AccessToken=third["AccessToken"])
    seen += [described["UserMFASettingList"], described["PreferredMfaSetting"]]
    return seen


def _wrong(app):
    return f"{(int(app.now()) + 500_000) % 1_000_000:06}"


def _secret_hash(env, name):
    digest = hmac.digest(env.client_secret.encode(), (name + env.client_id).encode(), hashlib.sha256)
    return {"SECRET_HASH": env.meets(b64encode(digest).decode())}


def _srp(env, client):
    pool, secret = env.user_pool_id, env.client_secret
    return AWSSRP(env.username, env.password, pool, env.client_id, client=client, client_secret=secret)


def srp_of_pycognito(ask, env):
    """The whole of pycognito's sign-in; it names the user as the challenge does, and sends no session."""
    return _srp(env, _Boto3(ask)).authenticate_user()


def srp_by_name(ask, env):
    """An application that sends the user name as it was typed, and the session."""
    return _prove(ask, env, lambda challenge: env.username)


def srp_by_id(ask, env):
    """One that sends the user name that is in the challenge, as browsers' libraries do."""
    return _prove(ask, env, lambda challenge: challenge["USER_ID_FOR_SRP"])


SRP_CLIENTS = {each.__name__: each for each in (srp_of_pycognito, srp_by_name, srp_by_id)}


def _prove(ask, env, named):
    srp = _srp(env, _Boto3(ask))
    begun = {**srp.get_auth_params(), **_secret_hash(env, env.username)}
    answer = ask("InitiateAuth", ClientId=env.client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=begun)
    challenge = answer["ChallengeParameters"]
    env.meets(*(challenge[name] for name in ("SECRET_BLOCK", "SRP_B", "SALT")), begun["SRP_A"])
    claims = srp.process_challenge(challenge, begun)
    env.meets(claims["PASSWORD_CLAIM_SIGNATURE"])
    claims["USERNAME"] = named(challenge)
    claims |= _secret_hash(env, claims["USERNAME"])
    return respond(ask, env, "PASSWORD_VERIFIER", answer["Session"], **claims)


class _Boto3:
    """The methods of a boto3 client that pycognito calls."""

    def __init__(self, ask):
        self.initiate_auth = lambda **request: ask("InitiateAuth", **request)
        self.respond_to_auth_challenge = lambda **request: ask("RespondToAuthChallenge", **request)


def srp_with_mfa(ask, env, service, srp):
    """moto's server: sign-up, sign-in by SRP, an authenticator app, and SRP again with its code; what the app saw."""
    of = {"ClientId": env.client_id, "Username": env.username, **_secret_hash_of_member(env)}
    ask("SignUp", **of, Password=env.password, UserAttributes=[{"Name": "email", "Value": env.username}])
    ask("ConfirmSignUp", **of, ConfirmationCode=env.code)
    first = tokens_of(env, srp(ask, env))
    access = first["AccessToken"]
    seen = [sorted(verified(service, env, first["IdToken"], audience=env.client_id))]
    seen.append(verified(service, env, access)["client_id"] == env.client_id)
    described = ask("GetUser", AccessToken=access)
    seen.append({each["Name"]: each["Value"] for each in described["UserAttributes"]}["email"] == env.username)

    env.meets(ask("AssociateSoftwareToken", AccessToken=access)["SecretCode"])  # too short for pyotp, and not checked
    seen.append(ask("VerifySoftwareToken", AccessToken=access, UserCode=env.code)["Status"])
    preferred = {"Enabled": True, "PreferredMfa": True}
    ask("SetUserMFAPreference", AccessToken=access, SoftwareTokenMfaSettings=preferred)
    try:
        challenge = srp(ask, env)
    except SoftwareTokenMFAChallengeException as asked:
        challenge = asked.get_tokens()
    seen.append(challenge["ChallengeName"])
    code = {"SOFTWARE_TOKEN_MFA_CODE": env.code, **_secret_hash(env, env.username)}
    second = tokens_of(env, respond(ask, env, challenge["ChallengeName"], challenge["Session"], **code))
    seen.append(sorted(verified(service, env, second["AccessToken"])))

    refreshing = {"REFRESH_TOKEN": second["RefreshToken"], **_secret_hash(env, env.username)}
    answer = ask("InitiateAuth", ClientId=env.client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=refreshing)
    described = ask("GetUser", AccessToken=tokens_of(env, answer)["AccessToken"])
    seen += [described["UserMFASettingList"], described["PreferredMfaSetting"]]
    seen.append(refused(ask, "GetUser", AccessToken="no token at all"))
    return seen


def administration(ask, env, service):
    """moto's server: an administrator creates a pool, a client and a user, and reads them; returns what was read."""
    texts = {
        "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::210987654321:role/sms", "ExternalId": "of-the-role"},
        "EmailConfiguration": {"ReplyToEmailAddress": env.username},
    }
    env.meets("210987654321", "of-the-role")
    pool = env.user_pool_id = ask("CreateUserPool", PoolName=f"pool of {env.username}", **texts)["UserPool"]["Id"]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    app = ask("CreateUserPoolClient", UserPoolId=pool, ClientName="app", ExplicitAuthFlows=flows, GenerateSecret=True)
    env.client_id, env.client_secret = (app["UserPoolClient"][name] for name in ("ClientId", "ClientSecret"))
    of = {"UserPoolId": pool, "Username": env.username}
    attributes = [{"Name": "email", "Value": env.username}, {"Name": "phone_number", "Value": env.phone_number}]
    made = ask("AdminCreateUser", **of, UserAttributes=attributes, TemporaryPassword=env.password)["User"]
    seen = [made["UserStatus"], made["Username"] == env.username]
    challenge = sign_in(ask, env, **_secret_hash(env, env.username))
    seen.append(challenge["ChallengeName"])
    new = {"NEW_PASSWORD": env.meets(env.password[::-1]), **_secret_hash(env, env.username)}
    tokens = tokens_of(env, respond(ask, env, challenge["ChallengeName"], challenge["Session"], **new))
    seen.append(sorted(verified(service, env, tokens["AccessToken"])))
    ask("AdminSetUserMFAPreference", **of, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
    described = ask("AdminGetUser", **of)
    seen += [described["UserStatus"], described["PreferredMfaSetting"]]
    found = ask("ListUsers", UserPoolId=pool, Filter=f'email = "{env.username}"')["Users"]
    seen += [[each["Username"] == env.username for each in found], found[0]["Attributes"] == made["Attributes"]]
    seen.append(refused(ask, "AdminGetUser", UserPoolId=pool, Username="nobody"))
    ask("DeleteUserPool", UserPoolId=pool)
    seen.append(refused(ask, "DescribeUserPool", UserPoolId=pool))
    return seen


def _secret_hash_of_member(env):
    return {"SecretHash": _secret_hash(env, env.username)["SECRET_HASH"]}
