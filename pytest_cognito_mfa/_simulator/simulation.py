"""Answers a call with the simulator: validates it by AWS's model, performs the operation, and writes the reply."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NoReturn

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws import hosted, wire
from pytest_cognito_mfa._aws.exchange import (
    CONTENT_TYPE,
    JWKS,
    OPENID,
    PREFLIGHT,
    UPLOAD,
    Call,
    Invocation,
    Outcome,
    Reply,
)
from pytest_cognito_mfa._simulator import (
    operations,  # noqa: F401 - importing it registers the handlers
    rejections,
)
from pytest_cognito_mfa._simulator.crypto import signing
from pytest_cognito_mfa._simulator.hosted import domain
from pytest_cognito_mfa._simulator.not_simulated import not_simulated
from pytest_cognito_mfa._simulator.registry import HANDLERS, perform
from pytest_cognito_mfa._simulator.rejections.refusal import openapi_status
from pytest_cognito_mfa._simulator.resources import domains, import_jobs
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._simulator.rejections import Rejection
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool

__all__ = ["Simulation"]


_NO_OPERATIONS: Final = frozenset({JWKS, OPENID, UPLOAD, PREFLIGHT})
_MAY_BE_BLANK: Final = {"SignUp": "Password", "AdminCreateUser": "TemporaryPassword"}


class Simulation:
    """Answers every call as AWS would; raises `NotSimulated` where the simulator cannot.

    `error_statuses` is ``wire`` for the statuses of the live service, or ``documented`` for those of the published
    OpenAPI page.
    """

    def __init__(self, service: Service, error_statuses: str = "wire") -> None:
        self._service = service
        self._openapi_statuses = error_statuses == "documented"

    def answer(self, call: Call) -> tuple[Outcome, str]:
        __tracebackhide__ = True
        invocations: list[Invocation] = []
        self._service.triggers.invocations = invocations
        outcome = self.reply(call) if call.part != "domain" else domain.answer(self._service, call)
        if invocations and isinstance(outcome, Reply):
            outcome = outcome._replace(triggers=tuple(invocations))
        return outcome, "simulator"

    def reply(self, call: Call) -> Reply:
        """The reply to a call to the API, or for a document of a pool."""
        __tracebackhide__ = True
        service, operation = self._service, call.operation
        if operation in _NO_OPERATIONS:
            return self._reply_without_operation(call)
        request_id = service.sources.uuid()
        try:
            if operation not in HANDLERS:
                _refuse_unknown(operation)
            contract, request = _admit(call)
            service.url = call.url
            body = contract.write(perform(service, operation, request, request_id))
        except rejections.Rejection as rejection:
            return self._refused(rejection, request_id, call)
        return wire.reply(body, request_id=request_id, at=service.sources.clock.timestamp(), origin=call.origin)

    def _reply_without_operation(self, call: Call) -> Reply:
        if call.operation == UPLOAD:
            return import_jobs.upload(self._service, call)
        if call.operation == PREFLIGHT:
            return wire.preflight(call, request_id=self._service.sources.uuid(), at=self._service.now)
        return self._document(call)

    def error(
        self,
        code: str,
        message: str | None,
        call: Call,
        *,
        members: Mapping[str, Any] | None = None,
        status: int | None = None,
    ) -> Reply:
        """AWS's error reply for `code`; if `message` is None, with AWS's usual message, if that is known.

        `members` are added to the body; `status` replaces the error's own status.
        """
        rejection = rejections.default_refusal(code)()
        if message is not None:
            rejection.message = message
        if call.part == "domain":
            reply = domain.refused(rejection, call.operation, self._service.now)
        else:
            reply = self._refused(rejection, self._service.sources.uuid(), call, members)
        return reply if status is None else reply._replace(status=status)

    def canned(self, body_for: Callable[[Call], bytes], call: Call) -> Reply:
        """The reply with the body for `call`; if AWS's framework would refuse the request, that refusal instead.

        At a pool's domain, `{}` is an empty body.
        """
        __tracebackhide__ = True
        if call.part == "domain":
            return hosted.json_reply(json.loads(body_for(call)) or None, at=self._service.now)
        request_id = self._service.sources.uuid()
        try:
            _admit(call)
        except rejections.Rejection as rejection:
            return self._refused(rejection, request_id, call)
        return wire.reply(body_for(call), request_id=request_id, at=self._service.now, origin=call.origin)

    def _document(self, call: Call) -> Reply:
        pool = self._service.pools.get(call.parameters["UserPoolId"])
        if pool is None:
            words = rejections.NO_POOL(pool=call.parameters["UserPoolId"]).message
            return wire.document(_compact({"message": words}), at=self._service.now, status=400)
        make = jwks if call.operation == JWKS else openid_configuration
        return wire.document(_compact(make(pool)), at=self._service.now)

    def _refused(
        self, rejection: Rejection, request_id: str, call: Call, members: Mapping[str, Any] | None = None
    ) -> Reply:
        code, status = rejection.code, rejection.status
        reply = wire.reply(
            wire.error_body(code, rejection.message, members),
            request_id=request_id,
            at=self._service.now,
            status=openapi_status(call.operation, code, status) if self._openapi_statuses else status,
            error=(code, rejection.message),
            origin=call.origin,
        )
        return reply if rejection.reason is None else reply._replace(reason=rejection.reason)


def _admit(call: Call) -> tuple[model.Contract, Mapping[str, Any]]:
    """The contract and the request as AWS reads it; a refusal if AWS's framework refuses it."""
    __tracebackhide__ = True
    contract = model.contract_of(call.operation)
    if contract is None:
        _refuse_unknown(call.operation)
    parameters = call.parameters
    found: list[str] = []
    if call.content_type != CONTENT_TYPE or call.problem is not None:
        _check_form(call)
    if contract.is_signed and not call.signed:
        raise rejections.UNSIGNED()
    if call.operation in _MAY_BE_BLANK:
        parameters = _without_blank(parameters, _MAY_BE_BLANK[call.operation])
    try:
        request: Mapping[str, Any] = contract.check(parameters, "", found)
    except model.Mistyped as mistyped:
        raise rejections.MISTYPED(problem=str(mistyped)) from None
    if found:
        plural = "s" if len(found) > 1 else ""
        raise rejections.VALIDATION(count=str(len(found)), s=plural, failures="; ".join(found))
    return contract, request


def _without_blank(parameters: Mapping[str, Any], member: str) -> Mapping[str, Any]:
    """The request without a password that is blank, which counts as left out (botocore's text of these members)."""
    return {name: value for name, value in parameters.items() if name != member or value != ""}


def _check_form(call: Call) -> None:
    """Refuse a request that does not follow the protocol; a charset in its Content-Type is allowed."""
    if call.content_type.partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise NotSimulated(
            f"{call.operation} was sent with Content-Type: {call.content_type or '(none)'}.\n"
            "  Cognito's answer to other content types is unknown, so it is not simulated.\n"
            f"  Send Content-Type: {CONTENT_TYPE}"
        )
    if call.problem == wire.BODY_IS_A_LIST:
        raise rejections.MISTYPED(problem=model.START_OF_LIST)
    if call.problem is not None:
        raise rejections.SERIALIZATION()


def _refuse_unknown(operation: str) -> NoReturn:
    if operation in HANDLERS:
        raise NotSimulated(
            f"the installed botocore does not know {operation}, so the simulator cannot validate the request.\n"
            "  Upgrade botocore: pip install --upgrade botocore"
        )
    if operation in model.operations():
        raise NotSimulated(not_simulated(operation))
    raise rejections.UNKNOWN_OPERATION()


def _compact(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()


# -- the two public documents of a pool --------------------------------------------------


def jwks(pool: Pool) -> Mapping[str, Any]:
    """``/.well-known/jwks.json``."""
    return {"keys": signing.public_keys(pool.id)}


def openid_configuration(pool: Pool) -> Mapping[str, Any]:
    """``/.well-known/openid-configuration``; with the hosted endpoints only if the pool has a domain."""
    document: dict[str, Any] = {
        "id_token_signing_alg_values_supported": ["RS256"],
        "issuer": pool.issuer,
        "jwks_uri": f"{pool.issuer}/.well-known/jwks.json",
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    if base := domains.address(pool):
        document |= {
            "authorization_endpoint": f"{base}/oauth2/authorize",
            "end_session_endpoint": f"{base}/logout",
            "revocation_endpoint": f"{base}/oauth2/revoke",
            "token_endpoint": f"{base}/oauth2/token",
            "userinfo_endpoint": f"{base}/oauth2/userInfo",
        }
    return dict(sorted(document.items()))
