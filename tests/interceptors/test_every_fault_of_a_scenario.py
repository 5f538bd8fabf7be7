"""Each kind of fault in a scenario causes, in each client, the same error as with the real service, or none."""

import asyncio
import json
import zlib
from typing import get_args

import aiohttp
import boto3
import botocore.exceptions
import pytest
from clients import CLIENTS, FAKES, LOST, SOCKET_ERRORS, URL, headers, once

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws.exchange import Lost
from pytest_cognito_mfa._scenario.faults.loading import StepEntry
from pytest_cognito_mfa._scenario.faults.values import Change, Garbled, LostReply

pytestmark = pytest.mark.usefixtures("no_network")

LATER_THAN_ANY_WAITS = 400


def tornado_client(operation, parameters):
    httpclient = pytest.importorskip("tornado.httpclient")

    async def called():
        request = httpclient.HTTPRequest(URL, "POST", headers(operation), json.dumps(parameters))
        answer = await httpclient.AsyncHTTPClient(force_instance=True).fetch(request)
        return answer.code, answer.headers, answer.body

    return asyncio.run(called())


def httplib2_client(operation, parameters):
    http = pytest.importorskip("httplib2").Http()
    answer, body = http.request(URL, "POST", json.dumps(parameters), headers(operation))
    return answer.status, answer, body


ALL = {
    **{name: call for name, (call, _) in CLIENTS.items()},
    "tornado": tornado_client,
    "httplib2": httplib2_client,
}


def lost_by(name):
    """What the client raises for each way of LOST."""
    if name == "tornado":
        error = pytest.importorskip("tornado.simple_httpclient").HTTPTimeoutError
        return error, error, *SOCKET_ERRORS[2:]
    if name == "httplib2":
        return *SOCKET_ERRORS[:4], pytest.importorskip("httplib2").ServerNotFoundError
    return CLIENTS[name][1]


def late_for(name):
    """What the client raises when an answer takes longer than it waits; None where it waits for ever."""
    if name in ("http.client", "urllib3 manager", "urllib3 pool", "httplib2"):
        return None
    return lost_by(name)[LOST.index("read_timeout")]


def trickling_for(name):
    """The same for a body that trickles in: only a timeout for the whole call ends it."""
    return late_for(name) if name.startswith(("aiohttp", "tornado")) else None


def sign_in(cognito, user="newcomer"):
    given = {"USERNAME": user, "PASSWORD": cognito.user(user).password}
    return "InitiateAuth", {"ClientId": cognito.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": given}


def get_user(cognito):
    return "GetUser", {"AccessToken": cognito.sign_in("newcomer").access_token}


def turn_sms_on(cognito):
    sms = {"Enabled": True, "PreferredMfa": True}
    token = cognito.sign_in("newcomer").access_token
    return "SetUserMFAPreference", {"AccessToken": token, "SMSMfaSettings": sms}


def arranged(operation, parameters):
    return boto3.client("cognito-idp", config=once(), **FAKES)._make_api_call(operation, parameters)


def answer_the_challenge(cognito):
    session = arranged(*sign_in(cognito, "sms"))["Session"]
    code = {"USERNAME": "sms", "SMS_MFA_CODE": cognito.outbox[-1].code}
    given = {"ClientId": cognito.client_id, "ChallengeName": "SMS_MFA", "Session": session, "ChallengeResponses": code}
    return "RespondToAuthChallenge", given


def verify_the_address(cognito):
    of_email = {"AccessToken": cognito.sign_in("newcomer").access_token, "AttributeName": "email"}
    arranged("GetUserAttributeVerificationCode", of_email)
    return "VerifyUserAttribute", {**of_email, "Code": cognito.outbox[-1].code}


def ask_twice(cognito):
    asked = get_user(cognito)
    arranged(*asked)
    return asked


CHANGED = {
    "user_disabled": (get_user, "NotAuthorizedException"),
    "user_deleted": (get_user, "UserNotFoundException"),
    "password_reset": (sign_in, "PasswordResetRequiredException"),
    "tokens_revoked": (get_user, "NotAuthorizedException"),
    "codes_expired": (verify_the_address, "ExpiredCodeException"),
    "sessions_expired": (answer_the_challenge, "NotAuthorizedException"),
}
LATENCIES = ("{seconds}", "{{from: {seconds}, to: {seconds}.5}}", "{{mean: {seconds}, sigma: 0.01}}")
REFUSED = {
    "an error": ("error: ForbiddenException", get_user, "ForbiddenException"),
    **{f"change {how}": (f"change: {how}", *changed) for how, changed in CHANGED.items()},
}
each_client = pytest.mark.parametrize("name", ALL)


@pytest.fixture
def met(tmp_path):
    """The result of one call through a client, with a fault of these keywords in a scenario."""

    def met(name, call, words, top="faults: [{{on: {on}, {words}}}]"):
        path = tmp_path / "s.yaml"
        on = {turn_sms_on: "SetUserMFAPreference", sign_in: "InitiateAuth", verify_the_address: "VerifyUserAttribute"}
        on[answer_the_challenge] = "RespondToAuthChallenge"
        head = "region: eu-west-1\nclock: {freeze: 2026-01-31T12:00:00Z}\n"
        path.write_text(head + top.format(on=on.get(call, "GetUser"), words=words), "utf-8")
        with simulate(path) as cognito:
            asked = call(cognito)
            before = cognito.clock.now
            try:
                came = ALL[name](*asked)
            except Exception as error:  # noqa: BLE001 - its type is what the tests compare
                came = error
            return came, (cognito.clock.now - before).total_seconds(), cognito

    return met


def test_no_kind_of_fault_is_left_out():
    """Each has a test below; these are the words of the scenario language that those tests use."""
    assert set(get_args(Lost)) == set(LOST)
    assert set(get_args(Change)) == CHANGED.keys()
    assert set(get_args(Garbled)) == READABLE.keys()
    outcomes = {"error", "drop", "lose_reply", "garble", "change", "latency", "trickle"}
    assert StepEntry.model_fields.keys() - outcomes == {"message", "members", "status", "times"}


def refused_with(came):
    """The error's code, as the client reports it: by an error of its own, or in a normal answer."""
    if isinstance(came, botocore.exceptions.ClientError):
        return came.response["Error"]["Code"]
    if isinstance(came, aiohttp.ClientResponseError):
        return came.headers["x-amzn-ErrorType"].rstrip(":")
    if type(came).__name__ == "HTTPError":  # of urllib
        return json.loads(came.read())["__type"]
    if type(came).__name__ == "HTTPClientError":  # of tornado
        return json.loads(came.response.body)["__type"]
    status, _, body = came
    assert status >= 400
    return json.loads(body)["__type"]


def raises_a_refusal(name):
    return "boto" in name or name in ("urllib.request", "aiohttp json", "tornado")


@each_client
@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_is_told_as_the_client_tells_refusals(met, name, kind):
    words, call, code = REFUSED[kind]

    came, _, _ = met(name, call, words)

    assert refused_with(came) == code
    assert isinstance(came, Exception) is raises_a_refusal(name)


@each_client
def test_so_is_one_by_a_quota(met, name):
    came, _, _ = met(name, ask_twice, "UserRead: 1", "quotas: {{{words}}}")

    assert refused_with(came) == "TooManyRequestsException"
    assert isinstance(came, Exception) is raises_a_refusal(name)


@each_client
@pytest.mark.parametrize("how", LOST)
def test_a_lost_connection_is_the_clients_own_error_and_the_service_hears_of_nothing(met, name, how):
    came, _, cognito = met(name, turn_sms_on, f"drop: {how}")

    assert type(came) is lost_by(name)[LOST.index(how)]
    assert cognito.user("newcomer").preferred_mfa is None


@each_client
@pytest.mark.parametrize("how", get_args(LostReply))
def test_so_is_a_lost_reply_after_the_service_has_acted(met, name, how):
    came, _, cognito = met(name, turn_sms_on, f"lose_reply: {how}")

    assert type(came) is lost_by(name)[LOST.index(how)]
    assert cognito.user("newcomer").preferred_mfa == "SMS_MFA"


@each_client
@pytest.mark.parametrize("latency", LATENCIES)
def test_an_answer_that_is_too_late_is_the_clients_own_time_out(met, name, latency):
    came, _, _ = met(name, get_user, f"latency: {latency.format(seconds=LATER_THAN_ANY_WAITS)}")

    if late_for(name) is None:
        assert came[0] == 200
    else:
        assert type(came) is late_for(name)


@each_client
@pytest.mark.parametrize("latency", LATENCIES)
def test_one_in_time_arrives_and_cognitos_clock_has_moved_on(met, name, latency):
    came, passed, _ = met(name, get_user, f"latency: {latency.format(seconds=1)}")

    assert came[0] == 200
    assert passed == pytest.approx(1, abs=0.6)


@each_client
def test_a_trickle_ends_only_what_waits_for_the_whole(met, name):
    came, passed, _ = met(name, get_user, f"trickle: {LATER_THAN_ANY_WAITS}")

    if trickling_for(name) is None:
        assert (came[0], passed) == (200, LATER_THAN_ANY_WAITS)
    else:
        assert type(came) is trickling_for(name)


def is_json(body):
    try:
        return bool(json.loads(body))
    except ValueError:
        return False


READABLE = {"empty": False, "truncated": False, "html": False, "wrong_content_type": True, "wrong_crc": True}


@each_client
@pytest.mark.parametrize("how", READABLE)
def test_a_spoilt_reply_is_no_error_of_any_client_but_what_it_is(met, name, how):
    came, _, _ = met(name, get_user, f"garble: {how}")

    status, got, body = came
    assert status == 200
    if "boto" in name:  # which takes what it cannot read for an answer without members
        assert json.loads(body).get("Username") == ("newcomer" if READABLE[how] else None)
        return
    assert bool(body) is (how != "empty")
    assert is_json(body) is READABLE[how]
    reported = {header.lower(): value for header, value in got.items()}
    assert (reported["content-type"] == "application/x-amz-json-1.1") is (how not in ("html", "wrong_content_type"))
    assert ("x-amz-crc32" in reported and int(reported["x-amz-crc32"]) != zlib.crc32(body)) is (how == "wrong_crc")
