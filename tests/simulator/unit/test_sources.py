"""Time and chance have one owner: a seed and a frozen clock repeat everything, byte for byte."""

import ast
import hashlib
import json
import operator
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from one_test import for_each

import pytest_cognito_mfa
from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._aws.exchange import CONTENT_TYPE, TARGET_PREFIX
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._scenario.provisioning import create_service
from pytest_cognito_mfa._simulator.simulation import Simulation
from pytest_cognito_mfa._simulator.sources import Clock, Sources
from pytest_cognito_mfa.errors import SettingError

PACKAGE = Path(pytest_cognito_mfa.__file__).parent
THEN = datetime(2030, 1, 1, tzinfo=timezone.utc)

DRAWS = {
    **{name: operator.methodcaller(name) for name in ("uuid", "sub", "code", "session", "totp_secret", "exponent")},
    **{name: operator.methodcaller(name) for name in ("client_id", "client_secret")},
    "pool_id": lambda sources: sources.pool_id("eu-west-1"),
    "password": lambda sources: sources.password(16),
}


class Script:
    """A user's way through sign-up, enrolment and sign-in; `bytes` is all that came back."""

    def __init__(self, seed):
        sources = Sources(seed)
        sources.clock.freeze(THEN)
        self.service = create_service(_scenario.default("us-east-1"), sources)
        self.simulation = Simulation(self.service)
        self.client = next(iter(self.service.pools["us-east-1_Example01"].clients))
        self.bytes = b""

    def __call__(self, operation, **parameters):
        headers = {"X-Amz-Target": TARGET_PREFIX + operation, "Authorization": "AWS4-HMAC-SHA256 fake"}
        headers["Content-Type"] = CONTENT_TYPE
        reply, _ = self.simulation.answer(read("POST", "https://localhost/", headers, json.dumps(parameters)))
        self.bytes += repr(reply.headers).encode() + reply.body
        return json.loads(reply.body or b"{}")

    def run(self):
        names = [{"Name": "email", "Value": "zoe@example.com"}, {"Name": "phone_number", "Value": "+12065550177"}]
        self("SignUp", ClientId=self.client, Username="zoe", Password="Secret-1", UserAttributes=names)
        self("ConfirmSignUp", ClientId=self.client, Username="zoe", ConfirmationCode=self.service.outbox[-1].code)
        access = self._signed_in()["AuthenticationResult"]["AccessToken"]
        self("AssociateSoftwareToken", AccessToken=access)
        code = self.service.pools["us-east-1_Example01"].users["zoe"].app.code(self.service.now)
        self("VerifySoftwareToken", AccessToken=access, UserCode=code)
        on = {"Enabled": True}
        self("SetUserMFAPreference", AccessToken=access, SoftwareTokenMfaSettings=on, SMSMfaSettings=on)
        session = self._signed_in()["Session"]
        chosen = {"USERNAME": "zoe", "ANSWER": "SMS_MFA"}
        session = self._responded("SELECT_MFA_TYPE", session, chosen)["Session"]
        code = {"USERNAME": "zoe", "SMS_MFA_CODE": self.service.outbox[-1].code}
        self._responded("SMS_MFA", session, code)
        self("AdminGetUser", UserPoolId="us-east-1_Example01", Username="zoe")
        srp = {"USERNAME": "zoe", "SRP_A": "ab" * 300}
        self("InitiateAuth", ClientId=self.client, AuthFlow="USER_SRP_AUTH", AuthParameters=srp)
        self("CreateUserPoolClient", UserPoolId="us-east-1_Example01", ClientName="new", GenerateSecret=True)
        self("CreateUserPool", PoolName="new")
        return self.bytes

    def _signed_in(self):
        parameters = {"USERNAME": "zoe", "PASSWORD": "Secret-1"}
        return self("InitiateAuth", ClientId=self.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    def _responded(self, challenge, session, answers):
        return self(
            "RespondToAuthChallenge",
            ClientId=self.client,
            ChallengeName=challenge,
            Session=session,
            ChallengeResponses=answers,
        )


def test_a_seed_repeats_a_whole_scenario_byte_for_byte():
    script = Script(seed=7)
    assert script.run() == Script(seed=7).run()
    assert b"__type" not in script.bytes
    assert b"AccessToken" in script.bytes


@pytest.mark.long
def test_another_process_repeats_it_too_whatever_its_hash_seed():
    code = (
        f"import sys, hashlib; sys.path[:0] = {[str(Path(__file__).parents[up]) for up in (0, 2)]!r}; "
        "from test_sources import Script; "
        "print(hashlib.sha256(Script(seed=7).run()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == hashlib.sha256(Script(seed=7).run()).hexdigest()


def test_another_seed_gives_another_scenario():
    assert Script(seed=7).run() != Script(seed=8).run()


def test_no_seed_gives_another_scenario_each_time():
    assert Script(seed=None).run() != Script(seed=None).run()


@for_each("draw", [pytest.param(each, id=name) for name, each in DRAWS.items()])
def test_every_draw_follows_the_seed(draw):
    first, second, third = (draw(Sources(seed)) for seed in ("a", "a", "b"))
    assert first == second != third


@for_each("draw", [pytest.param(each, id=name) for name, each in DRAWS.items()])
def test_no_draw_repeats_itself(draw):
    sources = Sources(seed=1)
    assert len({draw(sources) for _ in range(20)}) == 20


@for_each(
    "draw, form",
    [
        (lambda s: s.uuid(), r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        (lambda s: s.sub(), r"[0-9a-f]{8}-[0-9a-f]{4}-70[0-9a-f]{2}-[0-9a-f]{4}-[0-9a-f]{12}"),
        (lambda s: s.code(), r"[0-9]{6}"),
        (lambda s: s.code(8), r"[0-9]{8}"),
        (lambda s: s.session(), r"AYABe[A-Za-z0-9_-]{875}"),
        (lambda s: s.totp_secret(), r"[A-Z2-7]{52}"),
        (lambda s: s.pool_id("eu-west-1"), r"eu-west-1_[A-Za-z0-9]{9}"),
        (lambda s: s.client_id(), r"[a-z0-9]{26}"),
        (lambda s: s.client_secret(), r"[a-z0-9]{52}"),
    ],
)
def test_what_is_drawn_looks_like_what_aws_gives(draw, form):
    drawn = [draw(Sources(seed)) for seed in range(50)]
    assert [value for value in drawn if not re.fullmatch(form, value)] == []


# -- the clock --------------------------------------------------------------------------


def test_a_clock_follows_the_system(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("time.time", lambda: 1_000_000.5)
    assert clock.timestamp() == 1_000_000.5
    assert clock.now == datetime.fromtimestamp(1_000_000.5, timezone.utc)


def test_an_advanced_clock_is_ahead_of_the_system(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1000.0)
    clock = Clock()
    assert clock.advance(minutes=4) == datetime.fromtimestamp(1240, timezone.utc)
    clock.advance(seconds=1)
    monkeypatch.setattr("time.time", lambda: 2000.0)
    assert clock.timestamp() == 2241.0


@pytest.mark.parametrize("at", [THEN, THEN.timestamp(), THEN.astimezone(timezone(timedelta(hours=5)))], ids=str)
def test_a_frozen_clock_stands_still(at):
    clock = Clock()
    assert clock.freeze(at) == clock.now == clock.now == THEN
    assert repr(clock) == "<Clock 2030-01-01 00:00:00 UTC, frozen>"


def test_a_clock_freezes_at_its_own_now(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1000.0)
    clock = Clock()
    clock.advance(hours=1)
    clock.freeze()
    monkeypatch.setattr("time.time", lambda: 5000.0)
    assert clock.timestamp() == 4600.0


def test_a_frozen_clock_can_be_advanced_and_frozen_anew():
    clock = Clock()
    clock.freeze(1000)
    clock.advance(days=1)
    assert clock.timestamp() == 87400
    assert clock.freeze(2000).timestamp() == 2000


@pytest.mark.parametrize("at", ["2030-01-01", datetime(2030, 1, 1)])  # noqa: DTZ001 - that is what is refused
def test_a_moment_without_a_time_zone_is_refused(at):
    with pytest.raises(SettingError, match="needs an aware datetime"):
        Clock().freeze(at)


def test_an_unknown_unit_of_time_is_named():
    with pytest.raises(SettingError, match=re.escape("unknown unit of time 'minute'; did you mean 'minutes'?")):
        Clock().advance(minute=4)


def test_a_running_clock_says_so():
    assert "frozen" not in repr(Clock())


# -- no other owner ---------------------------------------------------------------------

FORBIDDEN_MODULES = {"random", "secrets", "time"}
FORBIDDEN_CALLS = {
    *(("datetime", name) for name in ("now", "utcnow", "today")),
    ("date", "today"),
    ("os", "urandom"),
    *(("uuid", f"uuid{version}") for version in (1, 4, 6, 7)),
}


def asked_of_the_system(tree):
    """Where a module asks for time or chance: imports, and names looked up on them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in FORBIDDEN_MODULES)
        elif isinstance(node, ast.ImportFrom):
            pairs = {(node.module, alias.name) for alias in node.names}
            yield from (f"{module}.{name}" for module, name in pairs & FORBIDDEN_CALLS)
            if node.module in FORBIDDEN_MODULES:
                yield str(node.module)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner, node.attr) in FORBIDDEN_CALLS:
                yield f"{owner}.{node.attr}"


OWNER = PACKAGE / "_simulator" / "sources.py"
WAITING = PACKAGE / "_interceptors" / "_timeouts.py"
"""Sleeps where a fault says so, and does not read the time."""


def test_no_other_module_asks_for_time_or_chance():
    asked = {
        f"{path.relative_to(PACKAGE)}: {what}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != OWNER
        for what in asked_of_the_system(ast.parse(path.read_text("utf-8")))
    }

    assert asked == {f"{WAITING.relative_to(PACKAGE)}: time"}
    assert {node.attr for node in ast.walk(ast.parse(WAITING.read_text("utf-8"))) if _is_of_time(node)} == {"sleep"}


def _is_of_time(node):
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "time"


def test_the_search_finds_what_the_owner_asks():
    found = set(asked_of_the_system(ast.parse(OWNER.read_text("utf-8"))))
    assert {"random", "time", "os.urandom"} <= found
