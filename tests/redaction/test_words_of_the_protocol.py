"""The place decides, not the word: a recording is possible for every name, and the words of the protocol stay."""

import base64
import json

import pytest
import yaml
from any_traffic import KEY, PEOPLE, POOL, PROTOCOL, URL, record, replay
from one_test import for_each

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.paths import default_path
from pytest_cognito_mfa._cassette.recorder import Recorder
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa._redaction.placeholder_spans import spans
from pytest_cognito_mfa._redaction.redactor import Redactor
from pytest_cognito_mfa.errors import CassetteError, CassetteMiss


def calls(name):
    attributes = [{"Name": "family_name", "Value": name}, {"Name": "custom:tier", "Value": json.dumps({name: name})}]
    user = {"UserPoolId": POOL, "Username": name}
    return [
        ("AdminCreateUser", {**user, "UserAttributes": attributes, "ClientMetadata": {name: name, "number": 4711}}),
        ("AdminGetUser", user),
        ("CreateUserPool", {"PoolName": f"{name} pool", "UserPoolTags": {"owner": name, name: "x"}}),
    ]


@for_each("name", [*PROTOCOL[::4], *PEOPLE[::4]])
def test_whatever_a_user_is_called_it_is_recorded_and_replays(name, tmp_path):
    path = tmp_path / "any.yaml"
    answers = record(path, calls(name))

    assert replay(path, calls(name)) == answers
    document = yaml.safe_load(path.read_text("utf-8"))
    assert [each["operation"] for each in document["interactions"]] == [operation for operation, _ in calls(name)]
    for each in document["interactions"]:
        assert (each["request"]["method"], each["request"]["uri"]) == ("POST", URL)
        assert each["response"]["status"] == {"code": 200, "message": "OK"}
        body = json.loads(each["request"]["body"])
        assert body.get("Username") != name or name == "true"
    assert document["provenance"]["region"] == "us-west-2"


@for_each("name", ["post", "West", "us-west-2", "OK", "0.1.0", "aws"])
def test_in_a_file_the_words_of_the_protocol_stay_too(name, tmp_path):
    path = tmp_path / "any.yaml"
    record(path, calls("somebody"))
    text = path.read_text("utf-8")
    named = text.replace("version: 1\n", f"version: 1\nby: {{Username: {json.dumps(name)}}}\n", 1)
    body = yaml.safe_load(named)
    body["interactions"][0]["request"]["body"] = json.dumps({"Username": name})

    scrubbed = yaml.safe_load(scrub("it.yaml", yaml.safe_dump(body).encode(), KEY).content)

    assert json.loads(scrubbed["interactions"][0]["request"]["body"])["Username"] != name
    assert scrubbed["provenance"] == body["provenance"]
    assert [each["request"]["uri"] for each in scrubbed["interactions"]] == [URL] * 3
    assert {each["request"]["method"] for each in scrubbed["interactions"]} == {"POST"}


def test_a_placeholder_that_begins_like_the_end_of_a_secret_is_none(tmp_path):
    password = "https://app.test/cb?state=user"
    secret = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "jane", "PASSWORD": password}}
    urls = ["https://app.test/cb?state=post&to=jane"]
    sent = [("InitiateAuth", secret), ("CreateUserPoolClient", {"ClientName": "a", "CallbackURLs": urls})]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers
    redactor = Redactor(KEY)
    redactor.secret("password", password)
    assert password not in redactor.text(f"{password}name and {password}")


def test_a_recording_that_is_refused_says_which_member_and_what_lets_it_through(tmp_path):
    path = tmp_path / "any.yaml"
    record(path, [("CreateGroup", {"UserPoolId": POOL, "GroupName": "janedoe", "Description": "a group"})])
    recorder = Recorder(path, "all", None, Redactor(KEY), lambda: 1_764_000_000.0)
    outcome, _ = recorder.answer(Call("AdminGetUser", {"UserPoolId": POOL, "Username": "janedoe"}, URL))
    outcome.on_response(200, (), b'{"Username": "janedoe", "Number": 4711}')

    with pytest.raises(CassetteError) as refused:
        recorder.write()

    assert "`GroupName` of CreateGroup: user\n" in str(refused.value)
    assert "COGNITO_NOT_SECRET" in str(refused.value)
    assert "janedoe" not in str(refused.value)


def test_values_that_the_user_lets_through_are_listed_in_the_environment(monkeypatch):
    from pytest_cognito_mfa._cassette import recorder

    monkeypatch.setenv("COGNITO_NOT_SECRET", "janedoe, admins,")

    assert recorder.new_redactor().secret("user", "janedoe") == "janedoe"


@for_each("id_", ["jane.doe@corp.com", "+4915112345678", "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"])
def test_the_name_of_a_cassette_holds_no_address_of_a_parametrised_test(id_, tmp_path):
    named = {default_path(tmp_path, "test_it", [f"test_all[{each}-7]"]).name for each in (id_, f"{id_}1")}

    assert len(named) == 2
    assert [name for name in named if id_.strip("+")[:8] in name or "doe" in name] == []


def test_ids_of_identity_pools_keep_their_region():
    pool = "eu-west-1:7b1e0f3a-4c2d-4e6f-8a9b-0c1d2e3f4a5b"

    body = Redactor(KEY).request("", (), json.dumps({"IdentityPoolId": pool, "note": f"of {pool}."}).encode())[1]

    drawn = json.loads(body)["IdentityPoolId"]
    assert drawn.startswith("eu-west-1:")
    assert drawn != pool
    assert json.loads(body)["note"] == f"of {drawn}."


TEMPLATES = [
    ("CreateUserPool", {"PoolName": "janedoe-pool"}, {"PoolName": "other"}),
    ("CreateUserPool", {"PoolName": "janedoe-pool"}, {"PoolName": 7}),
    ("CreateUserPool", {"PoolName": "p", "UserPoolTags": {"janedoe": "x"}}, {"PoolName": "p", "UserPoolTags": {}}),
    (
        "CreateUserPool",
        {"PoolName": "p", "UserPoolTags": {"of janedoe": "x"}},
        {"PoolName": "p", "UserPoolTags": {"b": "x"}},
    ),
    ("CreateUserPoolClient", {"CallbackURLs": ["https://a/?u=janedoe"]}, {"CallbackURLs": ["https://b/?u=janedoe"]}),
]


@for_each("operation, recorded, asked", TEMPLATES)
def test_a_call_that_differs_outside_of_placeholders_is_missed(operation, recorded, asked, tmp_path):
    path = tmp_path / "any.yaml"
    path.unlink(missing_ok=True)
    recorder = Recorder(path, "once", None, Redactor(KEY), lambda: 1_764_000_000.0)
    sent = [("AdminGetUser", {"Username": "janedoe"}), (operation, recorded)]
    for each in sent:
        recorder.answer(Call(*each, URL))[0].on_response(200, (), b"{}")
    recorder.write()
    played = Replay(load(path))

    with pytest.raises(CassetteMiss):
        played.answer(Call(operation, asked, URL))
    for each in sent:
        played.answer(Call(*each, URL))


def recorded(path, *sent):
    """A replay of calls that were answered with what they had sent."""
    path.unlink(missing_ok=True)
    recorder = Recorder(path, "once", None, Redactor(KEY), lambda: 1_764_000_000.0)
    for operation, parameters in sent:
        answer = json.dumps(parameters).encode()
        recorder.answer(Call(operation, parameters, URL))[0].on_response(200, (), answer)
    recorder.write()
    return Replay(load(path))


def test_one_placeholder_stands_for_one_value_in_a_text(tmp_path):
    sent = ("CreateUserPool", {"PoolName": "janedoe and janedoe"})
    played = recorded(tmp_path / "any.yaml", ("AdminGetUser", {"Username": "janedoe"}), sent)

    with pytest.raises(CassetteMiss):
        played.answer(Call("CreateUserPool", {"PoolName": "bob and jim"}, URL))
    assert json.loads(played.answer(Call(*sent, URL))[0].body) == sent[1]


def nested(text, times):
    for _ in range(times):
        text = base64.b64encode(f"it is {text}, yes".encode()).decode()
    return text


@for_each("text", ["{janedoe", "[janedoe]", '{"a": "janedoe"}', *(nested("janedoe", deep) for deep in range(1, 6))])
def test_what_is_encoded_or_looks_like_json_replays_too(text, tmp_path):
    sent = [
        ("AdminGetUser", {"Username": "janedoe"}),
        ("CreateUserPool", {"PoolName": text}),
        ("SignUp", {"Username": "janedoe", "ClientMetadata": {"a": text, "b": "{no"}}),
    ]
    played = recorded(tmp_path / "any.yaml", *sent)

    for each in sent:
        assert json.loads(played.answer(Call(*each, URL))[0].body).keys() == each[1].keys()


def test_placeholders_are_found_in_as_many_encodings_as_secrets():
    drawn = Redactor(KEY).secret("user", "janedoe")

    assert [bool(spans(nested(drawn, deep))) for deep in range(7)] == [True] * 5 + [False] * 2
