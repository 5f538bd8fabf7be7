"""Every refusal is reached through boto3, with its code, its exact words and its status."""

import pytest
from botocore.exceptions import ClientError
from one_test import for_each
from provocations import FILLED, NEWER, TABLE
from provocations.pool_setup import PoolSetup

from pytest_cognito_mfa._simulator.rejections import ALL, Refusal, hosted

PAGES = {refusal.code for refusal in vars(hosted).values() if isinstance(refusal, Refusal) and refusal.status == 302}


@pytest.fixture
def setup(aws, unchecked, open_pool):
    return PoolSetup(aws, unchecked, open_pool)


def outcome(provoke, setup):
    """(code, message, status) of the refusal; a message that is left out is empty, as boto3 gives it."""
    try:
        return provoke(setup)
    except ClientError as caught:
        error = caught.response["Error"]
        return error["Code"], error["Message"], caught.response["ResponseMetadata"]["HTTPStatusCode"]


@for_each("name", [name for name in TABLE if name not in NEWER or not NEWER[name].args[0]])
def test_every_refusal_is_reached(name, setup):
    setup.open()
    refusal = ALL[name]
    words = (refusal.words or "").format(**FILLED.get(name, {}))
    assert outcome(TABLE[name], setup) == (refusal.code, words, refusal.status)


def test_the_table_has_every_refusal_and_no_other():
    assert set(TABLE) == set(ALL)


def test_only_words_with_a_gap_are_filled():
    assert set(FILLED) == {name for name, refusal in ALL.items() if refusal.words and "{" in refusal.words}


def test_no_two_refusals_are_the_same():
    assert len({(refusal.code, refusal.words, refusal.status) for refusal in ALL.values()}) == len(ALL)


@for_each("name", ALL)
def test_every_refusal_names_its_evidence(name):
    refusal = ALL[name]
    assert refusal.evidence in {"observed", "documented", "emulator", "inferred"}
    assert refusal.source
    assert "idx:" not in refusal.source


def test_the_statuses_are_those_of_the_reference():
    assert {(refusal.code, refusal.status) for refusal in ALL.values() if refusal.status != 400} == {
        ("ForbiddenException", 403),
        ("InternalErrorException", 500),
        *((code, 401) for code in ("invalid_client", "invalid_token")),
        *((name, 302) for name in PAGES),
    }
