"""The JSON Schema of stories: good stories are valid, and broken ones are not, unless no schema can see the mistake.

`stories.load` checks every story of these tests against it.
"""

import pytest
import yaml
from editors import seen_by_an_editor
from one_test import for_each
from test_broken_stories import BROKEN, file_of
from test_stories_of_the_examples import STORIES

from pytest_cognito_mfa._aws import operations
from pytest_cognito_mfa._scenario.models import keys_of
from pytest_cognito_mfa._stories import schema
from pytest_cognito_mfa._stories.loading import KEYS, StoryEntry

BEYOND = {
    "what a reference stands for": {
        *("an unknown name", "a name used before it is captured", "a name that a step captures itself"),
        *("a captured name with an argument", "a name that lacks its user", "a name that takes no argument"),
        *("a name of an unknown user", "a name of an unknown client", "a name of an unknown pool", "an empty name"),
        *("a reference that is not closed", "several references in a text", "an unknown name in a message"),
        *("a name that was captured under another", "the secret of a client without one"),
        "the secret of a client where no client has one",
    },
    "which users and clients there are": {
        *("an unknown client", "an unknown user who signs in", "a sign-in through an unknown client"),
        "a fault for a user who is not there",
    },
    "where a path leads": {
        *("a capture of an unknown member", "a capture of an unknown inner member", "a capture of a list's member"),
        *("a capture of an item of no list", "a capture inside a text"),
    },
}
"""The broken stories that the schema lets pass, by the reason; `cognito-mfa check` finds them."""


@for_each("path", STORIES)
def test_every_story_that_ships_is_valid(path):
    assert seen_by_an_editor(path.read_text("utf-8")) == []


@for_each("wrong", BROKEN)
def test_a_broken_story_is_invalid_unless_no_schema_could_see_it(wrong):
    try:
        seen = seen_by_an_editor(file_of(BROKEN[wrong][0]))
    except yaml.YAMLError:
        seen = ["no YAML"]

    assert bool(seen) != any(wrong in names for names in BEYOND.values())


def test_each_reason_is_for_broken_stories_that_are_there():
    assert set().union(*BEYOND.values()) <= BROKEN.keys()


def test_it_has_every_key_of_a_story_and_of_a_step():
    made = schema.story_schema()

    assert set(made["properties"]) == set(keys_of(StoryEntry))
    assert set(made["$defs"]["story.step"]["properties"]) == {*KEYS, *(key for keys in KEYS.values() for key in keys)}


@pytest.mark.parametrize("name", ["ERROR", "MESSAGE", "USER"])
def test_a_key_without_a_row_is_a_mistake_of_ours(name, monkeypatch):
    monkeypatch.setattr(schema, name, (*getattr(schema, name), "extra"))

    with pytest.raises(KeyError, match="extra"):
        schema.story_schema()


@pytest.mark.long
@pytest.mark.parametrize("kind", KEYS)
def test_a_key_of_a_step_without_a_row_is_a_mistake_of_ours(kind, monkeypatch):
    monkeypatch.setitem(KEYS, kind, (*KEYS[kind], "extra"))

    with pytest.raises(KeyError, match="extra"):
        schema.story_schema()


def test_a_key_belongs_only_to_its_kinds_of_steps():
    beside = schema.story_schema()["$defs"]["story.step"]["dependentSchemas"]

    assert {key: [kind for row in rows["anyOf"] for kind in row["required"]] for key, rows in beside.items()} == {
        key: [kind for kind, keys in KEYS.items() if key in keys] for keys in KEYS.values() for key in keys
    }


@for_each(
    "step, valid",
    [
        ("{call: ListUsers, with: {UserPoolId: p_1, Limit: '${n}', AttributesToGet: '${region}'}}", True),
        ("{call: ListUsers, with: {UserPoolId: p_1, Limit: '5'}}", False),
        ("{call: ListUsers, with: {UserPoolId: p_1, Limit: 61}}", False),
        ("{call: ListUsers, with: {UserPoolId: p_1, Limit: 61}, error: InvalidParameterException}", True),
        ("{call: ListUsers, with: {Limit: 6}}", False),
        ("{call: ListUsers, with: {Limit: 6}, error: {code: InvalidParameterException, message: no}}", True),
        ("{call: ListUsers, error: {code: InvalidParameterExceptoin}}", False),
        ("{call: ListUsers, error: {code: CodeMismatchException}}", False),
        ("{call: ListUsers, with: {limit: 6}, error: InvalidParameterException}", False),
        ("{call: ListUsers, error: read_timeout}", True),
        ("{call: ListUsers}", False),
        ("{call: SetUserMFAPreference, with: {AccessToken: a, SMSMfaSettings: '${settings}'}}", True),
        ("{call: SetUserMFAPreference, with: {AccessToken: a, SMSMfaSettings: {Enabled: '${on}'}}}", True),
        ("{call: SetUserMFAPreference, with: {AccessToken: a, SMSMfaSettings: {Enabled: on it}}}", False),
        ("{call: SetUserMFAPreference, with: {AccessToken: a, SMSMfaSettings: null}}", False),
        ("{call: GetUser, with: {AccessToken: a}, answer: {PreferredMfaSetting: null}}", True),
        ("{call: GetUser, with: {AccessToken: a}, answer: {UserMFASettingList: null}}", True),
        ("{call: GetUser, with: {AccessToken: a}, answer: {UserAttributes: [{Name: sub}]}}", True),
        ("{call: GetUser, with: {AccessToken: a}, answer: {UserAttributes: {sub: x}}}", False),
        ("{call: GetUser, with: {AccessToken: null}}", False),
        ("{freeze: now}", True),
        ("{freeze: 2026-01-31T12:00:00Z}", True),
        ("{risk: {default: low, 192.0.2.0/24: high}}", True),
        ("{inject: {on: Admin*, drop: reset, times: 2}}", True),
        ("{user: {name: sms, preferred_mfa: null, attributes: {email: null}}}", True),
    ],
)
def test_values_are_checked_against_the_operations_model(step, valid):
    assert (seen_by_an_editor(f"steps: [{step}]") == []) is valid


@pytest.mark.long
@for_each("operation", sorted(operations()))
def test_a_call_of_each_operation_may_end_in_an_error_and_has_no_answer_then(operation):
    call = f"call: {operation}, error: TooManyRequestsException"

    assert seen_by_an_editor(f"steps: [{{{call}}}]") == []
    assert seen_by_an_editor(f"steps: [{{{call}, answer: {{}}}}]") != []


@for_each(
    "text, valid",
    [
        ("name: a", False),
        ("marks: [slow]", False),
        ("steps: []", False),
        ("{name: a, extends: b.cognito.yaml}", True),
        ("{steps: [], extends: b.cognito.yaml}", True),
        ("{}", True),
    ],
)
def test_steps_may_stand_in_the_file_that_is_extended(text, valid):
    assert (seen_by_an_editor(text) == []) is valid
