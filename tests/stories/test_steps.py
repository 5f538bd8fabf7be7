"""What each kind of step does."""

import pytest


def token_of(user, *, more=""):
    return f"  - {{sign_in: {user}, capture: {{token: AccessToken}}{more}}}\n"


@pytest.mark.parametrize(
    ("reference", "value"),
    [
        ("${region}", "us-east-1"),
        ("${user_pool_id}", "us-east-1_Example01"),
        ("${user_pool_id:example}", "us-east-1_Example01"),
        ("${client_id}", "1example23456789publicclnt"),
        ("${client_id:secret}", "1example23456789secretclnt"),
        ("${client_id:1example23456789secretclnt}", "1example23456789secretclnt"),
        ("${client_secret:secret}", "1example23456789not0a0real0secret9876543210example1"),
        ("${password:sms}", "Sms-passw0rd"),
        ("<${region}|$${region}>", "<us-east-1|${region}>"),
        ("$${", "${"),
        ("$", "$"),
    ],
)
def test_a_reference_stands_for_its_value(stories, reference, value):
    cognito = stories.play(f"""\
steps:
  - call: InitiateAuth
    with: {{ClientId: "${{client_id}}", AuthFlow: USER_PASSWORD_AUTH, AuthParameters: {{USERNAME: "{reference}"}}}}
    error: InvalidParameterException
""")

    assert cognito.journal[0].request["AuthParameters"] == {"USERNAME": value}


def test_the_sub_is_the_users(stories):
    cognito = stories.play("""\
steps:
  - {call: GetUser, with: {AccessToken: "${sub:sms}"}, error: NotAuthorizedException}
""")

    assert cognito.journal[0].request["AccessToken"] == cognito.user("sms").sub


def test_a_wrong_code_is_neither_the_apps_nor_the_messages(stories):
    from pytest_cognito_mfa._stories.references import ReferenceResolver

    cognito = stories.play("steps:\n  - {risk: none}\n")
    filler = ReferenceResolver(cognito)
    assert filler.resolve("${wrong_code:newcomer}", None) == "123456"

    sent = type("Message", (), {"user": "totp", "code": "234567"})
    right = {"123456", sent.code}
    stage = type(
        "Stage",
        (),
        {"outbox": (sent,), "user": lambda _, name: cognito.user(name), "totp": lambda _, name: "123456"},
    )()
    assert ReferenceResolver(stage).resolve("${wrong_code:totp}", None) not in right


def test_a_captured_value_keeps_its_type(stories):
    cognito = stories.play(f"""\
steps:
{token_of("totp")}\
  - call: GetUser
    with: {{AccessToken: "${{token}}"}}
    capture: {{attributes: UserAttributes, first: "UserAttributes[0].Value", list: UserMFASettingList}}
  - call: UpdateUserAttributes
    with: {{AccessToken: "${{token}}", UserAttributes: "${{attributes}}"}}
    error: InvalidParameterException
  - call: GetUser
    with: {{AccessToken: "${{token}}"}}
    answer: {{UserAttributes: "${{attributes}}", UserMFASettingList: "${{list}}"}}
  - call: GetUser
    with: {{AccessToken: "${{first}} as text: ${{list}}"}}
    error: InvalidParameterException
""")

    email = cognito.user("totp").attributes["email"]
    assert cognito.journal[1].request["UserAttributes"][0] == {"Name": "email", "Value": email}
    assert cognito.journal[3].request["AccessToken"] == f"{email} as text: ['SOFTWARE_TOKEN_MFA']"


def test_as_says_which_client_and_pool_the_references_mean(stories):
    cognito = stories.play("""\
pools:
  - Name: first
    Id: us-east-1_First0001
    clients: [{ClientName: one, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
  - Name: second
    Id: us-east-1_Second001
    clients: [{ClientName: two, ClientId: 2example23456789, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]}]
    users: [{Username: grace, Password: Nanosecond-0f-wire}]
steps:
  - call: AdminGetUser
    as: two
    with: {UserPoolId: "${user_pool_id}", Username: grace}
  - call: InitiateAuth
    as: two
    with:
      ClientId: ${client_id}
      AuthFlow: USER_PASSWORD_AUTH
      AuthParameters: {USERNAME: grace, PASSWORD: "${password:grace}"}
    challenge: none
  - {sign_in: grace, as: two, capture: {token: AccessToken}}
  - {call: GetUser, with: {AccessToken: "${token}"}, answer: {Username: grace}}
  - {call: AdminGetUser, with: {UserPoolId: "${user_pool_id:second}", Username: grace}}
""")

    assert cognito.journal[0].request["UserPoolId"] == "us-east-1_Second001"
    assert cognito.journal[1].request["ClientId"] == "2example23456789"


def test_the_hash_is_that_of_the_secret_client_that_as_names(stories):
    stories.play("""\
steps:
  - call: InitiateAuth
    as: secret
    with:
      ClientId: ${client_id}
      AuthFlow: USER_PASSWORD_AUTH
      AuthParameters: {USERNAME: sms, PASSWORD: "${password:sms}", SECRET_HASH: "${secret_hash:sms}"}
    challenge: SMS_MFA
    capture: {session: Session}
  - message: {to: sms, medium: SMS, purpose: mfa, destination: "+12065550102"}
  - call: RespondToAuthChallenge
    as: secret
    with:
      ClientId: ${client_id}
      ChallengeName: SMS_MFA
      Session: ${session}
      ChallengeResponses: {USERNAME: sms, SMS_MFA_CODE: "${code:sms}", SECRET_HASH: "${secret_hash:sms}"}
    challenge: none
  - user: {name: sms, status: CONFIRMED, enabled: true, preferred_mfa: SMS_MFA, attributes: {nickname: null}}
""")


def test_an_unsigned_call_is_refused_where_aws_wants_credentials(stories):
    call = "call: AdminGetUser, with: {UserPoolId: '${user_pool_id}', Username: sms}"

    cognito = stories.play(f"""\
steps:
  - {{{call}, signed: false, error: MissingAuthenticationTokenException}}
  - {{{call}, signed: true, answer: {{Username: sms, Enabled: true}}}}
""")

    assert [exchange.call.signed for exchange in cognito.journal] == [False, True]


def test_a_call_is_made_once_without_retries(stories):
    cognito = stories.play("""\
faults: [{on: GetUser, drop: reset}]
steps:
  - {call: GetUser, with: {AccessToken: a}, error: reset}
""")

    assert len(cognito.journal) == 1


@pytest.mark.parametrize("how", ["connect_timeout", "read_timeout", "reset", "tls", "dns"])
def test_a_lost_connection_is_the_error_of_that_name(stories, how):
    stories.play(f"""\
faults: [{{on: GetUser, drop: {how}}}]
steps:
  - {{call: GetUser, with: {{AccessToken: a}}, error: {how}}}
""")


def test_a_wrong_request_is_sent_and_refused_by_aws(stories):
    words = "Value at 'accessToken' failed to satisfy constraint: Member must not be null"
    stories.play(f"""\
steps:
  - call: GetUser
    error: {{code: InvalidParameterException, message: "1 validation error detected: {words}"}}
""")


def test_times_are_compared_as_the_wire_has_them(stories):
    stories.play("""\
steps:
  - freeze: 2030-01-01T00:00:00Z
  - call: AdminCreateUser
    with: {UserPoolId: "${user_pool_id}", Username: ada}
    answer: {User: {UserCreateDate: 2030-01-01T00:00:00Z, UserStatus: FORCE_CHANGE_PASSWORD}}
""")


def test_the_clock_the_risk_and_faults_of_steps_are_those_of_the_fixture(stories):
    cognito = stories.play("""\
steps:
  - freeze: 2030-01-01T00:00:00Z
  - advance: {days: 1, minutes: 0.5}
  - risk: {default: low, 203.0.113.0/24: high}
  - freeze: now
  - inject: {on: GetUser, error: TooManyRequestsException, times: 1}
  - {call: GetUser, with: {AccessToken: a}, error: TooManyRequestsException}
""")

    assert f"{cognito.clock.now:%d %H:%M:%S}" == "02 00:00:30"
    assert cognito.unfired == ()


def test_a_region_of_the_file_is_the_one_that_is_called(stories):
    cognito = stories.play("""\
region: eu-west-1
steps:
  - {call: GetUser, with: {AccessToken: "${region}"}, error: NotAuthorizedException}
""")

    assert cognito.journal[0].call.url.startswith("https://cognito-idp.eu-west-1.")
    assert cognito.journal[0].request["AccessToken"] == "eu-west-1"
