"""The `responses` library: Cognito's calls through requests are in a mock's `calls`, and what the user registered wins.

1. A call that matches a response of the user's gets that response.  moto's mock of Cognito is not the user's.
2. Any other call to Cognito goes to the real adapter, and urllib3's interceptor answers it.  So requests' own retries
   run.  The mock lists each try, as it does for a registered response.
3. `mount` registers Cognito as a response.  It matches nothing itself, because a registry may use up what matches; it
   lets `assert_all_requests_are_fired` see whether Cognito was called.
"""

from __future__ import annotations

import functools
import io
import sys
from http.client import responses as phrases
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.exchange import Dropped
from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import import_optional, is_answered
from pytest_cognito_mfa._interceptors._timeouts import Timeouts, as_seconds, socket_error
from pytest_cognito_mfa._interceptors.urllib3_pools import noted_tries
from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from responses import BaseResponse, RequestsMock

    from pytest_cognito_mfa._interceptors._patch import Function

_NO_MATCH = "pytest-cognito-mfa answers only calls to Cognito user pools, and this is none"


def patches() -> Iterator[Patch]:
    if mocks := import_optional("responses"):
        yield Patch(mocks.RequestsMock, "_on_request", functools.partial(_on_request, mocks))


def _on_request(mocks: Any, original: Function) -> Function:
    def _on_request(self: Any, adapter: Any, request: Any, *, retries: Any = None, **sent: Any) -> Any:
        is_ours = is_answered(request.method, request.url, request.headers) and not _is_registered(
            mocks, self, request, sent
        )
        if is_ours:
            return _send(mocks, self, adapter, request, sent)
        return original(self, adapter, request, retries=retries, **sent)

    return _on_request


def _is_registered(mocks: Any, mock: Any, request: Any, sent: dict[str, Any]) -> bool:
    """Whether a response of the user's matches; asked without the registry, which may use it up."""
    request.params = mock._parse_request_params(request.path_url)  # noqa: SLF001 -- matchers read both of the request
    request.req_kwargs = sent
    return any(each.matches(request)[0] for each in _of_the_user(mocks, mock))


def _of_the_user(mocks: Any, mock: Any) -> list[Any]:
    motos = getattr(sys.modules.get("moto.core.custom_responses_mock"), "CallbackResponse", None)
    registered = mock.registered()
    if not any(type(each) is motos for each in registered):
        return registered  # type: ignore[no-any-return]  # responses is imported by name
    # moto's mock also gives what is registered with the default mock.
    return [each for each in (*registered, *mocks.mock.registered()) if type(each) is not motos]


def _send(mocks: Any, mock: Any, adapter: Any, request: Any, sent: dict[str, Any]) -> Any:
    """Send through the real adapter, and list each try as the mock lists its own."""
    with noted_tries() as tries:
        try:
            response = mocks._real_send(adapter, request, **sent)  # noqa: SLF001 -- where it keeps the adapter's own
        except BaseException as error:
            _list(mocks, mock, request, [*_answers(mocks, adapter, request, sent, tries), error])
            raise
    if mock.response_callback:
        response = mock.response_callback(response)
    _list(mocks, mock, request, [*_answers(mocks, adapter, request, sent, tries), response])
    return response


def _list(mocks: Any, mock: Any, request: Any, answers: list[Any]) -> None:
    lists = [mock.calls, *(each.calls for each in mock.registered() if isinstance(each, _mounted_class()))]
    for answer in answers:
        call = mocks.Call(request, answer)
        for calls in lists:
            calls.add_call(call)


def _answers(mocks: Any, adapter: Any, request: Any, sent: dict[str, Any], tries: list[Any]) -> list[Any]:
    """What each try but the last came to; requests tells only the last."""
    timeout = sent.get("timeout")
    read = as_seconds(timeout[-1] if isinstance(timeout, tuple) else timeout)
    answers: list[Any] = []
    for outcome in map(Timeouts(read=read).limit, filter(None, tries[:-1])):
        if isinstance(outcome, Dropped):
            answers.append(mocks.ConnectionError(socket_error(outcome.how), request=request))
        else:
            body, reason = io.BytesIO(outcome.body), phrases.get(outcome.status)
            raw = mocks.HTTPResponse(body, outcome.headers, outcome.status, reason=reason, preload_content=False)
            answers.append(adapter.build_response(request, raw))
    return answers


# -- mounting ----------------------------------------------------------------------------


def mount(
    target: RequestsMock | ModuleType, region: str, count: Callable[[], int]
) -> tuple[RequestsMock, BaseResponse]:
    """Register Cognito in the mock, or in the default mock of the module; once in each."""
    import responses  # noqa: PLC0415 -- a test that mounts has imported it

    mock = responses.mock if target is responses else target
    if not isinstance(mock, responses.RequestsMock):
        raise SettingError(
            f"mount() takes a responses.RequestsMock or the module responses, not {type(target).__name__}"
        )
    if isinstance(mock.get_registry(), responses.registries.OrderedRegistry):
        raise SettingError(
            "mount(): this mock has an OrderedRegistry, where each response has its turn and Cognito has none; "
            "leave mount() out: Cognito is answered and is in the mock's `calls` without it"
        )
    for each in mock.registered():
        if isinstance(each, _mounted_class()):
            return mock, each
    return mock, mock.add(_mounted_class()(region, count))


def unmount(mock: RequestsMock, mounted: BaseResponse) -> None:
    """Take Cognito out of the mock at the end of its block, unless the mock has yet to say that it was not called."""
    if mounted.call_count or not mock.assert_all_requests_are_fired:
        mock.remove(mounted)


@functools.cache
def _mounted_class() -> Any:
    import responses  # noqa: PLC0415 -- not before a block is open

    class Mounted(responses.BaseResponse):
        """Cognito in a mock; `calls` are those through requests, `call_count` counts those of other libraries too."""

        def __init__(self, region: str, count: Callable[[], int]) -> None:
            super().__init__("POST", f"https://cognito-idp.{region}.amazonaws.com/ (cognito.mount)")
            self._count = count
            self._before = count()

        @property
        def call_count(self) -> int:
            return self._count() - self._before

        def matches(self, request: Any) -> tuple[bool, str]:
            del request
            return False, _NO_MATCH

    return Mounted
