"""`cognito-mfa drift`: differences as `file:line: Operation: member: ...`, what was not compared, and a summary."""

import json
from pathlib import Path

import jwt
import pytest
import yaml

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, TARGET_PREFIX
from pytest_cognito_mfa._cli import drift
from pytest_cognito_mfa.cli import main

URL = "https://cognito-idp.eu-west-1.amazonaws.com/"
WRONG = {"__type": "NotAuthorizedException", "message": "Incorrect username or password."}
SIGN_IN = ("InitiateAuth", {"ClientId": "app", "AuthFlow": "USER_PASSWORD_AUTH"})
NAMED = {"AuthParameters": {"USERNAME": "alice", "PASSWORD": "x"}}


def interaction(operation, asked, answer, status=200, **headers):
    return {
        "request": {
            "method": "POST",
            "uri": URL,
            "headers": {TARGET_HEADER: [TARGET_PREFIX + operation]},
            "body": json.dumps(asked),
        },
        "response": {
            "status": {"code": status, "message": ""},
            "headers": {name.replace("_", "-"): [value] for name, value in headers.items()},
            "body": {"string": json.dumps(answer)},
        },
    }


def refused(error, status=400):
    return interaction(SIGN_IN[0], {**SIGN_IN[1], **NAMED}, error, status)


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def written(name, *interactions):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump({"version": 1, "interactions": list(interactions)}, sort_keys=False))
        return name

    return written


def test_a_cassette_without_differences_exits_with_0(write, capsys):
    assert main(["drift", write("good.yaml", refused(WRONG))]) == 0
    assert capsys.readouterr() == ("1 exchange compared, no differences\n", "")


def test_differences_name_file_line_operation_and_member_and_exit_with_1(write, capsys):
    disabled = {"__type": "NotAuthorizedException", "message": "User is disabled."}
    other = {**disabled, "reason": "other"}

    assert main(["drift", write("a.yaml", refused(disabled), refused(other, 401))]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "a.yaml:18: InitiateAuth: status: different value (401 recorded, 400 here)",
        'a.yaml:18: InitiateAuth: body.reason: only in the recording ("other")',
        "2 exchanges compared, 1 differs",
    ]


@pytest.mark.usefixtures("without_list_users")
def test_what_cannot_be_compared_is_listed_with_its_reason(write, capsys):
    throttled = refused({"__type": "TooManyRequestsException", "message": "Rate exceeded"})
    keys = {"request": {"method": "GET", "uri": URL + "eu-west-1_0a/.well-known/jwks.json", "headers": {}}}
    keys["response"] = interaction("GetUser", {}, {"keys": []})["response"]
    listing = interaction("ListUsers", {"UserPoolId": "eu-west-1_0a"}, {"Users": []})

    assert main(["drift", write("a.yaml", throttled, keys, listing)]) == 0
    assert [line.partition(" ")[2] for line in capsys.readouterr().out.splitlines()] == [
        "InitiateAuth: not compared: AWS throttled the call: TooManyRequestsException",
        "jwks.json: not compared: the simulator has its own keys",
        "ListUsers: not compared: ListUsers is not simulated",
        "exchanges compared, no differences; 3 not compared",
    ]


def test_a_recorded_token_of_a_page_is_one_in_the_simulator_too(write, capsys):
    pool, token = {"UserPoolId": "eu-west-1_0a"}, {"PaginationToken": "AAQA-recorded"}
    made = [interaction("AdminCreateUser", {**pool, "Username": name}, {"User": {"Username": name}}) for name in "ab"]
    first, second = ({"Users": [{"Username": name}]} for name in "ab")
    pages = [
        interaction("ListUsers", {**pool, "Limit": 1}, {**first, **token}),
        interaction("ListUsers", {**pool, "Limit": 1, **token}, second),
    ]

    main(["drift", write("a.yaml", *made, *pages)])
    assert "ListUsers: status" not in capsys.readouterr().out


def test_scenarios_and_stories_in_a_folder_are_skipped(write, capsys, tmp_path):
    write("good.yaml", refused(WRONG))
    tmp_path.joinpath("staff.yaml").write_text("pools: [{Name: staff}]")
    tmp_path.joinpath("enrol.cognito.yaml").write_text("steps: []")
    tmp_path.joinpath("folder.yaml").mkdir()

    assert main(["drift", "."]) == 0
    assert capsys.readouterr() == ("1 exchange compared, no differences\n", "")


def test_a_scenario_that_is_named_is_not_a_cassette(write, capsys, tmp_path):
    tmp_path.joinpath("staff.yaml").write_text("pools: [{Name: staff}]")

    assert main(["drift", "staff.yaml"]) == 1
    assert capsys.readouterr().err.startswith("staff.yaml:1:1: not a cassette: ")


def test_a_file_in_a_folder_that_cannot_be_read_is_reported(write, capsys, tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(path)

    monkeypatch.setattr(drift, "is_scenario_or_story", refuse)
    tmp_path.joinpath("locked.yaml").write_text("a: b")

    assert main(["drift", "."]) == 1
    assert capsys.readouterr().err.startswith("locked.yaml:1:1: ")


def test_a_broken_file_is_reported_and_the_others_are_compared(write, capsys, tmp_path):
    tmp_path.joinpath("broken.yaml").write_text("[")
    write("good.yaml", refused(WRONG))

    assert main(["drift", "."]) == 1
    out, err = capsys.readouterr()
    assert out == "1 exchange compared, no differences\n"
    assert err.startswith("broken.yaml:2:1: ")


def test_on_a_terminal_there_are_colours_and_progress(write, capsys, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    assert main(["drift", write("a.yaml", refused({**WRONG, "message": "Wrong."}))]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("\x1b[1;31ma.yaml:3: ")
    assert err == "\r1 of 1 files\r\x1b[K"


CAPTURE = """
operation: GetUser
request:
  method: POST
  url: {url}
  headers: [[Origin, here]]
  body: {asked}
response:
  status: {status}
  headers: {headers}
  body: {body}
"""


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({}, "1 exchange compared, no differences"),
        ({"asked": "null"}, "not compared: GetUser: the body of the request is not complete JSON"),
        ({"asked": "'[]'"}, "not compared: GetUser: the body of the request is not complete JSON"),
        ({"status": "null"}, "not compared: GetUser: the response is not complete"),
        ({"body": "null"}, "not compared: GetUser: the response is not complete"),
        ({"body": "'[1]'"}, "not compared: GetUser: the response is not complete"),
        ({"body": "'{'"}, "not compared: GetUser: the response is not complete"),
        ({"url": "null"}, "1 exchange compared, no differences"),
        ({"headers": "[]"}, "1 exchange compared, no differences"),
    ],
)
def test_a_single_capture_is_known_by_its_content(tmp_path, capsys, changed, line):
    answer = json.dumps({"UserAttributes": [{"Name": "sub", "Value": "1"}], "Username": "alice"})
    granted = "[[Access-Control-Allow-Origin, '*']]"
    parts = {
        "headers": granted,
        "url": URL,
        "asked": '\'{"AccessToken":"a b"}\'',
        "status": "200",
        "body": f"'{answer}'",
        **changed,
    }
    path = tmp_path / "capture"
    path.write_text("source: here" + CAPTURE.format(**parts))

    main(["drift", str(path)])

    assert line in capsys.readouterr().out


@pytest.mark.parametrize("text", ["operation: a\nrequest: 1\nresponse: {}\n", "operation: [\nrequest:\nresponse:\n"])
def test_a_file_of_another_kind_is_reported(tmp_path, capsys, text):
    path = tmp_path / "odd.yaml"
    path.write_text(text)

    assert main(["drift", str(path)]) == 1
    assert "odd.yaml" in capsys.readouterr().err


FOLDERS = [Path(__file__).parents[2] / folder for folder in ("cassettes", "examples/accounts/cassettes")]
DIFFER = {
    "errors_pool_configuration.yaml:51: SetUserPoolMfaConfig": "one text for two reasons, by its source",
    "errors_pool_configuration.yaml:94: SetUserPoolMfaConfig": "nothing shows what was wrong with the pool",
    "errors_pool_configuration.yaml:141: SetUserPoolMfaConfig": "nothing shows what was wrong with the pool",
    "errors_set_user_mfa_preference.yaml:98: SetUserMFAPreference": "an older text",
    "errors_set_user_mfa_preference.yaml:143: SetUserMFAPreference": "an older text",
    "errors_sign_in.yaml:1008: InitiateAuth": "an older text",
    "errors_software_token.yaml:86: VerifySoftwareToken": "a value that is not repeated",
}


def test_the_observations_that_come_with_the_project_differ_as_listed(capsys):
    assert main(["drift", *map(str, FOLDERS)]) == 1

    found = [line.rpartition("/")[2].split(": ") for line in capsys.readouterr().out.splitlines()[:-1]]
    assert {": ".join(parts[:2]) for parts in found if parts[2] != "not compared"} == set(DIFFER)


def test_no_value_of_a_person_is_shown(write, capsys):
    """Field case 28: the text is kept in logs, and the recording was not scrubbed yet."""
    sub, name, mail = "b2a4e6c8-70d1-70f3-9a5b-1c3d5e7f9a0b", "Margaret Hamilton", "margaret.h@apollo-guidance.org"
    known = {"sub": sub, "name": name, "phone_number": "+14155552671", "email": mail, "email_verified": "true"}
    attributes = [{"Name": each, "Value": value} for each, value in known.items()]
    told = {"token_use": "id", "email": mail, "email_verified": False, "custom:rank": "Commander", "exp": 7200}
    told |= {"aud": "app", "iss": URL + "eu-west-1_0a", "cognito:username": sub, "iat": 1, "auth_time": 1}
    result = {"IdToken": jwt.encode(told, "k" * 32, "HS256"), "ExpiresIn": 3600, "Owner": name, "Plan": "gold"}
    cassette = write(
        "a.yaml",
        interaction("AdminGetUser", {"UserPoolId": "eu-west-1_0a", "Username": mail}, {"UserAttributes": attributes}),
        interaction(SIGN_IN[0], {**SIGN_IN[1], "AuthParameters": {"USERNAME": mail, "PASSWORD": "Colossus-2A!x"}}, {})
        | {"response": interaction("", {}, {"AuthenticationResult": result, mail: 2})["response"]},
        refused({**WRONG, "message": f"{mail} is no user; ask alice"}),
    )

    assert main(["drift", cassette]) == 1
    out = capsys.readouterr().out
    assert not [each for each in (sub, name, "+14155552671", mail, "Colossus", "Commander") if each in out], out
    assert 'InitiateAuth: body.AuthenticationResult.Plan: only in the recording ("gold")' in out
    assert "InitiateAuth: IdToken.email_verified: different value (false recorded, true here)" in out
    assert "InitiateAuth: IdToken.name: not in the recording\n" in out
    assert "InitiateAuth: body.message: only in the recording\n" in out


def test_of_a_token_whose_text_was_removed_only_the_names_and_types_of_claims_are_known(tmp_path, capsys):
    asked = {**SIGN_IN[1], "AuthParameters": {"USERNAME": "alice", "PASSWORD": "x"}}
    answer = {"AuthenticationResult": {"IdToken": "removed"}, "ChallengeParameters": {}}
    claims = {"payload": [{"name": "custom:rank", "type": "string"}, {"name": "exp", "type": "string"}]}
    capture = {
        "operation": "InitiateAuth",
        "request": {"method": "POST", "url": URL, "body": json.dumps(asked)},
        "response": {"status": 200, "body": json.dumps(answer), "jwt_claims": {"IdToken": claims}},
    }
    path = tmp_path / "capture"
    path.write_text("# a capture\n" + yaml.safe_dump(capture, sort_keys=False))

    assert main(["drift", str(path)]) == 1
    out = capsys.readouterr().out
    assert "IdToken.custom:rank: only in the recording\n" in out
    assert "IdToken.exp: different type (string recorded, number here)\n" in out
