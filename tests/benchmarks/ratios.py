"""The time of a call, a sign-in, the fixture and the plugin, each compared with another tool.

Run it: `python tests/benchmarks/ratios.py`.

1. Contenders of one row take turns, round by round, so a slow minute of the machine slows all of them.
2. A round takes the median of many calls of each contender; a ratio is taken within a round; the medians of the
   rounds are printed.
3. A contender's own set-up (a moto pool, a fixture) is outside the measured time.
4. Nothing is asserted: the goals are printed beside the numbers.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path

import boto3
import vcr
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from moto import mock_aws
from pycognito.aws_srp import AWSSRP

from pytest_cognito_mfa import Cognito, simulate
from pytest_cognito_mfa._aws.wire import reply

REGION = "us-east-1"
BLOCKS = {"SMSMfaSettings": {"Enabled": True, "PreferredMfa": True}, "SoftwareTokenMfaSettings": {"Enabled": False}}
PASSWORD = "Newcomer-passw0rd"


def new_client():
    keys = {"aws_access_key_id": "fake", "aws_secret_access_key": "fake"}
    return boto3.client("cognito-idp", region_name=REGION, config=Config(retries={"total_max_attempts": 1}), **keys)


# -- how it is measured -----------------------------------------------------------------


def timed(contenders, *, rounds, calls):
    """Seconds per call of every contender (a context manager that gives the call), one number for each round."""
    seconds = {name: [] for name in contenders}
    names = list(contenders)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            with contenders[name]() as call:
                call()
                seconds[name].append(_typical(call, calls))
    return seconds


def _typical(call, calls):
    """The median of this many calls: other processes that used the processor for a while do not count."""
    seconds = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(calls):
            start = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - start)
    finally:
        gc.enable()
    return statistics.median(seconds)


def ratio(ours, theirs):
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


# -- contenders -------------------------------------------------------------------------


@contextmanager
def constant_answer():
    """The floor: botocore builds the request and parses the answer (AWS's headers), and nothing happens in between."""
    client = new_client()
    body = b"{}"
    headers = reply(body, request_id="11111111-2222-3333-4444-555555555555", at=1_700_000_000).headers

    def answer(request, **_):
        response = AWSResponse(request.url, 200, headers, None)
        response._content = body
        return response

    client.meta.events.register_first("before-send.cognito-idp", answer)
    token = "e" * 1072  # as long as an access token
    yield lambda: client.set_user_mfa_preference(AccessToken=token, **BLOCKS)


@contextmanager
def our_preference():
    with simulate() as cognito:
        client, token = new_client(), cognito.sign_in("newcomer").access_token
        yield lambda: client.set_user_mfa_preference(AccessToken=token, **BLOCKS)


def beside_faults(when=None, *, on="SetUserMFAPreference", spent=False):
    """Our preference call with a hundred faults that do not fire."""

    @contextmanager
    def contender():
        with Cognito() as cognito:
            client, token = new_client(), cognito.sign_in("newcomer").access_token
            for _ in range(100):
                cognito.inject(on, latency=0, when=when, times=1)
                if spent:
                    client.set_user_mfa_preference(AccessToken=token, **BLOCKS)
            yield lambda: client.set_user_mfa_preference(AccessToken=token, **BLOCKS)

    return contender


INACTIVE = {
    "another operation": beside_faults(on="GetUser"),
    "another `when`": beside_faults({"SMSMfaSettings": {"Enabled": False}}),
    "spent": beside_faults(spent=True),
}


@contextmanager
def moto_preference():
    with moto_pool() as (client, client_id, _):
        token = password_sign_in(client, client_id)["AuthenticationResult"]["AccessToken"]
        yield lambda: client.set_user_mfa_preference(AccessToken=token, **BLOCKS)


@contextmanager
def our_sign_in():
    with simulate() as cognito:
        client = new_client()
        yield lambda: password_sign_in(client, cognito.client_id)


@contextmanager
def moto_sign_in():
    with moto_pool() as (client, client_id, _):
        yield lambda: password_sign_in(client, client_id)


def password_sign_in(client, client_id):
    given = {"USERNAME": "newcomer", "PASSWORD": PASSWORD}
    answer = client.initiate_auth(ClientId=client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
    return answer if "AuthenticationResult" in answer else sys.exit(f"no sign-in: {answer}")


@contextmanager
def moto_pool():
    """Like our default scenario: a pool, a client, one confirmed user with a phone number."""
    with mock_aws():
        client = new_client()
        pool_id = client.create_user_pool(PoolName="example")["UserPool"]["Id"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        app = client.create_user_pool_client(UserPoolId=pool_id, ClientName="public", ExplicitAuthFlows=flows)
        user = {"UserPoolId": pool_id, "Username": "newcomer"}
        phone = [{"Name": "phone_number", "Value": "+12065550100"}, {"Name": "phone_number_verified", "Value": "true"}]
        client.admin_create_user(**user, UserAttributes=phone, MessageAction="SUPPRESS")
        client.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
        yield client, app["UserPoolClient"]["ClientId"], pool_id


@contextmanager
def our_fixture():
    def enter_and_leave():
        with simulate():
            pass

    yield enter_and_leave


@contextmanager
def moto_fixture():
    def enter_and_leave():
        with mock_aws():
            pass

    yield enter_and_leave


# -- for information --------------------------------------------------------------------


class Srp:
    """An SRP sign-in, its client's arithmetic left out of the measured time."""

    def __init__(self, client, client_id, pool_id):
        self.client, self.client_id = client, client_id
        self.srp = AWSSRP("newcomer", PASSWORD, pool_id, client_id, client=client)
        self.given = self.srp.get_auth_params()

    def seconds(self):
        start = time.perf_counter()
        begun = self.client.initiate_auth(ClientId=self.client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=self.given)
        middle = time.perf_counter()
        proof = self.srp.process_challenge(begun["ChallengeParameters"], self.given)
        resumed = time.perf_counter()
        named = {"ClientId": self.client_id, "ChallengeName": begun["ChallengeName"]}
        if "Session" in begun:
            named["Session"] = begun["Session"]
        answer = self.client.respond_to_auth_challenge(**named, ChallengeResponses=proof)
        end = time.perf_counter()
        assert "AuthenticationResult" in answer, answer
        return (middle - start) + (end - resumed)


def srp_sign_ins(rounds):
    ours, theirs = [], []
    for _ in range(rounds):
        with simulate() as cognito:
            sign_in = Srp(new_client(), cognito.client_id, cognito.user_pool_id)
            sign_in.seconds()
            ours.append(statistics.median(sign_in.seconds() for _ in range(3)))
        with moto_pool() as (client, client_id, pool_id):
            sign_in = Srp(client, client_id, pool_id)
            sign_in.seconds()
            theirs.append(statistics.median(sign_in.seconds() for _ in range(3)))
    return {"ours": ours, "moto": theirs}


def write_cassette(path, entries):
    """As many recorded answers to set_user_mfa_preference as a round asks for."""
    request = {
        "method": "POST",
        "uri": f"https://cognito-idp.{REGION}.amazonaws.com/",
        "headers": {"X-Amz-Target": ["AWSCognitoIdentityProviderService.SetUserMFAPreference"]},
        "body": json.dumps({"AccessToken": "e" * 1072, **BLOCKS}),
    }
    headers = {"Content-Type": ["application/x-amz-json-1.1"], "Content-Length": ["0"]}
    response = {"status": {"code": 200, "message": "OK"}, "headers": headers, "body": {"string": ""}}
    one = {"request": request, "response": response}
    path.write_text(json.dumps({"version": 1, "interactions": [one] * entries}))


def replays(rounds, calls, folder):
    cassette = Path(folder, "replay.yaml")
    write_cassette(cassette, calls + 1)

    @contextmanager
    def ours():
        with Cognito(cassette=cassette):  # `simulate` would judge the call that is left
            client = new_client()
            yield lambda: client.set_user_mfa_preference(AccessToken="e" * 1072, **BLOCKS)

    @contextmanager
    def theirs():
        with vcr.use_cassette(str(cassette), record_mode="none"):
            client = new_client()
            yield lambda: client.set_user_mfa_preference(AccessToken="e" * 1072, **BLOCKS)

    return timed({"ours": ours, "vcrpy": theirs}, rounds=rounds, calls=calls)


# -- runs of pytest ---------------------------------------------------------------------

TRIVIAL = """
def test_trivial():
    pass
"""

OUR_SUITE = """
import boto3
import pytest


@pytest.mark.parametrize("turn", range(50))
def test_preference(cognito, turn):
    token = cognito.sign_in("newcomer").access_token
    boto3.client("cognito-idp").set_user_mfa_preference(AccessToken=token, SMSMfaSettings={"Enabled": True})
"""

MOTO_SUITE = f"""
import boto3
import pytest
from moto import mock_aws


@pytest.mark.parametrize("turn", range(50))
@mock_aws
def test_preference(turn):
    client = boto3.client("cognito-idp", region_name="us-east-1")
    pool = client.create_user_pool(PoolName="example")["UserPool"]["Id"]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    app = client.create_user_pool_client(UserPoolId=pool, ClientName="public", ExplicitAuthFlows=flows)
    phone = [{{"Name": "phone_number", "Value": "+12065550100"}}]
    client.admin_create_user(UserPoolId=pool, Username="newcomer", UserAttributes=phone, MessageAction="SUPPRESS")
    client.admin_set_user_password(UserPoolId=pool, Username="newcomer", Password="{PASSWORD}", Permanent=True)
    given = {{"USERNAME": "newcomer", "PASSWORD": "{PASSWORD}"}}
    app_id = app["UserPoolClient"]["ClientId"]
    signed_in = client.initiate_auth(ClientId=app_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
    token = signed_in["AuthenticationResult"]["AccessToken"]
    client.set_user_mfa_preference(AccessToken=token, SMSMfaSettings={{"Enabled": True}})
"""


def pytest_runs(suites, rounds):
    """Wall and CPU seconds of a pytest run of each suite: its text, and whether our plugin is loaded.

    Every other plugin is blocked, so nothing that ours needs was imported by another one.
    """
    others = {each.name for each in entry_points(group="pytest11")} - {"cognito_mfa"}
    blocked = [word for name in sorted(others) for word in ("-p", f"no:{name}")]
    runs = {name: [] for name in suites}
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, _) in suites.items():
            Path(folder, f"test_{name}.py").write_text(text)
        for turn in range(rounds + 1):
            for name in sorted(suites, reverse=bool(turn % 2)):
                options = blocked if suites[name][1] else [*blocked, "-p", "no:cognito_mfa"]
                seconds = _pytest_run(folder, [*options, f"test_{name}.py"])
                if turn:  # the first one writes byte code
                    runs[name].append(seconds)
    return runs


def _pytest_run(folder, options):
    # Byte code is kept from run to run, as it is for a user, but not in this checkout.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return wall, usage.ru_utime + usage.ru_stime


def difference(runs, which):
    """Median over the rounds of what the plugin adds; `which` is 0 for wall time, 1 for CPU time."""
    pairs = zip(runs["with"], runs["without"], strict=True)
    return statistics.median(ours[which] - theirs[which] for ours, theirs in pairs)


def import_seconds():
    """How long `import pytest_cognito_mfa.plugin` takes in addition to pytest, as the interpreter measures it."""
    code = "import pytest; import pytest_cognito_mfa.plugin"
    command = [sys.executable, "-X", "importtime", "-c", code]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    cumulative = {
        line.split("|")[2].rstrip().lstrip(): int(line.split("|")[1])
        for line in lines
        if line.count("|") == 2 and line.split("|")[1].strip().isdigit()
    }
    return (cumulative["pytest_cognito_mfa"] + cumulative["pytest_cognito_mfa.plugin"]) / 1e6


# -- the table --------------------------------------------------------------------------


def shown(seconds):
    return f"{statistics.median(seconds) * 1e6:,.0f} us"


def rows(rounds, starting):
    preference = timed(
        {"ours": our_preference, "floor": constant_answer, "moto": moto_preference}, rounds=rounds, calls=51
    )
    sign_in = timed({"ours": our_sign_in, "moto": moto_sign_in}, rounds=rounds, calls=21)
    fixture = timed({"ours": our_fixture, "moto": moto_fixture}, rounds=rounds, calls=21)
    inactive = timed({"none": our_preference, **INACTIVE}, rounds=rounds, calls=51)
    srp = srp_sign_ins(max(rounds // 4, 3))
    with tempfile.TemporaryDirectory() as folder:
        replay = replays(max(rounds // 2, 3), 50, folder)
    for label, runs, other, goal in (
        ("(a) set_user_mfa_preference", preference, "floor", "1.25"),
        ("(a) set_user_mfa_preference", preference, "moto", "0.45"),
        ("(b) USER_PASSWORD_AUTH sign-in", sign_in, "moto", "0.65"),
        ("(c) entering and leaving", fixture, "moto", "0.08"),
        ("    SRP sign-in, both calls", srp, "moto", ""),
        ("    replay from a cassette", replay, "vcrpy", ""),
    ):
        yield label, shown(runs["ours"]), other, shown(runs[other]), f"{ratio(runs['ours'], runs[other]):.3f}", goal
    for label in INACTIVE:
        ours, none = inactive[label], inactive["none"]
        yield f"(e) 100 faults, {label}", shown(ours), "none", shown(none), f"{ratio(ours, none):.3f}", "1.05"
    if starting:
        whole = pytest_runs({"ours": (OUR_SUITE, True), "moto": (MOTO_SUITE, False)}, max(starting // 10, 3))
        for label, which, goal in (("(f) a run of 50 tests", 0, "0.30"), ("    its CPU time", 1, "")):
            ours, theirs = ([run[which] for run in whole[name]] for name in ("ours", "moto"))
            yield label, shown(ours), "moto", shown(theirs), f"{ratio(ours, theirs):.3f}", goal
        runs = pytest_runs({"with": (TRIVIAL, True), "without": (TRIVIAL, False)}, starting)
        for label, which, goal in (("(d) a pytest start", 0, "10 ms"), ("    its CPU time", 1, "")):
            ours, theirs = ([run[which] for run in runs[name]] for name in ("with", "without"))
            yield label, shown(ours), "without", shown(theirs), f"{difference(runs, which) * 1e3:+.1f} ms", goal
        imports = statistics.median(import_seconds() for _ in range(5))
        yield "    importing the plugin", shown([imports]), "", "", "", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=40, help="rounds of every comparison in one process")
    parser.add_argument("--starts", type=int, default=60, help="pytest starts with the plugin, and as many without")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    print(f"{'what':32}{'ours':>14}  {'beside':8}{'takes':>14}{'ratio':>10}{'goal':>8}")
    for label, ours, other, theirs, compared, goal in rows(given.rounds, given.starts):
        print(f"{label:32}{ours:>14}  {other:8}{theirs:>14}{compared:>10}{goal:>8}", flush=True)


if __name__ == "__main__":
    main()
