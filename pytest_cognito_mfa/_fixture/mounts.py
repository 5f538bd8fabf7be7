"""Cognito in mocks of the `responses` library, from `mount` to the end of the block."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pytest_cognito_mfa._interceptors.responses_mocks import mount, unmount

if TYPE_CHECKING:
    from types import ModuleType

    from responses import BaseResponse, RequestsMock

    from pytest_cognito_mfa._middleware import Pipeline


class Mounts:
    """The part of `Cognito` that mocks of `responses` see."""

    _region: str
    _pipeline: Pipeline

    @cached_property
    def _mounts(self) -> dict[RequestsMock, BaseResponse]:
        return {}

    def mount(self, rsps: RequestsMock | ModuleType) -> BaseResponse:
        """Register Cognito in a mock of the `responses` library, so that the mock can say that it was not called.

        `rsps` is a `responses.RequestsMock`, or the module `responses` itself. The result is a response of that
        library: its `calls` are the calls that came through requests, and its `call_count` counts those of other
        libraries too. The end of the test takes it out again. The fixture `cognito_responses` does all this.
        """
        mock, mounted = mount(rsps, self._region, lambda: len(self._pipeline.journal))
        self._mounts[mock] = mounted
        return mounted

    def _unmount(self) -> None:
        while self._mounts:
            unmount(*self._mounts.popitem())
