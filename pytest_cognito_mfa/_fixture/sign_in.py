"""`cognito.sign_in`, a real sign-in that answers every challenge as the user would; and tokens without a sign-in.

Both use the simulator directly.  So no fault, cassette or journal sees them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict, cast

from pytest_cognito_mfa._aws.constants import CODE_PARAMETER, EMAIL, TOTP
from pytest_cognito_mfa._aws.limits import require_plain, require_texts
from pytest_cognito_mfa._fixture import views
from pytest_cognito_mfa._simulator import passwords
from pytest_cognito_mfa._simulator.crypto.secret_hash import secret_hash
from pytest_cognito_mfa._simulator.mfa import lockout
from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
from pytest_cognito_mfa._simulator.mfa.challenges import NEW_PASSWORD, SELECT, SET_UP
from pytest_cognito_mfa._simulator.operations.sign_in import refuse_by_state
from pytest_cognito_mfa._simulator.operations.user_migration import pre_authenticate
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa._simulator.sessions import Attempt
from pytest_cognito_mfa._simulator.sign_in_flow import after_password
from pytest_cognito_mfa._simulator.token_claims import unusable_claim
from pytest_cognito_mfa._simulator.triggers.signing_in import signed_in as run_triggers
from pytest_cognito_mfa._simulator.triggers.table import HOSTED
from pytest_cognito_mfa.errors import SettingError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from typing_extensions import Unpack

    from pytest_cognito_mfa._fixture.views import Tokens
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.sessions import Session
    from pytest_cognito_mfa._simulator.state import Client, User


class Wanted(TypedDict, total=False):
    """What a test wants in the tokens, besides what the user has."""

    scopes: Sequence[str] | None
    groups: Sequence[str] | None
    claims: Mapping[str, Any] | None


def tokens_of(service: Service, what: str, name: str, client: str | None, **wanted: Unpack[Wanted]) -> Tokens:
    """The tokens of `sign_in` or `tokens_for`, for a user and a client by name."""
    pool, user = views.found_user(service.pools.values(), name)
    through = views.found_client(pool, client)
    more = dict(grant_members(f"{what}({shown(name)})", wanted))
    make = signed_in if what == "sign_in" else issued
    try:
        return views.tokens_of(make(service, through, user, more))
    except Rejection as refused:
        raise SettingError(f"sign_in({name!r}): AWS would refuse this sign-in: {refused}") from None


def grant_members(call: str, wanted: Wanted) -> Iterator[tuple[str, Any]]:
    """The members of a grant that `wanted` sets; raises `SettingError` for what cannot be in a token."""
    given = {"scopes": wanted.get("scopes"), "groups": wanted.get("groups")}
    require_texts(call, **given)
    yield from ((name, tuple(texts)) for name, texts in given.items() if texts is not None)
    claims = require_claims(call, wanted.get("claims"))
    for name, value in claims.items():
        if problem := unusable_claim(name, value):
            raise SettingError(f"{call}: {problem}")
    if claims:
        yield "claims", dict(claims)


def require_claims(call: str, claims: object) -> Mapping[str, Any]:
    """The claims that a test gives, or none; raises `SettingError` for what has no names of claims."""
    if not isinstance(claims or {}, Mapping) or not all(isinstance(name, str) for name in claims or ()):  # type: ignore[attr-defined]  # a mapping
        raise SettingError(f"{call}: claims must be a mapping of names to values, not {shown(claims)}")
    require_plain(claims)
    return cast(Mapping[str, Any], claims or {})


def signed_in(
    service: Service,
    client: Client,
    user: User,
    more: Mapping[str, Any] | None = None,
    *,
    by_provider: bool = False,
    on_pages: bool = False,
    is_new: bool = False,
) -> Mapping[str, Any]:
    """AuthenticationResult of a sign-in of `user` through `client`; raises `Rejection` where AWS refuses.

    `more` has members of the grant: other scopes or groups, and claims to add.
    The code under test may use the same TOTP code again, so both fit into the same 30 seconds.  A lockout does not
    stop this sign-in, and this sign-in does not end the lockout.  The attempt has no risk.  A federated user, and with
    `by_provider` every user, has signed in with the provider already and gets the tokens that the hosted pages give,
    without MFA; `is_new` if it was the first time.  `on_pages`: the triggers learn that it is a sign-in on the hosted
    pages.
    """
    if not by_provider:
        refuse_by_state(user, by_password=not user.federated)
    service.request_id = service.sources.uuid()
    is_hosted = by_provider or user.federated
    service.triggers.operation = HOSTED if is_hosted or on_pages else "AdminInitiateAuth"
    service.triggers.request = {"ClientId": client.id}
    if not is_new:
        pre_authenticate(service, client, user, user.username)
    if is_hosted:
        change = run_triggers(service, client, user, is_new=is_new)
        return issued(service, client, user, {**(more or {}), "change": change})
    return _with(service, _complete(service, client, user), more)


def issued(service: Service, client: Client, user: User, more: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """AuthenticationResult of `user` without a sign-in, whatever the state of the user; nothing else changes."""
    return _with(service, service.tokens.grant(client, user, service.sources.uuid()), more)


def _with(service: Service, result: Mapping[str, Any], more: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return {**result, **service.tokens.with_claims(result["RefreshToken"], more)} if more else result


def _complete(service: Service, client: Client, user: User) -> Mapping[str, Any]:
    """AuthenticationResult after the answers to all challenges that follow the password."""
    attempts, user.code_attempts = user.code_attempts, lockout.NONE
    try:
        answer = after_password(service, Attempt(client, user, service.request_id), initiating=True)
        while "ChallengeName" in answer:
            answer = _answer(service, service.sessions.usable(answer["Session"], answer["ChallengeName"]))
    finally:
        user.code_attempts = attempts
    result: Mapping[str, Any] = answer["AuthenticationResult"]
    return result


def _answer(service: Service, session: Session) -> Mapping[str, Any]:
    user = session.user
    responses = {"USERNAME": user.username}
    if session.client.secret is not None:
        responses["SECRET_HASH"] = secret_hash(session.client.secret, user.username, session.client.id)
    if session.challenge == TOTP:
        return _with_totp(service, session, responses)
    if session.challenge == SET_UP:
        session = _set_up(service, session, responses)
    elif session.challenge == SELECT:
        responses["ANSWER"] = session.options[0]
    elif session.challenge == NEW_PASSWORD:
        password = passwords.generate(session.client.pool, service.sources)
        responses |= {"NEW_PASSWORD": password, **_missing_attributes(session)}
    else:
        responses[CODE_PARAMETER[session.challenge]] = session.code or ""
    return _respond(service, session, responses)


def _with_totp(service: Service, session: Session, responses: dict[str, str]) -> Mapping[str, Any]:
    authenticator = session.user.authenticator
    assert authenticator is not None, "only a user with an authenticator is asked for TOTP"  # noqa: S101 - the table's first rule
    code = authenticator.unused_code(service.now)
    if code is None:
        raise SettingError(
            f"sign_in({session.user.username!r}): all TOTP codes of this half minute are used; "
            "call cognito.clock.advance(seconds=90) first"
        )
    answer = _respond(service, session, responses | {CODE_PARAMETER[TOTP]: code})
    authenticator.mark_unused(code, service.now)
    return answer


def _set_up(service: Service, session: Session, responses: dict[str, str]) -> Session:
    """Answer MFA_SETUP: register an authenticator, or give an e-mail address."""
    if TOTP in session.options:
        handed = _called(service, "AssociateSoftwareToken", {"Session": session.token})
        code = Authenticator(handed["SecretCode"]).code(service.now)
        verify = {"Session": handed["Session"], "UserCode": code}
        verified = _called(service, "VerifySoftwareToken", verify)
        return service.sessions.usable(verified["Session"], SET_UP)
    if EMAIL in session.options:
        responses["EMAIL"] = f"{session.user.sub}@example.com"
        return session
    raise SettingError(
        f"sign_in({session.user.username!r}): the pool requires MFA by SMS, and the user has no phone_number; "
        "add one to UserAttributes in the scenario"
    )


def _missing_attributes(session: Session) -> dict[str, str]:
    """A value for every attribute that the pool requires and the user does not have."""
    samples = {"email": f"{session.user.sub}@example.com", "phone_number": "+12065550199", "birthdate": "2000-01-01"}
    pool = session.client.pool
    return {
        f"userAttributes.{name}": samples.get(name, "1")
        for name in pool.required_attributes()
        if name not in session.user.attributes
    }


def _respond(service: Service, session: Session, responses: Mapping[str, str]) -> Mapping[str, Any]:
    request = {
        "ClientId": session.client.id,
        "ChallengeName": session.challenge,
        "Session": session.token,
        "ChallengeResponses": responses,
    }
    return _called(service, "RespondToAuthChallenge", request)


def _called(service: Service, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answer of an operation; to triggers, it stays the sign-in that began."""
    service.request_id, service.triggers.request = service.sources.uuid(), request
    return HANDLERS[operation](service, request)
