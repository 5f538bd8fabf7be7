"""An outbox without the wanted message says why: what was sent, or what each call came to."""

import boto3
import pytest
from botocore.config import Config

from pytest_cognito_mfa import SettingError, simulate


@pytest.fixture
def client(cognito):
    return boto3.client("cognito-idp", config=Config(retries={"total_max_attempts": 1}))


@pytest.fixture
def sign_in(cognito, client):
    def sign_in(name, password=None):
        parameters = {"USERNAME": name, "PASSWORD": password or cognito.user(name).password}
        return client.initiate_auth(
            ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
        )

    return sign_in


def reasons(outbox):
    with pytest.raises(IndexError) as raised:
        outbox[-1]
    first, *lines = str(raised.value).splitlines()
    assert first == "outbox[-1]: no message was sent"
    return lines


def test_before_any_call_it_says_so(cognito):
    assert reasons(cognito.outbox) == ["  the test made no calls yet"]


def test_each_call_says_what_it_came_to(cognito, client, sign_in):
    with pytest.raises(client.exceptions.NotAuthorizedException):
        sign_in("sms", "wrong")
    sign_in("totp")
    sign_in("undecided")
    sign_in("newcomer")
    cognito.answer("ListUsers", {"Users": []})
    client.list_users(UserPoolId=cognito.user_pool_id)

    lines = reasons(cognito.outbox)

    assert lines[:4] == [
        "  call 1, InitiateAuth: NotAuthorizedException, answered by simulator",
        "  call 2, InitiateAuth: asks for SOFTWARE_TOKEN_MFA, whose code is cognito.totp(name)",
        "  call 3, InitiateAuth: asks for SELECT_MFA_TYPE",
        "  call 4, InitiateAuth: OK",
    ]
    assert lines[4].startswith(f"  call 5, ListUsers: answered by answer {__file__}:")
    assert lines[4].endswith("; only the simulator sends messages")


def test_a_pool_that_verifies_nothing_is_named(tmp_path, client):
    path = tmp_path / "s.yaml"
    path.write_text("pools: [{Name: pool, clients: [{ClientName: app}]}]")
    with simulate(path) as cognito:
        client.sign_up(ClientId=cognito.client_id, Username="jo", Password="Secret-12")

        assert reasons(cognito.outbox) == [
            "  call 1, SignUp: the pool verifies nothing that this user has; see AutoVerifiedAttributes"
        ]


def test_only_the_latest_calls_are_told(cognito, client):
    for _ in range(10):
        client.describe_user_pool(UserPoolId=cognito.user_pool_id)

    lines = reasons(cognito.outbox)

    assert lines[:2] == ["  2 earlier calls, which sent nothing", "  call 3, DescribeUserPool: OK"]
    assert len(lines) == 9


def test_last_gives_the_newest_that_fits(cognito):
    for name in ("sms", "email", "sms"):
        cognito.sign_in(name)
    first, mail, last = cognito.outbox

    assert cognito.outbox.last() is last
    assert cognito.outbox.last(to="email") is mail
    assert cognito.outbox.last(to=mail.destination, purpose="mfa", medium="EMAIL") is mail
    assert cognito.outbox.last(medium="SMS") is last
    assert (cognito.outbox[0], cognito.outbox[1:]) == (first, (mail, last))


def test_where_none_fits_those_that_were_sent_are_told_without_codes(cognito):
    cognito.sign_in("sms")
    told = ["1 message was sent, the newest last:", "  <Message to sms by SMS, mfa>"]

    with pytest.raises(AssertionError) as raised:
        cognito.outbox.last(to="totp", medium="SMS")
    assert str(raised.value).splitlines() == [f"outbox.last(to='totp', medium='SMS'): {told[0]}", told[1]]

    with pytest.raises(IndexError) as raised:
        cognito.outbox[1]
    assert str(raised.value).splitlines() == [f"outbox[1]: {told[0]}", told[1]]

    cognito.sign_in("email")
    with pytest.raises(AssertionError, match=r"2 messages were sent, the newest last:\n.*sms.*\n.*email"):
        cognito.outbox.last(purpose="recovery")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"purpose": "signup"}, "unknown purpose 'signup'; did you mean 'sign-up'?"),
        ({"medium": "MAIL"}, "unknown medium 'MAIL'; did you mean 'EMAIL'?"),
    ],
)
def test_a_word_that_no_message_can_have_is_refused(cognito, words, said):
    with pytest.raises(SettingError) as refused:
        cognito.outbox.last(**words)

    assert str(refused.value) == said


def test_a_failure_about_it_ends_in_the_test(project):
    source = """
    def test_of_an_index(cognito):
        cognito.outbox[-1]

    def test_of_last(cognito):
        cognito.outbox.last(to="sms")
    """
    shown = project.run(source).stdout.str()

    assert "IndexError: outbox[-1]: no message was sent" in shown
    assert "AssertionError: outbox.last(to='sms'): no message was sent" in shown
    assert "outbox.py" not in shown
