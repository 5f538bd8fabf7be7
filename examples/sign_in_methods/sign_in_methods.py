"""The three Lambda triggers of CUSTOM_AUTH, for an app with three ways to sign in without a password.

link      a link by e-mail, good once and for 15 minutes
passkey   the signature of a passkey that is registered with the app, not with Cognito
step-up   a code by SMS, for a user who has signed in and wants to do something that needs more

Cognito gives no ClientMetadata of InitiateAuth to these triggers.  So the first challenge asks for nothing: with its
answer, the app says in ClientMetadata how the user wants to sign in.
"""

from __future__ import annotations

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode

import boto3
from fido2.server import Fido2Server
from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialRpEntity

KEY = secrets.token_bytes(32)
MINUTES = 15
ATTEMPTS = {"link": 1, "passkey": 1, "step-up": 3}
WHICH = "WHICH-METHOD"

server = Fido2Server(PublicKeyCredentialRpEntity(id="shop.example.com", name="Shop"))
passkeys: dict[str, list[AttestedCredentialData]] = {}
"""By username: the passkeys that were registered with the app."""
open_links: set[str] = set()


def define(event, context):
    request, response = event["request"], event["response"]
    steps = [step for step in request["session"] if step["challengeMetadata"] != WHICH]
    method = method_of(event)
    is_right = bool(steps) and steps[-1]["challengeResult"] is True
    if request["session"] and method not in ATTEMPTS:
        response.update(issueTokens=False, failAuthentication=True)
    elif is_right:
        response.update(issueTokens=True, failAuthentication=False)
    elif len(steps) < ATTEMPTS.get(method, 1):
        response.update(issueTokens=False, failAuthentication=False, challengeName="CUSTOM_CHALLENGE")
    else:
        response.update(issueTokens=False, failAuthentication=True)
    return event


def create(event, context):
    response = event["response"]
    if not event["request"]["session"]:
        response["challengeMetadata"] = WHICH
        response["publicChallengeParameters"] = {"asks": "which method"}
        response["privateChallengeParameters"] = {"asks": "which method"}
        return event
    public, private, metadata = _CREATE[method_of(event)](event)
    response["publicChallengeParameters"] = public
    response["privateChallengeParameters"] = private
    response["challengeMetadata"] = metadata
    return event


def verify(event, context):
    request = event["request"]
    if request["privateChallengeParameters"].get("asks") == "which method":
        return event  # the answer says nothing yet
    event["response"]["answerCorrect"] = _VERIFY[method_of(event)](event, request["challengeAnswer"])
    return event


def method_of(event):
    return (event["request"].get("clientMetadata") or {}).get("method", "")


# -- a link by e-mail ----------------------------------------------------------------------


def _create_link(event):
    told = {"user": event["userName"], "until": int(time.time()) + 60 * MINUTES, "id": secrets.token_hex(8)}
    body = urlsafe_b64encode(json.dumps(told).encode()).decode()
    link = f"{body}.{_signature(body)}"
    open_links.add(link)
    if not event["request"].get("userNotFound"):
        send_mail(event["request"]["userAttributes"]["email"], f"https://shop.example.com/in#{link}")
    return {"sent": "a link"}, {"method": "link"}, "LINK"


def _verify_link(event, answer):
    body, _, signature = answer.partition(".")
    if answer not in open_links or not hmac.compare_digest(signature, _signature(body)):
        return False
    open_links.discard(answer)
    told = json.loads(urlsafe_b64decode(body))
    return told["user"] == event["userName"] and time.time() < told["until"]


def _signature(body):
    return hmac.new(KEY, body.encode(), "sha256").hexdigest()


# -- a passkey of the app --------------------------------------------------------------------


def _create_assertion(event):
    options, state = server.authenticate_begin(passkeys.get(event["userName"], []))
    return {"options": json.dumps(dict(options.public_key))}, {"state": json.dumps(state)}, "PASSKEY"


def _verify_assertion(event, answer):
    state = json.loads(event["request"]["privateChallengeParameters"]["state"])
    try:
        server.authenticate_complete(state, passkeys.get(event["userName"], []), json.loads(answer))
    except ValueError:
        return False
    return True


# -- a code by SMS, for whoever has signed in ---------------------------------------------------


def _create_code(event):
    steps = event["request"]["session"]
    code = steps[-1]["challengeMetadata"].removeprefix("CODE-")
    if code == WHICH:  # a mistyped code is not sent again
        code = f"{secrets.randbelow(10**6):06}"
        send_sms(event["request"]["userAttributes"]["phone_number"], f"Your code is {code}")
    return {"sent": "a code"}, {"code": code}, f"CODE-{code}"


def _verify_code(event, answer):
    """The answer has the code and the access token of a user who has signed in; Cognito says whose token it is."""
    given, cognito = json.loads(answer), boto3.client("cognito-idp")
    try:
        owner = cognito.get_user(AccessToken=given["token"])["Username"]
    except cognito.exceptions.NotAuthorizedException:
        return False
    right = event["request"]["privateChallengeParameters"]["code"]
    return owner == event["userName"] and hmac.compare_digest(given["code"], right)


_CREATE = {"link": _create_link, "passkey": _create_assertion, "step-up": _create_code}
_VERIFY = {"link": _verify_link, "passkey": _verify_assertion, "step-up": _verify_code}


def send_mail(address, text):
    boto3.client("ses").send_email(
        Source="sign-in@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": "Sign in"}, "Body": {"Text": {"Data": text}}},
    )


def send_sms(number, text):
    boto3.client("sns").publish(PhoneNumber=number, Message=text)
