"""Triggers of a scenario: functions by name; what cannot be plugged in is one error at collection, with its place."""

import pytest
from one_test import for_each

from pytest_cognito_mfa import ScenarioError, cli, simulate

HANDLERS = """
def confirm(event, context):
    event["response"]["autoConfirmUser"] = True
    return event

def alone(event): ...

NUMBER = 3
"""
POOL = """\
pools:
  - Name: pool
    LambdaConfig: {{PreSignUp: "arn:aws:lambda:us-east-1:123456789012:function:confirm"}}
    triggers: {{{}}}
    clients: [{{ClientName: app}}]
"""
TEST = """
import boto3
import pytest

def sign_up(cognito, name):
    aws = boto3.client("cognito-idp")
    return aws.sign_up(ClientId=cognito.client_id, Username=name, Password="Analytical-1843")["UserConfirmed"]

@pytest.mark.cognito(scenario="one.yaml")
def test_one(cognito):
    assert sign_up(cognito, "ada")
"""
SHARED = """
def refuse(event, context):
    raise ValueError

def test_first(cognito_session):
    cognito_session.trigger("PreSignUp", refuse)

def test_second(cognito_session):
    assert not sign_up(cognito_session, "ada")
"""
STORY = """
steps:
  - call: SignUp
    with: {ClientId: "${client_id}", Username: ada, Password: Analytical-1843}
    answer: {UserConfirmed: true}
"""


def with_triggers(project, triggers, name="one.yaml", more=""):
    project.write("handlers_of_ours.py", HANDLERS)
    project.pytester.syspathinsert()
    project.write(name, POOL.format(triggers) + more)


@for_each("name", ["PreSignUp", "arn:aws:lambda:us-east-1:123456789012:function:confirm"])
def test_a_function_is_named_by_the_trigger_or_by_its_arn(project, name):
    with_triggers(project, f'"{name}": "handlers_of_ours:confirm"')

    project.run(TEST).assert_outcomes(passed=1)


@for_each(
    "triggers, problem",
    [
        ("PreSignup: 'handlers_of_ours:confirm'", "unknown trigger 'PreSignup'; did you mean 'PreSignUp'?"),
        ("PreSignUp: confirm", "PreSignUp must be module:function, such as app.triggers:lambda_handler, not the text"),
        ("PreSignUp: [1]", "PreSignUp must be module:function, such as app.triggers:lambda_handler, not a list"),
        ("PreSignUp: 'nowhere:confirm'", "trigger PreSignUp: cannot import nowhere:confirm: ModuleNotFoundError: "),
        (
            "PreSignUp: 'handlers_of_ours:confrim'",
            "cannot import handlers_of_ours:confrim: unknown name in handlers_of_ours 'confrim'; did you",
        ),
        ("PreSignUp: 'handlers_of_ours:NUMBER'", "handlers_of_ours:NUMBER is no function, but of type int; Lambda"),
        ("PreSignUp: 'handlers_of_ours:alone'", "handlers_of_ours:alone takes (event); Lambda calls it with "),
    ],
)
def test_what_cannot_be_plugged_in_has_its_place(project, triggers, problem):
    with_triggers(project, triggers)
    with pytest.raises(ScenarioError) as caught:
        simulate(project.pytester.path / "one.yaml").outbox  # noqa: B018 - it creates the pools

    assert "one.yaml:4:" in str(caught.value)
    assert problem in str(caught.value)


def test_what_cannot_be_plugged_in_is_an_error_at_collection(project):
    with_triggers(project, "PreSignUp: 'handlers_of_ours:alone'")
    result = project.run(TEST)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*one.yaml:4:*: trigger PreSignUp: handlers_of_ours:alone takes (event); *"])


def test_a_story_has_triggers_too_and_its_mistakes_are_reported(project):
    with_triggers(project, "PreSignUp: 'handlers_of_ours:confirm'", "good.cognito.yaml", STORY)
    project.run(None).assert_outcomes(passed=1)

    with_triggers(project, "PreSignUp: 'handlers_of_ours:alone'", "bad.cognito.yaml", STORY)
    result = project.run(None)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*bad.cognito.yaml:4:*: trigger PreSignUp: handlers_of_ours:alone takes (event)*"])


def test_a_trigger_of_one_test_ends_with_it(project):
    own = TEST.replace('@pytest.mark.cognito(scenario="one.yaml")\ndef test_one', "def unused")

    project.run(own + SHARED).assert_outcomes(passed=2)


def test_triggers_are_a_mapping(project):
    project.write("one.yaml", POOL.replace("{{{}}}", "[PreSignUp]").format())
    with pytest.raises(ScenarioError, match=r"one\.yaml:4:15: triggers must be a mapping, not a list"):
        simulate(project.pytester.path / "one.yaml")


def test_a_check_imports_no_function(project):

    with_triggers(project, "PreSignUp: 'nowhere:confirm'")

    assert cli.main(["check", str(project.pytester.path / "one.yaml")]) == 0
