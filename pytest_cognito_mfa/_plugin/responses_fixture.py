"""The fixture `cognito_responses`: the default mock of `responses`, with Cognito in it.

It is the mock of ``responses.activate`` and of the module's functions, so that a test may use all of them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_cognito_mfa._plugin import judging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responses import RequestsMock

    from pytest_cognito_mfa.cognito import Cognito


@pytest.fixture
def cognito_responses(cognito: Cognito, request: pytest.FixtureRequest) -> Iterator[RequestsMock]:
    """The mock of the `responses` library for this test, with Cognito in it.

    Register the other hosts' responses with it. The test fails if one of them was not requested, or if Cognito was not
    called; set ``assert_all_requests_are_fired`` to False to allow that.
    """
    import responses  # noqa: PLC0415 - imports requests

    mock, stash = responses.mock, request.node.stash
    was_on, asserted = mock._patcher is not None, mock.assert_all_requests_are_fired  # noqa: SLF001 - there is no public way
    mounted = cognito.mount(mock)
    mock.assert_all_requests_are_fired = True
    mock.start()
    stash[judging.mocked] = mock
    try:
        yield mock
        if stash.get(judging.late, False):
            judging.fail_if_unrequested(mock)
    finally:
        mock.assert_all_requests_are_fired = asserted
        mock.remove(mounted)
        if not was_on:
            mock.stop(allow_assert=False)
            mock.reset()
