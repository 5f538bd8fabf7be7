"""Workflows that radkawar/stackd ran on the live service in September 2026, played here call by call.

Their facts are public: testdata/aws/cognito/*_workflows.json of that repository.  What counts is the status, the code
with its message, and the length of the whole body.  Names have the lengths of the live ones, and dates their digits.
"""

import json
from datetime import datetime, timezone

import boto3
import pytest
import urllib3
from one_test import for_each

from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws import is_signed, operations

SIGNATURE = "AWS4-HMAC-SHA256 Credential=fake/20300101/us-east-1/cognito-idp/aws4_request, Signature=0"
URL = "https://cognito-idp.us-east-1.amazonaws.com/"
POOL, CLIENT = "us-east-1_ul3eKWqSC", "n4p2ol6o5knbchpmkc8m2somi"
ROLE = "arn:aws:iam::000000000000:role/stackd-cognito-b3ee11b48e-"
BEGUN = datetime(2026, 9, 24, 17, 58, 10, 299_000, tzinfo=timezone.utc)
"""A time with three digits behind the point, as most of the live ones have."""
ZERO = "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"
NO_GROUP = "ResourceNotFoundException: Group not found."
NO_USER = "UserNotFoundException: User does not exist."
READER = {"GroupName": "reader", "RoleArn": f"{ROLE}reader", "Precedence": 10, "Description": "reader role"}
ALICE = {"Username": "alice"}
READER_OF_ALICE = {"GroupName": "reader", **ALICE}

GROUPS = (
    ("ListGroups", {}, 13, None),
    ("AdminListGroupsForUser", ALICE, 13, None),
    ("GetGroup", {"GroupName": "absent"}, 67, NO_GROUP),
    ("CreateGroup", {"GroupName": "z-default"}, 138, None),
    ("CreateGroup", READER, 255, None),  # 253 there, where both dates had two digits
    ("CreateGroup", {"GroupName": "writer", "RoleArn": f"{ROLE}writer", "Precedence": 10}, 227, None),
    ("CreateGroup", {"GroupName": "empty-first", "Precedence": 0}, 155, None),
    ("CreateGroup", {"GroupName": "null-b", "RoleArn": f"{ROLE}writer"}, 211, None),
    (
        "CreateGroup",
        {"GroupName": "reader", "Description": "must not replace"},
        83,
        "GroupExistsException: A group with the name already exists.",
    ),
    ("GetGroup", {"GroupName": "reader"}, 255, None),
    (
        "CreateGroup",
        {"GroupName": "invalid", "Precedence": -1},
        186,
        "InvalidParameterException: 1 validation error detected: Value '-1' at 'precedence' failed to satisfy",
    ),
    ("UpdateGroup", {"GroupName": "absent", "Description": "missing"}, 67, NO_GROUP),
    ("ListUsersInGroup", {"GroupName": "reader"}, 12, None),
    ("AdminAddUserToGroup", READER_OF_ALICE, 0, None),
    ("AdminAddUserToGroup", READER_OF_ALICE, 0, None),
    ("AdminAddUserToGroup", {"GroupName": "writer", "Username": "alice@example.com"}, 0, None),
    ("AdminListGroupsForUser", {"Username": "alice@example.com"}, 476, None),  # 474 there, for the same reason
    ("ListGroups", {"Limit": 0}, 185, f"InvalidParameterException: 1 validation error detected: {ZERO}"),
    (
        "AdminListGroupsForUser",
        {**ALICE, "Limit": 0},
        185,
        f"InvalidParameterException: 1 validation error detected: {ZERO}",
    ),
    (
        "ListUsersInGroup",
        {"GroupName": "reader", "Limit": 0},
        405,
        "InvalidParameterException: com.amazonaws.services.",
    ),
    ("AdminAddUserToGroup", {"GroupName": "absent", "Username": "absent-user"}, 67, NO_USER),
    ("AdminRemoveUserFromGroup", {"GroupName": "absent", "Username": "absent-user"}, 67, NO_USER),
    ("UpdateGroup", {"GroupName": "writer", "Precedence": 9}, 226, None),
    ("AdminRemoveUserFromGroup", {"GroupName": "empty-first", **ALICE}, 0, None),
    ("AdminRemoveUserFromGroup", {"GroupName": "absent", **ALICE}, 0, None),
    ("AdminAddUserToGroup", {"GroupName": "absent", **ALICE}, 67, NO_GROUP),
    (
        "ListGroups",
        {"NextToken": "invalid"},
        132,
        "InvalidParameterException: Provided pagination token is invalid. Check the token and try your request again.",
    ),
    (
        "ListUsersInGroup",
        {"GroupName": "reader", "NextToken": "invalid"},
        76,
        "InvalidParameterException: Paging marker",
    ),
    ("DeleteGroup", {"GroupName": "writer"}, 0, None),
    ("DeleteGroup", {"GroupName": "writer"}, 67, NO_GROUP),
)
USERS = (
    (
        "AdminCreateUser",
        {
            "Username": "bob",
            "MessageAction": "SUPPRESS",
            "UserAttributes": [
                {"Name": "email", "Value": "bob@example.com"},
                {"Name": "email_verified", "Value": "true"},
            ],
        },
        314,
        None,
    ),
    ("AdminSetUserPassword", {"Username": "bob", "Password": "Temporary-1", "Permanent": True}, 2, None),
    ("AdminCreateUser", {"Username": "bob"}, 76, "UsernameExistsException: User account already exists"),
    ("AdminDisableUser", {"Username": "bob"}, 2, None),
    ("AdminDeleteUser", {"Username": "bob"}, 0, None),
    ("AdminGetUser", {"Username": "bob"}, 67, NO_USER),
)
FLOWS = [f"ALLOW_{name}" for name in ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_SRP_AUTH")]
ALL_FLOWS = {"ExplicitAuthFlows": [*FLOWS, "ALLOW_REFRESH_TOKEN_AUTH"]}
SUPPRESSED = {"Username": "owned-user", "MessageAction": "SUPPRESS", "TemporaryPassword": "Temporary-1"}
OWNED = {"Username": "owned-user"}
CLIENTS_AND_SIGN_IN = (
    ("AdminDeleteUser", ALICE, 0, None),
    ("CreateUserPoolClient", {"ClientName": "default"}, 378, None),
    ("CreateUserPoolClient", {"ClientName": "password", **ALL_FLOWS}, 510, None),
    ("CreateUserPoolClient", {"ClientName": "secret", "GenerateSecret": True, **ALL_FLOWS}, 578, None),
    (
        "CreateUserPoolClient",
        {"ClientName": "hidden", **ALL_FLOWS, "PreventUserExistenceErrors": "ENABLED"},
        547,
        None,
    ),
    (
        "AdminCreateUser",
        {**SUPPRESSED, "TemporaryPassword": "short"},
        121,
        "InvalidPasswordException: Password did not conform with password policy: Password not long enough",
    ),
    ("AdminCreateUser", SUPPRESSED, 237, None),
    ("AdminCreateUser", SUPPRESSED, 76, "UsernameExistsException: User account already exists"),
    ("AdminGetUser", OWNED, 232, None),
    ("ListUsers", {"Limit": 60}, 240, None),
)
NAMED = {"PoolName": "stackd-cognito-b3ee11b48e", "UserPoolTier": "LITE"}
POOLS = (
    ("CreateUserPool", {**NAMED, "AliasAttributes": ["email"]}, 4590, None),
    ("CreateUserPool", NAMED, 4562, None),
)
WORKFLOWS = {"groups": GROUPS, "users": USERS, "clients": CLIENTS_AND_SIGN_IN}
if "CreateCIMDPolicy" in operations():  # an older botocore does not know what today's pools show
    WORKFLOWS["pools"] = POOLS


@pytest.fixture
def ask():
    """Send a request to the pool of a workflow, as bytes."""
    address = {"email": "alice@example.com", "email_verified": "true"}
    alice = {"Username": "alice", "Password": "Secret-1", "UserAttributes": address}
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    client = {"ClientId": CLIENT, "ClientName": "group-claims", "ExplicitAuthFlows": flows}
    pool = {"Id": POOL, "Name": "p", "UserPoolTier": "LITE", "AliasAttributes": ["email"], "clients": [client]}
    with simulate({"pools": [{**pool, "users": [alice]}], "clock": {"freeze": BEGUN}}):

        def ask(operation, request):
            headers = {
                "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
                "Content-Type": "application/x-amz-json-1.1",
                **({"Authorization": SIGNATURE} if is_signed(operation) else {}),
            }
            body = json.dumps(request)
            return urllib3.PoolManager().request("POST", URL, headers=headers, body=body)

        yield ask


@for_each("name", WORKFLOWS)
def test_every_call_is_answered_as_live(ask, name):
    for operation, request, length, refusal in WORKFLOWS[name]:
        reply = ask(operation, {"UserPoolId": POOL, **request})
        said = json.loads(reply.data or b"{}")
        code = f"{said['__type']}: {said['message']}" if "__type" in said else None
        assert (operation, request, len(reply.data)) == (operation, request, length), reply.data
        assert reply.status == (200 if refusal is None else 400)
        assert code == refusal or (refusal and code.startswith(refusal))


def test_tokens_have_the_lengths_of_the_live_ones(ask):
    """Sign-ins without a group, with one that has a role, with two of one precedence; then a refresh."""
    parameters = {"USERNAME": "alice", "PASSWORD": "Secret-1"}
    sign_in = {"ClientId": CLIENT, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    first = ask("InitiateAuth", sign_in).data
    token = json.loads(first)["AuthenticationResult"]["RefreshToken"]
    renew = {"ClientId": CLIENT, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": token}}
    lengths = [len(first)]
    for group in (READER, {"GroupName": "writer", "RoleArn": f"{ROLE}writer", "Precedence": 10}):
        ask("CreateGroup", {"UserPoolId": POOL, **group})
        ask("AdminAddUserToGroup", {"UserPoolId": POOL, "GroupName": group["GroupName"], **ALICE})
        lengths.append(len(ask("InitiateAuth", sign_in).data))
        if group is READER:
            lengths.append(len(ask("InitiateAuth", renew).data))
    ask("UpdateGroup", {"UserPoolId": POOL, "GroupName": "writer", "Precedence": 9})
    lengths.append(len(ask("InitiateAuth", renew).data))
    assert lengths == [3919, 4227, 2487, 4218, 2599]


def test_the_attributes_of_a_user_have_the_order_of_every_live_answer():
    given = {
        "custom:tenant": "a",
        "custom:team": "b",
        "birthdate": "1906-12-09",
        "given_name": "Ada",
        "family_name": "L",
        "email_verified": "true",
        "email": "ada@example.com",
    }
    user = {"Username": "ada", "Password": "Secret-1", "UserAttributes": given}
    pool = {"Name": "p", "Schema": [{"Name": "team"}, {"Name": "tenant"}], "users": [user]}
    with simulate({"pools": [pool]}) as cognito:
        aws = boto3.client("cognito-idp", region_name="us-east-1")
        shown = aws.admin_get_user(UserPoolId=cognito.user_pool_id, Username="ada")["UserAttributes"]
    live = ["email", "email_verified", "family_name", "given_name", "birthdate", "custom:team", "custom:tenant", "sub"]
    assert [pair["Name"] for pair in shown] == live
