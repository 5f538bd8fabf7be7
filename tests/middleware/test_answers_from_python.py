"""`cognito.answer`, and the lists of `simulate` and the marker: what a scenario can answer and expect, from Python."""

import threading

import pytest
import requests
from one_test import for_each

from pytest_cognito_mfa import Cognito, NotSimulated, SettingError, UnmetExpectation, simulate
from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._simulator.not_simulated import not_simulated

POOL = "us-east-1_Example01"
JO = {"Users": [{"Username": "jo", "Enabled": True}]}
NOBODY = {"Users": []}


@pytest.fixture
def opened():
    with Cognito() as cognito:
        yield cognito


def listed(client, **members):
    return [user["Username"] for user in client.list_users(UserPoolId=POOL, **members)["Users"]]


def test_it_answers_like_an_answer_of_the_scenario_and_names_the_line_of_the_test(opened, client):
    opened.answer("ListUsers", JO)

    assert listed(client) == ["jo"]
    assert opened.journal[-1].answered_by.startswith(f"answer {__file__}:")


def test_of_several_the_first_that_matches_and_is_left_counts(opened, client):
    opened.answer("ListUsers", JO, when={"Filter": "a"})
    opened.answer("ListUsers", NOBODY, times=1)
    opened.answer("ListUsers", JO)

    assert [listed(client, **each) for each in ({"Filter": "a"}, {}, {"Filter": "a"}, {})] == [
        ["jo"],
        [],
        ["jo"],
        ["jo"],
    ]


def test_it_comes_before_those_of_simulate_and_those_before_the_scenarios(tmp_path, client):
    path = tmp_path / "s.yaml"
    path.write_text("answers: [{on: ListUsers, answer: {Users: [{Username: scenario}]}}]")
    names = {"on": "ListUsers", "answer": {"Users": [{"Username": "simulate"}]}, "times": 1}

    with simulate(path, answers=[names]) as cognito:
        cognito.answer("ListUsers", JO, times=1)
        assert [*listed(client), *listed(client), *listed(client)] == ["jo", "simulate", "scenario"]


def test_an_endpoint_of_a_domain_has_a_canned_answer_too(opened):
    url = "https://shop.auth.us-east-1.amazoncognito.com/oauth2"
    opened.answer("POST /oauth2/token", {"access_token": "A"}, when={"grant_type": "refresh_token"}, times=1)
    opened.answer("POST /oauth2/revoke", {})
    opened.answer("GET /oauth2/userInfo", lambda call: {"sub": call.parameters["access_token"]})

    reply = requests.post(f"{url}/token", data={"grant_type": "refresh_token", "refresh_token": "r"})
    assert (reply.json(), reply.headers["Content-Type"]) == ({"access_token": "A"}, "application/json;charset=UTF-8")
    assert opened.journal[-1].answered_by.startswith(f"answer {__file__}:")
    assert requests.post(f"{url}/revoke", data={"token": "r"}).content == b""
    assert requests.get(f"{url}/userInfo", headers={"Authorization": "Bearer B"}).json() == {"sub": "B"}
    with pytest.raises(NotSimulated, match=r"cognito.answer\(\"POST /oauth2/token\""), opened.allow_not_simulated():
        requests.post(f"{url}/token", data={"grant_type": "refresh_token"})
    for wrong, words in (("GET /login", "unknown operation"), ("POST /oauth2/token", "must be a mapping")):
        with pytest.raises(SettingError, match=words):
            opened.answer(wrong, [])
    with pytest.raises(SettingError, match="can only be an AuthenticationResult"):
        opened.answer("POST /oauth2/token", {"access_token": "${tokens:totp}"})


def test_it_ends_with_its_block_or_when_it_is_removed(opened, client):
    with opened.answer("GetUser", {"Username": "jo", "UserAttributes": []}) as given:
        assert client.get_user(AccessToken="any")["Username"] == "jo"
    given.remove()

    with pytest.raises(client.exceptions.NotAuthorizedException):
        client.get_user(AccessToken="any")


def test_a_function_answers_by_the_call_and_is_not_asked_about_a_malformed_one(opened, client):
    asked = []

    def answer(call):
        asked.append(call.operation)
        return {"Users": [{"Username": call.parameters.get("Filter", "nobody")}]}

    opened.answer("ListUsers", answer, times=2)
    with pytest.raises(client.exceptions.InvalidParameterException):
        client.list_users(UserPoolId="none")

    assert [*listed(client, Filter="jo"), *listed(client)] == ["jo", "nobody"]
    assert asked == ["ListUsers", "ListUsers"]


def test_a_function_may_call_cognito_itself(opened, client):
    def answer(_):
        return {"Users": [{"Username": client.describe_user_pool(UserPoolId=POOL)["UserPool"]["Name"]}]}

    opened.answer("ListUsers", answer)

    assert listed(client) == ["example"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"User": []}, "unknown ListUsers answer member 'User'; did you mean 'Users'?"),
        ({"Users": [{"UserStatus": "CONFIRMD"}]}, "unknown UserStatus 'CONFIRMD'; did you mean 'CONFIRMED'?"),
        ({"Users": {}}, "Users must be a list, not a mapping"),
    ],
)
def test_what_aws_would_not_answer_is_refused_at_once_and_of_a_function_at_the_call(opened, client, given, said):
    with pytest.raises(SettingError) as refused:
        opened.answer("ListUsers", given)
    assert str(refused.value) == said

    opened.answer("ListUsers", lambda _: given)
    with pytest.raises(SettingError) as refused:
        listed(client)
    text = str(refused.value)
    assert text.startswith(f"the function that answers ListUsers, given at {__file__}:")
    assert text.endswith(f": {said}")


@pytest.mark.parametrize(
    ("arguments", "keywords", "said"),
    [
        (("ListUser", NOBODY), {}, "unknown operation 'ListUser'; did you mean 'ListUsers'?"),
        (("ListUsers", NOBODY), {"when": {"Filtre": "a"}}, "unknown ListUsers member 'Filtre'; did you mean 'Filter'?"),
        (("ListUsers", NOBODY), {"times": 0}, "times must be at least 1, not 0"),
        (("ListUsers", None), {}, "a canned answer needs 'answer'"),
    ],
)
def test_the_other_arguments_are_checked_as_in_a_scenario(opened, arguments, keywords, said):
    with pytest.raises(SettingError) as refused:
        opened.answer(*arguments, **keywords)

    assert str(refused.value) == said


def test_its_repr_shows_where_it_was_given_and_nothing_of_the_answer(opened):
    shown = repr(opened.answer("GetUser", {"Username": "hunter22", "UserAttributes": []}))

    assert shown.startswith(f"<Answered GetUser, at {__file__}:")
    assert "hunter22" not in shown


def test_threads_may_call_while_answers_come_and_go(opened, client):
    opened.answer("ListUsers", JO)
    found = []
    threads = [threading.Thread(target=lambda: found.append(listed(client))) for _ in range(4)]

    for thread in threads:
        thread.start()
        opened.answer("ListUsers", NOBODY).remove()
    for thread in threads:
        thread.join()

    assert found == [["jo"]] * 4


def test_every_answer_that_is_proposed_can_be_pasted(opened):
    @for_each("operation", sorted(model.operations()))
    def is_accepted(operation):
        first, second, *lines, mocks, page = not_simulated(operation).splitlines()
        assert (first, second) == (f"{operation} is not simulated.", "  Answer it yourself with one of these lines:")
        assert mocks.startswith("  Or register an answer with your mock")
        assert page == '  What is simulated is on the page "Operations" of the docs.'
        for line in lines:
            eval(line, {"cognito": opened, "simulate": simulate}) if "@" not in line else compile(
                line.strip()[1:], "", "eval"
            )

    is_accepted()


def test_the_block_of_simulate_ends_with_the_calls_that_it_expects(client):
    line = "GetUser should be called at least once; it was never called"

    with pytest.raises(UnmetExpectation, match=line), simulate(expect=[{"on": "GetUser"}]):
        client.describe_user_pool(UserPoolId=POOL)
    with simulate(expect=[{"on": "DescribeUserPool", "with": {"UserPoolId": POOL}, "times": 1}]):
        client.describe_user_pool(UserPoolId=POOL)


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        (
            {"answers": [{"on": "GetUsr", "answer": {}}]},
            "answers[0]: unknown operation 'GetUsr'; did you mean 'GetUser'?",
        ),
        ({"answers": [3]}, "a canned answer must be a mapping, not the number 3"),
        (
            {"expect": [{"on": "GetUser", "never": False}]},
            "expect[0]: never can only be true; remove it if the call must be made",
        ),
        ({"expect": {}}, "expect must be a list, not a mapping"),
    ],
)
def test_a_wrong_list_of_simulate_is_refused(lists, said):
    with pytest.raises(SettingError) as refused:
        simulate(**lists)

    assert str(refused.value) == said
