"""Every request that the model allows gets a valid success, a documented refusal, or one of our own errors.

Sequences of requests, drawn from botocore's model and from the names in the default scenario.
"""

import contextlib
import functools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_requests import CANDIDATES, input_shape, smallest, text_for

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._aws.validation import _java_pattern
from pytest_cognito_mfa._fixture.sign_in import signed_in
from pytest_cognito_mfa._scenario.provisioning import create_service
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.simulation import Simulation
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa.errors import NotSimulated

KNOWN = sorted(HANDLERS.keys() & model.operations())
"""The operations that we have and that the installed botocore knows."""
POOL = "us-east-1_Example01"
SECRETS = ["Newcomer-passw0rd", "Invited-passw0rd", "Secret-1", "short"]
NAMES = ["newcomer", "totp", "sms", "undecided", "invited", "zoe", "zoe@example.com", "+12065550199"]
ATTRIBUTES = ["email", "phone_number", "sub", "given_name", "custom:team", "email_verified"]
FITTING = {
    "UserPoolId": ["@pool", "@pool", POOL],
    "ClientId": ["1example23456789publicclnt", "@client"],
    "Username": NAMES,
    "Password": SECRETS,
    "TemporaryPassword": SECRETS,
    "AccessToken": ["@token", "@session", "a.b.c"],
    "RefreshToken": ["@refresh", "@token"],
    "Token": ["@refresh", "@token"],
    "Session": ["@session"],
    "UserCode": ["@totp", "000000"],
    "ConfirmationCode": ["@code", "000000"],
    "Code": ["@code", "000000"],
    "PreviousPassword": SECRETS,
    "ProposedPassword": SECRETS,
    "AttributeName": ATTRIBUTES,
    "UserAttributeNames": ATTRIBUTES,
    "Name": ATTRIBUTES,
    "Value": ["zoe@example.com", "+12065550199", "true", "", "x"],
    "GroupName": ["staff", "readers"],
    "ProviderName": ["Google", "corp"],
    "Domain": ["shop", "auth.example.com"],
    "ResourceArn": [f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{POOL}"],
    "AuthFlow": ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "ADMIN_USER_PASSWORD_AUTH"],
}
PARAMETERS = {
    "USERNAME": NAMES,
    "PASSWORD": SECRETS,
    "NEW_PASSWORD": SECRETS,
    "SRP_A": ["abcdef" * 100, "0"],
    "REFRESH_TOKEN": ["@refresh", "x"],
    "SMS_MFA_CODE": ["@code", "1"],
    "EMAIL_OTP_CODE": ["@code"],
    "SOFTWARE_TOKEN_MFA_CODE": ["@totp", "000000"],
    "ANSWER": ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_MFA"],
    "EMAIL": ["zoe@example.com", "x"],
    "PASSWORD_CLAIM_SECRET_BLOCK": ["@block", "x"],
    "PASSWORD_CLAIM_SIGNATURE": ["x"],
    "TIMESTAMP": ["Tue Nov 14 22:13:20 UTC 2023"],
    "userAttributes.given_name": ["Zoe"],
}
SIGN_IN = ("InitiateAuth", "RespondToAuthChallenge", "AdminInitiateAuth", "AdminRespondToAuthChallenge")


def texts(shape):
    if shape.enum:
        return st.sampled_from(shape.enum)
    high = shape.metadata.get("max", 100)
    pattern = _java_pattern(shape.metadata.get("pattern", ".*"))
    low = shape.metadata.get("min", 0)
    fitting = [text for text in CANDIDATES if low <= len(text) <= high and pattern.fullmatch(text)]
    return st.sampled_from(fitting or [text_for(shape)])


def structures(shape):
    members = {name: values(member, name) for name, member in shape.members.items()}
    required = {name: members.pop(name) for name in shape.required_members}
    # Names in the scenario are always drawn: a request without them fails at its first check.
    required |= {name: members.pop(name) for name in tuple(members) if name in FITTING and name != "Session"}
    return st.fixed_dictionaries(required, optional=members)


def values(shape, name=""):
    """A strategy of valid values of `shape`, for the member of that name."""
    if shape.type_name == "structure" and shape.is_document_type:
        return st.just({"free": 1})
    if name in ("AuthParameters", "ChallengeResponses"):
        named = {key: st.sampled_from(some) for key, some in PARAMETERS.items()}
        return st.fixed_dictionaries({"USERNAME": named.pop("USERNAME")}, optional=named)
    if shape.type_name == "string" and name in FITTING:
        return st.sampled_from(FITTING[name])
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 100)
    kinds = {
        "structure": lambda: structures(shape),
        "list": lambda: st.lists(values(shape.member, name), min_size=low, max_size=max(low, min(high, 2))),
        "map": lambda: st.dictionaries(texts(shape.key), values(shape.value), max_size=2),
        "boolean": st.booleans,
        "integer": lambda: st.integers(low, high),
        "long": lambda: st.integers(low, high),
        "timestamp": lambda: st.sampled_from([1_699_990_000, 1_700_000_000]),
        "blob": lambda: st.just("YQ=="),
        "string": lambda: texts(shape),
    }
    return kinds[shape.type_name]()


@functools.cache
def requests_of(operation):
    return st.tuples(st.just(operation), structures(input_shape(operation)))


any_request = st.one_of(st.sampled_from(KNOWN).flatmap(requests_of), st.sampled_from(SIGN_IN).flatmap(requests_of))


class Run:
    """A simulation of the default scenario, and what its latest answers contained."""

    def __init__(self):
        sources = Sources(seed=1)
        sources.clock.freeze(1_700_000_000)
        self.service = create_service(_scenario.default("us-east-1"), sources)
        self.simulation = Simulation(self.service)
        pool = self.service.pools[POOL]
        client = pool.clients["1example23456789publicclnt"]
        result = signed_in(self.service, client, pool.users["newcomer"])
        self.live = {"@pool": POOL, "@client": client.id, "@token": result["AccessToken"]}
        self.live |= {"@refresh": result["RefreshToken"], "@session": "x" * 20, "@code": "000000", "@block": "x"}

    def ask(self, operation, request):
        text = json.dumps(request)
        app = next((user.app for pool in self.service.pools.values() for user in pool.users.values() if user.app), None)
        self.live["@totp"] = app.code(self.service.now) if app else "000000"
        for name, value in self.live.items():
            text = text.replace(name, value)
        reply, _ = self.simulation.answer(Call(operation, json.loads(text), "https://localhost/", signed=True))
        if reply.body and reply.error is None:
            self._learn(json.loads(reply.body))
        return reply

    def _learn(self, answer):
        if "Session" in answer:
            self.live["@session"] = answer["Session"]
        if self.service.outbox:
            self.live["@code"] = self.service.outbox[-1].code
        if result := answer.get("AuthenticationResult"):
            self.live["@token"] = result["AccessToken"]
        if block := answer.get("ChallengeParameters", {}).get("SECRET_BLOCK"):
            self.live["@block"] = block


sequences = st.lists(any_request, min_size=1, max_size=8)


def replies(run, asked):
    """(operation, reply) of each request, without those that are not simulated."""
    for operation, request in asked:
        with contextlib.suppress(NotSimulated):
            yield operation, run.ask(operation, request)


@settings(max_examples=150)
@given(sequences)
def test_every_request_is_answered_as_aws_documents_it(asked):
    for operation, reply in replies(Run(), asked):
        assert reply.error is None or reply.error in model.documented_errors(operation)


@settings(max_examples=100)
@given(sequences)
def test_a_preferred_factor_is_on_whatever_was_asked(asked):
    run = Run()
    list(replies(run, asked))
    preferences = [user.preference for pool in run.service.pools.values() for user in pool.users.values()]
    assert [each for each in preferences if each.preferred is not None and each.preferred not in each.on] == []


def typical(operation):
    """A request of `operation` that passes the first checks, because its names are in the scenario."""
    shape = input_shape(operation)
    wanted = [name for name in shape.members if name in shape.required_members or name in FITTING]
    request = {name: FITTING.get(name, [None])[0] or smallest(shape.members[name]) for name in wanted}
    if operation in ("SignUp", "AdminCreateUser"):
        request["Username"] = "zoe"
    if operation in SIGN_IN:
        flow = "ADMIN_USER_PASSWORD_AUTH" if operation.startswith("Admin") else "USER_PASSWORD_AUTH"
        signing_in = {"AuthFlow": flow, "AuthParameters": {"USERNAME": "newcomer", "PASSWORD": SECRETS[0]}}
        request |= {name: value for name, value in signing_in.items() if name in shape.members}
    return {name: value for name, value in request.items() if name != "Session"}


@pytest.mark.parametrize("operation", KNOWN)
def test_a_null_and_an_unheard_member_change_nothing(operation):
    request = typical(operation)
    nulls = dict.fromkeys(input_shape(operation).members)
    plain, extended = Run().ask(operation, request), Run().ask(operation, {**nulls, **request, "Unheard": 1})
    assert (extended.status, extended.headers, extended.body) == (plain.status, plain.headers, plain.body)
