"""Creates the simulated service of a scenario: its pools, clients, users and risks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import FACTORS, PASSKEY, TOTP
from pytest_cognito_mfa._scenario import thawed
from pytest_cognito_mfa._scenario.resources import ROWS
from pytest_cognito_mfa._scenario.triggers import functions_of
from pytest_cognito_mfa._simulator import passwords, user_sessions
from pytest_cognito_mfa._simulator.crypto.webauthn import text_of
from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
from pytest_cognito_mfa._simulator.mfa.preference import Preference
from pytest_cognito_mfa._simulator.new_users import new_user
from pytest_cognito_mfa._simulator.operations.clients import new_client
from pytest_cognito_mfa._simulator.operations.pools import new_pool
from pytest_cognito_mfa._simulator.operations.risk import stored_configuration
from pytest_cognito_mfa._simulator.passkey import Passkey
from pytest_cognito_mfa._simulator.passkeys import relying_party
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa._simulator.resources.engine import adopt
from pytest_cognito_mfa._simulator.resources.table import CLIENT_SESSIONS, SESSIONS
from pytest_cognito_mfa._simulator.service import Service
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa._simulator.state import RESET_REQUIRED
from pytest_cognito_mfa._simulator.triggers.plugged import Plugged
from pytest_cognito_mfa.errors import Mistake, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pytest_cognito_mfa._scenario import ClientSpec, PoolSpec, Scenario, UserSpec
    from pytest_cognito_mfa._simulator.sources import Clock
    from pytest_cognito_mfa._simulator.state import Pool
    from pytest_cognito_mfa._yaml.places import Place


def sources_of(scenario: Scenario, clock: Clock | None = None) -> Sources:
    """The clock and the random numbers, as `scenario` sets them."""
    sources = Sources(scenario.seed, clock)
    if scenario.clock is not None:
        if scenario.clock.freeze is not None:
            sources.clock.freeze(scenario.clock.freeze)
        sources.clock.advance(seconds=scenario.clock.advance)
    return sources


def create_service(scenario: Scenario, sources: Sources) -> Service:
    """The simulated service with all that `scenario` describes.

    Raises ScenarioError with every pool and user that AWS would refuse.
    """
    service, mistakes = Service(scenario.region, sources), list[Mistake]()
    for spec in scenario.pools:
        _attempt("pool", spec.name, spec.place, mistakes, _create_pool, service, spec, mistakes)
    if mistakes:
        raise ScenarioError(mistakes)
    for risk in scenario.risks:
        service.assessments.add(risk.level, risk.source)
    service.compromised.update(scenario.compromised)
    return service


def _attempt(
    kind: str, name: str, place: Place, mistakes: list[Mistake], create: Callable[..., None], *given: Any
) -> None:
    """Create a pool or a user; AWS's refusal becomes a mistake at its place."""
    try:
        create(*given)
    except Rejection as refusal:
        why = refusal.message or ": ".join(filter(None, (refusal.code, refusal.reason)))
        problem = f"AWS refuses the {kind} {name!r}: {why}"
        mistakes.append(Mistake(place.file, place.line, place.column, problem))


def _create_pool(service: Service, spec: PoolSpec, mistakes: list[Mistake]) -> None:
    settings: dict[str, Any] = thawed(spec.settings)
    risk, tracked = settings.pop("RiskConfiguration", None), _taken(settings, user_sessions.DEFAULT)
    pool = new_pool(service, settings | {"Name": spec.name}, spec.id)
    pool.risk = _risk(risk, pool)
    if tracked:
        adopt(service, SESSIONS, pool, {**user_sessions.DEFAULT, **tracked})
    for name, function in functions_of(spec, mistakes):
        service.triggers.add(Plugged(name, function, pool=pool))
    for client in spec.clients:
        _client(service, pool, client)
    for resource in spec.resources:
        adopt(service, ROWS[resource.key], pool, thawed(resource.members))
    for user in spec.users:
        _attempt("user", user.username, user.place, mistakes, _user, service, pool, user)


def _client(service: Service, pool: Pool, spec: ClientSpec) -> None:
    settings: dict[str, Any] = thawed(spec.settings) | {"ClientName": spec.name}
    risk, tracked = settings.pop("RiskConfiguration", None), _taken(settings, user_sessions.DEFAULT_OF_CLIENT)
    if spec.secret is not None:
        settings["ClientSecret"] = spec.secret
        settings.pop("GenerateSecret", None)
    client = new_client(service, pool, settings, spec.id)
    client.risk = _risk(risk, pool)
    if tracked:
        adopt(service, CLIENT_SESSIONS, pool, {"ClientId": client.id, **tracked})


def _taken(settings: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Remove the members of these names, and return those that were there."""
    return {name: settings.pop(name) for name in names if name in settings}


def _risk(printed: dict[str, Any] | None, pool: Pool) -> Mapping[str, Any] | None:
    """A risk configuration as the pool keeps it; None if it configures nothing."""
    if not printed:
        return None
    kept = stored_configuration(printed, printed.get("LastModifiedDate", pool.modified))
    return kept if len(kept) > 1 else None


def _passkeys(service: Service, pool: Pool, spec: UserSpec) -> Iterator[Passkey]:
    """The user's passkeys, whose keys the software authenticator has; one more if passkey MFA is on without any."""
    given = spec.settings.get("Credentials", ())
    for each in given:
        yield Passkey(
            each["CredentialId"],
            each["RelyingPartyId"],
            each["CreatedAt"],
            each.get("AuthenticatorAttachment"),
            tuple(each["AuthenticatorTransports"]),
            each["FriendlyCredentialName"],
        )
    names = spec.passkeys or (("Passkey",) if PASSKEY in spec.factors and not given else ())
    for name in names:
        party = relying_party(pool) or ""
        yield Passkey(text_of(service.sources.bytes(32)), party, service.date, "platform", name=name)


def _user(service: Service, pool: Pool, spec: UserSpec) -> None:
    user = new_user(service, pool, spec.username, spec.attributes, spec.status)
    if sub := spec.attributes.get("sub"):
        user.username, user.sub = sub if pool.username_is else user.username, sub
    user.enabled = spec.enabled
    # A user in RESET_REQUIRED without a password was imported without one; that of a passwordless user is empty.
    if spec.password or (spec.password is None and spec.status != RESET_REQUIRED):
        password = passwords.generate(pool, service.sources) if spec.password is None else spec.password
        user.set_password(password, status=spec.status, at=user.created)
    on = tuple([factor for factor in FACTORS if factor in spec.factors])
    user.preference = Preference(on, spec.preferred, passkey=PASSKEY in spec.factors)
    user.passkeys = {each.id: replace(each, number=place) for place, each in enumerate(_passkeys(service, pool, spec))}
    user.sms_by_settings = bool(spec.settings.get("MFAOptions"))
    if spec.secret_code is not None or TOTP in spec.factors:
        user.authenticator = user.app = Authenticator(spec.secret_code or service.sources.totp_secret())
    user.groups.update(spec.groups)
    if spec.claims:
        user.claims = thawed(spec.claims)
    pool.users.add(user)
