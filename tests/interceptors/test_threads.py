"""A thread that outlives its test: its calls get an error that names the test, enter no journal, and never go out."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.pool import ThreadPool

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from clients import HOST
from one_test import for_each

from pytest_cognito_mfa import LateCall, simulate
from pytest_cognito_mfa._aws.exchange import Dropped
from pytest_cognito_mfa._interceptors import intercepting
from pytest_cognito_mfa._interceptors._patching import _prepared_patches, state

pytestmark = pytest.mark.usefixtures("no_network")


def asker():
    """A function that asks for a pool; AWS answers that there is none."""
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    client = boto3.client("cognito-idp", region_name="us-east-1", **keys)

    def ask():
        with pytest.raises(client.exceptions.ResourceNotFoundException):
            client.describe_user_pool(UserPoolId="us-east-1_absent")
        return "answered"

    return ask


class Late:
    """Work that a test starts, and that calls Cognito once it may."""

    def __init__(self):
        self.may, self.done, self.outcome = threading.Event(), threading.Event(), None
        self.ask = asker()

    def __call__(self):
        self.may.wait(10)
        try:
            self.outcome = self.ask()
        except BaseException as error:  # noqa: BLE001 -- the test looks at it
            self.outcome = error
        self.done.set()

    def finish(self):
        self.may.set()
        assert self.done.wait(10)
        return self.outcome


@contextmanager
def in_a_thread(late):
    thread = threading.Thread(target=late, name="refresher")
    thread.start()
    yield
    thread.join()


@contextmanager
def in_a_timer(late):
    timer = threading.Timer(0, late)
    timer.start()
    yield
    timer.join()


@contextmanager
def in_a_thread_of_a_thread(late):
    started = threading.Event()

    def start():
        late.may.wait(10)  # after the test's end
        inner.start()
        started.set()

    inner = threading.Thread(target=late)
    outer = threading.Thread(target=start)
    outer.start()
    yield
    outer.join()
    inner.join()


@contextmanager
def as_a_job(late):
    with ThreadPoolExecutor(1) as pool:
        pool.submit(late)
        yield


@contextmanager
def as_a_waiting_job(late):
    first = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: (late.may.wait(10), first.set()))
        pool.submit(late)
        yield


STARTERS = [in_a_thread, in_a_timer, in_a_thread_of_a_thread, as_a_job, as_a_waiting_job]


@for_each("start", STARTERS)
def test_a_late_call_is_in_no_later_journal(start):
    with simulate() as first:
        late = Late()
        context = start(late)
        context.__enter__()
    with simulate() as second:
        error = late.finish()
        context.__exit__(None, None, None)
        assert isinstance(error, LateCall), error
        assert "DescribeUserPool was not sent to https://cognito-idp.us-east-1.amazonaws.com/" in str(error)
        assert not first.journal
        assert not second.journal


@for_each("start", STARTERS)
def test_a_late_call_after_the_last_test_does_not_go_out(start):
    before = patched()
    with simulate():
        late = Late()
        context = start(late)
        context.__enter__()
    assert isinstance(late.finish(), LateCall)
    context.__exit__(None, None, None)

    with simulate() as cognito:  # the next block restores the libraries
        asker()()
    assert len(cognito.journal) == 1
    assert not state.ended
    assert patched() == before


def patched():
    """What is patched now."""
    with intercepting(print):
        pass
    return [patch.name for patch in _prepared_patches() if patch.is_applied()]


def test_the_error_names_the_test_and_the_thread(monkeypatch):
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "tests/test_app.py::test_refresh (teardown)")
    with simulate():
        late = Late()
        context = in_a_thread(late)
        context.__enter__()
    error = late.finish()
    context.__exit__(None, None, None)

    assert "the thread 'refresher' works for tests/test_app.py::test_refresh, which has ended" in str(error)
    monkeypatch.delenv("PYTEST_CURRENT_TEST")


def test_of_two_tests_with_late_threads_each_gets_its_own_error(monkeypatch):
    lates = []
    for name in ("one", "two"):
        monkeypatch.setenv("PYTEST_CURRENT_TEST", f"test_app.py::{name} (teardown)")
        with simulate():
            late = Late()
            threading.Thread(target=late).start()
        lates.append((name, late))

    for name, late in lates:
        assert f"works for test_app.py::{name}, which has ended" in str(late.finish())


def test_a_thread_of_an_outer_block_is_answered_while_that_block_is_open():
    with simulate() as outer:
        late = Late()
        with in_a_thread(late):
            with simulate():
                pass
            assert late.finish() == "answered"
    assert len(outer.journal) == 1


def test_an_outer_block_may_end_first():
    before, calls = patched(), []
    outer, inner = intercepting(print), intercepting(lambda call: calls.append(call) or Dropped("dns"))
    ask = asker()
    outer.__enter__()
    late = Late()
    thread = threading.Thread(target=late)
    thread.start()
    inner.__enter__()
    outer.__exit__(None, None, None)
    assert isinstance(late.finish(), LateCall)
    thread.join()
    with pytest.raises(EndpointConnectionError):
        ask()
    inner.__exit__(None, None, None)

    assert calls
    assert patched() == before


@for_each("make, do", [(ThreadPoolExecutor, "submit"), (ThreadPool, "apply_async")])
def test_a_pool_that_one_test_made_serves_the_next(make, do):
    def result(job):
        return job.result() if make is ThreadPoolExecutor else job.get()

    with simulate():
        pool = make(1)
        result(getattr(pool, do)(asker()))
    with simulate() as second:
        assert result(getattr(pool, do)(asker())) == "answered"
        assert len(second.journal) == 1
    (pool.terminate if make is ThreadPool else pool.shutdown)()


def test_a_job_that_was_submitted_outside_a_test_is_nobodys():
    with ThreadPoolExecutor(1) as pool:
        with simulate():
            pass
        assert pool.submit(lambda: HOST).result() == HOST
        late = Late()
        with simulate() as cognito:
            with in_a_thread(late):
                late.finish()
            assert len(cognito.journal) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # Python 3.12 warns of every fork beside threads
def test_a_child_that_is_forked_during_a_call_goes_on():
    calling, may_end = threading.Event(), threading.Event()

    def slow(call):
        calling.set()
        may_end.wait(0.2)
        return {"UserPool": {"Name": "slow"}}

    with simulate() as cognito:
        ask = asker()
        cognito.answer("DescribeUserPool", slow, times=1)
        thread = threading.Thread(target=boto3.client("cognito-idp").describe_user_pool, kwargs={"UserPoolId": "a_b"})
        thread.start()
        assert calling.wait(10)
        child = os.fork()
        if child == 0:
            os._exit(len(ask()))
        may_end.set()
        thread.join()

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == len("answered")
