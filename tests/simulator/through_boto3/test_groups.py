"""Groups through boto3: made, changed, listed, joined; and what they add to tokens."""

import json

import jwt
import pytest
from one_test import for_each
from sign_in_steps import Caller, post, refusal_of

ROLES = [f"arn:aws:iam::123456789012:role/{name}" for name in ("admin", "reader", "writer")]
BY_NAME = {"ListGroups": "Groups", "AdminListGroupsForUser": "Groups", "ListUsersInGroup": "Users"}


@pytest.fixture
def pool(cognito):
    return {"UserPoolId": cognito.user_pool_id}


@pytest.fixture
def join(aws, cognito, pool):
    """Create a group and put the newcomer into it."""

    def join(name, **members):
        aws.create_group(**pool, GroupName=name, **members)
        aws.admin_add_user_to_group(**pool, GroupName=name, Username="newcomer")

    return join


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


def test_a_group_shows_what_it_was_given_in_aws_order(aws, cognito, pool):
    request = {**pool, "GroupName": "z-default"}
    bare = post("CreateGroup", request, signed=True)
    assert list(json.loads(bare.data)["Group"]) == ["CreationDate", "GroupName", "LastModifiedDate", "UserPoolId"]
    full = {"Description": "", "Precedence": 0, "RoleArn": ROLES[0]}
    made = aws.create_group(**pool, GroupName="full", **full)["Group"]
    assert full.items() <= made.items()
    assert aws.get_group(**pool, GroupName="full")["Group"] == made


def test_an_update_keeps_what_it_leaves_out_and_nothing_is_cleared(aws, cognito, pool):
    cognito.clock.freeze(1_800_000_000)
    made = aws.create_group(**pool, GroupName="g", Description="first", Precedence=3)["Group"]
    cognito.clock.advance(minutes=1)
    assert aws.update_group(**pool, GroupName="g", Description="")["Group"] == made
    nulls = {"Description": None, "Precedence": None, "RoleArn": None}
    updated = json.loads(post("UpdateGroup", {**pool, "GroupName": "g", **nulls}, signed=True).data)
    assert updated["Group"]["Precedence"] == 3
    again = aws.update_group(**pool, GroupName="g", Description="first")["Group"]
    assert (again["LastModifiedDate"] > made["LastModifiedDate"], again["CreationDate"]) == (True, made["CreationDate"])
    assert (again["Description"], again["Precedence"]) == ("first", 3)


def test_joining_again_and_leaving_twice_change_nothing(aws, cognito, pool, join):
    join("g")
    aws.admin_add_user_to_group(**pool, GroupName="g", Username="newcomer")
    assert [user["Username"] for user in aws.list_users_in_group(**pool, GroupName="g")["Users"]] == ["newcomer"]
    for name in ("g", "g", "unknown"):
        body = post("AdminRemoveUserFromGroup", {**pool, "GroupName": name, "Username": "newcomer"}, signed=True).data
        assert body == b""
    assert cognito.user("newcomer").groups == ()


def test_memberships_go_with_the_group_and_with_the_user(aws, cognito, pool, join):
    join("gone")
    join("kept")
    aws.delete_group(**pool, GroupName="gone")
    aws.create_group(**pool, GroupName="gone")
    assert cognito.user("newcomer").groups == ("kept",)
    aws.admin_delete_user(**pool, Username="newcomer")
    aws.admin_create_user(**pool, Username="newcomer")
    assert aws.list_users_in_group(**pool, GroupName="kept")["Users"] == []
    assert aws.admin_list_groups_for_user(**pool, Username="newcomer")["Groups"] == []


def test_a_listing_goes_page_by_page_without_gaps_or_doubles(aws, cognito, pool, join):
    names = ("z-default", "reader", "writer", "empty-first", "null-b", "null-a")
    for name in names:
        join(name)
    for operation in ("list_groups", "admin_list_groups_for_user"):
        of_user = {"Username": "newcomer"} if operation.startswith("admin") else {}
        pages = [*aws.get_paginator(operation).paginate(**pool, **of_user, PaginationConfig={"PageSize": 4})]
        listed = [group["GroupName"] for page in pages for group in page["Groups"]]
        assert (len(pages), sorted(listed)) == (2, sorted(names))
        assert listed == claims_of(cognito.sign_in("newcomer").access_token)["cognito:groups"]
    first = aws.list_groups(**pool, Limit=3)
    assert (len(first["NextToken"]), first["NextToken"][:5]) == (736, "AAQA-")
    last = aws.list_groups(**pool, Limit=3, NextToken=first["NextToken"])
    assert (len(last["Groups"]), "NextToken" in last) == (3, False)


@for_each("operation, words", [(name, name == "ListUsersInGroup") for name in BY_NAME])
def test_a_token_continues_only_the_listing_that_gave_it(aws, cognito, pool, operation, words):
    for name in ("one", "two"):
        aws.create_group(**pool, GroupName=name + operation)
        for user in ("newcomer", "totp"):
            aws.admin_add_user_to_group(**pool, GroupName=name + operation, Username=user)
    named = {"ListGroups": {}, "AdminListGroupsForUser": {"Username": "totp"}}
    request = {**pool, "Limit": 1, **named.get(operation, {"GroupName": f"one{operation}"})}
    call = getattr(
        aws,
        {"ListGroups": "list_groups", "ListUsersInGroup": "list_users_in_group"}.get(
            operation, "admin_list_groups_for_user"
        ),
    )
    token = call(**request)["NextToken"]
    long_text = "Provided pagination token is invalid. Check the token and try your request again."
    refusal = ("InvalidParameterException", "Paging marker is invalid." if words else long_text)
    assert refusal_of(call, **request, NextToken="invalid") == refusal
    other = {"UserPoolId": aws.create_user_pool(PoolName="other")["UserPool"]["Id"]}
    aws.create_group(**other, GroupName=f"one{operation}")
    aws.admin_create_user(**other, Username="totp")
    assert refusal_of(call, **{**request, **other}, NextToken=token) == refusal
    assert call(**{**request, "Limit": 2}, NextToken=token)[BY_NAME[operation]]
    cognito.clock.advance(hours=1)
    assert refusal_of(call, **request, NextToken=token) == refusal


def test_what_was_deleted_between_two_pages_is_not_listed(aws, cognito, pool, join):
    for name in ("a", "b", "c"):
        join(name)
    token = aws.list_groups(**pool, Limit=1)["NextToken"]
    aws.delete_group(**pool, GroupName="c")
    assert "c" not in [group["GroupName"] for group in aws.list_groups(**pool, NextToken=token)["Groups"]]


# -- tokens -----------------------------------------------------------------------------


def test_the_claims_stand_where_aws_puts_them(aws, cognito, pool):
    client = aws.create_user_pool_client(**pool, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    aws.create_group(**pool, GroupName="reader", RoleArn=ROLES[1], Precedence=5)
    aws.admin_create_user(
        **pool,
        Username="ann",
        UserAttributes=[{"Name": "email", "Value": "a@b.cd"}, {"Name": "email_verified", "Value": "true"}],
    )
    aws.admin_set_user_password(**pool, Username="ann", Password="Secret-passw0rd", Permanent=True)
    aws.admin_add_user_to_group(**pool, GroupName="reader", Username="ann")
    tokens = cognito.sign_in("ann", client=client["UserPoolClient"]["ClientName"])
    access = "sub cognito:groups iss client_id origin_jti event_id token_use scope auth_time exp iat jti username"
    assert list(claims_of(tokens.access_token)) == access.split()
    id_token = (
        "sub cognito:groups email_verified cognito:preferred_role iss cognito:username origin_jti cognito:roles aud "
        "event_id token_use auth_time exp iat jti email"
    )
    assert list(claims_of(tokens.id_token)) == id_token.split()


@for_each(
    "groups, roles, preferred",
    [
        ([("a", {})], None, None),
        ([("a", {"RoleArn": ROLES[0]})], ROLES[:1], None),
        ([("a", {"RoleArn": ROLES[0], "Precedence": 0})], ROLES[:1], ROLES[0]),
        ([("a", {"Precedence": 0}), ("b", {"RoleArn": ROLES[1], "Precedence": 9})], ROLES[1:2], ROLES[1]),
        (
            [("a", {"RoleArn": ROLES[0], "Precedence": 1}), ("b", {"RoleArn": ROLES[1], "Precedence": 1})],
            ROLES[:2],
            None,
        ),
        (
            [("a", {"RoleArn": ROLES[0], "Precedence": 1}), ("b", {"RoleArn": ROLES[0], "Precedence": 1})],
            ROLES[:1],
            ROLES[0],
        ),
        ([("a", {"RoleArn": ROLES[0]}), ("b", {"RoleArn": ROLES[1], "Precedence": 7})], ROLES[:2], ROLES[1]),
    ],
)
def test_the_preferred_role_is_of_the_lowest_precedence_that_has_a_role(aws, cognito, groups, roles, preferred):
    pool = {"UserPoolId": cognito.user_pool_id}
    for name, members in groups:
        aws.create_group(**pool, GroupName=name, **members)
        aws.admin_add_user_to_group(**pool, GroupName=name, Username="newcomer")
    tokens = cognito.sign_in("newcomer")
    claims = claims_of(tokens.id_token)
    for name, _ in groups:
        aws.delete_group(**pool, GroupName=name)
    assert sorted(claims.get("cognito:roles", ())) == sorted(roles or ())
    assert claims.get("cognito:preferred_role") == preferred
    assert not {"cognito:roles", "cognito:preferred_role"} & claims_of(tokens.access_token).keys()


def test_a_refresh_shows_the_groups_of_now(aws, cognito, pool, join):
    caller = Caller(aws, cognito)
    tokens = cognito.sign_in("newcomer")
    assert "cognito:groups" not in claims_of(tokens.access_token)
    join("late")
    refreshed = caller.refresh(tokens.refresh_token)["AuthenticationResult"]
    assert claims_of(refreshed["AccessToken"])["cognito:groups"] == ["late"]
