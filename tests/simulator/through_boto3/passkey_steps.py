"""What the tests of passkeys share: a pool that allows them, and the steps of registration and sign-in."""

import json
from importlib.util import find_spec

import pytest
from sign_in_steps import Caller

NEEDED = pytest.mark.skipif(find_spec("fido2") is None, reason="fido2 is not installed")
PARTY = "auth.example.com"
ADA = {"Username": "ada", "Password": "Secret-1"}
SIGNED = {"Username": "sam", "Password": "Secret-1", "passkeys": ["Laptop", "Phone"]}


def pool(*, first=("PASSWORD", "WEB_AUTHN"), party=PARTY, **more):
    """The settings of a pool that allows passkeys."""
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": list(first)}}
    return {"Policies": policies, "WebAuthnConfiguration": {"RelyingPartyId": party, **more} if party else more}


class Registering(Caller):
    """A caller that registers passkeys and signs in by them."""

    def token(self, name="ada", client="public"):
        return self.cognito.sign_in(name, client=client).access_token

    def start(self, token):
        return self.aws.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]

    def complete(self, token, credential):
        return self.aws.complete_web_authn_registration(AccessToken=token, Credential=credential)

    def register(self, name="ada", **how):
        token = self.token(name)
        credential = self.cognito.passkey(name).create(self.start(token), **how)
        self.complete(token, credential)
        return credential["id"]

    def listed(self, token, **more):
        return self.aws.list_web_authn_credentials(AccessToken=token, **more)

    def begin(self, name="ada"):
        answer = self.initiate("USER_AUTH", USERNAME=name, PREFERRED_CHALLENGE="WEB_AUTHN", **self.hash_of(name))
        return answer["Session"], answer["ChallengeParameters"].get("CREDENTIAL_REQUEST_OPTIONS", "")

    def finish(self, session, credential, name="ada"):
        return self.respond("WEB_AUTHN", name, session, CREDENTIAL=credential)

    def sign_in(self, name="ada", **how):
        session, options = self.begin(name)
        return self.finish(session, self.cognito.passkey(name).get(options, **how), name)


def changed(credential, **response):
    """`credential` with other members of its response."""
    given = json.loads(credential) if isinstance(credential, str) else credential
    other = {**given, "response": {**given["response"], **response}}
    return json.dumps(other) if isinstance(credential, str) else other
