"""A hundred secrets of every kind, in every member and encoding, in calls of all operations: none is recorded."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_secrets import (
    ENCODINGS,
    HASHES,
    HUNDRED,
    KEYS,
    LOOK_ALIKE,
    NETWORKS,
    OPAQUE,
    REFRESH,
    UUIDS,
    bodies,
    filled,
    in_secret_places,
    leaked,
    token,
)

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._redaction.redactor import Redactor

KEY = b"a key that only this test has..."
WORDS = [secret for secret in HUNDRED if len(secret) >= 4]
"""A shorter secret is replaced only in its own member."""


@pytest.fixture
def redactor():
    return Redactor(KEY)


def passed(redactor, operation, body, *, answer=False, headers=(), url=""):
    """Headers, body and URL as they come out, as one text."""
    content = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    if answer:
        headers, content = redactor.response(operation, headers, content, url=url)
    else:
        headers, content = redactor.request(operation, headers, content, url=url)
    return "\n".join((*(f"{name}: {value}" for name, value in headers), content.decode(), redactor.text(url)))


def test_there_are_a_hundred_of_them():
    assert len(HUNDRED) >= 100


@pytest.mark.parametrize("operation", sorted(model.operations()))
def test_no_secret_that_stands_in_its_place_comes_out(operation, redactor):
    for answer, shape in bodies(operation):
        secrets, given = itertools.cycle(WORDS), []
        body = filled(shape, (given.append(secret) or secret for secret in secrets))
        secret = set(given) & set(in_secret_places(shape, body))

        out = passed(redactor, operation, body, answer=answer)

        assert leaked(secret, out) == []
        assert redactor.leaks(out) == []


@pytest.mark.parametrize(("operation", "encoding"), [*zip(sorted(model.operations()), itertools.cycle(ENCODINGS))])
def test_no_secret_of_an_operation_comes_out_of_its_errors_headers_and_url(operation, encoding, redactor):
    shape, given = bodies(operation)[0][1], []
    secrets = itertools.cycle(WORDS)
    body = filled(shape, (given.append(secret) or secret for secret in secrets))
    passed(redactor, operation, body)
    secret = [each for each in dict.fromkeys(in_secret_places(shape, body)) if redactor.leaks(each)]
    hidden = [ENCODINGS[encoding](each) for each in secret]
    error = {"__type": "NotAuthorizedException", "message": "; ".join(hidden), "unknown": {"to": [*hidden]}}

    for each in hidden:
        out = passed(redactor, operation, {}, headers=[("X-Any", each)], url=f"https://host.test/{each}")
        assert leaked(secret, out) == []
        assert redactor.leaks(out) == []
    out = passed(redactor, operation, error, answer=True)
    assert leaked(secret, out) == []
    assert redactor.leaks(out) == []


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_secret_that_was_seen_comes_out_of_no_other_text_in_any_encoding(redactor, encoding):
    hidden = {secret: ENCODINGS[encoding](secret) for secret in WORDS}
    for secret in WORDS:
        passed(redactor, "AdminGetUser", {"UserPoolId": "us-east-1_Abcdefgh1", "Username": secret})

    assert [secret for secret in WORDS if not redactor.leaks(hidden[secret])] == []
    for secret in WORDS:
        message = passed(redactor, "AdminGetUser", {"__type": "X", "message": hidden[secret]}, answer=True)
        out = message + redactor.text(hidden[secret])
        assert (secret, leaked([secret], out), redactor.leaks(out)) == (secret, [], [])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_looks_secret_comes_out_of_no_text_though_nobody_said_that_it_is(encoding):
    out = {secret: Redactor(KEY).text(ENCODINGS[encoding](secret)) for secret in LOOK_ALIKE}

    assert [secret for secret in LOOK_ALIKE if leaked([secret], out[secret])] == []


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_a_later_call_gives_away_is_found_in_what_was_written_before(redactor, encoding):
    hidden = ENCODINGS[encoding]("customer-7x55433")
    early = redactor.text(hidden)

    passed(redactor, "SignUp", {"ClientId": "1", "Username": "customer-7x55433", "Password": "Abcdef1!"})

    assert redactor.leaks(early) != []
    assert redactor.leaks(redactor.text(early)) == []


def test_headers_give_nobody_away(redactor):
    scope, names = "20261125/us-east-1/cognito-idp/aws4_request", "SignedHeaders=host;x-amz-date"
    signature = "0123456789abcdef" * 4
    headers = [
        ("Authorization", f"AWS4-HMAC-SHA256 Credential={KEYS[0]}/{scope}, {names}, Signature={signature}"),
        ("X-Amz-Security-Token", OPAQUE[4]),
        ("Cookie", f"XSRF-TOKEN={UUIDS[1]}; cognito={OPAQUE[1]}"),
        ("Set-Cookie", f"cognito={OPAQUE[2]}; Path=/; Expires=Wed, 25 Nov 2026 00:00:00 GMT; HttpOnly"),
        ("x-amzn-RequestId", UUIDS[3]),
        ("X-Forwarded-For", f"{NETWORKS[0]}, {NETWORKS[1]}"),
        ("amz-sdk-invocation-id", UUIDS[0]),
        ("Proxy-Authorization", f"Basic {HASHES[2]}"),
        ("X-Api-Key", OPAQUE[0]),
        ("x-amzn-ErrorMessage", "no jane.doe@corp-mail.com"),
        ("ETag", f'W/"bf-{HASHES[0]}"'),
        ("x-amz-crc32", "3906862033"),
        ("Repr-Digest", f"sha-256=:{HASHES[1]}:"),
    ]
    secrets = [
        *KEYS[:1],
        *OPAQUE,
        *UUIDS[:1],
        UUIDS[1],
        UUIDS[3],
        *NETWORKS[:2],
        *HASHES[:3],
        "3906862033",
        "jane.doe",
        signature,
    ]

    out = passed(redactor, "GetUser", {}, headers=headers)

    assert leaked([each for each in secrets if each != OPAQUE[3]], out) == []
    assert f"/{scope}, {names}, Signature=" in out
    assert 'ETag: W/"' in out
    assert "Repr-Digest: sha-256=:" in out
    assert "; Path=/; Expires=Wed, 25 Nov 2026 00:00:00 GMT; HttpOnly" in out


def test_tokens_give_nobody_away(redactor):
    claims = {
        "cognito:username": "jane.doe",
        "email": "jane.doe@corp-mail.com",
        "phone_number": "+12065551234",
        "custom:tax_id": "DE-8812-331",
        "custom:number": 881233199,
        "identities": [{"userId": "google_10987", "providerName": "Google", "dateCreated": "1690000000000"}],
        "address": {"formatted": "1 Secret Lane"},
        "client_id": "7h9s2k4m6p8r1t3v5x7z9b1d3f",
    }
    secrets = [
        "jane.doe",
        "12065551234",
        "DE-8812-331",
        "881233199",
        "google_10987",
        "Secret Lane",
        claims["client_id"],
        UUIDS[0],
    ]
    tokens = {"AccessToken": token(**claims), "IdToken": token("id", **claims), "RefreshToken": REFRESH}

    out = passed(redactor, "InitiateAuth", {"AuthenticationResult": tokens}, answer=True)

    assert leaked([*secrets, *REFRESH.split(".")[1:], *(each.split(".")[2] for each in tokens.values())], out) == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"AuthParameters":{"USERNAME":"jane.smith","PASSWORD":"Tr0ub4dor&3","SRP_A":"00ff17a9b2c4d6e8',
        b'{"Username": "jane.smith", "Password": "Tr0ub4dor&3", "Username": "other.user", "SRP_A": "00ff17a9b2c4d6e8"}',
        b"{'Username': 'jane.smith', 'Password': 'Tr0ub4dor&3', 'SRP_A': '00ff17a9b2c4d6e8'}",
        b"username=jane.smith&password=Tr0ub4dor%263&secret_hash=00ff17a9b2c4d6e8&grant_type=password",
        rb'"{\"Username\": \"jane.smith\", \"Password\": \"Tr0ub4dor&3\", \"SRP_A\": \"00ff17a9b2c4d6e8\"}"',
        b'\xff{"Username": "jane.smith", "Password": "Tr0ub4dor&3", "SecretHash": "00ff17a9b2c4d6e8"}',
    ],
    ids=["cut off", "a member twice", "as Python prints it", "a form", "JSON in JSON", "not UTF-8"],
)
@pytest.mark.parametrize("operation", ["InitiateAuth", "ForgotPassword", "NobodyKnowsThis", ""])
def test_a_body_that_is_no_body_of_cognitos_gives_nobody_away(redactor, body, operation):
    out = redactor.request(operation, (), body)[1].decode("latin-1")

    assert leaked(["jane.smith", "Tr0ub4dor&3", "Tr0ub4dor%263", "00ff17a9b2c4d6e8"], out) == []


@pytest.mark.parametrize("again", [False, True])
@given(data=st.data())
def test_whatever_is_said_in_whatever_place_comes_out_of_no_other(again, data):
    redactor = Redactor(KEY, keep_placeholders=again)
    secret = data.draw(st.sampled_from(WORDS) | st.from_regex(r"[a-z]{3}[A-Z0-9_.+-]{3,20}[a-z]", fullmatch=True))
    place = data.draw(st.sampled_from(["USERNAME", "PASSWORD", "SECRET_HASH", "SRP_A", "anything else"]))
    hidden = secret
    for encoding in data.draw(st.lists(st.sampled_from(sorted(ENCODINGS)), max_size=2)):
        hidden = ENCODINGS[encoding](hidden)

    out = passed(redactor, "InitiateAuth", {"AuthParameters": {place: secret}, "ClientMetadata": {"note": hidden}})
    out += redactor.text(hidden)

    assert leaked([secret], out) == []
    assert redactor.leaks(out) == []
