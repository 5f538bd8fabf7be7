"""Blocks that begin and end: who answers, and the libraries' attributes before, inside and after a block."""

import functools
import gc
import importlib
import inspect
import os
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import botocore.httpsession
import httpx
import pytest
from clients import CLIENTS, boto3_made_before, httpx_client, requests_post
from fake_pipeline import FakePipeline

import pytest_cognito_mfa
from pytest_cognito_mfa._interceptors import _patching, intercepting
from pytest_cognito_mfa._interceptors._patch import Patch, undo_all
from pytest_cognito_mfa._interceptors._patching import state

ABSENT = object()
PARAMETERS = {"MaxResults": 1}


def current_attributes():
    """What each patched attribute is by identity, and whether its class owns it."""
    patches = _patching._prepared_patches()
    return {(patch.owner, patch.name): vars(patch.owner).get(patch.name, ABSENT) for patch in patches}


def changed(before, after):
    return [name for (owner, name), was in before.items() if after[owner, name] is not was]


def test_importing_the_interceptors_imports_no_http_library():
    script = (
        "import sys, pytest_cognito_mfa._interceptors;"
        "print(*({'botocore', 'vcr', 'urllib3', 'responses', 'httpx', 'aiohttp'} & set(sys.modules)))"
    )
    root = Path(pytest_cognito_mfa.__file__).parents[1]

    assert subprocess.check_output([sys.executable, "-c", script], cwd=root, text=True).strip() == ""


def test_everything_is_put_back(answer):
    before = current_attributes()
    with intercepting(answer):
        assert changed(before, current_attributes())
        with intercepting(answer):
            pass
        assert changed(before, current_attributes())

    assert changed(before, current_attributes()) == []


def test_everything_is_put_back_after_an_error(answer):
    before = current_attributes()

    with pytest.raises(ZeroDivisionError), intercepting(answer):
        raise ZeroDivisionError

    assert changed(before, current_attributes()) == []


def test_an_attribute_that_its_class_inherits_is_inherited_again():
    class Base:
        def send(self):
            return "real"

    class Session(Base):
        pass

    applied = Patch(Session, "send", lambda original: lambda self: "patched, not " + original(self)).apply()
    assert Session().send() == "patched, not real"
    undo_all([applied])

    assert "send" not in vars(Session)
    assert Session().send() == "real"


def test_the_innermost_block_answers(answer):
    inner = FakePipeline()

    with intercepting(answer):
        with intercepting(inner):
            requests_post("GetUser", PARAMETERS)
        requests_post("ListUsers", PARAMETERS)

    assert (answer.asked, inner.asked) == (["ListUsers"], ["GetUser"])


def test_blocks_may_close_in_any_order(answer):
    before, inner = current_attributes(), FakePipeline()
    first, second = intercepting(answer), intercepting(inner)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    requests_post("GetUser", PARAMETERS)
    second.__exit__(None, None, None)

    assert (answer.asked, inner.asked) == ([], ["GetUser"])
    assert changed(before, current_attributes()) == []


@pytest.mark.parametrize("name", ["boto3, made before", "requests", "urllib.request", "httpx", "httpx, async"])
def test_threads_inside_a_block_are_answered(name, answer):
    with intercepting(answer), ThreadPoolExecutor(8) as threads:
        futures = [threads.submit(CLIENTS[name][0], "ListUserPools", PARAMETERS) for _ in range(24)]
        statuses = {future.result()[0] for future in futures}

    assert statuses == {200}
    assert len(answer.calls) == 24


def test_an_outer_mock_keeps_what_is_not_cognitos(answer):
    outer = mock.Mock(return_value=httpx.Response(418))
    with mock.patch.object(httpx.HTTPTransport, "handle_request", outer):
        with intercepting(answer):
            assert httpx.get("https://example.test").status_code == 418
            assert httpx_client("GetUser", PARAMETERS)[0] == 200
        assert httpx.HTTPTransport.handle_request is outer


def test_a_mock_laid_over_the_interceptor_stays_until_its_owner_removes_it(answer, as_it_was):
    theirs = mock.patch.object(httpx.HTTPTransport, "handle_request", return_value=httpx.Response(418))
    real = httpx.HTTPTransport.handle_request
    with intercepting(answer):
        theirs.start()
    assert httpx.get("https://example.test").status_code == 418
    theirs.stop()

    assert httpx.HTTPTransport.handle_request is not real  # ours came back with it; the next test says what it does


@pytest.fixture
def left_behind(answer, as_it_was):
    """Every interceptor is patched over inside a block and restored after it, so that all stay in place."""
    before = current_attributes()
    with intercepting(answer), ExitStack() as over:
        for owner, name in before:
            over.enter_context(mock.patch.object(owner, name))
        later = over.pop_all()
    later.close()


@pytest.mark.parametrize("name", CLIENTS)
def test_a_patch_left_behind_forwards(name, left_behind, no_network, answer):
    with pytest.raises(Exception, match=r"looked up|connect|resolve|lookup|Cannot|socket"):
        CLIENTS[name][0]("ListUserPools", PARAMETERS)

    assert answer.calls == []


@pytest.mark.parametrize("name", CLIENTS)
def test_a_patch_left_behind_still_opens(name, left_behind, no_network, answer):
    with intercepting(answer):
        CLIENTS[name][0]("ListUserPools", PARAMETERS)

    assert answer.asked == ["ListUserPools"]


def test_swapping_late_without_a_block_swaps_nothing():
    owner = type("Owner", (), {"send": lambda self: "real"})
    _patching.apply_late(Patch(owner, "send", lambda original: mock.Mock()))

    assert owner().send() == "real"


@pytest.mark.parametrize("interceptor", _patching.INTERCEPTORS)
def test_an_interceptor_without_its_library_stays_shut(interceptor, monkeypatch):
    module = importlib.import_module(f"pytest_cognito_mfa._interceptors.{interceptor}")
    monkeypatch.setattr(module, "import_optional", lambda name: None, raising=False)

    assert {inspect.getmodule(patch.owner).__name__.split(".")[0] for patch in module.patches()} <= {
        *("botocore", "http"),
        *("concurrent", "threading"),
    }


def test_a_copy_of_our_mark_is_not_taken_for_ours(answer):
    send = botocore.httpsession.URLLib3Session.send
    with intercepting(answer):
        ours = botocore.httpsession.URLLib3Session.send
        wrapped = functools.wraps(ours)(mock.Mock(side_effect=AssertionError("went out")))
        with mock.patch.object(botocore.httpsession.URLLib3Session, "send", wrapped), intercepting(answer):
            boto3_made_before("ListUserPools", PARAMETERS)

    assert answer.asked == ["ListUserPools"]
    assert botocore.httpsession.URLLib3Session.send is send


def test_nothing_of_a_closed_block_is_kept_alive():
    answer = FakePipeline()
    gone = weakref.ref(answer)
    with intercepting(answer):
        requests_post("GetUser", PARAMETERS)
    del answer
    gc.collect()

    assert gone() is None
    assert (state.answer, state.blocks) == (None, [])


def test_a_library_that_breaks_when_imported_is_passed_over(tmp_path, monkeypatch):
    (tmp_path / "library_broken.py").write_text("raise RuntimeError('half installed')")
    monkeypatch.syspath_prepend(tmp_path)

    assert _patching.import_optional("library_broken") is None
    assert _patching.import_optional("library_missing") is None


@pytest.mark.long
@pytest.mark.parametrize(
    "library", ["aiohttp", "httpx", "httpx2", "responses", "tornado", "aiobotocore", "vcr", "httplib2"]
)
def test_without_an_optional_library_the_others_are_served(library, tmp_path):
    (tmp_path / f"{library}.py").write_text("raise RuntimeError('half installed')")
    script = (
        "import boto3\n"
        "from pytest_cognito_mfa._interceptors import intercepting\n"
        "from pytest_cognito_mfa._aws.wire import reply\n"
        "client = boto3.client('cognito-idp', 'eu-west-1', aws_access_key_id='a', aws_secret_access_key='b')\n"
        "with intercepting(lambda call: reply(b'{\"UserPools\": []}', request_id='id', at=0)):\n"
        "    print(client.list_user_pools(MaxResults=1)['UserPools'])\n"
    )
    root = Path(pytest_cognito_mfa.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(root)])}

    assert subprocess.check_output([sys.executable, "-c", script], env=environment, text=True) == "[]\n"
