"""The simulator as a source of answers: a call is held against AWS's model, performed, and written out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws import wire as _exchange
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, JWKS, OPENID, PREFLIGHT, Call, Reply
from pytest_cognito_mfa._aws.wire import BODY_IS_A_LIST
from pytest_cognito_mfa._simulator import operations as _handlers
from pytest_cognito_mfa._simulator import pool_documents as documents
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.registry import HANDLERS, perform
from pytest_cognito_mfa._simulator.rejections.refusal import documented_status
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.rejections import Rejection
    from pytest_cognito_mfa._simulator.service import Service

__all__ = ["Simulation"]

assert _handlers.__all__, "importing the operations registers them"  # noqa: S101 - says why the import is there


class Simulation:
    """Answers every call: as AWS would, or with an error of ours where the simulator cannot.

    `error_statuses` says whose statuses errors have: the ``wire``'s, or the ``documented`` ones of the
    published OpenAPI page.
    """

    def __init__(self, service: Service, error_statuses: str = "wire") -> None:
        self._service = service
        self._by_the_page = error_statuses == "documented"

    def answer(self, call: Call) -> tuple[Reply, str]:
        __tracebackhide__ = True
        if call.operation in (JWKS, OPENID):
            return self._document(call), "simulator"
        request_id = self._service.sources.uuid()
        if call.operation == PREFLIGHT:
            return _exchange.preflight(call, request_id=request_id, at=self._service.now), "simulator"
        try:
            body = self._perform(call, request_id)
        except rejections.Rejection as rejection:
            return self._refused(rejection, request_id, call), "simulator"
        return _exchange.reply(body, request_id=request_id, at=self._service.now, origin=call.origin), "simulator"

    def error(
        self,
        code: str,
        message: str | None,
        call: Call,
        *,
        members: Mapping[str, Any] | None = None,
        status: int | None = None,
    ) -> Reply:
        """The reply by which AWS says `code`; in its usual words, where known, when `message` is None.

        `members` stand beside the message in the body; `status` takes the place of the error's own.
        """
        rejection = rejections.typical(code)()
        if message is not None:
            rejection.message = message
        reply = self._refused(rejection, self._service.sources.uuid(), call, members)
        return reply if status is None else replace(reply, status=status)

    def canned(self, body: bytes, call: Call) -> Reply:
        """The reply with `body`, given to a request that AWS's framework takes; else its refusal of that."""
        __tracebackhide__ = True
        request_id = self._service.sources.uuid()
        try:
            _admit(call)
        except rejections.Rejection as rejection:
            return self._refused(rejection, request_id, call)
        return _exchange.reply(body, request_id=request_id, at=self._service.now, origin=call.origin)

    def _perform(self, call: Call, request_id: str) -> bytes:
        __tracebackhide__ = True
        operation = call.operation
        if operation not in model.operations():
            _refuse_unknown(operation)
        if operation not in HANDLERS:
            raise NotSimulated(_not_simulated(operation))
        _admit(call)
        request = model.heard(operation, call.parameters)
        return model.encode(operation, perform(self._service, operation, request, request_id))

    def _document(self, call: Call) -> Reply:
        pool = self._service.pools.get(call.parameters["UserPoolId"])
        if pool is None:
            words = rejections.NO_POOL(pool=call.parameters["UserPoolId"]).message
            return _exchange.document(_compact({"message": words}), at=self._service.now, status=400)
        make = documents.jwks if call.operation == JWKS else documents.openid_configuration
        return _exchange.document(_compact(make(pool)), at=self._service.now)

    def _refused(
        self, rejection: Rejection, request_id: str, call: Call, members: Mapping[str, Any] | None = None
    ) -> Reply:
        code, status = rejection.code, rejection.status
        return _exchange.reply(
            _exchange.error_body(code, rejection.message, members),
            request_id=request_id,
            at=self._service.now,
            status=documented_status(call.operation, code, status) if self._by_the_page else status,
            error=(code, rejection.message),
            origin=call.origin,
        )


def _admit(call: Call) -> None:
    """Refuse what AWS's framework refuses before the operation sees it."""
    __tracebackhide__ = True
    _check_form(call)
    if not call.signed and model.is_signed(call.operation):
        raise rejections.UNSIGNED()
    _validate(call.operation, call.parameters)


def _check_form(call: Call) -> None:
    """Refuse what is no request of this protocol; its Content-Type may say a charset too."""
    if call.content_type != CONTENT_TYPE and call.content_type.partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise NotSimulated(
            f"this {call.operation} says Content-Type: {call.content_type or '(nothing)'}, and Cognito speaks "
            f"{CONTENT_TYPE}.\n  What it answers to another is not known; a service like it gave no usable answer.\n"
            f"  Way out: send Content-Type: {CONTENT_TYPE}"
        )
    if call.problem == BODY_IS_A_LIST:
        raise rejections.MISTYPED(problem=model.START_OF_LIST)
    if call.problem is not None:
        raise rejections.SERIALIZATION()


def _validate(operation: str, parameters: Mapping[str, Any]) -> None:
    try:
        found = model.problems(operation, parameters)
    except model.Mistyped as mistyped:
        raise rejections.MISTYPED(problem=str(mistyped)) from None
    if found:
        plural = "s" if len(found) > 1 else ""
        raise rejections.VALIDATION(count=str(len(found)), s=plural, failures="; ".join(found))


def _refuse_unknown(operation: str) -> None:
    if operation in HANDLERS:
        raise NotSimulated(
            f"the installed botocore does not know {operation}, so its requests cannot be validated; "
            "upgrade botocore to use it"
        )
    raise rejections.UNKNOWN_OPERATION()


def _not_simulated(operation: str) -> str:
    return (
        f"{operation} is not simulated.\n"
        f"  Ways out: a canned answer, in the scenario: answers: [{{on: {operation}, answer: {{...}}}}];\n  replay it, "
        "with @pytest.mark.cognito(cassette='...yaml'); or let it fail as AWS would, with a fault\n  in the scenario "
        f"or cognito.inject(on={operation!r}, error='...'). "
        f"The simulator has: {', '.join(sorted(HANDLERS))}"
    )


def _compact(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()
