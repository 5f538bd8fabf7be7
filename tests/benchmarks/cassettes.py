"""The time and memory that a short and a long cassette cost, compared with vcrpy: loading, keeping, replaying a call.

Run it: `python tests/benchmarks/cassettes.py`.

1. Both read the same file, as vcrpy writes it; each of its calls is for a different user.
2. Contenders take turns, round by round; a ratio is taken within a round, and the median of those is printed.
3. A replayed call is boto3's, from its method to its answer, in the recorded order, each call once.
4. Memory is what Python allocated for it (tracemalloc), at its peak while loading and after all was played.
5. The whole fixture of a test includes entering, leaving, and the report of unplayed calls.
6. Nothing is asserted: the goals are printed beside the numbers.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import tempfile
import time
import tracemalloc
from contextlib import contextmanager
from pathlib import Path

import boto3
import vcr
from botocore.config import Config
from vcr.persisters.filesystem import FilesystemPersister
from vcr.request import Request
from vcr.serialize import serialize
from vcr.serializers import yamlserializer

from pytest_cognito_mfa import Cognito
from pytest_cognito_mfa._cassette import loading
from pytest_cognito_mfa._cassette.loading import load

REGION = "us-east-1"
SHORT, LONG = 10, 10_000
TESTS = 50


def token(number):
    return f"{number:06}" + "e" * 1066  # as long as an access token


def write(path, count):
    """`count` calls of GetUser, each with a token of its own."""
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.GetUser",
        "User-Agent": "Boto3/1.44 md/Botocore#1.44 ua/2.1 os/linux lang/python",
    }
    url = f"https://cognito-idp.{REGION}.amazonaws.com/"
    bodies = [json.dumps({"AccessToken": token(number)}) for number in range(count)]
    attributes = [{"Name": "sub", "Value": "00000000-0000-4000-8000-000000000000"}, {"Name": "email", "Value": "a@b.c"}]
    answers = [json.dumps({"Username": f"user-{number}", "UserAttributes": attributes}) for number in range(count)]
    recorded = {
        "requests": [Request("POST", url, body, dict(headers)) for body in bodies],
        "responses": [
            {"status": {"code": 200, "message": "OK"}, "headers": answered(), "body": {"string": answer}}
            for answer in answers
        ],
    }
    path.write_text(serialize(recorded, yamlserializer))


def answered():
    """New lists for each answer; otherwise PyYAML would write aliases, which no recording has."""
    return {"Content-Type": ["application/x-amz-json-1.1"], "Connection": ["keep-alive"]}


def our_load(path):
    loading._load.cache_clear()
    return load(path)


def their_load(path):
    return FilesystemPersister.load_cassette(path, yamlserializer)


def seconds(function, *arguments):
    gc.collect()
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


@contextmanager
def our_replay(path):
    with Cognito(cassette=path) as cognito:  # `simulate` would judge the calls that are left
        yield cognito


@contextmanager
def their_replay(path):
    with vcr.use_cassette(str(path), record_mode="none"):
        yield


def replayed(playing, path, count):
    """The median over `count` calls, in the recorded order."""
    keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
    took = []
    with playing(path):
        client = boto3.client(
            "cognito-idp", region_name=REGION, config=Config(retries={"total_max_attempts": 1}), **keys
        )
        gc.collect()
        gc.disable()
        try:
            for number in range(count):
                start = time.perf_counter()
                answer = client.get_user(AccessToken=token(number))
                took.append(time.perf_counter() - start)
                assert answer["Username"] == f"user-{number}"
        finally:
            gc.enable()
    return statistics.median(took)


def whole(playing, path):
    """The median of a test's fixture around one call, after its file was loaded once."""
    keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
    client = boto3.client("cognito-idp", region_name=REGION, **keys)
    took = []
    for _ in range(TESTS):
        start = time.perf_counter()
        with playing(path) as played:
            client.get_user(AccessToken=token(0))
        if isinstance(played, Cognito):
            _ = played.unplayed
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def memory(path):
    """Bytes at the peak of loading, and after every call and answer of the cassette was read."""
    loading._load.cache_clear()
    tracemalloc.start()
    cassette = load(path)
    peak = tracemalloc.get_traced_memory()[1]
    for interaction in cassette.interactions:
        interaction.reply  # noqa: B018 - reads it
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return peak, after


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder, "short.yaml"), Path(folder, "long.yaml")
        write(short, SHORT)
        write(long, LONG)
        loads = [(seconds(our_load, long), seconds(their_load, long)) for _ in range(rounds)]
        replays = [
            (replayed(our_replay, short, SHORT), replayed(our_replay, long, LONG), replayed(their_replay, short, SHORT))
            for _ in range(rounds)
        ]
        fixtures = [
            (whole(our_replay, short), whole(our_replay, long), whole(their_replay, short)) for _ in range(rounds)
        ]
        peak, after = memory(long)
        size = long.stat().st_size

    def ratio(pairs):
        return statistics.median(one / other for one, other in pairs)

    def typical(values, unit):
        return f"{statistics.median(values) * unit:,.0f}"

    ours, theirs = zip(*loads, strict=True)
    print(f"loading {LONG:,}: {typical(ours, 1e3)} ms, vcrpy {typical(theirs, 1e3)} ms")
    print(f"  ratio {ratio(loads):.3f} (goal 0.5)")
    of_short, of_long, of_vcrpy = zip(*replays, strict=True)
    print(f"a call of {SHORT}: {typical(of_short, 1e6)} us; of {LONG:,}: {typical(of_long, 1e6)} us", end="; ")
    print(f"vcrpy, of {SHORT}: {typical(of_vcrpy, 1e6)} us")
    print(f"  of {LONG:,} to of {SHORT}: {ratio(zip(of_long, of_short, strict=True)):.3f} (goal 1.2)")
    print(f"  of {LONG:,} to vcrpy's of {SHORT}: {ratio(zip(of_long, of_vcrpy, strict=True)):.3f} (goal 1.0)")
    of_short, of_long, of_vcrpy = zip(*fixtures, strict=True)
    print(
        f"a test's whole fixture, {SHORT}: {typical(of_short, 1e6)} us; {LONG:,}: {typical(of_long, 1e6)} us", end="; "
    )
    print(f"vcrpy, {SHORT}: {typical(of_vcrpy, 1e6)} us")
    print(f"  of {SHORT} to vcrpy's: {ratio(zip(of_short, of_vcrpy, strict=True)):.3f}")
    print(f"memory for {size / 1e6:.1f} MB, as multiples of it (goal 4)")
    print(f"  at the peak of loading {peak / size:.2f}, when all is read {after / size:.2f}")


if __name__ == "__main__":
    main()
