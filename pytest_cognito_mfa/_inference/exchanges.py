"""One recorded exchange: the request, the response, which pool, client and user it names, and where it was recorded."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from pytest_cognito_mfa._aws.constants import DEFAULT_REGION
from pytest_cognito_mfa._aws.exchange import JWKS, OPENID, PREFLIGHT
from pytest_cognito_mfa._aws.fitting import fitting_answer, fitting_claims, fitting_request
from pytest_cognito_mfa._aws.jwt import claims_of, pool_of
from pytest_cognito_mfa._aws.limits import loads
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.state import RESET_REQUIRED, UNCONFIRMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_cognito_mfa._aws.exchange import Call, Reply
    from pytest_cognito_mfa._cassette.interactions import Cassette, Interaction

CUT: Final = "<cut in source>"
"""Marks the place where a recorded body was cut off."""

STATUS_OF: Final[Mapping[str | None, str]] = {
    "UserNotConfirmedException": UNCONFIRMED,
    "PasswordResetRequiredException": RESET_REQUIRED,
}
"""The status of a user whose sign-in was refused with this error."""

_TOKENS: Final = ("AccessToken", "IdToken", "RefreshToken")
_HOST: Final = re.compile(r"cognito-idp(?:-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d+)\.")


@dataclass(frozen=True, repr=False)
class RecordedResponse:
    """What a recording shows of a response; None for a part that it does not show."""

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: str | None
    claims: Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]] = field(default_factory=dict)
    """By token and segment, the name and type of each claim: for a token whose text was removed."""
    headers_are: Literal["complete", "unordered", "partial", "cassette"] = "cassette"
    ordered: bool = False
    """True when the members of the body have the order of the wire."""
    whole: bool = True
    """False when the end of the body was cut off."""


@dataclass(frozen=True, repr=False)
class RecordedExchange:
    """A request and its response; `error` is AWS's code or None, `answer` the parsed body, also of an error."""

    place: str
    call: Call
    response: RecordedResponse
    error: str | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)

    @property
    def operation(self) -> str:
        return self.call.operation

    @cached_property
    def request(self) -> Mapping[str, Any]:
        return fitting_request(self.operation, self.call.parameters)

    @property
    def succeeded(self) -> bool:
        return self.error is None

    @property
    def says_pool_is_missing(self) -> bool:
        """Whether the error says that the pool or the client does not exist."""
        return self.error == "ResourceNotFoundException" and self.message.startswith("User pool")

    @property
    def message(self) -> str:
        """The error's message; AWS names the member `message` or `Message`."""
        return str(self.answer.get("message") or self.answer.get("Message") or "")

    @property
    def is_document(self) -> bool:
        return self.operation in (JWKS, OPENID, PREFLIGHT)

    @property
    def date(self) -> str | None:
        return next((value for name, value in self.response.headers if name.lower() == "date"), None)

    def refused_with(self, *refusals: rejections.Refusal) -> bool:
        """Whether the error has the message of one of these refusals; some lost their last dot in 2024."""
        words = {refusal.words and refusal.words.removesuffix(".") for refusal in refusals}
        return self.error is not None and (self.message and self.message.removesuffix(".")) in words

    def is_about_client_secret(self, client_id: str) -> bool:
        """Whether the error is about a missing or wrong SECRET_HASH."""
        refusals = (rejections.NO_SECRET_HASH, rejections.WRONG_SECRET_HASH, rejections.SECRET_HASH_MISMATCH)
        messages = {refusal(client=client_id).message for refusal in refusals}
        return self.error is not None and self.message in messages

    # -- the pool, client and user it names ------------------------------------------------

    @property
    def auth_parameters(self) -> Mapping[str, str]:
        """The request's AuthParameters or ChallengeResponses."""
        return self.request.get("AuthParameters") or self.request.get("ChallengeResponses") or {}

    @property
    def challenge_parameters(self) -> Mapping[str, str]:
        """The ChallengeParameters of a successful response."""
        return self.answer.get("ChallengeParameters") or {} if self.succeeded else {}

    @property
    def challenge(self) -> str | None:
        return self.answer.get("ChallengeName") if self.succeeded else None

    @property
    def auth_result(self) -> Mapping[str, Any]:
        """The AuthenticationResult of a successful response."""
        return self.answer.get("AuthenticationResult") or {} if self.succeeded else {}

    @property
    def username(self) -> str | None:
        """The user's name, as the request gives it."""
        linked = self.request.get("DestinationUser", {}).get("ProviderAttributeValue")
        return self.request.get("Username") or self.auth_parameters.get("USERNAME") or linked

    @property
    def secret_hash(self) -> str | None:
        """The SECRET_HASH of the request."""
        return self.request.get("SecretHash") or self.auth_parameters.get("SECRET_HASH")

    @property
    def refresh_token(self) -> str | None:
        return (
            self.auth_parameters.get("REFRESH_TOKEN") or self.request.get("RefreshToken") or self.request.get("Token")
        )

    @property
    def session(self) -> str | None:
        """What identifies the unfinished sign-in: its Session, or the SECRET_BLOCK of SRP."""
        return self.request.get("Session") or self.auth_parameters.get("PASSWORD_CLAIM_SECRET_BLOCK")

    @property
    def sent_tokens(self) -> Iterator[str]:
        """Every token and session in the request."""
        yield from filter(None, (self.request.get("AccessToken"), self.refresh_token))
        yield from filter(None, (self.request.get("Session"), self.auth_parameters.get("PASSWORD_CLAIM_SECRET_BLOCK")))

    @property
    def received_tokens(self) -> Iterator[str]:
        """Every token and session in the response."""
        yield from (self.auth_result[name] for name in _TOKENS if self.auth_result.get(name))
        if self.succeeded:
            yield from filter(None, (self.answer.get("Session"), self.challenge_parameters.get("SECRET_BLOCK")))

    @cached_property
    def claims(self) -> tuple[Mapping[str, Any], ...]:
        """The claims of all readable tokens: first those of the response, then those of the request."""
        texts = (*self.received_tokens, *self.sent_tokens)
        return tuple(fitting_claims(found) for text in texts if (found := claims_of(text)) is not None)

    @property
    def described(self) -> Mapping[str, Any]:
        """The user that a successful response describes."""
        if options := self.answer.get("CredentialCreationOptions"):
            return {"Username": options["user"]["name"]}
        return self.answer.get("User") or self.answer if self.succeeded else {}

    @property
    def attributes(self) -> Mapping[str, str]:
        """The UserAttributes of a successful response."""
        listed = self.described.get("UserAttributes") or self.described.get("Attributes") or ()
        return {pair["Name"]: pair.get("Value", "") for pair in listed}

    @property
    def listed_users(self) -> Sequence[Mapping[str, Any]]:
        """The users that a successful listing shows."""
        return self.answer.get("Users") or () if self.operation in ("ListUsers", "ListUsersInGroup") else ()

    @property
    def pool_id(self) -> str | None:
        named = self.request.get("UserPoolId") or self.created_id("CreateUserPool", "UserPool", "Id")
        return named or next(filter(None, map(pool_of, self.claims)), None)

    @property
    def client_id(self) -> str | None:
        named = self.request.get("ClientId") or self.created_id("CreateUserPoolClient", "UserPoolClient", "ClientId")
        claimed = (claims.get("client_id") or claims.get("aud") for claims in self.claims)
        return named or next((str(each) for each in claimed if each), None)

    def listed(self, parameter: str) -> Sequence[str]:
        """The texts of the JSON list in a ChallengeParameter."""
        value = self._json_in(parameter)
        return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

    def paired(self, parameter: str) -> Mapping[str, str]:
        """The texts of the JSON object in a ChallengeParameter."""
        value = self._json_in(parameter)
        pairs = value.items() if isinstance(value, dict) else ()
        return {name: each for name, each in pairs if isinstance(each, str)}

    def _json_in(self, parameter: str) -> Any:
        with contextlib.suppress(ValueError):
            return loads(self.challenge_parameters.get(parameter, ""))
        return None

    def created_id(self, operation: str, member: str, name: str) -> str | None:
        """The id of what this exchange created, if it is a successful call of `operation`."""
        created = self.succeeded and self.operation == operation
        return self.answer.get(member, {}).get(name) if created else None

    @property
    def region(self) -> str:
        host = _HOST.search(self.call.url)
        return host[1] if host else DEFAULT_REGION


def exchanges_in(cassette: Cassette) -> Iterator[RecordedExchange]:
    """Every exchange of a cassette, in recorded order."""
    return map(exchange_from, cassette.interactions)


def exchange_from(interaction: Interaction) -> RecordedExchange:
    """One exchange of a cassette."""
    return exchange_of(interaction.place, interaction.call, interaction.reply)


def exchange_of(place: str, call: Call, reply: Reply) -> RecordedExchange:
    body = reply.body.decode("utf-8", "surrogatepass")
    response = RecordedResponse(reply.status, reply.headers, body)
    answer = json.loads(body) if body else {}
    if reply.error is None:
        answer = fitting_answer(call.operation, answer)
    return RecordedExchange(place, call, response, reply.error, answer)
