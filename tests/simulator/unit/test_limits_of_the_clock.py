"""`cognito.clock` takes any moment between 1970 and 9000, and refuses every other with an error of ours."""

import contextlib
import datetime as dt

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from pytest_cognito_mfa import Cognito, SettingError
from pytest_cognito_mfa._simulator.sources import Span

SECONDS = st.floats() | st.integers() | st.sampled_from([1e308, 10**5000, 2.2e11, -1, None, "3", [1]])
ZONES = st.sampled_from([dt.timezone.utc, dt.timezone(dt.timedelta(hours=14)), dt.timezone(-dt.timedelta(hours=12))])
MOMENTS = SECONDS | st.datetimes(timezones=ZONES) | st.datetimes()


@pytest.fixture(scope="module")
def cognito():
    with Cognito() as cognito:
        yield cognito


@given(MOMENTS, st.dictionaries(st.sampled_from(sorted(Span.__annotations__)), SECONDS, max_size=2))
def test_any_time_is_refused_or_works(cognito, at, span):
    for move in (lambda: cognito.clock.freeze(at), lambda: cognito.clock.advance(**span)):
        before = cognito.clock.now
        with contextlib.suppress(SettingError):
            move()
            before = cognito.clock.now
        assert cognito.clock.now >= before
        assert 1970 <= cognito.clock.now.year <= 9000
        assert repr(cognito.clock).startswith("<Clock ")
    assert requests.get(f"{cognito.pool.issuer}/.well-known/jwks.json").ok


@pytest.mark.parametrize("moved", [-1.0, 1e12, float("nan")])
def test_a_system_time_outside_those_years_is_told(monkeypatch, moved):
    with Cognito() as cognito:
        monkeypatch.setattr("time.time", lambda: moved)
        with pytest.raises(SettingError, match="time of the system, which time-machine or freezegun may have moved"):
            cognito.sign_in("totp")
        assert cognito.clock.freeze(1_000_000_000).year == 2001
