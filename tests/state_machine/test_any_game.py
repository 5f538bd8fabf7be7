"""The simulator breaks no rule, whatever several users of several pools call, right or wrong, in any order.

`play` says what must hold after each call; `aws_rules` and the verdicts say what may be accepted.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import boto3
import moves
import pytest
import requests
from any_game import AnyGame
from botocore.config import Config
from botocore.exceptions import ClientError
from federation_rules import PROVIDER
from games import planned, played
from hosted_rules import PAGES
from hypothesis import settings
from play import NOW, POOLS, Door, Play, Visit, entered, visited
from violations import demand

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa import simulate

TestAnyGame = AnyGame.TestCase
TestAnyGame.settings = settings(max_examples=100, stateful_step_count=40)


@pytest.mark.parametrize("game", range(12))
def test_nothing_wrong_happens_in_a_long_game(game):
    outcome = played(planned("suite", game))
    assert outcome.violation is None
    assert outcome.moves == 250


def test_a_seed_gives_the_same_bytes_in_every_process():
    """Sets of texts, for one, are in another order in every process whose hashes have another seed."""
    script = Path(__file__).with_name("long_run.py")
    digests = set()
    for seed in ("1", "2"):
        ran = [sys.executable, str(script), "--steps", "500", "--seed", "3"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        reported = subprocess.run(ran, env=environment, capture_output=True, text=True, check=True).stdout
        digests.add(reported.splitlines()[-1])
    assert len(digests) == 1
    assert digests.pop().startswith("digest of every reply: ")


# -- through boto3 itself -------------------------------------------------------------------------------


class ThroughBoto3:
    """Calls a boto3 client, and compares its answer with the reply in the journal."""

    def __init__(self, cognito):
        keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
        config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
        self._client = boto3.client("cognito-idp", region_name="us-east-1", config=config, **keys)
        self._cognito = cognito

    def __call__(self, ask):
        if isinstance(ask, Door):
            return entered(self._cognito._service, ask)
        if isinstance(ask, Visit):
            method, url, headers, body = visited(ask)
            given = requests.request(method, url, headers=headers, data=body, allow_redirects=False, timeout=5)
            reply = self._cognito.journal[-1].outcome
            demand("requests hears what was said", given.status_code == reply.status, f"{ask.operation}: {given}")
            demand("requests hears what was said", given.content == reply.body, f"{ask.operation}: {given.content}")
            return reply
        try:
            # What the installed botocore does not know, its client cannot write.
            given = self._client._make_api_call(ask.operation, model.read_request(ask.operation, ask.request)[0])
        except ClientError as refused:
            given = refused.response
        reply = self._cognito.journal[-1].outcome
        http = given["ResponseMetadata"]
        demand("boto3 hears what was said", http["HTTPStatusCode"] == reply.status, f"{ask.operation}: {http}")
        demand(
            "boto3 hears what was said", given.get("Error", {}).get("Code") == reply.error, f"{reply.error}: {given}"
        )
        return reply


@pytest.mark.parametrize("game", range(3))
def test_nothing_wrong_happens_through_boto3(game):
    kinds = [name for name in moves.NAMES if not name.startswith("any_")]
    chance = random.Random(game)
    with simulate(POOLS) as cognito:
        cognito.clock.freeze(NOW)
        play = Play(cognito._service, ThroughBoto3(cognito))
        for _ in range(80):
            moves.make(play, chance.choice(kinds), chance)
    called = [count for (operation, _), count in play.counts.items() if operation not in (PROVIDER, PAGES)]
    assert sum(called) == len(cognito.journal)
    assert {"OK", "NotAuthorizedException"} <= {outcome for _, outcome in play.counts}
