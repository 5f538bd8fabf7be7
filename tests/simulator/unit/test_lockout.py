"""How long n failures lock a user out, to the second; what makes it longer, and what ends it."""

import math

import pytest
from one_test import for_each

from pytest_cognito_mfa._simulator.mfa import lockout
from pytest_cognito_mfa._simulator.mfa.lockout import NONE, Attempts
from pytest_cognito_mfa._simulator.rejections import Rejection

NOW = 1_700_000_000.0
MINUTE = 60
SCHEDULE = [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900, 900]
"""Seconds after the 1st to the 20th failure."""
NUMBERED = list(enumerate(SCHEDULE, start=1))


def is_refused(attempts, now):
    try:
        lockout.refuse_locked_out(attempts, now)
    except Rejection:
        return True
    return False


def failing(times):
    """Attempts, and the time, after this many failures, each as early as the lockout before it allows."""
    attempts, now = NONE, NOW
    for _ in range(times):
        now = max(now, attempts.free_from)
        attempts = lockout.after_failure(attempts, now)
    return attempts, now


def just_before(time):
    return math.nextafter(time, 0)


@for_each("failed, seconds", NUMBERED)
def test_each_failure_locks_out_for_its_time(failed, seconds):
    attempts, now = failing(failed)
    assert lockout.lockout_seconds(failed) == seconds
    assert attempts == Attempts(failed, now + seconds)


@for_each("failed, seconds", NUMBERED)
def test_a_lockout_ends_at_its_second(failed, seconds):
    attempts, now = failing(failed)
    assert is_refused(attempts, now) is (seconds > 0)
    assert is_refused(attempts, just_before(now + seconds)) is (seconds > 0)
    assert not is_refused(attempts, now + seconds)


def test_the_refusal_has_the_words_that_people_saw():
    attempts, now = failing(5)
    with pytest.raises(Rejection) as caught:
        lockout.refuse_locked_out(attempts, now)
    assert (caught.value.code, caught.value.message) == ("NotAuthorizedException", "Password attempts exceeded")


def test_more_failures_than_anybody_makes_lock_out_no_longer():
    assert lockout.lockout_seconds(10_000) == 15 * MINUTE


@for_each("failed", range(1, 21))
def test_fifteen_quiet_minutes_after_the_lockout_start_again(failed):
    attempts, _ = failing(failed)
    quiet = attempts.free_from + 15 * MINUTE
    assert lockout.after_failure(attempts, just_before(quiet)).failed == failed + 1
    assert lockout.after_failure(attempts, quiet) == Attempts(1, quiet)


def test_the_minutes_of_a_lockout_are_not_quiet_ones():
    attempts, now = failing(15)
    assert lockout.after_failure(attempts, now + 15 * MINUTE).failed == 16


def test_nobody_is_locked_out_before_a_failure():
    assert not is_refused(NONE, 0.0)
    assert lockout.after_failure(NONE, 0.0) == Attempts(1, 0.0)


def test_a_clock_that_is_put_back_locks_nobody_out_who_was_not():
    attempts, now = failing(4)
    assert not is_refused(attempts, now - 3600)


def test_attempts_are_compared_by_value_and_cannot_be_changed():
    assert Attempts() == NONE
    with pytest.raises(AttributeError):
        NONE.failed = 1
