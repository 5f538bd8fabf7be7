"""The report of a failed step: its place, expected and actual values, its source, and the steps before it."""

import pytest

from pytest_cognito_mfa._stories.answer_diff import differences
from pytest_cognito_mfa._stories.check_steps import PURPOSES

pytestmark = pytest.mark.usefixtures("without_list_users")

SIGN_IN = """\
  - call: InitiateAuth
    with:
      ClientId: ${client_id}
      AuthFlow: USER_PASSWORD_AUTH
      AuthParameters: {USERNAME: sms, PASSWORD: "${password:sms}"}
"""


def diff(text):
    """The lines between the headline and the source."""
    return [line.strip() for line in text.split("\n\n")[1].splitlines()[1:]]


def headline(text):
    return text.partition("\n")[0]


def test_the_whole_report_of_a_failure(stories):
    text = f"""\
steps:
  - freeze: 2030-01-01
{SIGN_IN}    challenge: SMS_MFA
    capture: {{session: Session}}
  - message: {{to: sms, purpose: mfa}}

  # The user mistypes the code.
  - call: RespondToAuthChallenge
    with:
      ClientId: ${{client_id}}
      ChallengeName: SMS_MFA
      Session: ${{session}}
      ChallengeResponses: {{USERNAME: sms, SMS_MFA_CODE: "${{wrong_code:sms}}"}}
    challenge: none

  # Never reached.
  - advance: {{minutes: 1}}
"""
    assert (
        stories.failure(text)
        == """\
story.cognito.yaml:13: RespondToAuthChallenge failed with CodeMismatchException

  step 4 of 5 (- expected, + actual)
    - challenge none
    + error CodeMismatchException: Invalid code or auth state for the user.

      13 |   - call: RespondToAuthChallenge
      14 |     with:
      15 |       ClientId: ${client_id}
      16 |       ChallengeName: SMS_MFA
      17 |       Session: ${session}
      18 |       ChallengeResponses: {USERNAME: sms, SMS_MFA_CODE: "${wrong_code:sms}"}
  >   19 |     challenge: none

  steps before it:
    line   2  clock: it is 2030-01-01 00:00:00 UTC
    line   3  InitiateAuth: challenge SMS_MFA
    line  10  message to sms: SMS, mfa"""
    )


def test_a_path_below_the_working_directory_is_relative_to_it(stories, monkeypatch):
    monkeypatch.chdir(stories.path.parent.parent)

    text = stories.failure("steps:\n  - {user: {name: sms, enabled: false}}\n")

    assert headline(text) == f"{stories.path.parent.name}/story.cognito.yaml:2: the user 'sms' is not as expected"


@pytest.mark.parametrize(
    ("expected", "what", "lines"),
    [
        ("", "failed with UserNotFoundException", ["- an answer", "+ error UserNotFoundException: Gone."]),
        (
            "error: ForbiddenException",
            "failed with UserNotFoundException",
            ["- error ForbiddenException", "+ error UserNotFoundException: Gone."],
        ),
        (
            "error: {code: ForbiddenException, message: No}".replace("No", "Not here"),
            "failed with UserNotFoundException",
            ["- error ForbiddenException: Not here", "+ error UserNotFoundException: Gone."],
        ),
        (
            "error: {code: UserNotFoundException, message: '${name} is gone'}",
            "failed with UserNotFoundException, but with a different message",
            ["- message: totp is gone", "+ message: Gone."],
        ),
    ],
)
def test_another_error_than_expected_is_shown_with_who_answered(stories, expected, what, lines):
    text = f"""\
steps:
  - {{sign_in: totp, capture: {{token: AccessToken}}}}
  - {{call: GetUser, with: {{AccessToken: "${{token}}"}}, capture: {{name: Username}}}}
  - {{inject: {{on: GetUser, error: UserNotFoundException, message: Gone.}}}}
  - call: GetUser
    with: {{AccessToken: "${{token}}"}}
    {expected}
"""
    report = stories.failure(text)

    assert headline(report) == f"story.cognito.yaml:5: GetUser {what}"
    assert diff(report) == [*lines, "answered by: fault story.cognito.yaml:4"]


def test_an_answer_where_an_error_was_expected(stories):
    report = stories.failure(f"steps:\n{SIGN_IN}    error: NotAuthorizedException\n")

    assert headline(report) == "story.cognito.yaml:2: InitiateAuth succeeded"
    assert diff(report) == ["- error NotAuthorizedException", "+ challenge SMS_MFA"]


@pytest.mark.parametrize(
    ("user", "expected", "actual"), [("sms", "none", "challenge SMS_MFA"), ("newcomer", "SMS_MFA", "tokens")]
)
def test_another_challenge(stories, user, expected, actual):
    report = stories.failure(f"steps:\n{SIGN_IN.replace('sms', user)}    challenge: {expected}\n")

    assert headline(report) == "story.cognito.yaml:2: InitiateAuth returned a different challenge"
    assert diff(report) == [f"- challenge {expected}", f"+ {actual}"]


def test_every_member_that_differs_is_shown_and_its_line_marked(stories):
    text = """\
steps:
  - {sign_in: totp, capture: {token: AccessToken}}
  - call: GetUser
    with: {AccessToken: "${token}"}
    answer:
      Username: totp
      PreferredMfaSetting: SMS_MFA
      UserMFASettingList: null
      UserAttributes:
        - {Name: email, Value: totp@example.com}
        - {Name: phone_number, Value: "+12065550199"}
"""
    report = stories.failure(text)

    assert diff(report) == [
        '- PreferredMfaSetting: "SMS_MFA"',
        '+ PreferredMfaSetting: "SOFTWARE_TOKEN_MFA"',
        "- UserMFASettingList: absent",
        '+ UserMFASettingList: ["SOFTWARE_TOKEN_MFA"]',
        '- UserAttributes item: {"Name":"phone_number","Value":"+12065550199"}',
        '+ UserAttributes item: {"Name":"phone_number","Value":"+12065550101"}',
    ]
    assert [line.split()[1] for line in report.splitlines() if line.startswith("  >")] == ["7", "8", "9"]


def test_nothing_to_capture_says_what_there_is(stories):
    report = stories.failure(f"steps:\n{SIGN_IN}    capture: {{token: AuthenticationResult.AccessToken}}\n")

    assert headline(report) == "story.cognito.yaml:2: InitiateAuth returned nothing to capture as 'token'"
    assert diff(report) == [
        "the answer has no AuthenticationResult.AccessToken",
        "it has: challenge SMS_MFA",
    ]


def test_an_item_that_is_not_there_is_nothing_to_capture(stories):
    token = "{sign_in: totp, capture: {token: AccessToken}}"
    call = '{call: GetUser, with: {AccessToken: "${token}"}, capture: {it: "UserAttributes[9].Value"}}'

    report = stories.failure(f"steps:\n  - {token}\n  - {call}\n")

    assert diff(report)[0] == "the answer has no UserAttributes[9].Value"


def test_a_token_that_a_sign_in_does_not_give_is_nothing_to_capture(stories):
    report = stories.failure("steps:\n  - {sign_in: totp, capture: {key: DeviceKey}}\n")

    assert headline(report) == "story.cognito.yaml:2: sign_in returned nothing to capture as 'key'"
    assert diff(report)[1] == "it has: an answer with AccessToken, IdToken, RefreshToken"


MADE = "{call: CreateUserPoolClient, with: {UserPoolId: '${user_pool_id}', ClientName: made}}\n  - "
NO_SECRET = "the client 'made' has no secret"


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("{call: ListUsers, with: {UserPoolId: '${user_pool_id}'}}", "ListUsers is not simulated."),
        ("{call: GetUser, with: {AccessToken: '${totp:sms}'}}", "user 'sms' has no authenticator app"),
        ("{call: GetUser, with: {AccessToken: '${code:sms}'}}", "no message was sent to 'sms', so there is no ${code:"),
        (
            MADE + "{call: GetUser, with: {AccessToken: '${passkey:sms}'}}",
            "no call asked for a passkey, so there is no ${",
        ),
        (f"{MADE}{{call: GetUser, as: made, with: {{AccessToken: '${{client_secret}}'}}}}", NO_SECRET),
        (f"{MADE}{{call: GetUser, as: made, with: {{AccessToken: '${{secret_hash:sms}}'}}}}", NO_SECRET),
    ],
)
def test_a_step_that_could_not_run_says_why(stories, step, text):
    report = stories.failure(f"steps:\n  - {step}\n")

    assert headline(report).endswith("could not run")
    assert diff(report)[0].startswith(text)


def test_a_captured_value_of_a_type_that_cannot_be_sent(stories):
    report = stories.failure("""\
steps:
  - {sign_in: totp, capture: {token: AccessToken}}
  - call: InitiateAuth
    with: {ClientId: "${client_id}", AuthFlow: USER_PASSWORD_AUTH, AuthParameters: "${token}"}
""")

    assert diff(report)[0].startswith("botocore cannot send this: ")


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("advance: {days: 99999999}", "cognito.clock.advance: Cognito's clock must be between the years 1970 and 9000"),
        ("advance: {weeks: 1.0e+300}", "cognito.clock: this span is too long; a date is before the year 9000"),
    ],
)
def test_a_clock_cannot_be_moved_beyond_all_dates(stories, step, text):
    report = stories.failure(f"steps:\n  - {step}\n")

    assert headline(report) == "story.cognito.yaml:2: advance could not run"
    assert diff(report)[0].startswith(text)


def test_a_sign_in_that_aws_would_refuse(stories):
    report = stories.failure("""\
pools: [{Name: bare, clients: [{ClientName: web}], users: [{Username: grace, Enabled: false}]}]
steps: [{sign_in: grace}]
""")

    assert headline(report) == "story.cognito.yaml:2: sign_in could not run"
    assert diff(report) == [
        "sign_in('grace'): AWS would refuse this sign-in: NotAuthorizedException: User is disabled."
    ]


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("${client_id}", "the scenario has no pool"),
        ("${user_pool_id:second}", "unknown pool 'second'"),
        ("${client_id:second}", "unknown client 'second'"),
    ],
)
def test_a_deleted_pool_client_or_user_is_reported_at_its_step(stories, reference, text):
    report = stories.failure(f"""\
steps:
  - {{call: DeleteUserPool, with: {{UserPoolId: "${{user_pool_id}}"}}}}
  - {{call: CreateUserPool, with: {{PoolName: "a*b"}}, error: InvalidParameterException}}
  - {{call: CreateUserPoolClient, with: {{UserPoolId: p_1, ClientName: "*"}}, error: InvalidParameterException}}
  - {{call: GetUser, with: {{AccessToken: "{reference}"}}}}
""")

    assert diff(report)[0].startswith(text)


def test_a_pool_without_a_client_has_no_id_of_one(stories):
    report = stories.failure("""\
pools: [{Name: bare}]
steps:
  - {call: DescribeUserPool, with: {UserPoolId: "${user_pool_id}"}}
  - {call: GetUser, with: {AccessToken: "${client_id}"}}
""")

    assert diff(report) == ["pool 'bare' has no app client"]


def test_a_message_that_was_not_sent_or_is_another(stories):
    report = stories.failure("steps:\n  - message: {to: sms}\n")
    assert headline(report) == "story.cognito.yaml:2: the message to 'sms' was not sent"
    assert diff(report) == ["messages were sent to: nobody"]
    assert diff(stories.failure(f"steps:\n{SIGN_IN}  - message: {{to: sms, medium: EMAIL, purpose: mfa}}\n")) == [
        '- medium: "EMAIL"',
        '+ medium: "SMS"',
    ]


def test_a_user_in_another_state(stories):
    report = stories.failure("""\
steps:
  - user:
      name: totp
      preferred_mfa: null
      mfa_settings: [SMS_MFA]
      attributes: {email: a@example.com, phone_number: null, nickname: null}
""")

    assert diff(report) == [
        "- preferred_mfa: absent",
        '+ preferred_mfa: "SOFTWARE_TOKEN_MFA"',
        '- mfa_settings: ["SMS_MFA"]',
        '+ mfa_settings: ["SOFTWARE_TOKEN_MFA"]',
        '- attributes.email: "a@example.com"',
        '+ attributes.email: "totp@example.com"',
        "- attributes.phone_number: absent",
        '+ attributes.phone_number: "+12065550101"',
    ]


def test_a_long_step_is_cut_and_a_file_that_is_gone_is_not_shown(stories):
    many = "".join(f"      key{number}: value\n" for number in range(40))
    text = f"steps:\n{SIGN_IN}    challenge: none\n".replace("AuthFlow", f"ClientMetadata:\n  {many[6:]}      AuthFlow")
    text = text.replace("      key", "        key").replace("\n  key0", "\n        key0")

    assert "      25 | " in stories.failure(text)
    assert "      26 | " not in stories.failure(text)

    story = stories.load(text)
    stories.path.unlink()
    from pytest_cognito_mfa._stories.player import StepFailed, play
    from pytest_cognito_mfa.cognito import Cognito

    with Cognito(story.scenario) as cognito, pytest.raises(StepFailed) as raised:
        play(story, cognito)
    assert " | " not in raised.value.text


@pytest.mark.parametrize(
    ("expected", "actual", "lines"),
    [
        ({"A": 1}, {"A": 1, "B": 2}, []),
        ({"A": 1}, {"A": True}, [("A", "1", "true")]),
        ({"A": None}, {}, []),
        ({"A": None}, {"A": 1}, [("A", "absent", "1")]),
        ({"A": 1}, {}, [("A", "1", "absent")]),
        ({"A": {"B": 1}}, {"A": {"B": 2}}, [("A.B", "1", "2")]),
        ({"A": {"B": 1}}, {"A": 2}, [("A", '{"B":1}', "2")]),
        ({"A": {"B": 1}}, {}, [("A", '{"B":1}', "absent")]),
        ({"A": [1]}, {"A": [1, 2]}, [("A", "[1]", "[1,2]")]),
        ({"A": []}, {"A": []}, []),
        ({"A": [{"N": 1}]}, {"A": [{"N": 2}, {"N": 1, "V": 3}]}, []),
        ({"A": [{"N": 1}]}, {"A": []}, [("A item", '{"N":1}', "absent")]),
        ({"A": [{"N": 1}]}, {"A": ["x"]}, [("A item", '{"N":1}', "absent")]),
        ({"A": [{"N": 1}]}, {"A": 3}, [("A", '[{"N":1}]', "3")]),
        ({"A": [{"N": 1, "V": [{"M": 2}]}]}, {"A": [{"N": 1, "V": [{"M": 2, "O": 3}]}]}, []),
        (
            {"Session": "ab"},
            {"Session": "cd"},
            [("Session", "a text of 2 characters", "a different one, a text of 2 characters")],
        ),
        ({"R": {"AccessToken": "ab"}}, {"R": {}}, [("R.AccessToken", "a text of 2 characters", "absent")]),
    ],
)
def test_expected_values_against_actual_ones(expected, actual, lines):
    assert list(differences(expected, actual)) == lines


def test_the_purposes_are_those_of_messages():
    from pytest_cognito_mfa._simulator.message_texts import _BODIES

    assert set(PURPOSES) == {purpose for purpose, _ in _BODIES}
