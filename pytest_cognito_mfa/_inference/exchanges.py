"""One recorded exchange as evidence: what was asked, what came back, whom it names, and where it stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.exchange import JWKS, OPENID, PREFLIGHT
from pytest_cognito_mfa._inference.claims import claims_of
from pytest_cognito_mfa._inference.recorded_responses import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_cognito_mfa._aws.exchange import Call
    from pytest_cognito_mfa._cassette import Cassette, Interaction


_ISSUER: Final = re.compile(r"https?://.+/([\w-]+_[0-9a-zA-Z]+)")
_TOKENS: Final = ("AccessToken", "IdToken", "RefreshToken")
_HOST: Final = re.compile(r"cognito-idp(?:-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d+)\.")
DEFAULT_REGION: Final = "us-east-1"


@dataclass(frozen=True, repr=False)
class Recorded:
    """An exchange; `error` is AWS's code, None for a success.  `answer` is the parsed body, also of an error."""

    place: str
    line: int
    call: Call
    shown: Shown
    error: str | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)

    @property
    def operation(self) -> str:
        return self.call.operation

    @property
    def asked(self) -> Mapping[str, Any]:
        return self.call.parameters

    @property
    def succeeded(self) -> bool:
        return self.error is None

    @property
    def denies_the_pool(self) -> bool:
        """Whether the refusal says that the pool or the client is not there."""
        return self.error == "ResourceNotFoundException" and self.message.startswith("User pool")

    @property
    def message(self) -> str:
        """Of an error; the framework's begin with a capital."""
        return str(self.answer.get("message") or self.answer.get("Message") or "")

    @property
    def is_document(self) -> bool:
        return self.operation in (JWKS, OPENID, PREFLIGHT)

    @property
    def date(self) -> str | None:
        return next((value for name, value in self.shown.headers if name.lower() == "date"), None)

    # -- whom it names -------------------------------------------------------------------

    @property
    def given(self) -> Mapping[str, str]:
        """AuthParameters or ChallengeResponses."""
        return self.asked.get("AuthParameters") or self.asked.get("ChallengeResponses") or {}

    @property
    def parameters(self) -> Mapping[str, str]:
        """ChallengeParameters of a success."""
        return self.answer.get("ChallengeParameters") or {} if self.succeeded else {}

    @property
    def challenge(self) -> str | None:
        return self.answer.get("ChallengeName") if self.succeeded else None

    @property
    def result(self) -> Mapping[str, Any]:
        """AuthenticationResult of a success."""
        return self.answer.get("AuthenticationResult") or {} if self.succeeded else {}

    @property
    def name(self) -> str | None:
        """The user's, as the request says it."""
        return self.asked.get("Username") or self.given.get("USERNAME")

    @property
    def secret_hash(self) -> str | None:
        """The hash of a client's secret that was sent."""
        return self.asked.get("SecretHash") or self.given.get("SECRET_HASH")

    @property
    def refresh_token(self) -> str | None:
        return self.given.get("REFRESH_TOKEN") or self.asked.get("RefreshToken") or self.asked.get("Token")

    @property
    def session(self) -> str | None:
        """What stands for the half-finished sign-in: its Session, or SRP's block."""
        return self.asked.get("Session") or self.given.get("PASSWORD_CLAIM_SECRET_BLOCK")

    @property
    def came_in(self) -> Iterator[str]:
        """Every token and session of the request."""
        yield from filter(None, (self.asked.get("AccessToken"), self.refresh_token))
        yield from filter(None, (self.asked.get("Session"), self.given.get("PASSWORD_CLAIM_SECRET_BLOCK")))

    @property
    def came_out(self) -> Iterator[str]:
        """Every token and session of the answer."""
        yield from (self.result[name] for name in _TOKENS if self.result.get(name))
        if self.succeeded:
            yield from filter(None, (self.answer.get("Session"), self.parameters.get("SECRET_BLOCK")))

    @cached_property
    def claims(self) -> tuple[Mapping[str, Any], ...]:
        """What the tokens claim that can be read, the answer's before the request's."""
        texts = (*self.came_out, *self.came_in)
        return tuple(found for text in texts if (found := claims_of(text)) is not None)

    @property
    def attributes(self) -> Mapping[str, str]:
        """UserAttributes of an answer."""
        described = self.answer.get("User") or self.answer if self.succeeded else {}
        listed = described.get("UserAttributes") or described.get("Attributes") or ()
        return {pair["Name"]: pair.get("Value", "") for pair in listed}

    @property
    def pool_id(self) -> str | None:
        named = self.asked.get("UserPoolId") or self.made("CreateUserPool", "UserPool", "Id")
        issuers = (_ISSUER.fullmatch(str(claims.get("iss"))) for claims in self.claims)
        return named or next((found[1] for found in issuers if found), None)

    @property
    def client_id(self) -> str | None:
        named = self.asked.get("ClientId") or self.made("CreateUserPoolClient", "UserPoolClient", "ClientId")
        claimed = (claims.get("client_id") or claims.get("aud") for claims in self.claims)
        return named or next((str(each) for each in claimed if each), None)

    def made(self, operation: str, member: str, name: str) -> str | None:
        """The id of what this exchange made."""
        made = self.succeeded and self.operation == operation
        return self.answer.get(member, {}).get(name) if made else None

    @property
    def region(self) -> str:
        host = _HOST.search(self.call.url)
        return host[1] if host else DEFAULT_REGION


def recorded_in(cassette: Cassette) -> Iterator[Recorded]:
    """Every exchange of a cassette, in its order."""
    return map(recorded_by, cassette.interactions)


def recorded_by(interaction: Interaction) -> Recorded:
    """One exchange of a cassette."""
    reply = interaction.reply
    answer = json.loads(reply.body) if reply.body else {}
    shown = Shown(reply.status, reply.headers, reply.body.decode("utf-8", "surrogatepass"))
    return Recorded(interaction.place, interaction.line, interaction.call, shown, reply.error, answer)
