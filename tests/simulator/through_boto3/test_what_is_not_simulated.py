"""What is not simulated raises one of our own errors in the test, and the error says what to do."""

from contextlib import contextmanager

import pytest
from sign_in_steps import Caller, post, refusal_of

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa import simulate
from pytest_cognito_mfa._aws import contract
from pytest_cognito_mfa.errors import NotSimulated


@contextmanager
def refused(cognito, match=None):
    with cognito.allow_not_simulated(), pytest.raises(NotSimulated, match=match) as caught:
        yield caught


@pytest.mark.usefixtures("without_list_users")
def test_an_operation_that_is_not_simulated_says_what_to_do(cognito, aws):
    with refused(cognito) as caught:
        aws.list_users(UserPoolId=cognito.user_pool_id)
    text = str(caught.value)
    assert text.splitlines() == [
        "ListUsers is not simulated.",
        "  Answer it yourself with one of these lines:",
        '    cognito.answer("ListUsers", {"Users": []})',
        '    @pytest.mark.cognito(answers=[{"on": "ListUsers", "answer": {"Users": []}}])',
        '    cognito.inject("ListUsers", error="InternalErrorException")',
        '    @pytest.mark.cognito(cassette="recorded.yaml")',
        "  Or register an answer with your mock: responses, respx, pytest-httpx or aioresponses.",
        '  What is simulated is on the page "Operations" of the docs.',
    ]


def test_an_operation_that_botocore_is_too_old_for_cannot_be_validated(cognito, monkeypatch):
    monkeypatch.setattr(contract, "operations", lambda: frozenset({"SignUp"}))
    monkeypatch.setattr(model, "contract_of", contract.contract_of.__wrapped__)
    with refused(cognito, r"(?s)the installed botocore does not know GetUser.*Upgrade botocore"):
        post("GetUser", {"AccessToken": "a"})


def test_a_challenge_that_is_not_simulated_says_what_there_is(cognito, aws):
    with refused(cognito, "the challenge ADMIN_NO_SRP_AUTH is not simulated; the simulator has: PASS"):
        Caller(aws, cognito).respond("ADMIN_NO_SRP_AUTH", "newcomer")


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        ("ARCHIVED", "give the user another status"),
        ("UNKNOWN", "give the user another status"),
        ("EXTERNAL_PROVIDER", r"cognito\.sign_in\('alice'\) gives the tokens"),
    ],
)
def test_a_status_without_known_behaviour_is_not_simulated(open_pool, aws, status, next_step):
    cognito = open_pool({"Username": "alice", "Password": "Secret-1", "UserStatus": status})
    with refused(cognito, f"not simulated for user alice, whose UserStatus is {status}; {next_step}"):
        Caller(aws, cognito).password("alice")


def test_an_unsigned_call_of_an_administrator_is_refused(cognito):
    assert post("AdminGetUser", {}).headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException:"


def test_a_fault_says_its_own_words_where_it_has_some(aws):
    with simulate() as cognito, cognito.inject(on="GetUser", error="NotAuthorizedException", message="Own words"):
        assert refusal_of(aws.get_user, AccessToken="a") == ("NotAuthorizedException", "Own words")


def test_a_fault_of_a_code_without_known_words_has_none(aws):
    with simulate() as cognito, cognito.inject(on="InitiateAuth", error="UserLambdaValidationException"):
        caller = Caller(aws, cognito)
        assert refusal_of(caller.password, "newcomer") == ("UserLambdaValidationException", "")
