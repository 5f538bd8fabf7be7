"""A test run that does not use the plugin does not pay for it; tests that use it share no state."""

import sys

import pytest
from _pytest.assertion.rewrite import AssertionRewritingHook

from pytest_cognito_mfa import _scenario

HEAVY = (
    "botocore",
    "boto3",
    "vcr",
    "responses",
    "yaml",
    "cryptography",
    "pydantic",
    "urllib3",
    "requests",
    "httpx",
    "hypothesis",
)


PARTS = (
    *("", "._cassette", "._cassette.modes", "._cassette.paths"),
    *(
        "._plugin",
        "._plugin.fixtures",
        "._plugin.ini_settings",
        "._plugin.judging",
        "._plugin.markers",
        "._plugin.orphans",
        "._plugin.responses_fixture",
        "._plugin.settings",
        "._version",
        ".errors",
        ".plugin",
    ),
)
NOT_OF_A_PLAIN_TEST = {"fido2", "pydantic", "pytest_cognito_mfa._scenario.loading"}
"""Seldom needed, and slow to import."""
BEHIND = ("pytest_cognito_mfa._plugin.fixtures", "pytest_cognito_mfa.cognito", "pytest_cognito_mfa._simulator.service")
OURS = ", ".join(repr(f"pytest_cognito_mfa{part}") for part in PARTS)


def test_pytest_does_not_rewrite_the_modules_behind_the_plugin(cognito):
    loaders = {name: type(module.__spec__.loader) for name, module in sys.modules.items() if name in BEHIND}
    assert set(loaders) == set(BEHIND)
    assert [name for name, loader in loaders.items() if loader is AssertionRewritingHook] == []


def test_an_unused_plugin_imports_nothing_heavy(pytester, monkeypatch):
    # Other plugins import these; so only ours is loaded, by its entry point.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(
        f"""
        import sys

        def test_trivial(request):
            assert request.config.pluginmanager.has_plugin("cognito_mfa")
            assert [name for name in {HEAVY!r} if name in sys.modules] == []
            ours = [name for name in sys.modules if name.startswith("pytest_cognito_mfa")]
            assert sorted(ours) == [{OURS}]
        """
    )

    pytester.runpytest_subprocess("-p", "cognito_mfa", "-p", "no:cacheprovider", "-W", "error").assert_outcomes(
        passed=1
    )


def test_a_plain_test_imports_only_what_it_needs(pytester, monkeypatch):
    # Other plugins import pydantic; so only ours is loaded.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(
        f"""
        import sys
        import boto3

        def test_plain(cognito):
            token = cognito.sign_in("newcomer").access_token
            boto3.client("cognito-idp").set_user_mfa_preference(AccessToken=token, SMSMfaSettings={{"Enabled": True}})

        def test_the_rooms():
            parts = [name.split(".")[1:] for name in sys.modules if name.startswith("pytest_cognito_mfa._")]
            assert {{each[0] for each in parts}} & {{"_cli", "_inference", "_redaction", "_stories"}} == set()
            assert [each[1] for each in parts if each[0] == "_cassette" and each[1:]] == ["modes", "paths", "player"]
            assert {NOT_OF_A_PLAIN_TEST!r} & sys.modules.keys() == set()
        """
    )

    pytester.runpytest_subprocess("-p", "cognito_mfa", "-p", "no:cacheprovider").assert_outcomes(passed=2)


def test_names_of_the_scenarios_that_come_at_first_use_are_those_of_their_modules():
    given = {}
    exec("from pytest_cognito_mfa._scenario import *", given)

    assert {name for name in given if name != "__builtins__"} == {*_scenario.__all__}
    assert not hasattr(_scenario, "fault")


@pytest.mark.parametrize("name", ["pytest_cognito_mfa", "pytest_cognito_mfa.strategies"])
def test_importing_the_package_imports_nothing_heavy(pytester, name):
    code = f"import sys, {name}; print([name for name in {HEAVY!r} if name in sys.modules])"

    assert pytester.run(sys.executable, "-c", code).outlines == ["[]"]


def test_the_public_names_come_when_asked_for():
    given = {}
    exec("from pytest_cognito_mfa import *", given)
    names = "CassetteError CassetteMiss Cognito CognitoMfaError LateCall MissingFixture NotSimulated ScenarioError"
    more = "SettingError SimulatorError Tokens UnansweredCall UnfiredFault UnmetExpectation UnplayedInteraction"

    assert sorted(name for name in given if name[0] != "_") == [*names.split(), *more.split(), "simulate"]


def test_tests_share_no_state(project):
    source = """
    import boto3, pytest

    @pytest.mark.parametrize("turn", range(3))
    def test_starts_fresh(cognito, turn):
        assert (len(cognito.journal), cognito.outbox, cognito.user("newcomer").status) == (0, (), "CONFIRMED")
        client = boto3.client("cognito-idp")
        client.admin_delete_user(UserPoolId=cognito.user_pool_id, Username="newcomer")
        cognito.sign_in("sms")
        cognito.inject("GetUser", error="ForbiddenException")
        with pytest.raises(client.exceptions.ForbiddenException):
            client.get_user(AccessToken="any")
        cognito.clock.advance(days=1)
    """
    project.run(source).assert_outcomes(passed=3)


def test_secrets_and_ids_of_users_are_their_own_in_each_test(project):
    source = """
    import pytest
    seen = set()

    @pytest.mark.parametrize("turn", range(3))
    def test_has_its_own(cognito, turn):
        seen.update((cognito.user("totp").totp_secret, cognito.user("totp").sub))
        assert len(seen) == 2 * (turn + 1)
    """
    project.run(source).assert_outcomes(passed=3)


def test_a_test_that_does_not_ask_is_not_answered(project):
    source = """
    import boto3, os, pytest
    from botocore.httpsession import URLLib3Session

    genuine = URLLib3Session.send

    def test_asks(cognito):
        assert URLLib3Session.send is not genuine

    def test_does_not():
        assert URLLib3Session.send is genuine
        assert os.environ.get("AWS_ACCESS_KEY_ID") != "AKIAIOSFODNN7EXAMPLE"
    """
    project.run(source).assert_outcomes(passed=2)


def test_the_fixture_tells_what_it_is(project):
    project.run("", "--fixtures").stdout.fnmatch_lines(
        ["cognito -- *", "    Amazon Cognito for this test: pools, users and MFA, simulated in process.*"]
    )
