"""Canned answers: given to any operation of AWS's model, in AWS's form, beside faults and cassettes."""

from __future__ import annotations

import json

import pytest
import requests
from botocore.exceptions import ConnectionClosedError, HTTPClientError
from model_requests import fullest, smallest
from one_test import for_each

from pytest_cognito_mfa import _aws as model

LISTED = """\
answers:
  - on: ListUsers
    answer: {Users: [{Username: jo, UserCreateDate: 2026-01-31T12:00:00Z, Enabled: true}]}
"""
TURNS = """\
answers:
  - on: GetUser
    when: {AccessToken: first}
    answer: {Username: first, UserAttributes: []}
    times: 2
  - on: GetUser
    when: {AccessToken: first}
    answer: {Username: then, UserAttributes: []}
"""
CASSETTE = """\
version: 1
interactions:
- request:
    method: POST
    uri: https://cognito-idp.us-east-1.amazonaws.com/
    headers: {X-Amz-Target: [AWSCognitoIdentityProviderService.GetUser]}
    body: '{"AccessToken": "other"}'
  response:
    status: {code: 200, message: OK}
    headers: {Content-Type: [application/x-amz-json-1.1]}
    body: {string: '{"Username": "recorded", "UserAttributes": []}'}
"""


def name_of(client, token):
    return client.get_user(AccessToken=token)["Username"]


def test_any_operation_of_the_model_can_be_answered_with_all_that_its_answer_may_hold(playing, client):
    shapes = {operation: model.service_model().operation_model(operation) for operation in sorted(model.operations())}
    answers = {on: fullest(shape.output_shape) if shape.output_shape else {} for on, shape in shapes.items()}
    cognito = playing(json.dumps({"answers": [{"on": on, "answer": answer} for on, answer in answers.items()]}))

    @for_each("operation", sorted(shapes))
    def is_answered(operation):
        given = client._make_api_call(operation, smallest(shapes[operation].input_shape))
        assert set(given) - {"ResponseMetadata"} == set(answers[operation])
        assert cognito.journal[-1].response == answers[operation]

    is_answered()


def test_it_is_read_by_the_client_as_an_answer_of_the_service_is(playing, client):
    playing(LISTED)

    (user,) = client.list_users(UserPoolId="us-east-1_Example01")["Users"]

    assert (user["Username"], user["UserCreateDate"].isoformat()) == ("jo", "2026-01-31T12:00:00+00:00")


def test_it_is_written_as_the_simulator_writes_its_own(playing, client):
    cognito = playing("answers: [{on: GetUser, answer: {Username: jo, UserAttributes: []}, times: 1}]")
    token = cognito.sign_in("newcomer").access_token

    for _ in range(2):
        client.get_user(AccessToken=token)

    canned, own = (exchange.outcome for exchange in cognito.journal)
    assert canned.body == b'{"UserAttributes":[],"Username":"jo"}'
    assert [name for name, _ in canned.headers] == [name for name, _ in own.headers]
    assert dict(canned.headers)["Content-Length"] == str(len(canned.body))


def test_the_journal_names_the_line_of_the_answer(playing, client, tmp_path):
    cognito = playing(LISTED)

    client.list_users(UserPoolId="us-east-1_Example01")

    assert cognito.journal[0].answered_by == f"answer {tmp_path / 's.yaml'}:2"


def test_an_answer_is_given_as_often_as_its_times_say_then_the_next(playing, client):
    cognito = playing(TURNS)
    token = cognito.sign_in("newcomer").access_token

    assert [name_of(client, given) for given in ("first", token, "first", "first", "first")] == [
        *("first", "newcomer", "first", "then", "then")
    ]


def test_every_test_counts_for_itself(playing, client):
    for _ in range(2):
        playing(TURNS)
        assert [name_of(client, "first") for _ in range(3)] == ["first", "first", "then"]


def test_a_flow_that_is_not_simulated_can_be_answered(playing, client):
    cognito = playing("""\
        answers:
          - on: InitiateAuth
            when: {AuthFlow: CUSTOM_AUTH}
            answer: {ChallengeName: CUSTOM_CHALLENGE, Session: a-session-of-mine-in-20, ChallengeParameters: {a: b}}
        """)

    answer = client.initiate_auth(ClientId=cognito.client_id, AuthFlow="CUSTOM_AUTH")

    assert (answer["ChallengeName"], answer["ChallengeParameters"]) == ("CUSTOM_CHALLENGE", {"a": "b"})


def test_a_malformed_request_is_refused_and_uses_up_no_answer(playing, client):
    cognito = playing("answers: [{on: ListUsers, answer: {Users: []}, times: 1}]")

    with pytest.raises(client.exceptions.InvalidParameterException, match="'userPoolId' failed to satisfy constraint"):
        client.list_users(UserPoolId="none")

    assert client.list_users(UserPoolId="us-east-1_Example01")["Users"] == []
    assert [exchange.answered_by.split()[0] for exchange in cognito.journal] == ["simulator", "answer"]


def test_an_unsigned_request_of_an_administrator_is_refused(playing):
    playing(LISTED)
    headers = {
        "X-Amz-Target": "AWSCognitoIdentityProviderService.ListUsers",
        "Content-Type": "application/x-amz-json-1.1",
    }

    reply = requests.post(
        "https://cognito-idp.us-east-1.amazonaws.com/", json={"UserPoolId": "us-east-1_a"}, headers=headers, timeout=1
    )

    assert reply.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException:"


def test_faults_come_first_and_a_lost_reply_has_used_an_answer_up(playing, client):
    cognito = playing(TURNS)
    cognito.inject("GetUser", drop="reset", times=1)
    cognito.inject("GetUser", lose_reply="reset", times=1)
    cognito.inject("GetUser", latency=2, times=1)

    for _ in range(2):
        with pytest.raises((ConnectionClosedError, HTTPClientError)):
            name_of(client, "first")

    assert [name_of(client, "first") for _ in range(2)] == ["first", "then"]
    assert cognito.journal[2].answered_by.startswith("answer ")
    assert ", after fault " in cognito.journal[2].answered_by


def test_a_cassette_answers_the_other_calls(playing, client, tmp_path):
    (tmp_path / "c.yaml").write_text(CASSETTE)
    playing(TURNS, cassette=tmp_path / "c.yaml")

    assert [name_of(client, token) for token in ("first", "other", "first", "first")] == [
        *("first", "recorded", "first", "then")
    ]


def test_only_a_scenario_with_quotas_counts_requests(playing):
    plain = playing("{}")
    limited = playing(LISTED + "quotas: aws\n")
    ways = [type(each._faults._next).__name__ for each in (plain, limited)]

    assert ways == ["CannedAnswers", "Throttle"]


def test_no_repr_shows_an_answer(read):
    (answer,) = read("""\
        answers:
          - on: InitiateAuth
            when: {AuthParameters: {PASSWORD: hunter22}}
            answer: {AuthenticationResult: {AccessToken: hunter22}}
        """).answers

    assert b"hunter22" in answer.body
    assert "hunter22" not in repr(answer)
