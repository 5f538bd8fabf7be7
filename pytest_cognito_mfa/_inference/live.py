"""A recording put to a live endpoint: AWS, an emulator, whatever answers as Cognito does.

1. Requests go to the one address that was named, by Cognito's protocol, and nowhere else; AWS's signature is made with
   the user's own credentials.
2. What an answer gave out stands for what the recorded one did, in every later request.
3. An app's code is made of the secret that was given out, a hash of the client's secret.  What only a person or a
   mailbox knows, a password that SRP hides or a code that was sent, nobody has: such a call is not made.
"""

from __future__ import annotations

import base64
import hmac
import json
from typing import TYPE_CHECKING, Any, Final

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.httpsession import URLLib3Session

from pytest_cognito_mfa._aws import is_signed, operations
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, TARGET_HEADER, TARGET_PREFIX, Reply
from pytest_cognito_mfa._inference.claims import claims_of
from pytest_cognito_mfa._inference.drift import NO_STATE, Compared
from pytest_cognito_mfa._inference.response_diff import OPAQUE, differences
from pytest_cognito_mfa._simulator.crypto import signing
from pytest_cognito_mfa._simulator.mfa.factors import CODE_PARAMETER, TOTP, Authenticator
from pytest_cognito_mfa._simulator.sources import Clock
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_cognito_mfa._inference.exchanges import Recorded

_SENT: Final = ("SMS_MFA_CODE", "EMAIL_OTP_CODE", "SMS_OTP_CODE", "ConfirmationCode", "Code")
_GIVEN_OUT: Final = OPAQUE | {"Id", "ClientId", "ClientSecret", "UserPoolId", "Username", "USER_ID_FOR_SRP", "sub"}
_TIME_OUT: Final = 30


class Live:
    """One endpoint, and what its answers stand for."""

    def __init__(self, url: str, region: str) -> None:
        self._url, self._region = url, region
        self._session = botocore.session.Session()
        self._http = URLLib3Session(timeout=_TIME_OUT)
        self._words: dict[str, str] = {}
        self._secrets: dict[str, str] = {}
        """Of clients, by their ids."""
        self._app: Authenticator | None = None

    def compared(self, exchanges: Sequence[Recorded]) -> Iterator[Compared]:
        """Each exchange against the endpoint, in the recorded order."""
        for each in exchanges:
            reason = self._cannot(each)
            if reason is not None:
                yield Compared(each, (), reason)
                continue
            reply = self._sent(each.operation, self._translated(each))
            found = differences(each.shown, self._in_recorded_words(each, reply))
            yield Compared(each, found)

    def _cannot(self, recorded: Recorded) -> str | None:
        """Why a call is not made; one that was refused says why in its answer."""
        if not recorded.succeeded:
            return f"{NO_STATE[recorded.error]}: {recorded.error}" if recorded.error in NO_STATE else None
        reasons = {
            "a pool's documents have keys of its own": recorded.is_document,
            "it needs a code that was sent": any(name in {**recorded.asked, **recorded.given} for name in _SENT),
            "it needs a proof of a password that nobody tells": "PASSWORD_CLAIM_SIGNATURE" in recorded.given,
            "it needs a token or session that no earlier answer gave": any(
                text not in self._words for text in recorded.came_in
            ),
        }
        return next((reason for reason, holds in reasons.items() if holds), None)

    def _translated(self, recorded: Recorded) -> dict[str, Any]:
        asked: dict[str, Any] = self._replaced(recorded.asked)
        given = asked.get("AuthParameters") or asked.get("ChallengeResponses") or {}
        if recorded.succeeded and self._app is not None:
            code = self._app.code(Clock().timestamp())
            asked |= {"UserCode": code} if "UserCode" in asked else {}
            given |= {CODE_PARAMETER[TOTP]: code} if CODE_PARAMETER[TOTP] in given else {}
        if recorded.succeeded and (secret := self._secrets.get(asked.get("ClientId", ""))):
            proof = base64.b64encode(
                hmac.digest(secret.encode(), f"{recorded.name}{asked['ClientId']}".encode(), "sha256")
            ).decode()
            asked |= {"SecretHash": proof} if "SecretHash" in asked else {}
            given |= {"SECRET_HASH": proof} if "SECRET_HASH" in given else {}
        return asked

    def _replaced(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._replaced(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._replaced(each) for each in value]
        return self._words.get(value, value) if isinstance(value, str) else value

    def _sent(self, operation: str, asked: dict[str, Any]) -> Reply:
        headers = {TARGET_HEADER: TARGET_PREFIX + operation, "Content-Type": CONTENT_TYPE}
        request = AWSRequest("POST", self._url, headers, json.dumps(asked))
        if operation in operations() and is_signed(operation) and (known := self._session.get_credentials()):
            SigV4Auth(known, "cognito-idp", self._region).add_auth(request)
        try:
            answer = self._http.send(request.prepare())
        except BotoCoreError as error:
            raise SettingError(f"--against {self._url}: {error}") from None
        return Reply(answer.status_code, tuple(answer.headers.items()), answer.content)

    def _in_recorded_words(self, recorded: Recorded, reply: Reply) -> Reply:
        """The answer as it would name things in the recording; what it gives out is learnt."""
        try:
            ours = json.loads(reply.body or b"{}")
        except ValueError:
            raise SettingError(f"--against {self._url}: the answer to {recorded.operation} is not JSON") from None
        self._learn(recorded.answer, ours)
        if secret := ours.get("SecretCode"):
            self._app = Authenticator(secret)
        client = ours.get("UserPoolClient") or {}
        if client.get("ClientSecret"):
            self._secrets[client["ClientId"]] = client["ClientSecret"]
        back = {ours: theirs for theirs, ours in self._words.items()}
        return Reply(reply.status, reply.headers, json.dumps(_told(ours, back)).encode() if reply.body else b"")

    def _learn(self, theirs: Any, ours: Any, name: str = "") -> None:
        if isinstance(theirs, dict) and isinstance(ours, dict):
            own = theirs.get("Name") == "sub"
            for member in theirs.keys() & ours.keys():
                self._learn(theirs[member], ours[member], "sub" if own and member == "Value" else member)
        elif isinstance(theirs, list) and isinstance(ours, list):
            for one, other in zip(theirs, ours, strict=False):
                self._learn(one, other, name)
        elif isinstance(theirs, str) and isinstance(ours, str) and name in _GIVEN_OUT:
            self._words[theirs] = ours


def _told(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {member: _told(each, words) for member, each in value.items()}
    if isinstance(value, list):
        return [_told(each, words) for each in value]
    if not isinstance(value, str):
        return value
    if (claims := claims_of(value)) is not None:
        header, _, signature = value.split(".")
        return f"{header}.{signing.urlsafe(json.dumps(_told(claims, words)).encode())}.{signature}"
    before, slash, last = value.rpartition("/")  # an issuer and an Arn end in a pool's id
    return words.get(value) or f"{before}{slash}{words.get(last, last)}"
