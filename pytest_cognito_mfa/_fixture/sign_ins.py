"""The methods of `cognito` that give tokens of a user, and the authenticator of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._fixture.authorization import authorized
from pytest_cognito_mfa._fixture.federated_sign_in import tokens_from
from pytest_cognito_mfa._fixture.passkey import Passkey
from pytest_cognito_mfa._fixture.sign_in import tokens_of
from pytest_cognito_mfa._fixture.views import found_user

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from typing_extensions import Unpack

    from pytest_cognito_mfa import _middleware
    from pytest_cognito_mfa._fixture.authorization import Asked, Callback
    from pytest_cognito_mfa._fixture.backend import Backend
    from pytest_cognito_mfa._fixture.sign_in import Wanted
    from pytest_cognito_mfa._fixture.views import Tokens


class SignIns:
    """The part of `Cognito` that signs users in."""

    _backend: Backend
    _pipeline: _middleware.Pipeline

    def sign_in(
        self,
        name: str,
        *,
        client: str | None = None,
        scopes: Sequence[str] | None = None,
        groups: Sequence[str] | None = None,
        claims: Mapping[str, Any] | None = None,
        provider: str | None = None,
    ) -> Tokens:
        """Sign a user in and answer every challenge; `client` is a ClientName or id, by default the first client.

        `scopes` replaces ``aws.cognito.signin.user.admin``; without that scope, Cognito's own operations refuse the
        access token. `groups` are the groups in the tokens, in place of the user's own. `claims` are added to both
        tokens, as a trigger would add them, and stay after a refresh. This call prepares a test: the journal does not
        list it, and no fault and no risk affects it. The triggers of a sign-in run. What it changes stays changed (a
        new password, an authenticator).

        With `provider`, the ProviderName of an identity provider, the user signs in there. `claims` are then what the
        provider says of the user, and its attribute mapping makes attributes of them. `name` is a user who has signed
        in there before or is linked to it, or else the id of somebody there, for whom Cognito makes a user. Raises
        `SettingError` where AWS would refuse.
        """
        wanted: Wanted = {"scopes": scopes, "groups": groups, "claims": claims}
        if provider is None:
            return self._tokens("sign_in", name, client, **wanted)
        with self._pipeline.lock:
            return tokens_from(self._backend.service, provider, name, client, wanted)

    def tokens_for(
        self,
        name: str,
        *,
        client: str | None = None,
        scopes: Sequence[str] | None = None,
        groups: Sequence[str] | None = None,
        claims: Mapping[str, Any] | None = None,
    ) -> Tokens:
        """Valid tokens of a user without a sign-in: no challenge, and whatever the user's status.

        `client`, `scopes`, `groups` and `claims` are those of `sign_in`. The pool's keys sign the tokens, and Cognito
        accepts them as its own; nothing else changes. In a canned answer, write ``${tokens:grace}``.
        """
        return self._tokens("tokens_for", name, client, scopes=scopes, groups=groups, claims=claims)

    def authorize(
        self,
        name: str,
        url: str | None = None,
        *,
        provider: str | None = None,
        groups: Sequence[str] | None = None,
        claims: Mapping[str, Any] | None = None,
        **asked: Unpack[Asked],
    ) -> Callback:
        """Sign a user in on the hosted pages, and return what the browser brings back: `url`, `code` and `state`.

        `url` is the one to which your application sends the browser, ``/oauth2/authorize`` or ``/login`` of a pool's
        domain. Without it, the keywords say what is asked for: `client`, `redirect_uri`, `scopes`, `state`, `nonce`,
        `code_challenge` (of method S256) and `response_type`; by default a code for the first client that may have
        one, for its first callback URL, with all its scopes. `provider`, `groups` and `claims` are those of `sign_in`,
        and every challenge is answered as there; an `identity_provider` of the URL is the provider. Raises
        `SettingError` where AWS would refuse.
        """
        wanted: Wanted = {"groups": groups, "claims": claims}
        with self._pipeline.lock:
            return authorized(self._backend.service, name, url, asked, wanted, provider=provider)

    def passkey(self, name: str) -> Passkey:
        """A software authenticator of the user: `create(options)` makes a passkey, `get(options)` signs by one. Raises
        `NotSimulated` without the extra ``passkeys``.
        """
        service = self._backend.service
        return Passkey(service.sources, found_user(service.pools.values(), name)[1])

    def _tokens(self, what: str, name: str, client: str | None, **wanted: Unpack[Wanted]) -> Tokens:
        with self._pipeline.lock:
            return tokens_of(self._backend.service, what, name, client, **wanted)
