"""Compares a recording with a live endpoint: AWS, an emulator, or any other service that answers like Cognito.

1. Requests go only to the given URL. They are signed with the user's own AWS credentials.
2. Later requests send the tokens, sessions and ids that the endpoint returned, in place of the recorded ones.
3. TOTP codes and SECRET_HASH are computed from the secrets that the endpoint returned. A call that needs a code from a
   message, or a password that SRP hides, is not made.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.httpsession import URLLib3Session

from pytest_cognito_mfa._aws import is_signed, operations
from pytest_cognito_mfa._aws.constants import CODE_PARAMETER, TOTP
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, TARGET_HEADER, TARGET_PREFIX, Reply
from pytest_cognito_mfa._aws.jwt import claims_of, encode_segment
from pytest_cognito_mfa._inference.drift import NO_STATE, ComparedExchange, compared_with
from pytest_cognito_mfa._inference.response_diff import OPAQUE
from pytest_cognito_mfa._simulator.crypto.secret_hash import secret_hash
from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
from pytest_cognito_mfa._simulator.sources import Clock
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pytest_cognito_mfa._inference.exchanges import RecordedExchange

_CODES: Final = ("SMS_MFA_CODE", "EMAIL_OTP_CODE", "SMS_OTP_CODE", "ConfirmationCode", "Code")
_RETURNED: Final = OPAQUE | {"Id", "ClientId", "ClientSecret", "UserPoolId", "Username", "USER_ID_FOR_SRP", "sub"}
_TIMEOUT: Final = 30


class LiveEndpoint:
    """One endpoint, and its values for the recorded tokens, sessions and ids."""

    def __init__(self, url: str, region: str) -> None:
        self._url, self._region = url, region
        self._session = botocore.session.Session()
        self._http = URLLib3Session(timeout=_TIMEOUT)
        self._live_values: dict[str, str] = {}
        self._secrets: dict[str, str] = {}
        """The secrets of clients, by client id."""
        self._app: Authenticator | None = None

    def compare(self, exchanges: Sequence[RecordedExchange]) -> Iterator[ComparedExchange]:
        """Compare each exchange with the endpoint, in recorded order."""
        for each in exchanges:
            reason = self._reason_not_to_call(each)
            if reason is not None:
                yield ComparedExchange(each, (), reason)
                continue
            reply = self._send(each.operation, self._live_request(each))
            yield compared_with(each, self._in_recorded_values(each, reply))

    def _reason_not_to_call(self, recorded: RecordedExchange) -> str | None:
        """Why a call is not made, or None. A call that was refused needs no valid values."""
        if not recorded.succeeded:
            return f"{NO_STATE[recorded.error]}: {recorded.error}" if recorded.error in NO_STATE else None
        reasons = {
            "the endpoint has its own keys": recorded.is_document,
            "it needs a code from a message": any(
                name in {**recorded.request, **recorded.auth_parameters} for name in _CODES
            ),
            "it needs a password, which the recording does not have": "PASSWORD_CLAIM_SIGNATURE"
            in recorded.auth_parameters,
            "it needs a token or session that no earlier answer returned": any(
                text not in self._live_values for text in recorded.sent_tokens
            ),
        }
        return next((reason for reason, holds in reasons.items() if holds), None)

    def _live_request(self, recorded: RecordedExchange) -> dict[str, Any]:
        request: dict[str, Any] = _map_texts(recorded.request, lambda text: self._live_values.get(text, text))
        auth = request.get("AuthParameters") or request.get("ChallengeResponses") or {}
        if recorded.succeeded and self._app is not None:
            code = self._app.code(Clock().timestamp())
            request |= {"UserCode": code} if "UserCode" in request else {}
            auth |= {CODE_PARAMETER[TOTP]: code} if CODE_PARAMETER[TOTP] in auth else {}
        if recorded.succeeded and (secret := self._secrets.get(request.get("ClientId", ""))):
            proof = secret_hash(secret, str(recorded.username), request["ClientId"])
            request |= {"SecretHash": proof} if "SecretHash" in request else {}
            auth |= {"SECRET_HASH": proof} if "SECRET_HASH" in auth else {}
        return request

    def _send(self, operation: str, request: dict[str, Any]) -> Reply:
        headers = {TARGET_HEADER: TARGET_PREFIX + operation, "Content-Type": CONTENT_TYPE}
        signed = AWSRequest("POST", self._url, headers, json.dumps(request))
        if operation in operations() and is_signed(operation) and (known := self._session.get_credentials()):
            SigV4Auth(known, "cognito-idp", self._region).add_auth(signed)
        try:
            answer = self._http.send(signed.prepare())
        except BotoCoreError as error:
            raise SettingError(f"--against {self._url}: {error}") from None
        return Reply(answer.status_code, tuple(answer.headers.items()), answer.content)

    def _in_recorded_values(self, recorded: RecordedExchange, reply: Reply) -> Reply:
        """The answer with recorded values in place of the endpoint's, which are kept for later requests."""
        try:
            answer = json.loads(reply.body or b"{}")
        except ValueError:
            raise SettingError(f"--against {self._url}: the answer to {recorded.operation} is not JSON") from None
        self._learn(recorded.answer, answer)
        if secret := answer.get("SecretCode"):
            self._app = Authenticator(secret)
        client = answer.get("UserPoolClient") or {}
        if client.get("ClientSecret"):
            self._secrets[client["ClientId"]] = client["ClientSecret"]
        recorded_values = {live: known for known, live in self._live_values.items()}
        body = json.dumps(_replace(answer, recorded_values)).encode() if reply.body else b""
        return Reply(reply.status, reply.headers, body)

    def _learn(self, recorded: Any, live: Any, name: str = "") -> None:
        if isinstance(recorded, dict) and isinstance(live, dict):
            is_sub = recorded.get("Name") == "sub"
            for member in recorded.keys() & live.keys():
                self._learn(recorded[member], live[member], "sub" if is_sub and member == "Value" else member)
        elif isinstance(recorded, list) and isinstance(live, list):
            for one, other in zip(recorded, live, strict=False):
                self._learn(one, other, name)
        elif isinstance(recorded, str) and isinstance(live, str) and name in _RETURNED:
            self._live_values[recorded] = live


def _replace(value: Any, values: Mapping[str, str]) -> Any:
    """Replace texts, also in the claims of tokens and in issuers and ARNs, which end in the pool id."""

    def replaced(text: str) -> str:
        if (claims := claims_of(text)) is not None:
            header, _, signature = text.split(".")
            return f"{header}.{encode_segment(json.dumps(_replace(claims, values)).encode())}.{signature}"
        before, slash, last = text.rpartition("/")
        return values.get(text) or f"{before}{slash}{values.get(last, last)}"

    return _map_texts(value, replaced)


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _map_texts(each, change) for name, each in value.items()}
    if isinstance(value, list):
        return [_map_texts(each, change) for each in value]
    return change(value) if isinstance(value, str) else value
