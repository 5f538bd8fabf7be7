"""Threads of one test share its pools and its journal."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat


def test_no_call_of_any_thread_is_lost(cognito, client):
    tokens = [cognito.sign_in("newcomer").access_token for _ in range(4)]

    def get_user_often(token):
        return [client.get_user(AccessToken=token)["Username"] for _ in range(25)]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(get_user_often, tokens))

    assert answers == [["newcomer"] * 25] * 4
    assert Counter(exchange.request["AccessToken"] for exchange in cognito.journal) == dict.fromkeys(tokens, 25)


def test_a_fault_fires_exactly_as_often_as_it_says(cognito, client):
    token = cognito.sign_in("newcomer").access_token
    cognito.inject("GetUser", error="InternalErrorException", times=7)

    def status(_):
        try:
            return client.get_user(AccessToken=token)["ResponseMetadata"]["HTTPStatusCode"]
        except client.exceptions.InternalErrorException as error:
            return error.response["ResponseMetadata"]["HTTPStatusCode"]

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(status, repeat(None, 40)))

    assert Counter(exchange.error for exchange in cognito.calls("GetUser"))["InternalErrorException"] == 7


def test_one_sign_up_of_many_wins(cognito, client):
    def sign_up(_):
        try:
            return client.sign_up(ClientId=cognito.client_id, Username="racer", Password="Racer-passw0rd")["UserSub"]
        except client.exceptions.UsernameExistsException:
            return None

    with ThreadPoolExecutor(8) as threads:
        subs = [sub for sub in threads.map(sign_up, range(16)) if sub]

    assert subs == [cognito.user("racer").sub]
