"""What the fixture gives is compared with a mapping by the members that the mapping names."""

from unittest.mock import ANY

import boto3
import pytest

from pytest_cognito_mfa import SettingError


def test_a_mapping_decides_by_the_members_that_it_names(cognito):
    user, login = cognito.user("sms"), {"USERNAME": "sms", "PASSWORD": cognito.user("sms").password}
    boto3.client("cognito-idp").initiate_auth(
        ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=login
    )
    exchange, message = cognito.journal[0], cognito.outbox[0]

    assert user == {"status": "CONFIRMED", "mfa_settings": ["SMS_MFA"], "attributes": {"email": ANY}, "sub": ANY}
    assert {"enabled": True} == user == ANY
    assert user != {"enabled": 1}
    assert user != {"status": "CONFIRMED", "devices": [ANY]}
    assert user == {"devices": [], "groups": []}
    assert cognito.pool == {"users": {"totp": {"preferred_mfa": "SOFTWARE_TOKEN_MFA"}}, "clients": ANY}
    assert cognito.pool.clients["public"] == {"secret": None}
    assert exchange == {"operation": "InitiateAuth", "request": {"AuthFlow": ANY}, "response": {"ChallengeName": ANY}}
    assert exchange != {"error": "NotAuthorizedException"}
    assert [exchange] == [{"answered_by": "simulator"}]
    assert message == {"user": "sms", "code": ANY}
    assert cognito.sign_in("totp") == {"access_token": ANY, "device_key": None}


def test_dirty_equals_decides_for_itself(cognito):
    dirty_equals = pytest.importorskip("dirty_equals")
    user = cognito.user("sms")

    assert user == {"attributes": dirty_equals.IsPartialDict(email=dirty_equals.IsStr(regex=".+@example.com"))}
    assert user != {"status": dirty_equals.IsStr(regex="U.*")}
    assert user == dirty_equals.HasAttributes(status="CONFIRMED")


def test_things_of_one_kind_are_equal_as_before(cognito):
    assert cognito.user("sms") == cognito.user("sms") != cognito.user("totp")
    assert len({cognito.user("sms"), cognito.user("sms"), cognito.pool}) == 2
    assert cognito.pool != cognito.user("sms")
    assert cognito.sign_in("totp") != cognito.sign_in("totp")


def test_a_name_that_is_not_there_is_refused(cognito):
    with pytest.raises(SettingError, match="unknown member 'staus'; did you mean 'status'"):
        assert cognito.user("sms") != {"staus": "UNCONFIRMED"}


def test_a_failure_shows_the_members_that_differ_and_no_secret(project):
    source = """
    from unittest.mock import ANY
    import boto3

    def test_it(cognito):
        boto3.client("cognito-idp").initiate_auth(
            ClientId=cognito.client_id, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "sms", "PASSWORD": cognito.user("sms").password})
        assert cognito.user("sms") == WANTED

    WANTED = {"status": "UNCONFIRMED", "sub": ANY, "password": "no", "mfa_settings": ["SMS_MFA", "EMAIL_OTP"]}
    """
    result = project.run(source, "--assert=rewrite")
    result.stdout.fnmatch_lines(
        [
            "E *assert <User sms: CONFIRMED, SMS_MFA, preferred SMS_MFA> == a mapping of status, sub, password, *",
            "E *status: wanted 'UNCONFIRMED', has 'CONFIRMED'",
            "E *password: wanted a text of 2 characters, has a text of * characters",
            "E *mfa_settings[[]1]: wanted 'EMAIL_OTP', has nothing",
        ]
    )

    wanted = {
        "cognito.journal[0] == {'operation': 'SignUp', 'request': {'AuthParameters': {'PASSWORD': 'x'}}}": [
            "E *assert <Exchange InitiateAuth: OK, by simulator> == a mapping of operation, request",
            "E *operation: wanted 'SignUp', has 'InitiateAuth'",
            "E *request.AuthParameters.PASSWORD: wanted a text of 1 character, has a text of * characters",
        ],
        "{'code': '123', 'body': 'x' * 35} == cognito.outbox[0]": [
            "E *assert <Message to sms by SMS, mfa> == a mapping of code, body",
            "E *code: wanted a text of 3 characters, has a text of 6 characters",
            "E *body: wanted a text of 35 characters, has another",
        ],
    }
    for comparison, lines in wanted.items():
        other = source.replace('cognito.user("sms") == WANTED', comparison)
        project.run(other, "--assert=rewrite").stdout.fnmatch_lines(lines)
