"""A small app's sign-in and its MFA settings page, written against AWS: nothing here knows about tests."""

from __future__ import annotations

import json
import os
from time import sleep
from typing import TYPE_CHECKING, Any

import boto3
from botocore import exceptions
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Ask = Callable[[str, Mapping[str, Any]], str]

# Made at import, as in many apps.  It makes each call once: `call` below decides about retries.
idp = boto3.client("cognito-idp", region_name="us-east-1", config=Config(retries={"total_max_attempts": 1}))

WAITS = (0.1, 0.4, 1.6)
"""Seconds before each further try of a call that was throttled or lost."""

LOST = (exceptions.ConnectionError, exceptions.HTTPClientError)
"""What boto3 raises when no answer came."""

SETTINGS = {
    "SMS_MFA": "SMSMfaSettings",
    "SOFTWARE_TOKEN_MFA": "SoftwareTokenMfaSettings",
    "EMAIL_OTP": "EmailMfaSettings",
}
"""Each factor's block in SetUserMFAPreference."""


class Busy(Exception):
    """Cognito could not be reached, or throttled us, at every attempt."""


class SignInAgain(Exception):
    """The session has ended: the person has to sign in again."""


class WrongCode(Exception):
    """The code was wrong; another one may be tried."""


class NotPossible(Exception):
    """The person cannot have this factor; the message says why."""


# -- sign-in ------------------------------------------------------------------------------


def sign_in(username: str, password: str, ask: Ask) -> dict[str, Any]:
    """Sign in and return the tokens.

    `ask(question, details)` asks the person: for a code (the question is the factor's name), for a
    ``NEW_PASSWORD``, which factor to ``CHOOSE``, or to ``ENROL`` an authenticator and name its code.
    """
    step = call(
        "initiate_auth",
        ClientId=os.environ["COGNITO_CLIENT_ID"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )
    while "ChallengeName" in step:
        step = answered(step, username, ask)
    return step["AuthenticationResult"]


def answered(step: Mapping[str, Any], username: str, ask: Ask) -> dict[str, Any]:
    """Answer one challenge, and return what Cognito says next."""
    challenge, details, session = step["ChallengeName"], step["ChallengeParameters"], step["Session"]
    responses = {"USERNAME": username}
    if challenge in SETTINGS:
        responses[f"{challenge}_CODE"] = ask(challenge, details)
    elif challenge == "NEW_PASSWORD_REQUIRED":
        responses["NEW_PASSWORD"] = ask("NEW_PASSWORD", details)
    elif challenge == "SELECT_MFA_TYPE":
        responses["ANSWER"] = ask("CHOOSE", {"factors": json.loads(details["MFAS_CAN_CHOOSE"])})
    elif challenge == "MFA_SETUP":
        session = enrolled(session, ask)
    else:
        raise NotPossible(f"this app does not know the challenge {challenge}")
    return call(
        "respond_to_auth_challenge",
        ClientId=os.environ["COGNITO_CLIENT_ID"],
        ChallengeName=challenge,
        Session=session,
        ChallengeResponses=responses,
    )


def enrolled(session: str, ask: Ask) -> str:
    """Enrol an authenticator during a sign-in, and return the session for the next step."""
    handed_out = call("associate_software_token", Session=session)
    code = ask("ENROL", {"secret": handed_out["SecretCode"]})
    return call("verify_software_token", Session=handed_out["Session"], UserCode=code)["Session"]


# -- the MFA settings page ----------------------------------------------------------------


def settings(access_token: str) -> dict[str, Any]:
    """What the page shows: the factors that are on, and the preferred one."""
    user = call("get_user", AccessToken=access_token)
    return {"on": user.get("UserMFASettingList", []), "preferred": user.get("PreferredMfaSetting")}


def start_totp(access_token: str) -> str:
    """Return the secret for the person's authenticator app, to be shown as a QR code."""
    return call("associate_software_token", AccessToken=access_token)["SecretCode"]


def finish_totp(access_token: str, code: str) -> None:
    """Check the app's first code, and make the app the preferred factor."""
    call("verify_software_token", AccessToken=access_token, UserCode=code)
    prefer(access_token, "SOFTWARE_TOKEN_MFA")


def turn_on(access_token: str, factor: str) -> None:
    """Turn a factor on beside those that are; it is not preferred then."""
    change(access_token, factor, Enabled=True, PreferredMfa=False)


def turn_off(access_token: str, factor: str) -> None:
    change(access_token, factor, Enabled=False, PreferredMfa=False)


def prefer(access_token: str, factor: str) -> None:
    """Turn a factor on and prefer it to all others, which stay on."""
    change(access_token, factor, Enabled=True, PreferredMfa=True)


def change(access_token: str, factor: str, **setting: bool) -> None:
    # The blocks of the other factors are left out, so they keep their state.
    call("set_user_mfa_preference", AccessToken=access_token, **{SETTINGS[factor]: setting})


# -- talking to Cognito -------------------------------------------------------------------


def call(method: str, **parameters: Any) -> dict[str, Any]:
    """Call Cognito; try again after a while when throttled or cut off; say what a refusal means to the person."""
    for wait in (*WAITS, None):
        try:
            return getattr(idp, method)(**parameters)
        except ClientError as error:
            if error.response["Error"]["Code"] != "TooManyRequestsException":
                raise meaning(error) from error
        except LOST:
            pass
        if wait is not None:
            sleep(wait)
    raise Busy(method)


def meaning(error: ClientError) -> Exception:
    """What one of Cognito's errors means to the person in front of the page."""
    code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    if code in ("CodeMismatchException", "EnableSoftwareTokenMFAException", "ExpiredCodeException"):
        return WrongCode(message)
    if code == "NotAuthorizedException" and ("Token" in message or "session" in message):
        return SignInAgain(message)
    if code == "InvalidParameterException" and error.operation_name == "SetUserMFAPreference":
        return NotPossible(message)
    return error
