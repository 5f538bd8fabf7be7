"""Sign-up: SignUp, ResendConfirmationCode, ConfirmSignUp, AdminConfirmSignUp."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from pytest_cognito_mfa._simulator import attributes, compromised_credentials, passwords, rejections
from pytest_cognito_mfa._simulator.attribute_changes import VERIFIABLE, refuse_unwritable
from pytest_cognito_mfa._simulator.attributes import attribute_map
from pytest_cognito_mfa._simulator.crypto.secret_hash import check_secret_hash
from pytest_cognito_mfa._simulator.message_texts import confirms_by_link
from pytest_cognito_mfa._simulator.mfa import sent_codes
from pytest_cognito_mfa._simulator.mfa.first_factors import reached_by_code
from pytest_cognito_mfa._simulator.new_users import new_user, refuse_taken_name
from pytest_cognito_mfa._simulator.outbox import delivery_details
from pytest_cognito_mfa._simulator.pools.recovery import simulated_delivery
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.resources import domains
from pytest_cognito_mfa._simulator.sessions import SIGN_UP, SIGNED_UP, Attempt
from pytest_cognito_mfa._simulator.state import CONFIRMED, UNCONFIRMED, Client, Pool, User
from pytest_cognito_mfa._simulator.triggers.invoke import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service

_VERIFIED_AT_ONCE: Final = {"email": "autoVerifyEmail", "phone_number": "autoVerifyPhone"}


@operation("SignUp")
def sign_up(service: Service, req: aws.SignUpRequestTypeDef) -> Answer:
    client = service.client(req["ClientId"])
    pool = client.pool
    check_secret_hash(client, (req["Username"],), req.get("SecretHash"), rejections.SECRET_HASH_MISMATCH)
    if pool.settings["AdminCreateUserConfig"].get("AllowAdminCreateUserOnly"):
        because = f"AdminCreateUserConfig.AllowAdminCreateUserOnly is true in pool {pool.settings['Name']}"
        raise rejections.SIGN_UP_CLOSED(because=because)
    given = attribute_map(req.get("UserAttributes", ()))
    refuse_unwritable(client, given)
    password = req.get("Password")
    if password is not None:
        passwords.check(password, pool, rejections.WEAK_NEW_PASSWORD)
        compromised_credentials.refuse(service, client, password, "SIGN_UP")
    user = new_user(service, pool, req["Username"], given, UNCONFIRMED)
    attributes.check(user.attributes, pool)
    attributes.refuse_missing(user.attributes, pool)
    if "preferred_username" in given and "preferred_username" in pool.aliases:
        raise rejections.NO_PREFERRED_USERNAME_YET()
    refuse_taken_name(pool, user, rejections.USERNAME_EXISTS)
    if password is not None:
        user.set_password(password, status=UNCONFIRMED, at=user.created)
    elif "USER_AUTH" not in client.flows or not _can_confirm_by_code(pool, user):
        raise rejections.PASSWORD_NEEDED()
    answered = run(service, "PreSignUp", pool, user, userAttributes=dict(user.attributes)) or {}
    refuse_taken_name(pool, user, rejections.USERNAME_EXISTS)  # while the trigger ran, others may have called
    verified = _verified_at_once(pool, user, answered)
    pool.users.add(user)
    flags = {f"{name}_verified": "false" for name in VERIFIABLE if name in user.attributes}
    pool.users.change(user, {**user.attributes, **flags, **verified})
    if answered.get("autoConfirmUser"):
        _confirm(service, pool, user)
        return {"UserConfirmed": True, "UserSub": user.sub, **_session(service, client, user, SIGNED_UP)}
    answer: dict[str, Any] = {"UserConfirmed": False, "UserSub": user.sub, **_session(service, client, user, SIGN_UP)}
    if delivered := _send_code(service, client, user):
        answer["CodeDeliveryDetails"] = delivered
    return answer


def _verified_at_once(pool: Pool, user: User, answered: Mapping[str, Any]) -> dict[str, str]:
    """What the answer of PreSignUp verifies; an alias of another user moves to the new one (developer guide)."""
    found = [name for name, member in _VERIFIED_AT_ONCE.items() if answered.get(member)]
    for name in found:
        if name not in user.attributes:
            raise rejections.ANSWER_NOT_ALLOWED(because=f"{_VERIFIED_AT_ONCE[name]}, and the user has no {name}")
        claim_alias(pool, user, name, rejections.ALIAS_EXISTS, force=True)
    return {f"{name}_verified": "true" for name in found}


def _send_code(service: Service, client: Client, user: User) -> Mapping[str, str] | None:
    """Send the code to the first auto-verified attribute that the user has."""
    for attribute in _auto_verified(client.pool):
        if destination := user.attributes.get(attribute):
            user.confirmation, delivered = service.send_code(
                client.pool,
                user,
                attribute,
                destination,
                "sign-up",
                life=sent_codes.SIGN_UP_LIFE,
                page=_page(client, user, attribute),
            )
            return delivered
    return None


def _page(client: Client, user: User, attribute: str) -> str | None:
    """The page whose link confirms the sign-up, without the code at its end; None if the message has a code."""
    if attribute != "email" or not confirms_by_link(client.pool):
        return None
    address = domains.address(client.pool)
    if address is None:
        raise rejections.LINK_NEEDS_DOMAIN()
    query = urlencode({"client_id": client.id, "user_name": user.username, "confirmation_code": ""})
    return f"{address}/confirmUser/?{query}"


def _can_confirm_by_code(pool: Pool, user: User) -> bool:
    """Whether a user can sign up without a password: the pool allows codes as the first factor, and verifies an address
    that the user has (developer guide, signing up users in your app).
    """
    reached = reached_by_code(pool.configuration.first_factors, user.attributes)
    return any(attribute in reached for attribute in _auto_verified(pool))


def _session(service: Service, client: Client, user: User, purpose: str) -> dict[str, str]:
    """The session for going on to sign in; a client without USER_AUTH gets none (public recordings)."""
    if "USER_AUTH" not in client.flows:
        return {}
    return {"Session": service.sessions.issue(purpose, Attempt(client, user, service.request_id)).token}


def _auto_verified(pool: Pool) -> tuple[str, ...]:
    """The attributes that sign-up verifies; SMS comes before e-mail."""
    return tuple(name for name in VERIFIABLE if name in pool.settings.get("AutoVerifiedAttributes", ()))


@operation("ResendConfirmationCode")
def resend_confirmation_code(service: Service, req: aws.ResendConfirmationCodeRequestTypeDef) -> Answer:
    """Send a new code; a client that hides who exists gets the same answer for an unknown or disabled user (developer
    guide, managing error responses).
    """
    client, name = service.client(req["ClientId"]), req["Username"]
    pool = client.pool
    check_secret_hash(client, (name,), req.get("SecretHash"))
    possible = _auto_verified(pool)
    if not possible:
        raise rejections.NO_RESEND()
    user = pool.find_any(name)
    if user is None or not user.enabled:
        if client.hides_users:
            return {"CodeDeliveryDetails": delivery_details(*simulated_delivery(pool.id, name, possible))}
        raise rejections.NO_USER_OF_CLIENT() if user is None else rejections.DISABLED()
    service.count_request(user, "ResendConfirmationCode")
    if user.status != UNCONFIRMED:
        raise rejections.CONFIRMED_ALREADY()
    delivered = _send_code(service, client, user)
    if delivered is None:
        raise attributes.no_destination(possible[0])
    return {"CodeDeliveryDetails": delivered}


@operation("ConfirmSignUp")
def confirm_sign_up(service: Service, req: aws.ConfirmSignUpRequestTypeDef) -> Answer:
    """The session that the request may bring from SignUp is not looked at: AWS's example does without (our choice)."""
    client = service.client(req["ClientId"])
    check_secret_hash(client, (req["Username"],), req.get("SecretHash"))
    force = bool(req.get("ForceAliasCreation"))
    user = _confirm_by_code(service, client, req["Username"], req["ConfirmationCode"], force=force)
    return _session(service, client, user, SIGNED_UP)


def confirm_by_link(service: Service, pool: Pool, given: Mapping[str, str]) -> None:
    """What a request to the link of an e-mail confirms, by its query."""
    client = service.client_of(pool.id, given.get("client_id", ""), rejections.NO_CLIENT)
    service.triggers.operation, service.triggers.request = "ConfirmSignUp", {"ClientId": client.id}
    _confirm_by_code(service, client, given.get("user_name", ""), given.get("confirmation_code", ""), force=False)


def _confirm_by_code(service: Service, client: Client, name: str, code: str, *, force: bool) -> User:
    user = client.pool.find(name)
    if user is None:
        refusal = rejections.CONFIRMATION_CODE_EXPIRED if client.hides_users else rejections.NO_USER_OF_CLIENT
        raise refusal(because=client.pool.why_unknown(name))
    service.count_request(user, "ConfirmSignUp")
    _refuse_confirmed(user)
    sent = service.accept_code(user.confirmation, code)
    claim_alias(client.pool, user, sent.attribute, rejections.ALIAS_EXISTS, force=force)
    client.pool.users.change(user, {**user.attributes, f"{sent.attribute}_verified": "true"})
    _confirm(service, client.pool, user)
    return user


def claim_alias(pool: Pool, user: User, attribute: str, taken: rejections.Refusal, *, force: bool) -> None:
    """Let `user` have a verified alias; if another user has it, refuse with `taken`, or with `force` take it away
    (botocore ConfirmSignUpRequest.ForceAliasCreation).
    """
    if attribute not in pool.settings.get("AliasAttributes", ()):
        return
    holder = pool.find(user.attributes.get(attribute, ""))
    if holder is None or holder is user:
        return
    if not force:
        raise taken(attribute=attribute)
    pool.users.change(holder, {**holder.attributes, f"{attribute}_verified": "false"})


@operation("AdminConfirmSignUp")
def admin_confirm_sign_up(service: Service, req: aws.AdminConfirmSignUpRequestTypeDef) -> Answer:
    pool, user = service.named_user(req)
    _refuse_confirmed(user)
    _confirm(service, pool, user)
    return {}


def _refuse_confirmed(user: User) -> None:
    if user.status != UNCONFIRMED:
        raise rejections.ALREADY_CONFIRMED(status=user.status)


def _confirm(service: Service, pool: Pool, user: User) -> None:
    user.status, user.confirmation, user.modified = CONFIRMED, None, service.date
    run(service, "PostConfirmation", pool, user)
