"""Any client records a sign-in by SRP from moto's server; every other client replays it."""

import itertools
from dataclasses import replace

import pytest
from app_clients import CLIENTS
from service_stories import ELSEWHERE, SRP_CLIENTS, srp_with_mfa


@pytest.fixture(params=zip(CLIENTS, ["srp_of_pycognito", "srp_by_name"] * 2, strict=True), ids=" ".join)
def recorded(request, moto_service, new_pool, record):
    env = new_pool(moto_service, with_secret=True, UsernameAttributes=["email"])
    client, srp = request.param
    with CLIENTS[client](moto_service) as ask:
        return record(srp_with_mfa, ask, env, moto_service, SRP_CLIENTS[srp])


def test_srp_recorded_once_is_replayed_by_every_client_and_library(recorded, moto_service, cut):
    recorded.assert_harmless()

    for client, srp in zip(CLIENTS.values(), itertools.cycle(SRP_CLIENTS.values()), strict=False):
        with client(moto_service) as ask:
            recorded.assert_replayed(srp_with_mfa, ask, replace(ELSEWHERE, met=[]), moto_service, srp)
