"""ListUsers: who is found, what is shown of them, and page after page."""

import pytest
from one_test import for_each
from sign_in_steps import refusal_of

from pytest_cognito_mfa._simulator.rejections import BAD_FILTER, BAD_PAGE

USERS = (
    ("ada", {"email": "Ada@Example.com", "family_name": "Lovelace", "given_name": 'A"d\\a', "phone_number": "+441"}),
    ("Grace", {"email": "grace@example.com", "family_name": "Hopper", "preferred_username": "amazing"}),
    ("alan", {"email": "alan@example.org", "name": "Alan Turing"}),
)


@pytest.fixture
def listed(aws, open_pool):
    users = [{"Username": name, "Password": "Secret-1", "UserAttributes": given} for name, given in USERS]
    users[2] |= {"UserStatus": "UNCONFIRMED", "Enabled": False}
    cognito = open_pool(*users)
    return lambda **members: aws.list_users(UserPoolId=cognito.user_pool_id, **members)


def names(answer):
    return [user["Username"] for user in answer["Users"]]


@for_each(
    "text, found",
    [
        ("", ["ada", "Grace", "alan"]),
        ('username = "ada"', ["ada"]),
        ('username = "grace"', []),
        ('username ^= "a"', ["ada", "alan"]),
        ('email = "ada@EXAMPLE.com"', ["ada"]),
        ('email="grace@example.com"', ["Grace"]),
        (' "email"  ^=  "a" ', ["ada", "alan"]),
        ('email ^= ""', ["ada", "Grace", "alan"]),
        ('family_name = "HOPPER"', ["Grace"]),
        ('name ^= "alan "', ["alan"]),
        (r'given_name = "A\"d\\a"', ["ada"]),
        ('phone_number = "+441"', ["ada"]),
        ('preferred_username = "Amazing"', ["Grace"]),
        ('preferred_username = ""', []),
        ('cognito:user_status = "unconfirmed"', ["alan"]),
        ('status = "Enabled"', ["ada", "Grace"]),
        ('status = "enabled"', []),
        ('sub = "nobody"', []),
    ],
)
def test_a_filter_finds(listed, text, found):
    assert names(listed(Filter=text)) == found


def test_a_user_is_found_by_the_sub(listed):
    (user,) = listed(Filter='username = "ada"')["Users"]
    sub = next(pair["Value"] for pair in user["Attributes"] if pair["Name"] == "sub")
    assert names(listed(Filter=f'sub = "{sub}"')) == ["ada"]


@for_each(
    "text",
    [
        *("foo", "email = ada", 'email ^= "".".@gmail.com"', '= "a"', 'email "a"', 'email == "a"', "email = 'a'", " "),
        *('email = "a" and b = "c"', '"email = "a"', 'email = "a\\', "\x00", 'email = "' + '\\"' * 100),
    ],
)
def test_what_is_no_filter_does_not_parse(listed, text):
    assert refusal_of(listed, Filter=text) == (BAD_FILTER.code, BAD_FILTER.words)


def test_a_user_is_shown_with_six_members(listed):
    shown = listed(Filter='username = "alan"', AttributesToGet=["name"])
    assert shown.keys() == {"Users", "ResponseMetadata"}
    dates = ["UserCreateDate", "UserLastModifiedDate"]
    assert shown["Users"][0].keys() == {"Attributes", "Enabled", *dates, "UserStatus", "Username"}
    assert shown["Users"][0]["Attributes"] == [{"Name": "name", "Value": "Alan Turing"}]
    assert listed(AttributesToGet=[])["Users"][0]["Attributes"] == []


def test_pages_have_everybody_once_whoever_comes_and_goes(aws, open_pool):
    cognito = open_pool(*({"Username": f"user-{n}", "Password": "Secret-1"} for n in range(7)))
    pool, seen, more = {"UserPoolId": cognito.user_pool_id}, [], {}
    while seen == [] or more:
        answer = aws.list_users(**pool, Limit=3, **more)
        seen.append(names(answer))
        more = {"PaginationToken": answer["PaginationToken"]} if "PaginationToken" in answer else {}
        if len(seen) == 1:
            for gone in ("user-0", "user-2", "user-3"):
                aws.admin_delete_user(**pool, Username=gone)
            aws.admin_create_user(**pool, Username="user-7")
    assert seen == [["user-0", "user-1", "user-2"], ["user-4", "user-5", "user-6"], ["user-7"]]


def test_a_token_is_good_for_its_own_request_for_an_hour(listed, aws, open_pool):
    token = listed(Limit=2)["PaginationToken"]
    assert names(listed(Limit=1, PaginationToken=token)) == ["alan"]
    for other in ({"Filter": 'email ^= "a"'}, {"AttributesToGet": []}, {"PaginationToken": token[:-1]}):
        assert refusal_of(listed, **{"PaginationToken": token, **other}) == (BAD_PAGE.code, BAD_PAGE.words)
    cognito = open_pool(*({"Username": name} for name in "ab"))
    token = aws.list_users(UserPoolId=cognito.user_pool_id, Limit=1)["PaginationToken"]
    cognito.clock.advance(hours=1)
    again = {"UserPoolId": cognito.user_pool_id, "PaginationToken": token}
    assert refusal_of(aws.list_users, **again) == (BAD_PAGE.code, BAD_PAGE.words)
