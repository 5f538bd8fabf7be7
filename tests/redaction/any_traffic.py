"""Random traffic with Cognito, and a service that answers it: what people send, and what they should not have sent."""

import json
import string

import yaml
from botocore import xform_name
from hypothesis import strategies as st
from vcr.request import Request

from pytest_cognito_mfa._aws.exchange import TARGET_HEADER, TARGET_PREFIX, Call
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.recorder import Recorder
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._cassette.vcrpy_matching import CognitoMatcher
from pytest_cognito_mfa._redaction.redactor import Redactor

KEY = b"a key that only this test has..."
URL = "https://cognito-idp.us-west-2.amazonaws.com/"
POOL = "us-west-2_AbCdEf123"

PROTOCOL = (
    *("post", "POST", "get", "West", "us-west-2", "aws", "1.44.0", "3.13.0", "0.1.0", "2025", "2025-11-24", "OK"),
    *("GetUser", "interactions", "string", "body", "uri", "code", "json", "date", "content", "type", "example.com"),
    *("SMS_MFA", "email", "custom", "Username", "Value", "keep-alive", "amazonaws", "Monday", "GMT", "null", "true"),
    *("Stand-in", "user", "Etc", "en_XA", "localhost", "version", "utf-8", "application", "x-amz-json-1.1", "tier"),
)
"""Words of the protocol, of the cassette's format, and of placeholders; each may be somebody's name."""
PEOPLE = (
    *("jane", "Jane Doe", "bob", "李雷", "Zoë", "O'Connor", "jane.doe@corp.com", "+12065551234", "a_b@x.org", "j-d"),
    *("7", "42", "4711", "482913", "-12.5", "de_DE", "fr_FR", "Europe/Berlin", "1984-11-30", "84.17.36.5"),
    *("f81d4fae-7dec-41d0-a765-00a0c91e6bf6", "7h9s2k4m6p8r1t3v5x7z9b1d3f", 'quo"te\\back', "50% off", "a&b=c"),
)
LETTERS = string.ascii_letters + string.digits + "äß李 .-_+@'\"\\/&=%{}[]:,"
numbers = st.from_regex(r"-?[0-9]{1,3}(\.[0-9]{1,2})?", fullmatch=True)
words = st.sampled_from(PROTOCOL) | st.sampled_from(PEOPLE) | st.text(LETTERS, min_size=1, max_size=24) | numbers
names = words.filter(str.strip)

json_values = st.recursive(
    words
    | st.booleans()
    | st.none()
    | st.integers(-(10**18), 10**18)
    | st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
values = words | json_values.map(json.dumps) | json_values.map(lambda value: json.dumps(value, ensure_ascii=False))

colors = st.lists(words | st.integers(-999, 999) | st.booleans() | st.none(), max_size=3)


def around(name):
    """Texts that hold a name."""
    return st.sampled_from(
        [name, f"{name}-pool", f"the pool of {name}", f"{name}1Aa!", f"https://app.test/cb?state={name}"]
    )


@st.composite
def calls(draw, people):
    """One call about somebody, as (operation, parameters)."""
    name = draw(st.sampled_from(people))
    other = draw(st.sampled_from(people))
    attributes = [
        {"Name": key, "Value": draw(values)}
        for key in draw(st.lists(st.sampled_from(["family_name", "locale", "custom:tier", "address"]), unique=True))
    ]
    metadata = draw(st.dictionaries(words, values, max_size=3))
    password = draw(around(name) | words)
    by_kind = {
        "AdminCreateUser": {
            "UserPoolId": POOL,
            "Username": name,
            "UserAttributes": attributes,
            "ClientMetadata": metadata,
        },
        "AdminGetUser": {"UserPoolId": POOL, "Username": name},
        "InitiateAuth": {
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": "7h9s2k4m6p8r1t3v5x7z9b1d3f",
            "AuthParameters": {"USERNAME": name, "PASSWORD": password},
            "ClientMetadata": metadata,
        },
        "RespondToAuthChallenge": {
            "ChallengeName": "CUSTOM_CHALLENGE",
            "ClientId": "7h9s2k4m6p8r1t3v5x7z9b1d3f",
            "ChallengeResponses": {"USERNAME": name, "ANSWER": draw(values)},
        },
        "CreateUserPool": {"PoolName": draw(around(other)), "UserPoolTags": {"owner": other, "of": draw(around(name))}},
        "CreateUserPoolClient": {
            "UserPoolId": POOL,
            "ClientName": draw(around(name)),
            "CallbackURLs": [f"https://app.test/cb?state={other}&to={name}"],
        },
        "CreateManagedLoginBranding": {"UserPoolId": POOL, "Settings": {"colors": draw(colors), "radius": 8.0}},
        "CreateGroup": {"UserPoolId": POOL, "GroupName": "admins", "Description": draw(around(other))},
    }
    operation = draw(st.sampled_from(sorted(by_kind)))
    return operation, by_kind[operation]


@st.composite
def traffic(draw):
    people = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    return draw(st.lists(calls(people), min_size=1, max_size=6))


class Service:
    """It answers with what it was sent, and knows what users were created."""

    def __init__(self):
        self.users = {}

    def answer(self, operation, sent):
        """Status and body."""
        name = sent.get("Username", "")
        if operation == "AdminGetUser" and name not in self.users:
            return 400, {"__type": "UserNotFoundException", "message": f"no {name} in us-west-2"}
        if operation == "InitiateAuth":
            return 400, {"__type": "NotAuthorizedException", "message": "Incorrect username or password."}
        if operation == "GetUser":
            return 400, {"__type": "NotAuthorizedException", "message": "Access Token has expired"}
        return 200, getattr(self, xform_name(operation))(name, sent)

    def admin_create_user(self, name, sent):
        self.users[name] = sent["UserAttributes"]
        return {"User": {"Username": name, "Attributes": self.users[name], "Enabled": True}}

    def admin_get_user(self, name, _):
        return {"Username": name, "UserAttributes": self.users[name]}

    def sign_up(self, *_):
        return {"UserConfirmed": False}

    def respond_to_auth_challenge(self, _, sent):
        parameters = {"USERNAME": sent["ChallengeResponses"]["USERNAME"]}
        return {"ChallengeName": "CUSTOM_CHALLENGE", "ChallengeParameters": parameters}

    def create_user_pool(self, _, sent):
        return {"UserPool": {"Name": sent["PoolName"], "UserPoolTags": sent["UserPoolTags"]}}

    def create_user_pool_client(self, _, sent):
        return {"UserPoolClient": {name: sent[name] for name in ("ClientName", "CallbackURLs")}}

    def create_managed_login_branding(self, _, sent):
        return {"ManagedLoginBranding": {"Settings": sent["Settings"]}}

    def create_group(self, _, sent):
        return {"Group": {name: sent[name] for name in ("GroupName", "Description")}}


def record(path, sent):
    """Record the calls into a new file; gives the answers."""
    path.unlink(missing_ok=True)
    recorder, service, answers = Recorder(path, "once", None, Redactor(KEY), lambda: 1_764_000_000.0), Service(), []
    headers = (("Content-Type", "application/x-amz-json-1.1"), ("Date", "Mon, 24 Nov 2025 16:00:00 GMT"))
    for operation, parameters in sent:
        outcome, _ = recorder.answer(Call(operation, parameters, URL))
        status, answer = service.answer(operation, parameters)
        outcome.on_response(status, headers, json.dumps(answer).encode())
        answers.append(answer)
    recorder.write()
    return answers


def replay(path, sent):
    """The answers to the same calls from the file."""
    played = Replay(load(path))
    return [json.loads(played.answer(Call(operation, parameters, URL))[0].body) for operation, parameters in sent]


def matches_in_vcrpy(path, sent):
    """Whether each call of the file matches the same call, where vcrpy plays it."""
    text, matcher = path.read_text("utf-8"), CognitoMatcher()
    matcher.loaded(text)
    for (operation, parameters), recorded in zip(sent, yaml.safe_load(text)["interactions"], strict=True):
        asked = Request("POST", URL, json.dumps(parameters), {TARGET_HEADER: TARGET_PREFIX + operation})
        theirs = recorded["request"]
        assert matcher(asked, Request("POST", URL, theirs["body"], {TARGET_HEADER: TARGET_PREFIX + operation}))
