"""Bad input, made from the model: each required member left out, each bound overstepped, each pattern and enum broken.

Every operation answers all of it in AWS's words and with 400, and never performs it.
"""

from base64 import b64encode

import pytest
from model_requests import input_shape, smallest
from one_test import for_each

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._aws.secrecy import is_sensitive
from pytest_cognito_mfa._aws.validation import _PATTERN_NOT_ENFORCED, _java_pattern
from pytest_cognito_mfa._scenario.provisioning import create_service
from pytest_cognito_mfa._simulator import simulation
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.sources import Sources

KNOWN = sorted(HANDLERS.keys() & model.operations())
LONGEST = 200_000
WRONG = ("%", " ", "\n", "ü", "0" * 40)
"""Texts of which every pattern of the model forbids at least one."""


def bad_values(shape):
    """(value, the rule that it breaks, whether the value is secret) for everything that can be wrong in `shape`."""
    kinds = {"structure": in_structure, "list": in_list, "map": in_map, "string": in_text, "blob": in_blob}
    for value, rule, secret in kinds.get(shape.type_name, in_number)(shape):
        yield value, rule, secret or is_sensitive(shape)


def in_structure(shape):
    if shape.is_document_type:
        return
    whole = smallest(shape)
    for name in shape.required_members:
        yield {each: value for each, value in whole.items() if each != name}, "Member must not be null", False
    for name, member in shape.members.items():
        for value, rule, secret in bad_values(member):
            yield {**whole, name: value}, rule, secret


def in_list(shape):
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", LONGEST)
    if low:
        yield [smallest(shape.member)] * (low - 1), f"length greater than or equal to {low}", False
    if high < LONGEST:
        yield [smallest(shape.member)] * (high + 1), f"length less than or equal to {high}", False
    for value, rule, secret in bad_values(shape.member):
        yield [value] * max(low, 1), rule, secret


def in_map(shape):
    for value, rule, secret in bad_values(shape.key):
        yield {value: smallest(shape.value)}, rule, secret
    for value, rule, secret in bad_values(shape.value):
        yield {smallest(shape.key): value}, rule, secret


def in_number(shape):
    if (low := shape.metadata.get("min")) is not None:
        yield low - 1, f"value greater than or equal to {low}", False
    if (high := shape.metadata.get("max")) is not None:
        yield high + 1, f"value less than or equal to {high}", False


def in_blob(shape):
    high = shape.metadata["max"]
    yield b64encode(b"a" * (high + 1)).decode(), f"length less than or equal to {high}", False


def in_text(shape):
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", LONGEST)
    if shape.enum:
        yield "not of the enum", "Member must satisfy enum value set", False
    if low:
        yield "a" * (low - 1), f"length greater than or equal to {low}", False
    if high < LONGEST:
        yield "a" * (high + 1), f"length less than or equal to {high}", False
    source = shape.metadata.get("pattern")
    if source is not None and shape.name not in _PATTERN_NOT_ENFORCED:
        wrong = [text for text in WRONG if not _java_pattern(source).fullmatch(text)]
        yield from ((text, f"regular expression pattern: {source}", False) for text in wrong[:1])


@pytest.fixture
def ask(monkeypatch):
    """The reply to a request that must not be performed."""
    service = create_service(_scenario.default("us-east-1"), Sources(seed=1))
    simulated = simulation.Simulation(service)
    monkeypatch.setattr(simulation, "perform", lambda *_: pytest.fail("the request was performed"))

    def ask(operation, request):
        return simulated.answer(Call(operation, request, "https://localhost/", signed=True))[0]

    return ask


def test_no_operation_of_the_installed_model_is_left_out():
    assert model.operations() - {*KNOWN} == set()


@for_each("operation", KNOWN)
def test_bad_input_is_refused_in_the_words_of_aws_and_changes_nothing(operation, ask):
    for request, rule, secret in bad_values(input_shape(operation)):
        reply = ask(operation, request)
        text = reply.body.decode()
        assert (reply.status, reply.error) == (400, "InvalidParameterException"), (request, rule)
        assert "validation error" in text
        assert rule.replace("\\", "\\\\") in text
        assert not (secret and "not of the enum" in text)
