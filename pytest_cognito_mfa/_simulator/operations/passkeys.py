"""Passkeys: StartWebAuthnRegistration, CompleteWebAuthnRegistration, ListWebAuthnCredentials,
DeleteWebAuthnCredential.

The four operations document no error for a deleted or an unconfirmed user.  All but DeleteWebAuthnCredential document
none for a deleted client or pool either, so they refuse its token as revoked (our choice).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import passkeys, rejections
from pytest_cognito_mfa._simulator.crypto import webauthn
from pytest_cognito_mfa._simulator.passkey import Passkey, Registration
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.state import RESET_REQUIRED

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, User


def _owner(service: Service, req: Request) -> tuple[Client, User]:
    client, user = service.token_owner(req["AccessToken"], rejections.TOKEN_REVOKED, any_status=True)
    if user.status == RESET_REQUIRED:
        raise rejections.RESET_REQUIRED()
    return client, user


def _owner_where_all_exist(service: Service, req: Request) -> tuple[Client, User]:
    try:
        return _owner(service, req)
    except rejections.Rejection as refused:
        if refused.code != "ResourceNotFoundException":
            raise
        raise rejections.TOKEN_REVOKED(because=refused.message) from None


def _refuse_off(pool: Pool) -> None:
    if not passkeys.are_on(pool):
        because = f"AllowedFirstAuthFactors of pool {pool.settings['Name']} has no WEB_AUTHN"
        raise rejections.PASSKEYS_OFF(because=because)


@operation("StartWebAuthnRegistration")
def start_web_authn_registration(service: Service, req: aws.StartWebAuthnRegistrationRequestTypeDef) -> Answer:
    """The options have the members of AWS's example."""
    client, user = _owner_where_all_exist(service, req)
    _refuse_off(client.pool)
    name = passkeys.relying_party(client.pool)
    if name is None:
        because = f"pool {client.pool.settings['Name']} has no RelyingPartyId and no domain"
        raise rejections.NO_RELYING_PARTY(because=because)
    challenge, shown = service.sources.bytes(16), user.username
    user.registration = Registration(client.id, challenge, service.now + passkeys.REGISTRATION_LIFE)
    options = {
        "authenticatorSelection": {
            "requireResidentKey": True,
            "residentKey": "required",
            "userVerification": passkeys.verification(client.pool),
        },
        "challenge": webauthn.text_of(challenge),
        "excludeCredentials": [each.descriptor() for each in user.passkeys.values()],
        "pubKeyCredParams": [{"alg": each, "type": "public-key"} for each in webauthn.ALGORITHMS],
        "rp": {"id": name, "name": name},
        "timeout": passkeys.REGISTRATION_LIFE * 1000,
        "user": {"displayName": shown, "id": webauthn.text_of(user.sub.encode()), "name": shown},
    }
    return {"CredentialCreationOptions": options}


@operation("CompleteWebAuthnRegistration")
def complete_web_authn_registration(service: Service, req: aws.CompleteWebAuthnRegistrationRequestTypeDef) -> Answer:
    client, user = _owner_where_all_exist(service, req)
    _refuse_off(client.pool)
    begun, credential = user.registration, req["Credential"]
    if begun is None or service.now >= begun.expires:
        raise rejections.NO_PASSKEY_CHALLENGE(because="StartWebAuthnRegistration was not called in the last minute")
    if begun.client != client.id:
        raise rejections.PASSKEY_CLIENT(because=f"client {begun.client} began the registration")
    ceremony = passkeys.ceremony(client.pool, user, begun.challenge, signing_in=False)
    id_, key = webauthn.registered(credential, ceremony)
    if len(user.passkeys) >= passkeys.LIMIT:
        raise rejections.TOO_MANY_PASSKEYS()
    attachment, transports = credential.get("authenticatorAttachment"), credential["response"]["transports"]
    known = attachment if attachment in ("platform", "cross-platform") else None
    made = Passkey(id_, ceremony.relying_party, service.date, known, tuple(map(str, transports)), key=key)
    user.passkeys[id_] = replace(made, number=1 + max((each.number for each in user.passkeys.values()), default=-1))
    user.registration, user.modified = None, service.date
    return {}


@operation("ListWebAuthnCredentials")
def list_web_authn_credentials(service: Service, req: aws.ListWebAuthnCredentialsRequestTypeDef) -> Answer:
    """In the order of their registration."""
    _, user = _owner_where_all_exist(service, req)
    page = service.pages.begin(("ListWebAuthnCredentials", user.sub), req.get("NextToken"))
    size = req.get("MaxResults") or passkeys.LIMIT
    found, token = page.cut(user.passkeys.values(), size, lambda each: each.number)
    return {"Credentials": [each.shown() for each in found], "NextToken": token}


@operation("DeleteWebAuthnCredential")
def delete_web_authn_credential(service: Service, req: aws.DeleteWebAuthnCredentialRequestTypeDef) -> Answer:
    """Passkey MFA stays on without a passkey (our choice: nobody showed what follows)."""
    _, user = _owner(service, req)
    if user.passkeys.pop(req["CredentialId"], None) is None:
        raise rejections.NO_SUCH_PASSKEY()
    user.modified = service.date
    return {}
