"""Views are read-only and say where to set what they show; an unknown name says what there is; reprs read well."""

import re

import boto3
import pytest

from pytest_cognito_mfa import Cognito, SettingError, simulate


@pytest.mark.parametrize(
    ("view", "name", "said"),
    [
        ("user", "status", "is read-only; write UserStatus of the user in the scenario"),
        ("user", "mfa_settings", "is read-only; write UserMFASettingList of the user in the scenario"),
        ("user", "devices", "is read-only; it shows what Cognito made"),
        ("client", "secret", "is read-only; write ClientSecret of the client in the scenario"),
        ("pool", "mfa_configuration", "is read-only; write MfaConfiguration of the pool in the scenario"),
        ("pool", "issuer", "is read-only; it shows what Cognito made"),
    ],
)
def test_setting_an_attribute_names_the_key_of_the_scenario(cognito, view, name, said):
    shown = {"user": cognito.user("totp"), "client": cognito.pool.clients["secret"], "pool": cognito.pool}[view]

    with pytest.raises(AttributeError) as refused:
        setattr(shown, name, "any")

    assert str(refused.value) == f"the {name} of {shown!r} {said}"


def test_setting_an_attribute_that_there_is_not_says_which_was_meant(cognito):
    with pytest.raises(AttributeError, match=r"<User totp: .*: unknown attribute 'statuss'; did you mean 'status'\?"):
        cognito.user("totp").statuss = "CONFIRMED"


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda cognito: cognito.user("ttop"), "unknown user 'ttop'; did you mean 'totp'?"),
        (
            lambda cognito: cognito.pool.users["grace"],
            "unknown user 'grace'; there are: email, invited, newcomer, sms, totp, undecided",
        ),
        (lambda cognito: cognito.pool.clients["mobile"], "unknown client 'mobile'; there are: public, secret"),
        (lambda cognito: cognito.sign_in("totp", client="web"), "unknown client 'web'; there are: public, secret"),
        (lambda cognito: cognito.pools["staff"], "unknown pool 'staff'; there are: us-east-1_Example01"),
    ],
)
def test_an_unknown_name_says_what_there_is(cognito, ask, said):
    with pytest.raises(SettingError) as refused:
        ask(cognito)

    assert str(refused.value) == said


def test_an_unknown_name_is_a_key_error_too_and_asking_whether_it_is_there_is_none(cognito):
    with pytest.raises(KeyError):
        cognito.pool.clients["mobile"]

    assert "mobile" not in cognito.pool.clients
    assert cognito.pool.clients.get("mobile") is None


def test_every_public_object_has_a_repr_that_reads_well_and_shows_no_secret():
    cognito = Cognito()
    with cognito:
        check_reprs(cognito)


def check_reprs(cognito):
    client = boto3.client("cognito-idp")
    tokens = cognito.sign_in("sms")
    secret = "hunter22-hunter22"
    calls = []
    cognito.answer("ListUsers", lambda call: calls.append(call) or {"Users": []})
    client.list_users(UserPoolId=cognito.user_pool_id, Filter=secret)
    client.describe_user_pool(UserPoolId=cognito.user_pool_id)
    with simulate(standing="OPTIONAL-none-trusted_device") as standing:
        device = standing.user("subject").devices[0]

    shown = {
        "cognito": cognito,
        "pool": cognito.pool,
        "pools": cognito.pools,
        "client": cognito.pool.clients["secret"],
        "user": cognito.user("totp"),
        "device": device,
        "tokens": tokens,
        "outbox": cognito.outbox,
        "message": cognito.outbox[-1],
        "journal": cognito.journal,
        "exchange": cognito.journal[0],
        "call": calls[0],
        "outcome": cognito.journal[0].outcome,
        "clock": cognito.clock,
        "injected": cognito.inject("GetUser", error="ForbiddenException", message=secret, when={"AccessToken": secret}),
        "answered": cognito.answer("GetUser", {"Username": secret, "UserAttributes": []}),
        "risk": cognito.risk("high"),
    }

    unread = [name for name, each in shown.items() if not re.search(r"<[A-Z]\w+ .+>", repr(each))]
    assert unread == []
    text = repr(shown)
    assert " at 0x" not in text
    secrets = [secret, tokens.access_token, cognito.outbox[-1].code, cognito.pool.clients["secret"].secret]
    secrets += [cognito.user("totp").password, cognito.user("totp").totp_secret, device.password]
    assert [each for each in secrets if each in text] == []
