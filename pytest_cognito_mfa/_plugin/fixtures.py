"""The fixtures `cognito` and `cognito_session`: they open a `Cognito`, judge each test by it, and close it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from pytest_cognito_mfa._cassette.modes import is_recording
from pytest_cognito_mfa._plugin import judging, settings
from pytest_cognito_mfa.errors import CassetteError, CognitoMfaError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._plugin.shared import SharedCognito
    from pytest_cognito_mfa.cognito import Cognito

PART: Final = "_cognito_test"
"""The fixture that each test with `cognito_session` gets."""
passed: Final = pytest.StashKey[bool]()
recorded: Final = pytest.StashKey[str]()


class NotSimulatedWarning(pytest.PytestWarning):
    """Nobody could answer a call, and the ini file says ``cognito_not_simulated = warn``."""


class UnfiredFaultWarning(pytest.PytestWarning):
    """A fault never fired, and the ini file says ``cognito_unfired = warn``."""


class UnmetExpectationWarning(pytest.PytestWarning):
    """The tests that share `cognito_session` did not make a call that its scenario expects, or made a forbidden one."""


class UnplayedInteractionWarning(pytest.PytestWarning):
    """A recorded call was not made, and the ini file or the marker says ``warn``."""


class ExpiredCassetteWarning(pytest.PytestWarning):
    """A cassette is older than ``cognito_cassette_max_age`` or the marker's ``max_age``."""


@pytest.fixture
def cognito(request: pytest.FixtureRequest) -> Iterator[Cognito]:
    """Amazon Cognito for this test: pools, users and MFA, simulated in process.

    The value is a `pytest_cognito_mfa.Cognito`.  Until the test ends, AWS credentials and region are fakes, and no
    Cognito call leaves the machine.
    """
    from pytest_cognito_mfa.cognito import Cognito  # noqa: PLC0415 - imports botocore and vcrpy

    mistake = None
    try:
        checks = settings.checks_of(request)
        arguments = settings.arguments_of(request)
        value = Cognito(**arguments)
        mistake = _check_age(arguments, checks, request)
    except CognitoMfaError as error:
        mistake = str(error)
    _fail_by(mistake)
    request.node.stash.setdefault(judging.opened, {})["cognito"] = value
    try:
        with value:
            judging.begin(value, checks, request)
            yield value
    except CassetteError as error:
        mistake = str(error)
    judging.end(request)
    _fail_by(mistake)
    _keep_recorded(value, request.node)
    if request.node.stash.get(passed, False):
        _report(value, request, checks)


@pytest.fixture(scope=settings.scope_of_shared)
def cognito_session(request: pytest.FixtureRequest) -> Iterator[Cognito]:
    """Amazon Cognito for a whole session: the tests that use it share its pools and users.

    With `cognito_session_scope = module` in the ini file, each module has its own.  It answers while a test that uses
    it runs.  Each test is judged by its own calls.
    """
    from pytest_cognito_mfa._plugin import shared  # noqa: PLC0415 - imports botocore and vcrpy

    mistake = None
    try:
        checks = settings.checks_of(request)
        arguments = settings.arguments_of_shared(request)
        value = shared.SharedCognito(**arguments)
        mistake = _check_age(arguments, checks, request)
    except CognitoMfaError as error:
        mistake = str(error)
    _fail_by(mistake)
    sharing = shared.Sharing(value, request._pyfuncitem)  # noqa: SLF001 - the test that is being set up
    request.config.pluginmanager.register(sharing)
    yield value
    request.config.pluginmanager.unregister(sharing)
    try:
        value.close()
    except CassetteError as error:
        mistake = str(error)
    _fail_by(mistake)
    _keep_recorded(value, sharing.item)
    _warn(value, request, checks)
    judging.fail_by_what_was_done(value, checks)


@pytest.fixture
def _cognito_test(request: pytest.FixtureRequest, cognito_session: SharedCognito) -> Iterator[None]:
    """The part of `cognito_session` that is this test's: its calls, and the faults and answers of its markers."""
    mistake = None
    try:
        checks = settings.checks_of(request)
        settings.refuse_misplaced(request.node)
        given = settings.lists_of(request.node)
    except CognitoMfaError as error:
        mistake = str(error)
    _fail_by(mistake)
    judging.fail_by_what_was_done(cognito_session, checks)  # calls of fixtures of wider scope
    cognito_session.begin_test(**given)
    judging.begin(cognito_session, checks, request)
    yield
    judging.end(request)
    try:
        if request.node.stash.get(passed, False):
            _report(cognito_session, request, checks)
    finally:
        cognito_session.end_test()


def _fail_by(mistake: str | None) -> None:
    """Fail outside the block that caught the error, or pytest shows both errors."""
    if mistake is not None:
        pytest.fail(mistake, pytrace=False)


def _keep_recorded(value: Cognito, item: pytest.Item) -> None:
    if summary := value.recorded:
        calls = f"{summary.calls} call{'s' if summary.calls > 1 else ''}"
        item.stash[recorded] = f"{summary.path}: {calls} from {', '.join(summary.hosts)}"


def _check_age(arguments: dict[str, Any], checks: settings.Checks, request: pytest.FixtureRequest) -> str | None:
    """Warn about a cassette that is too old, or return the error."""
    path, oldest = arguments.get("cassette"), checks.max_age
    if path is None or oldest is None or is_recording(path, arguments["mode"]):
        return None
    from pytest_cognito_mfa._cassette.age import expired  # noqa: PLC0415 - only with a cassette that may expire

    text = expired(path, oldest)
    if text is None:
        return None
    text = f"{text}; record it again with: pytest --cognito-record=rewrite '{request.node.nodeid}'"
    if checks.expired == "fail":
        return text
    request.node.warn(ExpiredCassetteWarning(text))
    return None


def _warn(value: Cognito, request: pytest.FixtureRequest, checks: settings.Checks) -> None:
    """Warn about what no test did: that is no error, because a run may select some of the tests."""
    for text in value.unfired if checks.unfired != "ignore" else ():
        request.node.warn(UnfiredFaultWarning(text))
    for text in value.unmet:
        request.node.warn(UnmetExpectationWarning(text))
    if checks.unplayed != "ignore" and (unplayed := value.unplayed):
        request.node.warn(UnplayedInteractionWarning("\n".join(unplayed)))


def _report(value: Cognito, request: pytest.FixtureRequest, checks: settings.Checks) -> None:
    """Warn or fail about what a passed test did, or did not do."""
    for text in value.unanswered if checks.not_simulated == "warn" else ():
        request.node.warn(NotSimulatedWarning(text))
    for text in value.unfired if checks.unfired == "warn" else ():
        request.node.warn(UnfiredFaultWarning(text))
    if checks.unplayed == "warn" and (unplayed := value.unplayed):
        request.node.warn(UnplayedInteractionWarning("\n".join(unplayed)))
    judging.fail_at_the_end(value, checks)
