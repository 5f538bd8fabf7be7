"""Attributes of a user: UpdateUserAttributes, AdminUpdateUserAttributes, DeleteUserAttributes,
AdminDeleteUserAttributes, GetUserAttributeVerificationCode, VerifyUserAttribute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.attribute_changes import VERIFIABLE, change_attributes, delete_attributes
from pytest_cognito_mfa._simulator.attributes import attribute_map, no_destination
from pytest_cognito_mfa._simulator.mfa import sent_codes
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.attribute_changes import Change
    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, User


@operation("UpdateUserAttributes")
def update_user_attributes(service: Service, req: aws.UpdateUserAttributesRequestTypeDef) -> Answer:
    client, user = service.token_owner(req["AccessToken"])
    change = change_attributes(user, _given(req), client.pool, client)
    # Without a code the body is `{}` (radkawar/stackd).
    return {"CodeDeliveryDetailsList": _apply(service, client.pool, user, change) or None}


@operation("AdminUpdateUserAttributes")
def admin_update_user_attributes(service: Service, req: aws.AdminUpdateUserAttributesRequestTypeDef) -> Answer:
    pool, user = service.named_user(req)
    _apply(service, pool, user, change_attributes(user, _given(req), pool))
    return {}


@operation("DeleteUserAttributes")
def delete_user_attributes(service: Service, req: aws.DeleteUserAttributesRequestTypeDef) -> Answer:
    client, user = service.token_owner(req["AccessToken"])
    _apply(service, client.pool, user, delete_attributes(user, req["UserAttributeNames"], client.pool, client))
    return {}


@operation("AdminDeleteUserAttributes")
def admin_delete_user_attributes(service: Service, req: aws.AdminDeleteUserAttributesRequestTypeDef) -> Answer:
    pool, user = service.named_user(req)
    _apply(service, pool, user, delete_attributes(user, req["UserAttributeNames"], pool))
    return {}


def _given(req: Request) -> dict[str, str]:
    """The attributes that a request changes; AWS's refusal if one has no value."""
    for pair in req["UserAttributes"]:
        if pair.get("Value") is None:
            raise rejections.NULL_VALUE(attribute=pair["Name"])
    return attribute_map(req["UserAttributes"])


def _apply(service: Service, pool: Pool, user: User, change: Change) -> list[Mapping[str, str]]:
    """Store the change and send its codes; an older code for a value that has changed becomes invalid."""
    for name in VERIFIABLE:
        if change.attributes.get(name) != user.attributes.get(name):
            user.attribute_codes.pop(name, None)
            if user.confirmation is not None and user.confirmation.attribute == name:
                user.confirmation = None
    pool.users.change(user, change.attributes)
    user.modified = service.date
    return [_send_code(service, pool, user, name, value) for name, value in change.to_verify.items()]


def _send_code(service: Service, pool: Pool, user: User, attribute: str, destination: str) -> Mapping[str, str]:
    code, delivered = service.send_code(pool, user, attribute, destination, "attribute", life=sent_codes.ATTRIBUTE_LIFE)
    user.attribute_codes[attribute] = code
    return delivered


@operation("GetUserAttributeVerificationCode")
def get_user_attribute_verification_code(
    service: Service, req: aws.GetUserAttributeVerificationCodeRequestTypeDef
) -> Answer:
    """Send a code, also if the attribute is verified (floci-io/floci#1898); to the value that is held back, if any."""
    client, user = service.token_owner(req["AccessToken"])
    attribute = _verifiable(req["AttributeName"])
    sent = user.attribute_codes.get(attribute)
    destination = sent.destination if sent else user.attributes.get(attribute)
    if not destination:
        raise no_destination(attribute)
    service.count_request(user, "GetUserAttributeVerificationCode")
    return {"CodeDeliveryDetails": _send_code(service, client.pool, user, attribute, destination)}


def _verifiable(attribute: str) -> str:
    if attribute not in VERIFIABLE:
        raise rejections.NOT_VERIFIABLE()
    return attribute


@operation("VerifyUserAttribute")
def verify_user_attribute(service: Service, req: aws.VerifyUserAttributeRequestTypeDef) -> Answer:
    """Verify the address that the code was sent to; it becomes the attribute's value if it was held back."""
    client, user = service.token_owner(req["AccessToken"])
    attribute = _verifiable(req["AttributeName"])
    service.count_request(user, "VerifyUserAttribute")
    code = service.accept_code(user.attribute_codes.get(attribute), req["Code"])
    pool = client.pool
    if attribute in pool.aliases and pool.alias_owner(attribute, code.destination, besides=user):
        raise rejections.ALIAS_EXISTS(attribute=attribute)
    del user.attribute_codes[attribute]
    pool.users.change(user, {**user.attributes, attribute: code.destination, f"{attribute}_verified": "true"})
    user.modified = service.date
    return {}
