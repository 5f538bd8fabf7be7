"""What an application does, told by what it sees; whom it is for, it is told by its environment."""

import json
import ssl
from dataclasses import dataclass, field

import jwt
import pyotp
import pytest
from app_clients import RefusedError


@dataclass
class Environment:
    """What differs from machine to machine, and what a person types in."""

    user_pool_id: str
    client_id: str
    username: str = "grace.hopper@navy.example.org"
    password: str = "Nanosecond-0f-wire"
    phone_number: str = "+14155552671"
    code: str = "739154"
    met: list = field(default_factory=list)
    """Every secret that came in an answer."""

    @property
    def secrets(self):
        """What must never be found on disk."""
        known = [self.user_pool_id, self.client_id, self.username, self.password, self.phone_number, self.code]
        return [*known, *self.met]

    def meets(self, *secrets):
        self.met += [secret for secret in secrets if secret]
        return secrets[0] if len(secrets) == 1 else secrets


ELSEWHERE = Environment(
    "eu-central-1_0therPooL",
    "5othermachinesclient0000aa",
    "ada@elsewhere.example.net",
    "Analytical-3ngine",
    "+4930901820",
)
"""What the same application is told on another machine."""


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
    told = ask("GetUser", AccessToken=access)
    values = {each["Name"]: each["Value"] for each in told["UserAttributes"]}
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
    told = ask("GetUser", AccessToken=third["AccessToken"])
    seen += [told["UserMFASettingList"], told["PreferredMfaSetting"]]
    return seen


def _wrong(app):
    return f"{(int(app.now()) + 500_000) % 1_000_000:06}"
