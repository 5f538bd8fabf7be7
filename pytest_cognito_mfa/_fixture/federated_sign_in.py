"""`cognito.sign_in(name, provider="Google")` plays an outside identity provider that has signed somebody in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.limits import require_plain
from pytest_cognito_mfa._fixture import views
from pytest_cognito_mfa._fixture.sign_in import grant_members, require_claims, signed_in
from pytest_cognito_mfa._simulator import federation
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa._simulator.resources.identity_providers import TITLE, named_by
from pytest_cognito_mfa._simulator.token_claims import no_json
from pytest_cognito_mfa.errors import SettingError, shown, unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pytest_cognito_mfa._fixture.sign_in import Wanted
    from pytest_cognito_mfa._fixture.views import Tokens
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, Record


def tokens_from(service: Service, provider: str, name: str, client: str | None, wanted: Wanted) -> Tokens:
    """The tokens after a sign-in at `provider`; the claims that are wanted are those of the provider."""
    call = f"sign_in({shown(name)}, provider={shown(provider)})"
    pool, _ = found_provider(service.pools.values(), provider)
    through, claims = views.found_client(pool, client), wanted.pop("claims", None)
    more = dict(grant_members(call, wanted))
    try:
        return views.tokens_of(result_from(service, call, provider, name, through, claims=claims, more=more))
    except (Rejection, federation.SignInRefused) as refused:
        raise SettingError(f"{call}: AWS would refuse this sign-in: {str(refused).strip()}") from None


def result_from(
    service: Service,
    call: str,
    provider: str,
    name: str,
    client: Client,
    *,
    claims: Mapping[str, Any] | None,
    more: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    """AuthenticationResult after a sign-in at `provider`; raises `Rejection` or `SignInRefused` where AWS refuses."""
    pool, record = found_provider([client.pool], provider)
    _require_offered(client, provider, call)
    said = require_claims(call, claims)
    require_plain(name)
    if problems := [problem for each, value in said.items() if (problem := no_json(each, value))]:
        raise SettingError(f"{call}: {problems[0]}")
    found = federation.sign_in(service, client, record, _completed(pool, record, str(name), said))
    return signed_in(service, client, found.user, more, by_provider=True, is_new=found.is_new)


def found_provider(pools: Collection[Pool], provider: str) -> tuple[Pool, Record]:
    for pool in pools:
        if isinstance(provider, str) and provider in pool.resources[TITLE]:
            return pool, pool.resources[TITLE][provider]
    problem = unknown("identity provider", provider, [name for pool in pools for name in pool.resources[TITLE]])
    raise SettingError(f"{problem}; add it to identity_providers: of the pool in the scenario")


def _require_offered(client: Client, provider: str, call: str) -> None:
    offered = client.settings.get("SupportedIdentityProviders")
    if offered and provider not in offered:
        shown = f"the SupportedIdentityProviders of client {client.settings['ClientName']} are {', '.join(offered)}"
        raise SettingError(f"{call}: {shown}; add {provider} to them")


def _completed(pool: Pool, provider: Record, name: str, claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims, with those that say who it is: the user of this name, or else whoever has this id at the provider."""
    user, known = pool.find_any(name), None
    if user is not None:
        known = federation.entry(user, provider["ProviderName"])
    if user is None or known is None:
        return {named_by(provider): name, **claims}
    attribute = user.linked_by.get((provider["ProviderName"], known["userId"]), federation.SUBJECT)
    source = provider["AttributeMapping"].get(attribute, named_by(provider))
    return {named_by(provider): name, source: known["userId"], **claims}
