"""Runs triggers: finds the function, gives it the event, and turns what goes wrong into AWS's refusal.

1. What the function raises becomes UserLambdaValidationException with its text, as Lambda reports it for Python.
2. An answer counts if it comes within 5 seconds of Cognito's clock.  AWS calls a slower function again, three times in
   all (developer guide of 2023; aws-amplify/amplify-js#4805), then refuses.  If the function has a shorter time limit
   of its own, Lambda ends it then, and reports that like an error.
3. An answer that is no JSON, or is not the event with a response, is InvalidLambdaResponseException.  A member of the
   response that is null counts as absent, as the events have it.
4. A custom sender runs asynchronously in AWS: its failure refuses nothing, and its answer is not read.
5. The function may call Cognito itself, and so may other threads while it runs; these calls are in the journal before
   the call that runs it.
"""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.exchange import Invocation
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.lock import released
from pytest_cognito_mfa._simulator.triggers.events import CurrentCall, make_event, misfit, written
from pytest_cognito_mfa._simulator.triggers.lambda_context import LONGEST, LambdaContext
from pytest_cognito_mfa._simulator.triggers.table import ASYNCHRONOUS, configured, of_version
from pytest_cognito_mfa.errors import CognitoMfaError, NotSimulated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, User
    from pytest_cognito_mfa._simulator.triggers.functions import Function
    from pytest_cognito_mfa._simulator.triggers.plugged import Plugged
    from pytest_cognito_mfa._simulator.triggers.table import Trigger

_ATTEMPTS: Final = 3


def run(service: Service, name: str, pool: Pool, user: User | str, **members: Any) -> Mapping[str, Any] | None:
    """The members of the function's `response`; None if no function is plugged in.  Raises `Rejection` as AWS does.

    `user` is the name where there is no such user; `members` are of the event's `request`.
    """
    triggers = service.triggers
    if not triggers.may_run(pool):
        return None
    arn, version = configured(pool.settings["LambdaConfig"], name)
    plugged = triggers.find(name, arn, pool)
    version = (plugged and plugged.version) or version
    trigger = of_version(name, version)
    if not trigger.source(triggers.operation, triggers.request):
        return None
    if plugged is None:
        if arn is not None:
            _report(service, pool, trigger)
        return None
    call = CurrentCall(triggers.operation, triggers.request, _client_id(service))
    event = make_event(trigger, version, pool, user, call, members=members)
    context = LambdaContext(arn, name, pool.region, service.sources, plugged.timeout)
    try:
        return _answered(service, trigger, plugged, event, context)
    except rejections.Rejection:
        if name in ASYNCHRONOUS:
            return {}
        raise


def is_missing(service: Service, name: str, pool: Pool) -> bool:
    """Whether a pool neither names a trigger nor has a function for it; raises `NotSimulated` if it only names it."""
    arn, _ = configured(pool.settings["LambdaConfig"], name)
    if service.triggers.find(name, arn, pool) is not None:
        return False
    if arn is not None:
        raise NotSimulated(
            f"CUSTOM_AUTH needs the trigger {name} of pool {pool.settings['Name']!r}, and no function is plugged in.\n"
            f"  {_way_out(name)}, or answer this sign-in by `answers:` in the scenario or by a cassette"
        )
    return True


def _way_out(name: str) -> str:
    return f'Plug your handler in: cognito.trigger("{name}", handler), or `triggers:` of the pool in the scenario'


def _report(service: Service, pool: Pool, trigger: Trigger) -> None:
    """Report a trigger that AWS runs now, and for which there is no function."""
    name, operation = trigger.name, service.triggers.operation
    text = (
        f"trigger {name} of pool {pool.settings['Name']!r} was not run, because no function is plugged in\n"
        f"  AWS runs it at {operation}, with triggerSource {trigger.source(operation, service.triggers.request)}\n"
        f"  {_way_out(name)}\n"
        f'  If your code handles its refusal: cognito.inject("{operation}", error="UserLambdaValidationException")'
    )
    service.report(f"trigger {name} {pool.id}", text)


def _client_id(service: Service) -> str | None:
    """The client of the current call; None for a call of an administrator."""
    request = service.triggers.request
    owner = service.tokens.owner(request.get("AccessToken", ""))
    return request.get("ClientId") if owner is None else owner[0].id


def _answered(
    service: Service, trigger: Trigger, plugged: Plugged, event: dict[str, Any], context: LambdaContext
) -> Mapping[str, Any]:
    """The response of the function, which may be called up to three times."""
    function = plugged.function
    for _ in range(_ATTEMPTS):
        started, answer, refused = service.now, None, None
        try:
            answer = _called(service, trigger, function, event, context)
        except rejections.Rejection as rejection:
            refused = rejection
        took = service.now - started
        if is_ended := plugged.timeout is not None and took > plugged.timeout:
            refused = _timed_out(service, trigger, plugged, context)
        elif took > LONGEST:
            refused = rejections.TRIGGER_TOO_SLOW(
                trigger=trigger.name, because=f"it took {took:.1f} s, in each attempt"
            )
        error = None if refused is None else refused.code
        given = Invocation(trigger.name, event["triggerSource"], _qualified(function), event, answer, error)
        service.triggers.invocations.append(given)
        if is_ended or took <= LONGEST:
            break
    if refused is not None:
        raise refused
    return (isinstance(answer, dict) and answer.get("response")) or {}


def _timed_out(service: Service, trigger: Trigger, plugged: Plugged, context: LambdaContext) -> rejections.Rejection:
    """Lambda's own time limit, in the words of a captured refusal (public code)."""
    at = f"{service.sources.clock.now:%Y-%m-%dT%H:%M:%S.%f}"[:-3]
    seconds = f"{(plugged.timeout or 0) + 0.01:.2f}"
    error = f"{at}Z {context.aws_request_id} Task timed out after {seconds} seconds"
    return rejections.TRIGGER_FAILED(trigger=trigger.name, error=error)


def _called(
    service: Service, trigger: Trigger, function: Function, event: dict[str, Any], context: LambdaContext
) -> Any:
    """What the function gives back, as JSON; raises `Rejection` where that is not what Cognito expects."""
    triggers = service.triggers
    outer = triggers.operation, triggers.request, triggers.invocations, service.request_id, service.url
    error: object
    try:
        with released():
            text = written(_completed(function(json.loads(json.dumps(event)), context)))
    except CognitoMfaError:
        raise  # "we cannot" is no answer of Lambda
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else int(left.code is not None)
        error = f"RequestId: {context.aws_request_id} Error: Runtime exited with error: exit status {status}"
    except Exception as raised:  # noqa: BLE001 - Lambda reports every error
        error = raised
    else:
        return _checked(json.loads(text), trigger)
    finally:
        triggers.operation, triggers.request, triggers.invocations, service.request_id, service.url = outer
    reason = f"{_qualified(function)} raised {type(error).__name__}" if isinstance(error, Exception) else None
    raise rejections.TRIGGER_FAILED(trigger=trigger.name, error=str(error), because=reason)


def _checked(answer: Any, trigger: Trigger) -> Any:
    if trigger.name not in ASYNCHRONOUS:
        if answer is None:
            raise rejections.ANSWER_NO_JSON(because=f"the function of {trigger.name} returned None; return the event")
        if (problem := misfit(answer, trigger.reads)) is not None:
            raise rejections.ANSWER_UNKNOWN(because=f"the answer of {trigger.name}: {problem}")
    return answer


def _qualified(function: Function) -> str:
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", None)
    return f"{module}.{name}" if module and name else type(function).__name__


def _completed(result: Any) -> Any:
    """What a function gives, or the coroutine of an async one; a loop that runs already waits."""
    if not inspect.iscoroutine(result):
        return result
    import asyncio  # noqa: PLC0415 - it takes long to import

    loop = asyncio._get_running_loop()  # noqa: SLF001 - it is documented for code that runs loops
    if loop is None:
        return asyncio.run(result)
    task: asyncio.Task[Any] | None = asyncio.current_task(loop)
    if task is not None:
        asyncio.tasks._leave_task(loop, task)  # noqa: SLF001 - the same
    asyncio._set_running_loop(None)  # noqa: SLF001 - the same
    try:
        return asyncio.run(result)
    finally:
        asyncio._set_running_loop(loop)  # noqa: SLF001 - the same
        if task is not None:
            asyncio.tasks._enter_task(loop, task)  # noqa: SLF001 - the same
