"""aioresponses: what the user registered answers, and then we do.

1. A call that matches a registered response is the user's.
2. Any other call to Cognito goes to the genuine session, and our interceptor of aiohttp answers it; the mock neither
   refuses nor lists it.
3. The mock replaces a method of the session.  So we replace it above the mock: when a block opens inside the mock, and
   when the mock starts inside a block.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._patch import Patch
from pytest_cognito_mfa._interceptors._patching import apply_late, import_optional, is_answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patch import Function


def patches() -> Iterator[Patch]:
    if mocks := import_optional("aioresponses.core"):
        above = Patch(mocks.ClientSession, "_request", functools.partial(_request, mocks))
        yield above
        yield Patch(mocks.aioresponses, "start", functools.partial(_start, above))


def _start(above: Patch, original: Function) -> Function:
    def start(self: Any) -> None:
        original(self)
        apply_late(above)

    return start


def _request(mocks: Any, original: Function) -> Function:
    mock = getattr(getattr(getattr(original, "mock", None), "side_effect", None), "__self__", None)
    if not isinstance(mock, mocks.aioresponses):
        return original

    def request(self: Any, method: str, url: Any, *args: Any, **given: Any) -> Any:
        full, headers = self._build_url(url), self._prepare_headers(given.get("headers"))
        is_ours = is_answered(method, str(full), headers) and not _has_response(mocks, mock, method, full, given)
        return (mock.patcher.temp_original if is_ours else original)(self, method, url, *args, **given)

    return request


def _has_response(mocks: Any, mock: Any, method: str, url: Any, given: dict[str, Any]) -> bool:
    asked = mocks.normalize_url(mocks.merge_params(url, given.get("params")))
    return any(each.match(method, asked) for each in mock._matches.values())  # noqa: SLF001 -- there is no public way
