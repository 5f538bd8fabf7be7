"""The JSON Schema is valid, accepts good scenarios, and rejects broken ones, except for mistakes across keys."""

from __future__ import annotations

import json
from pathlib import Path

import botocore
import jsonschema
import pytest
import yaml
from editors import seen_by_an_editor, validator
from one_test import for_each
from test_broken_scenario_files import BROKEN, FAULT

from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._aws import documented_errors, operations
from pytest_cognito_mfa._scenario.answers import AnswerEntry
from pytest_cognito_mfa._scenario.expectations import ExpectationEntry
from pytest_cognito_mfa._scenario.faults.loading import FaultEntry
from pytest_cognito_mfa._scenario.models import keys_of
from pytest_cognito_mfa._stories.schema import schema_text, story_schema

ROOT = Path(__file__).parents[2]
PACKAGE = Path(_scenario.__file__).parents[1]
SHIPPED = json.loads(PACKAGE.joinpath("scenario.schema.json").read_text("utf-8"))
SCENARIOS = [PACKAGE / "_scenario/default.yaml", *sorted(ROOT.glob("examples/**/scenarios/*.yaml"))]

BEYOND = {
    "YAML's own rule": {"a duplicate key", "two preferred factors, one after the other"},
    "another file": {
        *("extends of what is not there", "extends of two that are not there", "extends of a directory"),
        *(
            "extends of a file in a file",
            "extends of no path",
            "extends of itself",
            "extends of itself, said otherwise",
        ),
    },
    "a text in YAML 1.2, which editors read": {
        *("an attribute that is true", "an attribute that is a date", "a seed of yes", "a seed that is a date"),
    },
    "JSON has no such number": {
        *("a latency that is no number", "a clock at no number", "a clock moved without end"),
        *("a clock moved by no number", "an answer with a time that is none", "an answer with what JSON has not"),
        "a rate without an end",
    },
    "what a text means": {
        *("ranges that are none", "a SecretCode of one letter too many", "a glob of nothing"),
        *("a clock frozen at an hour that is none", "a clock before its time", "a clock after all time"),
        "an expectation of a glob of nothing",
    },
    "how far a clock goes": {
        *("a clock at a number beyond all", "a clock moved to before its time", "a clock moved by ages"),
        "a clock moved by more than a span can hold",
    },
    "a name that is taken": {
        *("a source twice", "two pools of one Id", "two clients of one name", "two clients of one id"),
        *("two users of one name", "two users of one name, but for case", "a list of attributes, one twice"),
        *("a persona twice", "a persona and a user of its name", "a persona and a user of its name, in another case"),
        *("a group twice", "a user in an unknown group"),
    },
    "one key against another": {
        *("a pool with two names", "two Ids"),
        *("a risk configuration of another pool", "a risk configuration of a client, at its pool"),
        *("a risk configuration of another client", "an Id of another region"),
        *("an Id of another region than the file's", "a client of another pool", "a user of another pool"),
        *("a text message without a number", "an e-mail without an address", "a preferred factor that is not on"),
        *("a preferred factor and none on", "an MFA option without a number"),
        *("a persona whose factor the pool does not offer", "a persona with a factor where MFA is off"),
        "a latency that ends before it begins",
    },
    "what a glob stands for": {
        *("a glob whose operations do not all have a member", "a member that some of a glob lack"),
        *("a member of the wrong type for a glob", "an error that a whole glob lacks"),
        *("a sequence whose errors no operation has", "an expectation with members that some of a glob lack"),
    },
}
"""The broken files that the schema lets pass, by the reason; `cognito-mfa check` finds them."""


@pytest.mark.long
def test_it_is_a_json_schema():
    jsonschema.Draft202012Validator.check_schema(story_schema())


def test_every_reference_has_a_definition_and_every_definition_is_used():
    text, definitions = schema_text(), story_schema()["$defs"]
    led_to = {line.split('"')[3].removeprefix("#/$defs/") for line in text.splitlines() if '"$ref": ' in line}

    assert led_to == definitions.keys()


@for_each("path", SCENARIOS)
def test_every_scenario_that_ships_is_valid(path):
    assert seen_by_an_editor(path.read_text("utf-8")) == []


@pytest.mark.long
@for_each("name", BROKEN)
def test_a_broken_file_is_invalid_unless_no_schema_could_see_it(name):
    try:
        seen = seen_by_an_editor(BROKEN[name][0])
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError):  # as PyYAML refuses a file
        seen = ["no YAML"]

    assert bool(seen) != any(name in names for names in BEYOND.values())


def test_each_reason_names_broken_files_that_exist():
    assert set().union(*BEYOND.values()) <= BROKEN.keys()


@pytest.mark.long
@for_each("operation", sorted(operations()))
def test_an_error_is_documented_for_its_operation_or_for_all(operation):
    strangers = {"CodeMismatchException", "UserPoolTaggingException"} - documented_errors(operation)

    def seen(errors, fault):
        faults = "".join(f"- {{on: {operation}, {fault % error}}}\n" for error in errors)
        return {mistake.partition(".")[2][:9] for mistake in seen_by_an_editor(f"faults:\n{faults}")}

    assert strangers
    assert seen([*documented_errors(operation), "TooManyRequestsException"], "error: %s") == set()
    for fault in ("error: %s", "sequence: [well, {error: %s}]"):
        assert len(seen(strangers, fault)) == len(strangers)


@for_each(
    "when, valid",
    [
        ("{AuthFlow: USER_PASSWORD_AUTH}", True),
        ("{AuthFlow: USER_PASSWORD}", False),
        ("{AuthParameters: {USERNAME: jo}}", True),
        ("{AccessToken: abc}", False),
        ("{ClientId: 12}", False),
        ("{UserContextData: {IpAddress: 192.0.2.1}}", True),
        ("{UserContextData: {IPAddress: 192.0.2.1}}", False),
        ("{}", True),
    ],
)
def test_when_has_members_of_the_operations_request(when, valid):
    assert (seen_by_an_editor(f"{FAULT}    drop: reset\n    when: {when}\n") == []) is valid


def test_a_time_may_be_written_as_aws_prints_it():
    for time in ("2026-01-31T12:00:00Z", "2026-01-31", "1469362314.4", "'1.469362314416E9'"):
        assert seen_by_an_editor(f"pools: [{{Name: a, CreationDate: {time}}}]") == []


def test_a_file_that_extends_another_may_leave_out_what_that_one_has():
    pools = "pools: [{Name: a, UserPoolAddOns: {}, Policies: {PasswordPolicy: {MinimumLength: 5}}}]"

    assert [seen.partition(": ")[0] for seen in seen_by_an_editor(pools)] == [
        "$.pools[0].Policies.PasswordPolicy.MinimumLength",
        "$.pools[0].UserPoolAddOns",
    ]
    assert [seen.partition(": ")[0] for seen in seen_by_an_editor(f"extends: b.yaml\n{pools}") if "pools" in seen] == [
        "$.pools[0].Policies.PasswordPolicy.MinimumLength",
    ]


@pytest.mark.parametrize(
    ("key", "model"),
    [("answers", AnswerEntry), ("expect", ExpectationEntry), ("faults", FaultEntry)],
)
def test_each_item_of_a_list_has_the_keys_of_its_entry(key, model):
    item = story_schema()["properties"][key]["items"]
    item = story_schema()["$defs"][item["$ref"].rpartition("/")[2]] if "$ref" in item else item

    assert set(item["properties"]) == set(keys_of(model))


@for_each(
    "answer, valid",
    [
        ("{Username: jo, UserAttributes: []}", True),
        ("{Username: jo}", False),
        ("{Username: 3, UserAttributes: []}", False),
        ("{Username: jo, UserAttributes: [], UserSub: x}", False),
        ("jo", False),
    ],
)
def test_an_answer_is_held_against_the_operations_output(answer, valid):
    assert (seen_by_an_editor(f"answers: [{{on: GetUser, answer: {answer}}}]") == []) is valid


def test_every_key_has_a_description():
    schema = story_schema()
    assert [name for name, key in schema["properties"].items() if not key["description"]] == []
    for definition in ("fault", "step", "pool", "client", "user", "story.step"):
        properties = schema["$defs"][definition]["properties"]
        assert [name for name, key in properties.items() if not key.get("description")] == []


def test_the_file_that_ships_has_every_key_of_ours_whatever_it_was_made_from():
    made = story_schema()

    assert descriptions(SHIPPED) == descriptions(made)
    for name in ("fault", "step", "story.step"):
        assert descriptions(SHIPPED["$defs"][name]) == descriptions(made["$defs"][name])


def descriptions(schema):
    return {name: key["description"] for name, key in schema["properties"].items()}


@pytest.mark.skipif(
    not SHIPPED["$comment"].endswith(f" botocore {botocore.__version__}."),
    reason="the file that ships was made from another botocore",
)
def test_the_file_that_ships_is_made_from_what_is_installed():
    assert schema_text() == PACKAGE.joinpath("scenario.schema.json").read_text("utf-8")


def test_the_validator_really_refuses():
    assert [error.validator for error in validator().iter_errors({"poolz": []})] == ["additionalProperties"]
