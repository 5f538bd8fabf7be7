"""Each client records an enrolment from cognito-local; every other client replays it without a network."""

from dataclasses import replace

import pytest
from app_clients import CLIENTS
from service_stories import ELSEWHERE, enrolment

SETTINGS = {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"], "MfaConfiguration": "OPTIONAL"}


@pytest.fixture(params=CLIENTS)
def recorded(request, npm_service, new_pool, record):
    env = new_pool(npm_service, **SETTINGS)
    with CLIENTS[request.param](npm_service) as ask:
        return record(enrolment, ask, env, npm_service)


def test_an_enrolment_is_recorded_without_secrets_and_replayed_by_every_client(recorded, npm_service, cut):
    recorded.assert_harmless()

    for client in CLIENTS.values():
        with client(npm_service) as ask:
            recorded.assert_replayed(enrolment, ask, replace(ELSEWHERE, met=[]), npm_service)
