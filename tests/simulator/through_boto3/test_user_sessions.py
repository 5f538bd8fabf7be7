"""Sessions of users: tracked where the pool says so, listed, revoked, and thrown out by a sign-in too many."""

import pytest
from sign_in_steps import needs_operation, refusal_of

from pytest_cognito_mfa import ScenarioError, simulate

pytestmark = needs_operation("ListUserSessions")
ADA = {"Username": "ada", "Password": "Analytical-1843"}
REVOKED = ("NotAuthorizedException", "Access Token has been revoked")


@pytest.fixture
def pool(aws, cognito):
    """A pool that tracks two sessions of each user."""
    pool = {"UserPoolId": cognito.user_pool_id}
    tracked = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 2}}
    aws.set_user_pool_session_configuration(**pool, **tracked)
    return pool


@pytest.fixture
def cognito(open_pool):
    cognito = open_pool()
    cognito.clock.freeze()
    return cognito


def signed_in(cognito, **later):
    cognito.clock.advance(**later)
    return cognito.sign_in("newcomer")


@pytest.mark.long
def test_a_user_sees_the_sessions_of_all_clients_and_which_is_the_own(aws, cognito, pool):
    first, began = signed_in(cognito, hours=1), cognito.clock.now
    second = signed_in(cognito, minutes=5)

    newer, older = aws.list_user_sessions(AccessToken=second.access_token)["Sessions"]

    assert (newer["IsCurrentSession"], older["IsCurrentSession"]) == (True, False)
    assert older["CreateDate"].timestamp() == int(began.timestamp())
    assert older["ClientId"] == cognito.client_id
    assert (older["SessionType"], older["DeviceType"], older["LastIPAddress"]) == ("TOKEN", "unknown", "127.0.0.1")
    assert {"OriginSessionId", "LastLocation"}.isdisjoint(older)
    by_admin = aws.admin_list_user_sessions(**pool, Username="newcomer")["Sessions"]
    assert [each["SessionId"] for each in by_admin] == [newer["SessionId"], older["SessionId"]]
    assert not any(each["IsCurrentSession"] for each in by_admin)
    assert aws.list_user_sessions(AccessToken=first.access_token)["Sessions"][1]["IsCurrentSession"]


def test_a_user_revokes_another_session_and_not_the_own(aws, cognito, pool):
    phone, laptop = signed_in(cognito, hours=1), signed_in(cognito, minutes=1)
    own, other = aws.list_user_sessions(AccessToken=laptop.access_token)["Sessions"]

    me = {"AccessToken": laptop.access_token}
    assert refusal_of(aws.revoke_user_session, **me, SessionId=own["SessionId"])[0] == "InvalidParameterException"
    aws.revoke_user_session(**me, SessionId=other["SessionId"], RevokeAssociatedSessions="LINKED")

    assert refusal_of(aws.get_user, AccessToken=phone.access_token) == REVOKED
    assert refusal_of(aws.revoke_user_session, **me, SessionId=other["SessionId"])[0] == "ResourceNotFoundException"
    assert [each["SessionId"] for each in aws.list_user_sessions(**me)["Sessions"]] == [own["SessionId"]]


@pytest.mark.long
def test_an_administrator_revokes_a_session_of_the_named_user_only(aws, cognito, pool):
    tokens = signed_in(cognito, hours=1)
    [session] = aws.admin_list_user_sessions(**pool, Username="newcomer")["Sessions"]
    named = {**pool, "SessionId": session["SessionId"]}

    assert refusal_of(aws.admin_revoke_user_session, **named, Username="totp")[0] == "ResourceNotFoundException"
    aws.admin_revoke_user_session(**named, Username="newcomer")

    assert refusal_of(aws.get_user, AccessToken=tokens.access_token) == REVOKED
    assert aws.admin_list_user_sessions(**pool, Username="newcomer")["Sessions"] == []


def test_a_sign_in_too_many_throws_out_the_session_used_least_recently(aws, cognito, pool):
    first, second = signed_in(cognito, hours=1), signed_in(cognito, hours=1)
    cognito.clock.advance(hours=1)
    parameters = {"REFRESH_TOKEN": first.refresh_token}
    aws.initiate_auth(ClientId=cognito.client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)
    third = signed_in(cognito, seconds=1)

    newest, refreshed = aws.list_user_sessions(AccessToken=third.access_token)["Sessions"]
    assert newest["IsCurrentSession"]
    assert refreshed["LastActiveDate"] > refreshed["CreateDate"]
    refused = refusal_of(
        aws.get_tokens_from_refresh_token, ClientId=cognito.client_id, RefreshToken=second.refresh_token
    )
    assert refused == ("NotAuthorizedException", "Refresh Token has been revoked")


@pytest.mark.long
def test_a_lower_limit_acts_at_the_next_sign_in(aws, cognito, pool):
    signed_in(cognito, hours=1)
    signed_in(cognito, hours=1)
    aws.set_user_pool_session_configuration(**pool, UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 1})
    named = {**pool, "Username": "newcomer"}

    assert len(aws.admin_list_user_sessions(**named)["Sessions"]) == 2
    signed_in(cognito, hours=1)
    assert len(aws.admin_list_user_sessions(**named)["Sessions"]) == 1
    aws.admin_user_global_sign_out(**named)
    assert aws.admin_list_user_sessions(**named)["Sessions"] == []


@pytest.mark.long
def test_there_is_no_second_page_of_sessions(aws, cognito, pool):
    refused = refusal_of(aws.admin_list_user_sessions, **pool, Username="newcomer", NextToken="next")
    assert refused[0] == "InvalidParameterException"


def test_a_scenario_says_what_pool_and_client_track(aws, open_pool):
    cognito = open_pool(ADA, UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 1})
    pool = {"UserPoolId": cognito.user_pool_id}
    first, second = cognito.sign_in("ada"), cognito.sign_in("ada")

    assert refusal_of(aws.get_user, AccessToken=first.access_token) == REVOKED
    assert len(aws.list_user_sessions(AccessToken=second.access_token)["Sessions"]) == 1
    described = aws.describe_user_pool(**pool)["UserPool"]
    assert described.keys().isdisjoint({"UserSessionTracking", "TokenSession"})


@pytest.mark.long
def test_a_client_of_a_scenario_has_a_life_of_its_sessions_where_the_pool_tracks_them(aws):
    client = {"ClientName": "web", "SSOSession": {"MaxValidityMinutes": 5}}
    with simulate({"pools": [{"Name": "p", "UserSessionTracking": "ENABLED", "clients": [client]}]}) as cognito:
        named = {"UserPoolId": cognito.user_pool_id, "ClientId": cognito.client_id}
        shown = aws.get_user_pool_client_session_configuration(**named)
        assert shown["SSOSession"] == {"MaxValidityMinutes": 5}
        shown = aws.get_user_pool_session_configuration(UserPoolId=cognito.user_pool_id)
        assert shown["TokenSession"] == {"MaxPerUser": 20}
    with pytest.raises(ScenarioError, match="AWS refuses the pool 'p': OperationNotEnabledException: pool p"):
        simulate({"pools": [{"Name": "p", "clients": [client]}]}).pools  # noqa: B018 - it creates the pools
