"""A hundred secrets of every kind: no failure message contains one."""

import itertools
import json
from types import SimpleNamespace

import pytest
import yaml
from sample_secrets import ENCODINGS, HUNDRED, bodies, filled, in_secret_places, leaked

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws.diff import described
from pytest_cognito_mfa._aws.exchange import Exchange, Reply
from pytest_cognito_mfa._aws.wire import read
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._fixture.transcript import transcript
from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa._redaction.encodings import layers
from pytest_cognito_mfa._redaction.redactor import Redactor
from pytest_cognito_mfa._simulator.sources import Clock
from pytest_cognito_mfa.cli import main
from pytest_cognito_mfa.errors import CassetteError

KEY = b"a key that only this test has..."
WORDS = [secret for secret in HUNDRED if len(secret) >= 4]
LONG = [secret for secret in HUNDRED if len(secret) >= 6]
URL = "https://cognito-idp.us-east-1.amazonaws.com/"
OPERATIONS = sorted(model.operations())


def headers(operation):
    return {"X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}"}


def recorded(operation, request, response):
    return {
        "request": {"method": "POST", "uri": URL, "headers": headers(operation), "body": json.dumps(request)},
        "response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": json.dumps(response)}},
    }


def whole(operation):
    """Every operation's request and answer, filled with secrets; and which of them the model says are."""
    found, secrets = [], set()
    for _, shape in bodies(operation):
        body = filled(shape, itertools.cycle(WORDS))
        found.append(body)
        secrets |= set(in_secret_places(shape, body))
    return found[0], found[-1], [secret for secret in secrets if len(secret) >= 6]


@pytest.fixture
def cassette(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGNITO_REDACTION_KEY", KEY.decode())

    def written(*interactions, name="old.yaml"):
        text = yaml.safe_dump({"version": 1, "interactions": list(interactions)}, allow_unicode=True)
        tmp_path.joinpath(name).write_text(text, "utf-8")
        return tmp_path / name

    return written


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_scrub_prints_and_leaves_gives_nobody_away(operation, cassette, capsys):
    request, response, secrets = whole(operation)
    path = cassette(recorded(operation, request, response))

    codes = [main(["scrub", *options, "old.yaml"]) for options in (["--check"], [], ["--check"])]

    out, reported = capsys.readouterr()
    assert codes == [1 if out else 0, 0, 0]
    assert bool(out) or not secrets
    assert leaked(LONG, out, reported) == []
    assert leaked(secrets, path.read_text("utf-8")) == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_miss_gives_nobody_away_whom_the_cassette_once_knew(operation, cassette):
    request, response, secrets = whole(operation)
    path = cassette(recorded(operation, request, response))
    main(["scrub", "old.yaml"])
    body = filled(bodies(operation)[0][1], itertools.repeat("EXAMPLE"))

    with pytest.raises(CassetteError) as miss:
        Replay(load(path)).answer(read("POST", URL, headers(operation), json.dumps(body | {"More": 1}).encode()))

    assert leaked(secrets, str(miss.value), repr(miss.value)) == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_transcript_of_a_failed_test_gives_nobody_away(operation):
    shape = bodies(operation)[0][1]
    request = filled(shape, (f"word-{at:03}-of-many" for at in itertools.count()))
    secrets = list(in_secret_places(shape, request))
    call = read("POST", URL, headers(operation), json.dumps(request).encode())
    nobody = SimpleNamespace(user=lambda call: None, clock=Clock(), pools=[], outbox=[])

    told = transcript([Exchange(call, Reply(200, (), b"{}"), "simulator", 0.0)], nobody)

    assert told.startswith(f"  1. {operation} -> ")
    assert leaked(secrets, told, *described(operation, request)) == []


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_leaks_and_all_that_redaction_holds_print_nobodys_secret(encoding):
    redactor = Redactor(KEY)
    for secret in WORDS:
        redactor.secret("secret", secret)
    text = "\n".join(ENCODINGS[encoding](secret) for secret in WORDS)

    leaks = redactor.leaks(text)
    known = redactor._known
    held = [leaks, list(map(str, leaks)), redactor, known, known._secrets.values(), [known._words, known._anywhere]]
    held += [list(known.find(text)), list(layers(text)), redactor._placeholders, redactor.replaced_kinds]

    assert leaks
    assert leaked(LONG, *map(repr, held[:4]), repr(list(held[4])), repr(list(held[5])), *map(repr, held[6:])) == []


def error_of(text):
    try:
        scrub("old.yaml", text.encode(), KEY)
    except CassetteError as error:
        return str(error)


@pytest.mark.parametrize("secret", LONG)
def test_where_a_file_cannot_be_read_its_error_gives_nobody_away(secret):
    quoted = json.dumps(secret)
    broken = [
        f"interactions: [{quoted}]\n",
        f"interactions: [{{request: {quoted}}}]\na: [",
        f"interactions: [{{request: {{body: !!binary {quoted}}}}}]\n",
        f"interactions:\n- response: {{body: {{base64_string: {quoted}, x: *gone}}}}\n",
        f"- {quoted}\n",
        f"{quoted}",
        f"interactions: [{{request: {{body: {{type: binary, content: {quoted}}}}}}}]\n",
    ]
    reported = list(filter(None, map(error_of, broken)))

    assert len(reported) >= 5
    assert leaked([secret], *reported) == []


def test_a_kind_of_secret_names_no_key_that_is_one(cassette, capsys):
    cassette(recorded("SignUp", {"ClientMetadata": {"jane.doe@corp-mail.com": "Tr0ub4dor&3"}}, {}))

    main(["scrub", "--check", "old.yaml"])

    out = capsys.readouterr().out
    assert "value of user" in out
    assert leaked(["jane.doe"], out) == []
