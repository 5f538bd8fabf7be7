"""The `responses` library, alone or inside moto: a Cognito call through requests is passed to the real adapter.

From there it reaches urllib3, and the door there.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._interceptors._patching import Swap, is_ours, optional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._interceptors._patching import Function


def swaps() -> Iterator[Swap]:
    if responses := optional("responses"):
        yield Swap(responses.RequestsMock, "_on_request", functools.partial(_on_request, responses))


def _on_request(responses: Any, theirs: Function) -> Function:
    def _on_request(self: Any, adapter: Any, request: Any, **kwargs: Any) -> Any:
        if is_ours(request.method, request.url, request.headers):
            return responses._real_send(adapter, request, **kwargs)  # noqa: SLF001 -- the adapter's own, kept there
        return theirs(self, adapter, request, **kwargs)

    return _on_request
