"""Every mistake of a story, at its place, in one run, with the name that was probably meant."""

import pytest
from one_test import for_each

from pytest_cognito_mfa._stories.loading import KEYS
from pytest_cognito_mfa._stories.references import BUILTINS, CREATORS

BROKEN = {
    "an empty file": ("", ["1:1: the file is empty; a story needs 'steps'"]),
    "a list": ("- sign_in: totp\n", ["1:1: a story must be a mapping, not a list"]),
    "no steps": (
        """\
name: nothing
""",
        ["1:1: a story needs 'steps'"],
    ),
    "users at the top": (
        """\
users: []
steps:
  - {sign_in: totp}
""",
        ["1:1: users belong to a pool; move this key into one of the pools"],
    ),
    "steps misspelt": (
        """\
stesp: []
""",
        ["1:1: unknown story key 'stesp'; did you mean 'steps'?"],
    ),
    "an empty list of steps": (
        """\
steps: []
""",
        ["1:8: 'steps' is empty; a story needs at least one step"],
    ),
    "steps that are no list": (
        """\
steps: {call: GetUser}
""",
        ["1:8: steps must be a list, not a mapping"],
    ),
    "a step that is no mapping": (
        """\
  - GetUser
""",
        ["2:5: a step must be a mapping, not the text 'GetUser'"],
    ),
    "a step of no kind": (
        """\
  - {with: {AccessToken: a}}
""",
        ["2:5: a step needs one of: call, sign_in, advance, freeze, inject, risk, message, user"],
    ),
    "an empty step": (
        """\
  - {}
""",
        ["2:5: a step needs one of: call, sign_in, advance, freeze, inject, risk, message, user"],
    ),
    "a step of two kinds": (
        """\
  - {sign_in: totp, risk: high}
""",
        ["2:21: a step cannot have both 'sign_in' and 'risk'; write two steps"],
    ),
    "a kind misspelt": (
        """\
  - {cal: GetUser}
""",
        ["2:6: unknown step key 'cal'; did you mean 'call'?"],
    ),
    "a key misspelt": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    chalenge: none
""",
        ["4:5: unknown step key 'chalenge'; did you mean 'challenge'?"],
    ),
    "a key of another kind": (
        """\
  - {sign_in: totp, error: NotAuthorizedException}
""",
        ["2:21: 'error' does not belong in a 'sign_in' step, only in: call"],
    ),
    "the scenario's own mistakes too": (
        """\
regoin: eu-west-1
faults:
  - {on: GetUsr, error: ForbiddenException}
steps:
  - {call: GetUsr}
""",
        [
            "1:1: unknown story key 'regoin'; did you mean 'region'?",
            "3:10: unknown operation 'GetUsr'; did you mean 'GetUser'?",
            "5:12: unknown operation 'GetUsr'; did you mean 'GetUser'?",
        ],
    ),
    "a name that is no text": (
        """\
name: 3
steps:
  - call: GetUser
    with: {AccessToken: a}
""",
        ["1:7: name must be a text, not the number 3; put it in quotes"],
    ),
    "marks that are no list": (
        """\
marks: slow
steps:
  - call: GetUser
    with: {AccessToken: a}
""",
        ["1:8: marks must be a list, not the text 'slow'"],
    ),
    "a mark that is no text": (
        """\
marks: [slow, 3]
steps:
  - call: GetUser
    with: {AccessToken: a}
""",
        ["1:15: a mark must be a text, not the number 3; put it in quotes"],
    ),
    "an unknown operation": (
        """\
  - {call: InitateAuth}
""",
        ["2:12: unknown operation 'InitateAuth'; did you mean 'InitiateAuth'?"],
    ),
    "a call that names nothing": (
        """\
  - {call: }
""",
        ["2:12: call has no value"],
    ),
    "words that are empty": (
        """\
marks: [""]
steps:
  - {call: ""}
  - {sign_in: "", as: ""}
  - {sign_in: totp, capture: {name: ""}}
  - {user: {name: "", status: ""}}
  - {message: {to: "", purpose: ""}}
  - {call: RespondToAuthChallenge, with: {ClientId: c, ChallengeName: SMS_MFA}, challenge: ""}
  - {call: GetUser, error: ""}
""",
        [
            "1:9: a mark must not be empty",
            "3:12: call must not be empty",
            "4:15: user must not be empty",
            "4:23: client must not be empty",
            "5:37: name must not be empty",
            "6:19: user must not be empty",
            "6:31: status must not be empty",
            "7:20: user must not be empty",
            "7:33: purpose must not be empty",
            "8:92: challenge must not be empty",
            "9:28: error must not be empty",
        ],
    ),
    "an unknown member": (
        """\
  - {call: GetUser, with: {AccesToken: a}}
""",
        ["2:28: unknown GetUser member 'AccesToken'; did you mean 'AccessToken'?"],
    ),
    "a member of the wrong type": (
        """\
  - {call: SetUserMFAPreference, with: {AccessToken: a, SMSMfaSettings: {Enabled: 'yes'}}}
""",
        ["2:83: Enabled must be true or false, not the text 'yes'"],
    ),
    "an unknown word of AWS's": (
        """\
  - {call: InitiateAuth, with: {ClientId: '${client_id}', AuthFlow: USER_PASSWORD}}
""",
        ["2:69: unknown AuthFlow 'USER_PASSWORD'; did you mean 'USER_PASSWORD_AUTH'?"],
    ),
    "a missing member": (
        """\
  - call: GetUser
""",
        ["2:11: GetUser needs AccessToken"],
    ),
    "with that is no mapping": (
        """\
  - {call: GetUser, with: token}
""",
        ["2:27: with must be a mapping, not the text 'token'"],
    ),
    "signed that is neither": (
        """\
  - {call: GetUser, with: {AccessToken: a}, signed: no way}
""",
        ["2:53: signed must be true or false, not the text 'no way'"],
    ),
    "an unknown client": (
        """\
  - {call: GetUser, with: {AccessToken: a}, as: mobile}
""",
        ["2:49: unknown client 'mobile'; there are: public, secret"],
    ),
    "an unknown error": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    error: UserNotFoundExeption
""",
        ["4:12: unknown error 'UserNotFoundExeption'; did you mean 'UserNotFoundException'?"],
    ),
    "an error that the operation has not": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    error: CodeMismatchException
""",
        ["4:12: AWS does not document CodeMismatchException for GetUser; …"],
    ),
    "an error without a code": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    error: {message: Sorry}
""",
        ["4:12: 'error' needs the key 'code'"],
    ),
    "an error with an unknown key": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    error: {code: ForbiddenException, mesage: Sorry}
""",
        ["4:39: unknown error key 'mesage'; did you mean 'message'?"],
    ),
    "an error that is a list": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    error: [ForbiddenException]
""",
        ["4:12: error must be a code, or a mapping of code and message, not a list"],
    ),
    "an error with an answer": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    error: ForbiddenException
    answer: {Username: totp}
    challenge: none
    capture: {name: Username}
""",
        [
            "5:5: a call with 'error' cannot have 'answer'; remove one of them",
            "6:5: a call with 'error' cannot have 'challenge'; remove one of them",
            "6:5: GetUser never returns a challenge",
            "7:5: a call with 'error' cannot have 'capture'; remove one of them",
        ],
    ),
    "an unknown challenge": (
        """\
  - {call: RespondToAuthChallenge, with: {ClientId: c, ChallengeName: SMS_MFA}, challenge: SMS_MF}
""",
        ["2:92: unknown challenge 'SMS_MF'; did you mean 'SMS_MFA'?"],
    ),
    "a challenge of what has none": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    challenge: none
""",
        ["4:5: GetUser never returns a challenge"],
    ),
    "a challenge where nothing is answered": (
        """\
  - {call: AdminSetUserPassword, with: {UserPoolId: p_1, Username: totp, Password: x}, challenge: none}
""",
        ["2:88: AdminSetUserPassword never returns a challenge"],
    ),
    "an answer where nothing is answered": (
        """\
  - {call: DeleteUser, with: {AccessToken: a}, answer: {Username: totp}}
""",
        ["2:48: DeleteUser returns an empty answer"],
    ),
    "a capture where nothing is answered": (
        """\
  - {call: DeleteUser, with: {AccessToken: a}, capture: {it: Username}}
""",
        ["2:62: DeleteUser returns an empty answer"],
    ),
    "an unknown member of the answer": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    answer: {UserName: totp}
""",
        ["4:14: unknown answer member 'UserName'; did you mean 'Username'?"],
    ),
    "an answer that is no mapping": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    answer: totp
""",
        ["4:13: answer must be a mapping, not the text 'totp'"],
    ),
    "an answer that is nothing": (
        """\
  - {call: GetUser, with: {AccessToken: a}, answer: }
""",
        ["2:53: answer has no value"],
    ),
    "an answer that is a reference": (
        """\
  - {call: GetUser, with: {AccessToken: a}, answer: "${region}"}
""",
        ["2:53: answer must be a mapping, not the text '${region}'"],
    ),
    "a capture of an unknown member": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: {name: UserName}
""",
        ["4:21: unknown answer member 'UserName'; did you mean 'Username'?"],
    ),
    "a capture of an unknown inner member": (
        """\
  - {call: InitiateAuth, with: {ClientId: a, AuthFlow: USER_AUTH}, capture: {name: AuthenticationResult.Acces}}
""",
        ["2:84: unknown AuthenticationResult member 'Acces'; did you mean 'AccessToken'?"],
    ),
    "a capture of a list's member": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: {name: UserAttributes.Value}
""",
        ["4:21: UserAttributes is a list; name an item: UserAttributes[0]"],
    ),
    "a capture of an item of no list": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: {name: 'Username[0]'}
""",
        ["4:21: Username is not a list"],
    ),
    "a capture inside a text": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: {name: Username.First}
""",
        ["4:21: Username has no members"],
    ),
    "a capture with a path that is none": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: {name: 'Username..x'}
""",
        ["4:21: write a path like AuthenticationResult.AccessToken or Users[0], not 'Username..x'"],
    ),
    "a capture that names nothing": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: {name: }
""",
        ["4:21: name has no value"],
    ),
    "captures that are no mapping": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: Username
""",
        ["4:14: capture must be a mapping, not the text 'Username'"],
    ),
    "a capture under a name of ours": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: {client_id: Username}
""",
        ["4:15: 'client_id' is a built-in name; capture the value under another name"],
    ),
    "a capture under a name that is none": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    capture: {my name: Username}
""",
        ["4:15: a captured name may only have letters, digits and underscores, not 'my name'"],
    ),
    "a capture of an unknown token": (
        """\
  - {sign_in: totp, capture: {token: AcessToken}}
""",
        ["2:38: unknown token 'AcessToken'; did you mean 'AccessToken'?"],
    ),
    "an unknown name": (
        """\
  - {sign_in: totp, capture: {token: AccessToken}}
  - {call: GetUser, with: {AccessToken: '${tokn}'}}
""",
        ["3:41: unknown name 'tokn'; did you mean 'token'?"],
    ),
    "a name used before it is captured": (
        """\
  - {call: GetUser, with: {AccessToken: '${token}'}}
  - {sign_in: totp, capture: {token: AccessToken}}
""",
        ["2:41: 'token' is captured later, at line 3; capture it in an earlier step"],
    ),
    "a name that a step captures itself": (
        """\
  - {call: GetUser, with: {AccessToken: '${name}'}, capture: {name: Username}}
""",
        ["2:41: 'name' is captured later, at line 2; capture it in an earlier step"],
    ),
    "a captured name with an argument": (
        """\
  - {sign_in: totp, capture: {token: AccessToken}}
  - {call: GetUser, with: {AccessToken: '${token:totp}'}}
""",
        ["3:41: 'token' is a captured value and takes no argument"],
    ),
    "a name that lacks its user": (
        """\
  - {call: GetUser, with: {AccessToken: '${totp}'}}
""",
        ["2:41: ${totp} needs a user: ${totp:USER}"],
    ),
    "a name that takes no argument": (
        """\
  - {call: GetUser, with: {AccessToken: '${region:us-east-1}'}}
""",
        ["2:41: ${region} takes no argument"],
    ),
    "a name of an unknown user": (
        """\
  - {call: GetUser, with: {AccessToken: '${totp:totpp}'}}
""",
        ["2:41: unknown user 'totpp'; did you mean 'totp'?"],
    ),
    "a name of an unknown client": (
        """\
  - {call: GetUser, with: {AccessToken: '${client_id:pubic}'}}
""",
        ["2:41: unknown client 'pubic'; did you mean 'public'?"],
    ),
    "a name of an unknown pool": (
        """\
  - {call: GetUser, with: {AccessToken: '${user_pool_id:exampel}'}}
""",
        ["2:41: unknown pool 'exampel'; did you mean 'example'?"],
    ),
    "a name that was captured under another": (
        """\
  - {sign_in: totp, capture: {s: AccessToken, t: IdToken}}
  - {call: GetUser, with: {AccessToken: '${session}'}}
""",
        ["3:41: unknown name 'session'; captured so far: s, t"],
    ),
    "the secret of a client without one": (
        """\
  - {call: GetUser, with: {AccessToken: '${client_secret}'}}
  - {call: GetUser, with: {AccessToken: '${client_secret:public}'}, as: secret}
  - {call: GetUser, with: {AccessToken: '${secret_hash:sms}'}, as: public}
""",
        [f"{line}:41: the client 'public' has no secret; write as: secret" for line in (2, 3, 4)],
    ),
    "the secret of a client where no client has one": (
        """\
  - {call: GetUser, with: {AccessToken: '${client_secret}'}}
pools: [{Name: bare, clients: [{ClientName: web}]}, {Name: none}]
""",
        ["2:41: the client 'web' has no secret; give it GenerateSecret: true"],
    ),
    "a fault for a user who is not there": (
        """\
  - inject: {on: GetUser, user: smss, client: publik, drop: reset}
""",
        ["2:33: unknown user 'smss'; did you mean 'sms'?", "2:47: unknown client 'publik'; did you mean 'public'?"],
    ),
    "an empty name": (
        """\
  - {call: GetUser, with: {AccessToken: '${}'}}
""",
        ["2:41: unknown name ''; captured so far: nothing"],
    ),
    "a reference that is not closed": (
        """\
  - {call: GetUser, with: {AccessToken: '${token'}}
""",
        ["2:41: '${' is not closed; write ${name} or ${name:argument}, and $${ for a literal ${"],
    ),
    "several references in a text": (
        """\
  - {call: GetUser, with: {AccessToken: '${one} $${two} ${three}'}}
""",
        ["2:41: unknown name 'one'; captured so far: nothing", "2:41: unknown name 'three'; captured so far: nothing"],
    ),
    "an unknown name in a message": (
        """\
  - call: GetUser
    with: {AccessToken: a}
    error: {code: ForbiddenException, message: '${nam}'}
""",
        ["4:48: unknown name 'nam'; captured so far: nothing"],
    ),
    "captures of a step with mistakes": (
        """\
  - {cal: GetUser, capture: {name: Username}}
  - {call: InitateAuth, capture: {session: Session}}
  - {call: GetUser, with: {AccessToken: '${name} ${session} ${sesion}'}}
""",
        [
            "2:6: unknown step key 'cal'; did you mean 'call'?",
            "3:12: unknown operation 'InitateAuth'; did you mean 'InitiateAuth'?",
            "4:41: unknown name 'sesion'; did you mean 'session'?",
        ],
    ),
    "an unknown user who signs in": (
        """\
  - {sign_in: totpp}
""",
        ["2:15: unknown user 'totpp'; did you mean 'totp'?"],
    ),
    "a sign-in of nobody": (
        """\
  - {sign_in: 3}
""",
        ["2:15: user must be a text, not the number 3; put it in quotes"],
    ),
    "a sign-in through an unknown client": (
        """\
  - {sign_in: totp, as: pubic}
""",
        ["2:25: unknown client 'pubic'; did you mean 'public'?"],
    ),
    "an unknown unit": (
        """\
  - {advance: {minute: 4}}
""",
        ["2:16: unknown advance key 'minute'; did you mean 'minutes'?"],
    ),
    "an advance that is no mapping": (
        """\
  - {advance: 4}
""",
        ["2:15: advance must be a mapping, not the number 4"],
    ),
    "an advance by no number": (
        """\
  - {advance: {minutes: four, seconds: yes}}
""",
        [
            "2:25: minutes must be a number, not the text 'four'",
            "2:40: seconds must be a number, not yes, which YAML reads as true",
        ],
    ),
    "an advance backwards": (
        """\
  - {advance: {minutes: -4}}
""",
        ["2:25: the clock only moves forward, not by -4 minutes"],
    ),
    "a freeze at no time": (
        """\
  - {freeze: tomorrow}
""",
        ["2:14: freeze must be a time, such as 2026-01-31T12:00:00Z, not the text 'tomorrow'"],
    ),
    "a fault with mistakes": (
        """\
  - {inject: {on: GetUsr, eror: ForbiddenException}}
""",
        [
            "2:19: unknown operation 'GetUsr'; did you mean 'GetUser'?",
            "2:27: unknown fault key 'eror'; did you mean 'error'?",
        ],
    ),
    "an injection that is no mapping": (
        """\
  - {inject: GetUser}
""",
        ["2:14: inject must be a mapping, not the text 'GetUser'"],
    ),
    "an unknown risk": (
        """\
  - {risk: hgh}
""",
        ["2:12: unknown risk level 'hgh'; did you mean 'high'?"],
    ),
    "a message to nobody": (
        """\
  - {message: {medium: SMS}}
""",
        ["2:15: 'message' needs the key 'to'"],
    ),
    "a message to a key misspelt": (
        """\
  - {message: {too: sms, medium: sms, purpose: MFA, destination: 3}}
""",
        [
            "2:16: unknown message key 'too'; did you mean 'to'?",
            "2:34: unknown medium 'sms'; did you mean 'SMS'?",
            "2:48: unknown purpose 'MFA'; did you mean 'mfa'?",
            "2:66: destination must be a text, not the number 3; put it in quotes",
        ],
    ),
    "a message that is no mapping": (
        """\
  - {message: sms}
""",
        ["2:15: message must be a mapping, not the text 'sms'"],
    ),
    "a user of no name": (
        """\
  - {user: {status: CONFIRMED}}
""",
        ["2:12: 'user' needs the key 'name'"],
    ),
    "a user that is no mapping": (
        """\
  - {user: sms}
""",
        ["2:12: user must be a mapping, not the text 'sms'"],
    ),
    "a user of unknown words": (
        """\
  - {user: {name: sms, status: CONFIRM, preferred_mfa: SMS, mfa_settings: [SMS], enabled: 1}}
""",
        [
            "2:32: unknown status 'CONFIRM'; did you mean 'CONFIRMED'?",
            "2:56: unknown factor 'SMS'; did you mean 'SMS_MFA'?",
            "2:76: unknown factor 'SMS'; did you mean 'SMS_MFA'?",
            "2:91: enabled must be true or false, not the number 1",
        ],
    ),
    "a user of wrong types": (
        """\
  - {user: {name: sms, mfa_settings: SMS_MFA, attributes: [email]}}
""",
        ["2:38: mfa_settings must be a list, not the text 'SMS_MFA'", "2:59: attributes must be a mapping, not a list"],
    ),
    "an attribute that is no text": (
        """\
  - {user: {name: sms, attributes: {email_verified: true}}}
""",
        ["2:53: email_verified must be a text, not true; put it in quotes"],
    ),
    "users that have mistakes are taken as they come": (
        """\
pools:
  - {Name: one, users: [{Usernme: grace}]}
steps:
  - {sign_in: grace}
""",
        ["2:26: unknown user member 'Usernme'; did you mean 'Username'?"],
    ),
}
"""By mistake: the file (the part below ``steps:``, unless the text has that key) and everything that is reported."""


def file_of(text):
    return f"steps:\n{text}" if text.startswith("  - ") else text


@for_each("wrong", BROKEN)
def test_each_mistake_is_reported_at_its_place(stories, wrong):
    text, mistakes = BROKEN[wrong]

    report = stories.mistakes(file_of(text))

    assert [_cut(mistake, expected) for mistake, expected in zip(report, mistakes, strict=True)] == mistakes


def _cut(mistake, expected):
    """Names that end a text are not all repeated here; of errors they are the installed botocore's."""
    whole = not expected.endswith("…")
    return mistake if whole or not mistake.startswith(expected[:-1]) else expected


@pytest.mark.parametrize(
    ("bare", "column"), [("{AccessToken: ${token}}", 26), ("[a, ${token}]", 16), ("{AccessToken: x${token}y}", 27)]
)
def test_a_reference_without_quotes_is_reported(stories, bare, column):
    assert stories.mistakes(f"steps:\n  - call: GetUser\n    with: {bare}\n") == [
        f"3:{column}: not YAML: between {{ }} or [ ], put a text with ${{...}} in quotes"
    ]


@for_each("kind", KEYS)
def test_a_kind_of_step_without_a_value_is_one_mistake(stories, kind):
    (mistake,) = stories.mistakes(f"steps:\n  - {kind}:\n")

    assert mistake.startswith("2:")
    assert mistake.endswith("has no value")


@pytest.mark.parametrize(
    "step",
    [
        "{sign_in: ada}",
        "{user: {name: ada}}",
        "{message: {to: ada}}",
        "{call: GetUser, with: {AccessToken: '${password:ada}'}}",
    ],
)
@pytest.mark.parametrize("creator", ["SignUp", "AdminCreateUser"])
def test_a_user_may_exist_after_a_call_that_may_create_one(stories, step, creator):
    made = {"SignUp": "ClientId: a, Password: Passw0rd-1", "AdminCreateUser": "UserPoolId: us-east-1_Example01"}
    text = f"  - {{call: {creator}, with: {{Username: ada, {made[creator]}}}}}\n"

    assert [mistake.partition(": ")[2] for mistake in stories.mistakes(f"steps:\n  - {step}\n{text}")] == [
        "unknown user 'ada'; there are: email, invited, newcomer, sms, totp, undecided"
    ]
    assert len(stories.load(f"steps:\n{text}  - {step}\n").steps) == 2


def test_a_client_and_a_pool_may_exist_after_a_call_that_may_create_them(stories):
    text = """\
steps:
  - {call: CreateUserPool, with: {PoolName: second}}
  - {call: CreateUserPoolClient, with: {UserPoolId: "${user_pool_id:second}", ClientName: mobile}}
  - {call: GetUser, with: {AccessToken: "${client_id:mobile}"}}
"""
    assert len(stories.load(text).steps) == 3
    assert set(CREATORS.values()) == {kind for kind in BUILTINS.values() if kind}


@pytest.mark.parametrize("name", ["grace", "grace@example.com", "+12065550101", "f0000000-0000-7000-8000-000000000000"])
def test_a_user_is_known_by_username_alias_and_sub(stories, name):
    text = f"""\
pools:
  - Name: staff
    AliasAttributes: [email, phone_number]
    users:
      - Username: grace
        UserAttributes:
          {{email: grace@example.com, phone_number: "+12065550101", sub: f0000000-0000-7000-8000-000000000000}}
steps:
  - {{sign_in: "{name}"}}
"""
    assert stories.load(text).steps[0].user == name


def test_an_attribute_that_is_no_alias_names_nobody(stories):
    assert stories.mistakes("steps:\n  - {sign_in: sms@example.com}\n") == [
        "2:15: unknown user 'sms@example.com'; there are: email, invited, newcomer, sms, totp, undecided"
    ]


@pytest.mark.parametrize("part", ["", "with: {ClientId: '*'}"])
def test_a_call_that_expects_an_error_may_break_the_models_limits(stories, part):
    text = f"  - call: InitiateAuth\n    {part}\n"

    assert stories.mistakes(f"steps:\n{text}")
    assert stories.load(f"steps:\n{text}    error: InvalidParameterException\n")


@pytest.mark.parametrize("error", ["reset", "read_timeout", "connect_timeout", "tls", "dns"])
def test_a_lost_connection_is_an_error_of_any_call(stories, error):
    story = stories.load(f"steps:\n  - {{call: GetUser, with: {{AccessToken: a}}, error: {error}}}\n")

    assert story.steps[0].error.code == error


def test_a_missing_file_is_reported_as_for_a_scenario(stories):
    from pytest_cognito_mfa import _stories as _steps
    from pytest_cognito_mfa.errors import ScenarioError

    with pytest.raises(ScenarioError, match=r"story\.cognito\.yaml:1:1: there is no such file"):
        _steps.load(stories.path, region="us-east-1")
