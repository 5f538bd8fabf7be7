"""`Cognito`, the value of the fixture."""

from datetime import datetime, timedelta, timezone

import jwt
import one_client
import pyotp
import pytest
from one_test import for_each

from pytest_cognito_mfa import Cognito, SettingError, simulate
from pytest_cognito_mfa._fixture import backend

PERSONAS = ("newcomer", "totp", "sms", "email", "undecided", "invited")


@pytest.fixture
def client(cognito):
    return one_client.client()


# -- what is in the scenario -------------------------------------------------------------


def test_the_pool_is_the_first_of_the_pools(cognito):
    assert list(cognito.pools) == [cognito.user_pool_id] == [cognito.pool.id]
    assert (cognito.pool.name, cognito.pool.mfa_configuration) == ("example", "OPTIONAL")
    assert cognito.pool.issuer == f"https://cognito-idp.{cognito.region}.amazonaws.com/{cognito.user_pool_id}"


def test_a_pool_that_the_app_makes_is_among_the_pools(cognito, client):
    made = client.create_user_pool(PoolName="made")["UserPool"]["Id"]

    assert cognito.pools[made].name == "made"
    assert cognito.pool.name == "example"


def test_the_clients_stand_by_their_names(cognito):
    assert list(cognito.pool.clients) == ["public", "secret"]
    public, secret = cognito.pool.clients.values()
    assert (cognito.client_id, cognito.client_secret) == (public.id, public.secret) == (public.id, None)
    assert secret.name == "secret"
    assert secret.secret


def test_every_persona_is_in_its_state(cognito):
    assert tuple(cognito.pool.users) == PERSONAS
    states = {name: (user.status, user.mfa_settings, user.preferred_mfa) for name, user in cognito.pool.users.items()}
    assert states == {
        "newcomer": ("CONFIRMED", [], None),
        "totp": ("CONFIRMED", ["SOFTWARE_TOKEN_MFA"], "SOFTWARE_TOKEN_MFA"),
        "sms": ("CONFIRMED", ["SMS_MFA"], "SMS_MFA"),
        "email": ("CONFIRMED", ["EMAIL_OTP"], "EMAIL_OTP"),
        "undecided": ("CONFIRMED", ["SMS_MFA", "SOFTWARE_TOKEN_MFA"], None),
        "invited": ("FORCE_CHANGE_PASSWORD", [], None),
    }


def test_a_user_shows_what_cognito_has(cognito):
    user = cognito.user("newcomer")

    assert (user.username, user.enabled, user.devices, user.totp_secret) == ("newcomer", True, (), None)
    assert user.attributes["email"] == "newcomer@example.com"
    assert user.attributes["sub"] == user.sub


def test_a_user_is_found_by_sub(cognito):
    assert cognito.user(cognito.user("sms").sub).username == "sms"


def test_a_view_follows_what_the_app_does(cognito, client):
    user = cognito.user("newcomer")
    token = cognito.sign_in("newcomer").access_token

    client.set_user_mfa_preference(AccessToken=token, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})

    assert (user.mfa_settings, user.preferred_mfa) == (["SMS_MFA"], "SMS_MFA")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda cognito: cognito.user("newcommer"), "unknown user 'newcommer'; did you mean 'newcomer'?"),
        (lambda cognito: cognito.sign_in("Totp"), "unknown user 'Totp'; did you mean 'totp'?"),
        (lambda cognito: cognito.totp("undecidd"), "unknown user 'undecidd'; did you mean 'undecided'?"),
        (lambda cognito: cognito.sign_in("sms", client="mobile"), "unknown client 'mobile'; there are: public, secret"),
        (lambda cognito: cognito.calls("InitateAuth"), "unknown operation 'InitateAuth'; did you mean 'InitiateAuth'?"),
        (lambda cognito: cognito.assert_called("SetUserMfaPreference"), "did you mean 'SetUserMFAPreference'?"),
        (lambda cognito: cognito.inject("GetUsr", error="InternalErrorException"), "did you mean 'GetUser'?"),
        (lambda cognito: cognito.inject("GetUser", error="NotAuthorised"), "did you mean 'NotAuthorizedException'?"),
    ],
    ids=["user", "sign_in", "totp", "client", "calls", "assert_called", "inject", "error"],
)
def test_an_unknown_name_says_what_was_meant(cognito, asked, words):
    with pytest.raises(SettingError) as raised:
        asked(cognito)

    assert words in str(raised.value)


def test_deleted_pools_are_missed_in_words(cognito, client):
    client.delete_user_pool(UserPoolId=cognito.user_pool_id)

    assert cognito.pools == {}
    with pytest.raises(SettingError, match="there is no pool; the code under test has deleted all of them"):
        _ = cognito.client_id


# -- signing in ---------------------------------------------------------------------------


@pytest.mark.parametrize("through", ["public", "secret", None])
@pytest.mark.parametrize("name", PERSONAS)
def test_every_persona_signs_in_through_either_client(cognito, client, name, through):
    tokens = cognito.sign_in(name, client=through)

    assert client.get_user(AccessToken=tokens.access_token)["Username"] == name
    claims = jwt.decode(tokens.id_token, options={"verify_signature": False})
    assert claims["aud"] == cognito.pool.clients[through or "public"].id
    assert tokens.refresh_token


@pytest.mark.parametrize("name", PERSONAS)
def test_signing_in_again_works_at_once(cognito, name):
    assert len({cognito.sign_in(name).access_token for _ in range(5)}) == 5


def test_the_apps_own_code_still_counts_after_signing_in(cognito, client):
    cognito.clock.freeze(datetime(2030, 1, 1, tzinfo=timezone.utc))
    cognito.sign_in("totp")
    cognito.sign_in("totp")

    begun = client.initiate_auth(
        ClientId=cognito.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "totp", "PASSWORD": cognito.user("totp").password},
    )
    answer = client.respond_to_auth_challenge(
        ClientId=cognito.client_id,
        ChallengeName="SOFTWARE_TOKEN_MFA",
        Session=begun["Session"],
        ChallengeResponses={"USERNAME": "totp", "SOFTWARE_TOKEN_MFA_CODE": cognito.totp("totp")},
    )

    assert "AuthenticationResult" in answer


def test_the_invited_have_a_password_of_their_own_afterwards(cognito):
    invited = cognito.user("invited")
    temporary = invited.password

    cognito.sign_in("invited")

    assert invited.status == "CONFIRMED"
    assert invited.password != temporary


def test_signing_in_is_in_no_journal_and_meets_no_fault(cognito, client):
    cognito.inject("*", error="InternalErrorException")

    token = cognito.sign_in("newcomer").access_token

    assert list(cognito.journal) == []
    with pytest.raises(client.exceptions.InternalErrorException):
        client.get_user(AccessToken=token)


def test_signing_in_a_disabled_user_is_refused_as_aws_would(tmp_path):
    path = tmp_path / "disabled.yaml"
    path.write_text(
        "pools:\n  - Name: pool\n    clients: [{ClientName: app}]\n    users: [{Username: gone, Enabled: false}]\n"
    )

    with simulate(path) as cognito, pytest.raises(SettingError, match=r"sign_in\('gone'\): AWS would refuse"):
        cognito.sign_in("gone")


# -- codes, messages, time ----------------------------------------------------------------


def test_totp_is_what_the_users_app_shows(cognito):
    cognito.clock.freeze(datetime(2030, 1, 1, tzinfo=timezone.utc))
    app = pyotp.TOTP(cognito.user("totp").totp_secret)

    assert cognito.totp("totp") == app.at(cognito.clock.now)

    cognito.clock.advance(seconds=30)
    assert cognito.totp("totp") == app.at(cognito.clock.now)


def test_totp_follows_the_secret_that_was_handed_out_last(cognito, client):
    token = cognito.sign_in("newcomer").access_token
    secret = client.associate_software_token(AccessToken=token)["SecretCode"]

    assert cognito.user("newcomer").totp_secret == secret
    assert client.verify_software_token(AccessToken=token, UserCode=cognito.totp("newcomer"))["Status"] == "SUCCESS"


def test_totp_of_a_user_without_an_app_says_what_to_do(cognito):
    with pytest.raises(SettingError, match="user 'sms' has no authenticator app; the code under test must call Assoc"):
        cognito.totp("sms")


def test_the_outbox_holds_what_was_delivered(cognito, client):
    given = {"USERNAME": "sms", "PASSWORD": cognito.user("sms").password}
    client.initiate_auth(ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)

    (message,) = cognito.outbox
    assert (message.user, message.medium, message.destination) == ("sms", "SMS", "+12065550102")
    assert (message.purpose, message.body) == ("mfa", f"Your authentication code is {message.code}.")
    assert message.code.isdecimal()


def test_the_newest_message_is_last(cognito):
    cognito.sign_in("sms")
    cognito.sign_in("email")

    assert [(message.user, message.medium) for message in cognito.outbox] == [("sms", "SMS"), ("email", "EMAIL")]


def test_the_clock_goes_on_until_it_is_frozen(cognito):
    moment = datetime(2030, 1, 1, tzinfo=timezone.utc)

    assert cognito.clock.freeze(moment) == cognito.clock.now == moment
    assert cognito.clock.advance(minutes=4) == cognito.clock.now == moment + timedelta(minutes=4)
    assert cognito.clock.freeze() == cognito.clock.now


def test_the_clock_takes_any_time_zone_and_epoch_seconds(cognito):
    moment = datetime(2030, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))

    assert cognito.clock.freeze(moment) == datetime(2030, 1, 1, tzinfo=timezone.utc)
    assert cognito.clock.freeze(1_900_000_000).timestamp() == 1_900_000_000


def test_the_clock_refuses_a_moment_without_a_time_zone(cognito):
    with pytest.raises(SettingError, match="needs an aware datetime"):
        cognito.clock.freeze(datetime(2030, 1, 1))  # noqa: DTZ001 -- the mistake


# -- faults and journal -------------------------------------------------------------------


def test_an_injected_fault_stays_and_names_its_place(cognito, client):
    cognito.inject("GetUser", error="TooManyRequestsException", message="slow down")
    line = this_line() - 1

    for _ in range(2):
        with pytest.raises(client.exceptions.TooManyRequestsException, match="slow down"):
            client.get_user(AccessToken="any")

    assert [exchange.answered_by for exchange in cognito.journal] == [f"fault {__file__}:{line}"] * 2


def test_a_fault_ends_with_its_block(cognito, client):
    token = cognito.sign_in("newcomer").access_token

    with (
        cognito.inject("GetUser", error="TooManyRequestsException"),
        pytest.raises(client.exceptions.TooManyRequestsException),
    ):
        client.get_user(AccessToken=token)

    assert client.get_user(AccessToken=token)["Username"] == "newcomer"


def test_a_removed_fault_may_be_removed_again(cognito, client):
    fault = cognito.inject("GetUser", error="InternalErrorException")
    with pytest.raises(client.exceptions.InternalErrorException):
        client.get_user(AccessToken="any")

    fault.remove()
    fault.remove()

    assert client.get_user(AccessToken=cognito.sign_in("newcomer").access_token)


def test_a_fault_fires_when_after_and_as_often_as_it_says(cognito, client):
    token = cognito.sign_in("newcomer").access_token
    cognito.inject(
        "SetUserMFAPreference",
        error="InternalErrorException",
        after=1,
        times=2,
        when={"SMSMfaSettings": {"Enabled": True}},
    )

    def set_preference(enabled):
        try:
            client.set_user_mfa_preference(AccessToken=token, SMSMfaSettings={"Enabled": enabled})
        except client.exceptions.InternalErrorException:
            return "failed"
        return "done"

    assert [set_preference(enabled=False) for _ in range(3)] == ["done"] * 3
    assert [set_preference(enabled=True) for _ in range(5)] == ["done", "failed", "failed", "done", "done"]


def test_calls_are_those_of_one_operation_oldest_first(cognito, client):
    for name in ("newcomer", "sms"):
        client.get_user(AccessToken=cognito.sign_in(name).access_token)
    client.describe_user_pool(UserPoolId=cognito.user_pool_id)

    first, second = cognito.calls("GetUser")

    assert (first.response["Username"], second.response["Username"]) == ("newcomer", "sms")
    assert (first.operation, first.error, first.answered_by) == ("GetUser", None, "simulator")
    assert first.duration > 0
    assert cognito.calls("SignUp") == ()


def test_the_journal_keeps_what_was_refused(cognito, client):
    with pytest.raises(client.exceptions.NotAuthorizedException):
        client.get_user(AccessToken="none")

    (exchange,) = cognito.journal
    assert (exchange.error, exchange.response) == ("NotAuthorizedException", None)
    assert exchange.request == {"AccessToken": "none"}


def test_assert_called_gives_the_last_call_that_fits(cognito, client):
    tokens = [cognito.sign_in(name).access_token for name in ("newcomer", "sms", "newcomer")]
    for token in tokens:
        client.get_user(AccessToken=token)

    assert cognito.assert_called("GetUser") is cognito.journal[2]
    assert cognito.assert_called("GetUser", AccessToken=tokens[1]) is cognito.journal[1]


def test_assert_called_takes_1_for_another_value_than_true(cognito, client):
    token = cognito.sign_in("totp").access_token
    client.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True})

    cognito.assert_called("SetUserMFAPreference", SoftwareTokenMfaSettings={"Enabled": True})
    with pytest.raises(AssertionError, match=r"SoftwareTokenMfaSettings\.Enabled: 1 expected, true sent"):
        cognito.assert_called("SetUserMFAPreference", SoftwareTokenMfaSettings={"Enabled": 1})


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"AuthParameter": {}}, "unknown InitiateAuth member 'AuthParameter'; did you mean 'AuthParameters'?"),
        (
            {"UserContextData": {"IPAdress": "a"}},
            "unknown UserContextData member 'IPAdress'; did you mean 'IpAddress'?",
        ),
        (
            {"Clientid": "a", "AnalyticsMetadata": {"Endpoint": "a"}},
            """\
unknown InitiateAuth member 'Clientid'; did you mean 'ClientId'?
unknown AnalyticsMetadata member 'Endpoint'; there are: AnalyticsEndpointId""",
        ),
    ],
)
def test_assert_called_refuses_names_that_aws_does_not_have_whatever_was_called(cognito, members, said):
    with pytest.raises(SettingError) as refused:
        cognito.assert_called("InitiateAuth", **members)

    assert str(refused.value) == said


def test_assert_called_looks_at_names_in_lists_and_not_at_those_that_a_caller_may_choose(cognito, client):
    attributes = [{"Name": "email", "Value": "a@example.com"}]
    client.admin_update_user_attributes(
        UserPoolId=cognito.user_pool_id, Username="totp", UserAttributes=attributes, ClientMetadata={"any": "name"}
    )

    cognito.assert_called("AdminUpdateUserAttributes", UserAttributes=attributes, ClientMetadata={"any": "name"})
    with pytest.raises(SettingError, match=r"unknown UserAttributes member 'Nam'; did you mean 'Name'\?"):
        cognito.assert_called("AdminUpdateUserAttributes", UserAttributes=[{"Nam": "email"}])


def test_assert_called_takes_any_name_for_a_document_of_the_pool(cognito):
    with pytest.raises(AssertionError, match=r"jwks\.json was not called"):
        cognito.assert_called("jwks.json", Any="name")


# -- what is shown ------------------------------------------------------------------------


def test_no_repr_shows_a_secret(cognito, client):
    tokens = cognito.sign_in("totp")
    client.get_user(AccessToken=tokens.access_token)
    user, secret_client = cognito.user("totp"), cognito.pool.clients["secret"]
    cognito.sign_in("sms")
    message = cognito.outbox[-1]

    shown = [
        cognito,
        cognito.pool,
        cognito.pools,
        cognito.pool.clients,
        cognito.pool.users,
        user,
        tokens,
        cognito.clock,
    ]
    shown += [cognito.outbox, cognito.journal, cognito.journal[0], cognito.journal[0].call, cognito.journal[0].outcome]
    secrets = [tokens.access_token, tokens.id_token, tokens.refresh_token, user.password, user.totp_secret]
    secrets += [secret_client.secret, message.code, message.destination]

    assert [secret for secret in secrets if secret in repr(shown)] == []


def test_reprs_say_what_a_reader_wants_to_know(cognito):
    assert repr(cognito.user("undecided")) == (
        "<User undecided: CONFIRMED, SMS_MFA, SOFTWARE_TOKEN_MFA, preferred none>"
    )
    assert repr(cognito.pool) == f"<Pool example {cognito.user_pool_id}, MFA OPTIONAL, 6 users>"
    assert repr(cognito.sign_in("sms")) == "<Tokens access, id, refresh>"
    assert repr(cognito) == f"<Cognito {cognito.user_pool_id}, 0 calls>"
    assert repr(cognito.outbox[0]) == "<Message to sms by SMS, mfa>"
    cognito.clock.freeze(datetime(2030, 1, 1, tzinfo=timezone.utc))
    assert repr(cognito.clock) == "<Clock 2030-01-01 00:00:00 UTC, frozen>"


def this_line():
    import sys

    return sys._getframe(1).f_lineno


def test_of_several_calls_the_nearest_is_shown(cognito, client):
    token = cognito.sign_in("sms").access_token
    for settings in ({"SMSMfaSettings": {"Enabled": True}}, {"EmailMfaSettings": {"Enabled": True}}):
        client.set_user_mfa_preference(AccessToken=token, **settings)

    with pytest.raises(AssertionError) as failed:
        cognito.assert_called("SetUserMFAPreference", EmailMfaSettings={"Enabled": False})

    assert str(failed.value).splitlines() == [
        "SetUserMFAPreference was called 2 times, but never with these members.",
        "  nearest: call 2 of 2; it differs in:",
        "    EmailMfaSettings.Enabled: false expected, true sent",
    ]


@for_each(
    "words, said",
    [
        ({"drop": "reset"}, "drop: reset on GetUser"),
        ({"error": "ForbiddenException", "latency": 2}, "error: ForbiddenException on GetUser"),
        ({"latency": 2}, "latency: 2 on GetUser"),
        ({"latency": {"from": 0.5, "to": 2}}, "latency: 0.5 to 2 on GetUser"),
        ({"latency": {"mean": 1, "sigma": 0.2}}, "latency: about 1 on GetUser"),
        ({"trickle": 3}, "trickle: 3 on GetUser"),
        ({"sequence": [{"garble": "html"}, "well", {"change": "user_deleted"}]}, None),
    ],
)
def test_an_injected_fault_says_what_it_is(words, said):
    cognito = Cognito()

    line = this_line() + 1
    shown = repr(cognito.inject("GetUser", **words))

    said = said or "garble: html, well, change: user_deleted on GetUser"
    assert shown == f"<Injected {said}, at {__file__}:{line}:1>"


def test_a_pool_without_a_client_says_so(tmp_path):
    scenario = tmp_path / "bare.yaml"
    scenario.write_text("pools: [{Name: bare}]")
    with pytest.raises(SettingError, match="has no app client; add one under clients:"):
        assert simulate(scenario).client_id


# -- when the pools are created -----------------------------------------------------------


def test_a_user_is_as_old_as_the_test_whenever_the_first_call_comes(cognito, client):
    start = cognito.clock.now
    cognito.clock.advance(days=3)
    user = client.admin_get_user(UserPoolId=cognito.user_pool_id, Username="totp")
    assert user["UserCreateDate"] - start < timedelta(minutes=1)


def test_two_threads_that_need_the_pools_first_get_the_same_users(monkeypatch, cognito):
    class OtherThreadIsFaster:
        def __enter__(self):
            monkeypatch.undo()
            self.sub = cognito.user("totp").sub

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(backend, "LOCK", other := OtherThreadIsFaster())
    assert cognito.user("totp").sub == other.sub
