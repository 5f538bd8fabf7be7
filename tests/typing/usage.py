"""How the plugin is used in typed code.  Never run: mypy in strict mode reads it."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_cognito_mfa import CassetteMiss, CognitoMfaError, NotSimulated, ScenarioError, Tokens, simulate
from pytest_cognito_mfa.strategies import standings

if TYPE_CHECKING:
    from pytest_cognito_mfa import Cognito
    from pytest_cognito_mfa.cognito import PluggedIn


@pytest.mark.cognito(scenario="required.yaml")
def test_what_a_test_asks_for(cognito: Cognito) -> None:
    tokens: Tokens = cognito.sign_in("newcomer", client="secret")
    tokens = cognito.sign_in("newcomer", scopes=("openid", "email"))
    texts: tuple[str, str, str] = (tokens.access_token, tokens.id_token, tokens.refresh_token)
    device: tuple[str | None, str | None] = (tokens.device_key, tokens.device_group_key)
    code: str = cognito.totp("totp")
    reported: tuple[str, str, str | None, str] = (
        cognito.user_pool_id,
        cognito.client_id,
        cognito.client_secret,
        cognito.region,
    )
    print(texts, device, code, reported)


def test_what_stands_in_the_pool(cognito: Cognito) -> None:
    user = cognito.user("newcomer")
    preferred: str | None = user.preferred_mfa
    factors: list[str] = user.mfa_settings
    email: str = user.attributes["email"]
    policy: str = cognito.pool.mfa_configuration
    secret: str | None = cognito.pools[cognito.user_pool_id].clients["secret"].secret
    remembered: list[str] = [device.key for device in user.devices if device.remembered]
    print(preferred, factors, email, policy, secret, user.totp_secret, user.enabled, remembered)


def test_what_happened(cognito: Cognito) -> None:
    code: str = cognito.outbox[-1].code + cognito.outbox.last(to="grace", purpose="mfa").code
    users: list[str] = [message.user for message in cognito.outbox[1:]]
    print(users)
    names: list[str] = [exchange.operation for exchange in cognito.journal]
    error: str | None = cognito.calls("InitiateAuth")[0].error
    seconds: float = cognito.assert_called("InitiateAuth", AuthFlow="USER_SRP_AUTH").duration
    print(code, names, error, seconds, len(cognito.journal[1:]))


def test_what_had_no_effect() -> None:
    with simulate(no_effect="fail") as cognito:
        texts: tuple[str, ...] = cognito.without_effect
        print(texts)


def test_triggers(cognito: Cognito) -> None:
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        return event

    with cognito.trigger("PreSignUp", handler):
        pass
    plugged: PluggedIn = cognito.trigger("PreTokenGeneration", handler, version="V2_0")
    sources: list[str] = [each.source for call in cognito.journal for each in call.triggers]
    print(plugged, sources)


def test_what_can_be_changed(cognito: Cognito) -> None:
    with cognito.inject("GetUser", error="InternalErrorException", times=1, after=2, when={"AccessToken": "x"}):
        pass
    cognito.inject("GetUser", drop="reset").remove()
    cognito.inject("Admin*", user="totp", latency={"mean": 1, "sigma": 0.2}, error="ForbiddenException", nth=[1, 3])
    cognito.inject(
        "GetUser", sequence=["well", {"change": "user_disabled", "times": 2}, {"latency": {"from": 0, "to": 1}}]
    )
    cognito.inject("GetUser", drop="rest")  # type: ignore[arg-type]
    cognito.inject("GetUser", eror="ForbiddenException")  # type: ignore[call-arg]
    cognito.inject("GetUser", sequence=["good"])  # type: ignore[list-item]
    with cognito.answer("ListUsers", {"Users": []}, when={"Filter": "x"}, times=2):
        cognito.answer("ListUsers", lambda call: {"Users": [{"Username": call.parameters["Filter"]}]}).remove()
    with cognito.risk("high"), cognito.risk("none", source_ip="203.0.113.0/24"):
        cognito.risk(None).remove()
    later: datetime = cognito.clock.advance(minutes=4)
    cognito.clock.advance(minute=3)  # type: ignore[call-arg]
    cognito.user("totp").status = "CONFIRMED"  # type: ignore[misc]
    assert cognito.clock.freeze(datetime(2030, 1, 1, tzinfo=timezone.utc)) > later


@pytest.mark.cognito_errors("SetUserMFAPreference", common=True, exclude=["reset"])
@pytest.mark.cognito_standings(policy="ON", factors=["totp"], only="*-trusted_device")
def test_what_a_case_tells(cognito: Cognito) -> None:
    error: str = cognito.error
    challenge: str | None = cognito.next_challenge
    password: str | None = cognito.user("subject").devices[0].password
    print(error, challenge, password)


def with_hypothesis() -> None:
    strategy = standings(policy=["ON", "OPTIONAL"], factors="totp")
    with simulate(standing=strategy.example()) as cognito, simulate(standing="ON-none"):
        print(cognito.next_challenge)


def without_pytest() -> str:
    try:
        simulate(faults=[{"drop": "tls"}])  # type: ignore[typeddict-item]
        simulate(expect=[{"with": {}}])  # type: ignore[typeddict-item]
        simulate(answers=[{"on": "ListUsers", "answer": {}}], expect=[{"on": "GetUser", "with": {}, "never": True}])
        faulty = simulate(faults=[{"on": "GetUser", "garble": "html", "status": 503}])
        with simulate(Path("totp.yaml"), region="eu-west-1") as cognito, simulate(cassette="enrol.yaml"), faulty:
            return cognito.sign_in("totp").id_token
    except ScenarioError as error:
        return error.mistakes[0].text
    except (CassetteMiss, NotSimulated, CognitoMfaError) as error:
        return str(error)
