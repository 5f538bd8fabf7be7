"""The server's half of SRP, checked with an independent client: pycognito."""

import base64
import itertools
from base64 import b64encode
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pycognito.aws_srp import AWSSRP, hex_to_long, long_to_hex, pad_hex

from pytest_cognito_mfa._simulator.crypto import srp

POOL = "eu-west-1_Pool00001"
STAMP = "Tue Nov 14 22:13:20 UTC 2023"
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
numbers = st.integers(min_value=1, max_value=2**3072)


def their_half(username, password):
    """A client of pycognito that makes no calls; it makes its secret and its A itself."""
    return AWSSRP(username=username, password=password, pool_id=POOL, client_id="client", client=object())


def our_half(theirs, password, *, salt=2**127 + 1, exponent=2**255 + 1, block=b"block" * 50):
    name = POOL.split("_")[1]
    verifier = srp.Verifier.of(name, theirs.username, password, salt)
    return srp.Proof(name, theirs.username, block, verifier, theirs.large_a_value, exponent)


def their_answer(theirs, proof, monkeypatch, stamp=STAMP):
    monkeypatch.setattr(AWSSRP, "get_cognito_formatted_timestamp", staticmethod(lambda _: stamp))
    return theirs.process_challenge(
        {
            "USER_ID_FOR_SRP": theirs.username,
            "USERNAME": theirs.username,
            "SALT": f"{proof.verifier.salt:x}",
            "SRP_B": f"{proof.server_public:x}",
            "SECRET_BLOCK": base64.b64encode(proof.secret_block).decode(),
        },
        {"USERNAME": theirs.username},
    )


def accepted(proof, answer, **changed):
    answer = {**answer, **changed}
    return proof.accepts(answer["PASSWORD_CLAIM_SIGNATURE"], answer["PASSWORD_CLAIM_SECRET_BLOCK"], answer["TIMESTAMP"])


@settings(max_examples=5)
@given(username=texts, password=texts, salt=st.integers(1, 2**128 - 1), exponent=st.integers(1, 2**256 - 1))
@example(username="alice", password="Secret-1", salt=2**127, exponent=2**255)
@example(username="alice", password="Secret-1", salt=255, exponent=1)
def test_a_client_that_knows_the_password_is_accepted(username, password, salt, exponent):
    with pytest.MonkeyPatch.context() as monkeypatch:
        theirs = their_half(username, password)
        proof = our_half(theirs, password, salt=salt, exponent=exponent)
        assert accepted(proof, their_answer(theirs, proof, monkeypatch))


@settings(max_examples=5)
@given(passwords=st.lists(texts, min_size=2, max_size=2, unique=True))
def test_a_client_with_another_password_is_not(passwords):
    with pytest.MonkeyPatch.context() as monkeypatch:
        theirs = their_half("alice", passwords[0])
        proof = our_half(theirs, passwords[1])
        assert not accepted(proof, their_answer(theirs, proof, monkeypatch))


def test_a_client_with_an_exponent_of_its_full_length_is_accepted(monkeypatch):
    # tests/conftest.py has pycognito draw shorter ones.
    theirs = their_half("alice", "Secret-1")
    theirs.small_a_value = 2**1023 + 1
    theirs.large_a_value = theirs.calculate_a()
    proof = our_half(theirs, "Secret-1")
    assert accepted(proof, their_answer(theirs, proof, monkeypatch))


@pytest.fixture
def exchange(monkeypatch):
    theirs = their_half("alice", "Secret-1")
    proof = our_half(theirs, "Secret-1")
    return proof, their_answer(theirs, proof, monkeypatch)


@pytest.mark.parametrize(
    "changed",
    [
        {"PASSWORD_CLAIM_SECRET_BLOCK": base64.b64encode(b"another").decode()},
        {"PASSWORD_CLAIM_SECRET_BLOCK": ""},
        {"PASSWORD_CLAIM_SIGNATURE": base64.b64encode(bytes(32)).decode()},
        {"PASSWORD_CLAIM_SIGNATURE": "no signature é"},
        {"TIMESTAMP": "Tue Nov 14 22:13:21 UTC 2023"},
    ],
    ids=["another block", "no block", "another signature", "no base64", "another second"],
)
def test_an_answer_that_was_tampered_with_is_refused(exchange, changed):
    proof, answer = exchange
    assert accepted(proof, answer)
    assert not accepted(proof, answer, **changed)


@pytest.mark.parametrize(
    "stamp",
    [
        "Tue Sep 05 10:00:00 UTC 2023",
        "Mon Sep 5 10:00:00 UTC 2023",
        "Thu Feb 30 10:00:00 UTC 2023",
        "Di Sep 5 10:00:00 UTC 2023",
        "Die Sep 5 10:00:00 UTC 2023",
        "tue sep 5 10:00:00 utc 2023",
        "Tue Sep 5 10:00:00 GMT 2023",
        "Tue Sep 5 24:00:00 UTC 2023",
        "Tue Sep 5 9:00:00 UTC 2023",
        "Tue Sep  5 10:00:00 UTC 2023",
        "Tue Sep 5 10:00:00 UTC 23",
        "Tue Sep 5 10:00:00 UTC 2023\n",
        "Tue Sep \N{ARABIC-INDIC DIGIT FIVE} 10:00:00 UTC 2023",
        "2023-09-05T10:00:00Z",
        "",
    ],
    ids=str,
)
def test_a_time_stamp_of_another_form_is_refused_though_the_proof_is_right(stamp):
    proof = our_half(their_half("alice", "Secret-1"), "Secret-1")
    block = base64.b64encode(proof.secret_block).decode()
    assert not srp.is_timestamp(stamp)
    assert not proof.accepts(proof.signature(stamp), block, stamp)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2999, 12, 31)))  # noqa: DTZ001 - as hypothesis wants it
def test_every_time_stamp_of_the_client_is_taken(moment):
    stamp = AWSSRP.get_cognito_formatted_timestamp(moment)
    assert srp.is_timestamp(stamp)


def test_every_day_of_a_leap_year_is_taken():
    first = datetime(2024, 1, 1, tzinfo=timezone.utc)
    stamps = [AWSSRP.get_cognito_formatted_timestamp(first + timedelta(days=day)) for day in range(366)]
    assert [stamp for stamp in stamps if not srp.is_timestamp(stamp)] == []


@given(numbers)
@example(1)
@example(0x7F)
@example(0x80)
@example(2**3071)
@example(srp.N)
def test_numbers_are_padded_as_the_client_pads_them(number):
    assert srp.padded(number).hex() == pad_hex(number) == pad_hex(long_to_hex(number))


def test_the_group_is_the_clients():
    theirs = their_half("alice", "Secret-1")
    assert (theirs.big_n, theirs.val_g, theirs.val_k) == (srp.N, srp.G, srp.K)


@pytest.mark.parametrize("digits", ["1", "ff", "0fF", f"{srp.N + 1:x}", "0" * 10 + "2"], ids=lambda text: text[:8])
def test_a_hexadecimal_number_is_a_public_value(digits):
    assert srp.client_public(digits) == hex_to_long(digits)


@pytest.mark.parametrize(
    "digits",
    ["xyz", "", "-1", "0x10", "1_0", "\N{ARABIC-INDIC DIGIT THREE}", "ab\n"],
    ids=["letters", "nothing", "negative", "prefix", "underscore", "arabic", "line break"],
)
def test_what_is_no_number_is_not_a_public_value(digits):
    assert srp.client_public(digits) is None


@pytest.mark.parametrize("public", [0, srp.N * 2], ids=["0", "2N"])
def test_nobody_proves_a_password_by_a_public_value_that_tells_nothing(public):
    proof = srp.Proof("pool", "alice", b"block", srp.Verifier(1, 5), public, 7)
    stamp = "Tue Nov 14 22:13:20 UTC 2023"
    assert not proof.accepts(proof.signature(stamp), b64encode(b"block").decode(), stamp)


def test_a_verifier_depends_on_everything_it_is_made_of():
    parts = (("pool", "other"), ("alice", "bob"), ("Secret-1", "Secret-2"), (1, 2))
    assert len({srp.Verifier.of(*made_of).value for made_of in itertools.product(*parts)}) == 16


def test_a_verifier_and_a_proof_show_nothing():
    theirs = their_half("alice", "Secret-1")
    proof = our_half(theirs, "Secret-1")
    assert str(proof.verifier.value) not in repr(proof) + repr(proof.verifier)
