"""Tokens that were recorded a year ago verify today: times, keys, audience and issuer."""

import base64
import json
import re
from dataclasses import replace

import pytest
import time_machine
from app_clients import CLIENTS, of_boto3
from service_stories import ELSEWHERE, enrolment, srp_by_name, srp_with_mfa
from test_cognito_local import SETTINGS

YEAR = 365 * 24 * 3600
_TOKEN = re.compile(r"(eyJ[\w-]+)\.(eyJ[\w-]+)\.([\w-]+)")
_RECORDED = re.compile(r"recorded: '?(\d{4})-")


@pytest.fixture(params=["npm_service", "moto_service"])
def recorded_story(request, certified, new_pool, record):
    """A story that was recorded, and how to play it again: cassette, story, what it takes besides an application."""
    service = request.getfixturevalue(request.param)
    story, more, settings = enrolment, (service,), SETTINGS
    if request.param == "moto_service":
        settings = {"with_secret": True, "UsernameAttributes": ["email"]}
        story, more = srp_with_mfa, (service, srp_by_name)
    with of_boto3(service) as ask:
        return record(story, ask, new_pool(service, **settings), *more), story, more


def aged(path):
    """Shift the times of every token, and of the recording, back by a year; returns the number of tokens."""
    text, tokens = _TOKEN.subn(_older, path.read_text())
    text, recorded = _RECORDED.subn(lambda found: f"recorded: '{int(found[1]) - 1}-", text)
    assert recorded == 1
    path.write_text(text)
    return tokens


def _older(found):
    claims = json.loads(base64.urlsafe_b64decode(found[2] + "=="))
    times = {name: claims[name] - YEAR for name in ("iat", "exp", "auth_time", "nbf") if name in claims}
    assert {"iat", "exp"} <= times.keys()
    claims = base64.urlsafe_b64encode(json.dumps({**claims, **times}).encode()).decode().rstrip("=")
    return f"{found[1]}.{claims}.{found[3]}"


def test_tokens_that_expired_a_year_ago_verify_when_replayed(recorded_story, cut):
    recorded, story, more = recorded_story
    assert aged(recorded.path) >= 10

    for client in CLIENTS.values():
        with client(more[0]) as ask:
            recorded.assert_replayed(story, ask, replace(ELSEWHERE, met=[]), *more)


def test_a_cassette_of_today_verifies_in_many_years(recorded_story, cut):
    recorded, story, more = recorded_story

    with time_machine.travel("2040-01-01T12:00:00Z"), of_boto3(more[0]) as ask:
        recorded.assert_replayed(story, ask, replace(ELSEWHERE, met=[]), *more)
