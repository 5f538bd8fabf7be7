"""Settings of a cassette in marker and ini file: maximum age, passwords to check, times in tokens."""

import pytest
from one_test import for_each

from pytest_cognito_mfa import SettingError, simulate

TEST = """
import boto3, pytest

@pytest.mark.cognito(cassette="c.yaml"MARK)
def test_marked(cognito):
    boto3.client("cognito-idp").get_user(AccessToken="EXAMPLE")
"""
ANEW = "; record it again with: pytest --cognito-record=rewrite 'test_inner.py::test_marked'"


@pytest.fixture
def aged(project):
    """Run a test whose cassette was recorded at that time, by provenance or by an answer's Date."""

    def run(ini="", mark="", provenance=None, date=None):
        path = project.cassette("c.yaml", "alice")
        text = path.read_text().lstrip()
        if date:
            text = text.replace("headers: {Content-Type:", f"headers: {{Date: ['{date}'], Content-Type:")
        if provenance:
            text = text.replace("interactions:", f"provenance:\n  recorded: {provenance}\ninteractions:")
        path.write_text(text)
        project.pytester.makeini(f"[pytest]\n{ini}\n")
        return project.run(TEST.replace("MARK", mark), "-W", "default")

    return run


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"provenance": "'2020-01-02T03:04:05Z'"}, "recorded on 2020-01-02, * days ago;"),
        ({"provenance": "2020-01-02"}, "recorded on 2020-01-02, * days ago;"),
        ({"date": "Tue, 06 Feb 2018 01:02:03 GMT"}, "recorded on 2018-02-06, * days ago;"),
        ({"date": "Tue, 06 Feb 2018 01:02:03 -0000"}, "recorded on 2018-02-06, * days ago;"),
        ({"provenance": "yesterday", "date": "Tue, 06 Feb 2018 01:02:03 GMT"}, "recorded on 2018-02-06, * days ago;"),
        ({"provenance": "[2020]", "date": "someday"}, "nothing in the file says when it was recorded, and"),
        ({}, "nothing in the file says when it was recorded, and"),
    ],
)
def test_a_cassette_that_is_too_old_says_how_old_and_how_to_record_it_anew(aged, when, said):
    result = aged("cognito_cassette_max_age = 90 days", **when)

    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines([f"*ExpiredCassetteWarning: c.yaml: {said} the limit is 90 days{ANEW}"])


def test_by_choice_it_fails_its_test(aged):
    result = aged("cognito_cassette_max_age = 1 day\ncognito_cassette_expired = fail", provenance="2020-01-02")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"c.yaml: recorded on 2020-01-02, * days ago; the limit is 1 day{ANEW}"])


@pytest.mark.parametrize(
    ("ini", "mark", "warnings"),
    [
        ("", "", 0),
        ("none", "", 0),
        ("9999 weeks", "", 0),
        ("100 years", "", 0),
        ("1 hour", "", 1),
        ("2 MONTHS", "", 1),
        ("1 day", ", max_age='100 years'", 0),
        ("1 day", ", max_age='none'", 0),
        ("", ", max_age='3 weeks'", 1),
        ("", ", max_age=__import__('datetime').timedelta(days=3)", 1),
        ("1 day", ", mode='all'", 0),
    ],
)
def test_the_marker_beats_the_ini_file_and_who_records_is_not_warned(aged, ini, mark, warnings):
    result = aged(f"cognito_cassette_max_age = {ini}", mark, provenance="2020-01-02")

    reported = result.stdout.str().count("ExpiredCassetteWarning: ")
    assert reported == warnings


@pytest.mark.parametrize(
    ("ini", "mark", "text"),
    [
        (
            "cognito_cassette_max_age = soon",
            "",
            "pytest's ini file: cognito_cassette_max_age: 'soon' is not an age; write *",
        ),
        ("", ", max_age='90'", "@pytest.mark.cognito: max_age: '90' is not an age; write it as '90 days', in *"),
        ("", ", max_age=90", "@pytest.mark.cognito: max_age: 90 is not an age; write it as '90 days', in *"),
        ("cognito_cassette_expired = fial", "", "pytest's ini file: unknown cognito_cassette_expired 'fial'; did *"),
        ("cognito_unplayed = wran", "", "pytest's ini file: unknown cognito_unplayed 'wran'; did you mean 'warn'?"),
        ("", ", unplayed='wran'", "@pytest.mark.cognito: unknown unplayed 'wran'; did you mean 'warn'?"),
        ("", ", unplayed=True", "@pytest.mark.cognito: unknown unplayed 'True'; *"),
        (
            "cognito_token_times = kept",
            "",
            "pytest's ini file: unknown cognito_token_times 'kept'; did you mean 'keep'?",
        ),
        ("", ", times='shifted'", "@pytest.mark.cognito: unknown times 'shifted'; did you mean 'shift'?"),
        ("", ", allow_playback_repeats=1", "@pytest.mark.cognito: allow_playback_repeats must be True or False, not 1"),
        ("", ", times=3", "@pytest.mark.cognito: unknown times '3'; there are: keep, shift"),
        ("", ", passwords='hush'", "@pytest.mark.cognito: passwords must map each user name to a password, *"),
        ("", ", passwords={'grace': 7}", "@pytest.mark.cognito: passwords must map each user name to a password, *"),
    ],
)
def test_a_bad_value_is_one_clear_error(aged, ini, mark, text):
    result = aged(ini, mark)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([text])
    assert "hush is" not in result.stdout.str()


@pytest.mark.parametrize("name", ["../out.yaml", "deep/../../out.yaml", "link/out.yaml"])
def test_a_test_records_below_its_folder_alone_and_plays_what_it_names(project, name):
    project.cassette("c.yaml", "alice")
    (project.pytester.path / "tests/deep").mkdir(parents=True)
    (project.pytester.path / "elsewhere").mkdir()
    (project.pytester.path / "tests/link").symlink_to(project.pytester.path / "elsewhere")
    source = TEST.replace("MARK", "").replace("c.yaml", name)
    project.write("tests/test_inside.py", source)
    result = project.run("", "tests", "--cognito-record=once")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*out.yaml: this path leads to *, outside */tests; record the cassette inside *"])
    project.cassette("elsewhere/out.yaml" if name.startswith("link") else "out.yaml", "alice")
    project.run("", "tests", "--cognito-record=once").assert_outcomes(passed=1)


@for_each(
    "wrong", [{"times": "kept"}, {"allow_playback_repeats": "yes"}, {"passwords": ["hush"]}, {"passwords": {1: "hush"}}]
)
def test_a_bad_value_of_simulate_is_one_too(wrong):
    with pytest.raises(SettingError) as caught:
        simulate(**wrong)

    assert "hush" not in str(caught.value)


SIGN_IN = """
version: 1
interactions:
- request:
    method: POST
    uri: https://cognito-idp.us-east-1.amazonaws.com/
    headers: {X-Amz-Target: [AWSCognitoIdentityProviderService.InitiateAuth]}
    body: |
      {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "app",
       "AuthParameters": {"USERNAME": "grace", "PASSWORD": "PLACEHOLDER"}}
  response:
    status: {code: 200, message: OK}
    headers: {Content-Type: [application/x-amz-json-1.1]}
    body: {string: '{"AuthenticationResult": {"IdToken": "TOKEN"}, "ChallengeParameters": {}}'}
"""
SIGNING_IN = """
import boto3, jwt, pytest, time

def sign_in(password):
    return boto3.client("cognito-idp", region_name="us-east-1").initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH", ClientId="app", AuthParameters={"USERNAME": "grace", "PASSWORD": password}
    )["AuthenticationResult"]["IdToken"]

@pytest.mark.cognito(cassette="c.yaml"MARK)
def test_marked(cognito):
    BODY
"""


@pytest.fixture
def signing_in(project):
    from pytest_cognito_mfa._redaction.keyed_placeholders import Placeholders
    from pytest_cognito_mfa._simulator.crypto import signing

    claims = (
        b'{"iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE01","token_use":"id","iat":1700000000}'
    )
    token = signing.compact(b'{"kid":"a","alg":"RS256"}', claims, "id")
    cassette = SIGN_IN.replace("TOKEN", token).replace("PLACEHOLDER", Placeholders(b"a key").of("hush"))

    def run(mark, body, ini=""):
        project.write("c.yaml", cassette)
        project.pytester.makeini(f"[pytest]\n{ini}\n")
        return project.run(SIGNING_IN.replace("MARK", mark).replace("BODY", body))

    return run


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        (", passwords={'grace': 'right'}", "sign_in('right')"),
        ("", "sign_in('anything')"),
        (
            ", passwords={'grace': 'right'}",
            "with pytest.raises(Exception, match='Incorrect'):\n        sign_in('wrong')\n    sign_in('right')",
        ),
        (", passwords={'grace': 'right'}, mode='new_episodes'", "sign_in('right')"),
    ],
)
def test_passwords_that_the_marker_says_are_checked(signing_in, mark, body):
    signing_in(mark, body).assert_outcomes(passed=1)


ISSUED = "jwt.decode(sign_in('any'), options={'verify_signature': False})['iat']"


@pytest.mark.parametrize(
    ("ini", "mark", "expected"),
    [
        ("", "", "time.time() - 60"),
        ("", ", times='keep'", "1700000000"),
        ("cognito_token_times = keep", "", "1700000000"),
        ("cognito_token_times = keep", ", times='shift'", "time.time() - 60"),
    ],
)
def test_times_in_tokens_are_shifted_or_kept(signing_in, ini, mark, expected):
    is_then = "==" if expected.isdecimal() else ">="

    signing_in(mark, f"assert {ISSUED} {is_then} {expected}", ini).assert_outcomes(passed=1)


@for_each(
    "ini, mark, passed",
    [
        ("", ", allow_playback_repeats=True", 1),
        ("on", ", passwords={'grace': 'right'}", 1),
        ("on", ", allow_playback_repeats=False", 0),
        ("off", "", 0),
    ],
)
def test_a_call_may_be_made_more_often_than_it_was_recorded(signing_in, ini, mark, passed):
    setting = f"cognito_allow_playback_repeats = {ini}" if ini else ""

    signing_in(mark, "sign_in('right'), sign_in('right')", setting).assert_outcomes(passed=passed, failed=1 - passed)
