"""Each client records an administrator's calls from moto's server; every other client replays them."""

from dataclasses import replace

import pytest
from app_clients import CLIENTS
from service_stories import ELSEWHERE, Environment, administration

NOBODY_YET = Environment("", "")
"""Pool and client are made in the story."""


@pytest.fixture(params=CLIENTS)
def recorded(request, moto_service, record):
    with CLIENTS[request.param](moto_service) as ask:
        return record(administration, ask, replace(NOBODY_YET, met=[]), moto_service)


def test_a_pool_and_its_user_are_recorded_without_secrets_and_replayed_by_every_client(recorded, moto_service, cut):
    recorded.assert_harmless()

    for client in CLIENTS.values():
        with client(moto_service) as ask:
            recorded.assert_replayed(administration, ask, replace(ELSEWHERE, met=[]), moto_service)
