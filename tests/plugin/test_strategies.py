"""`pytest_cognito_mfa.strategies` and `stateful`: what is drawn is legal, and a state machine can be extended."""

import contextlib
from typing import ClassVar

import boto3
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from pytest_cognito_mfa import ScenarioError, UnansweredCall, simulate
from pytest_cognito_mfa.stateful import CognitoMachine
from pytest_cognito_mfa.strategies import pools, preferences, users


@settings(max_examples=20)
@given(pools(), st.integers(0, 2))
def test_every_pool_is_one_that_aws_would_make_and_its_users_sign_in(pool, chosen):
    with simulate({"pools": [pool]}) as cognito:
        assert cognito.pool.mfa_configuration == pool["MfaConfiguration"]
        assert list(cognito.pool.users) == [user["Username"] for user in pool["users"]]
        for user in pool["users"][chosen:][:1]:
            assert cognito.user(user["Username"]).mfa_settings == user["UserMFASettingList"]
            assert cognito.sign_in(user["Username"]).access_token


@settings(max_examples=20)
@given(pools(policy="OPTIONAL", most_users=0), users(factors=["sms", "totp"]), st.data())
def test_a_preference_is_legal_for_the_factors_that_the_user_has(pool, user, data):
    factors = user["UserMFASettingList"]
    with simulate({"pools": [pool | {"users": [user]}]}) as cognito:
        preference = data.draw(preferences(factors=factors)) if factors else {}
        client, token = boto3.client("cognito-idp"), cognito.sign_in("user1").access_token
        client.set_user_mfa_preference(AccessToken=token, **preference)

        wanted = [each for each in preference.values() if each["Enabled"]]
        assert len(cognito.user("user1").mfa_settings) == len(wanted)
        assert any(each["PreferredMfa"] for each in wanted) is (cognito.user("user1").preferred_mfa is not None)


def test_the_simplest_examples_are_without_mfa():
    assert find(preferences(factors="totp"), lambda _: True) == {
        "SoftwareTokenMfaSettings": {"Enabled": False, "PreferredMfa": False}
    }
    assert find(users(), lambda _: True)["UserMFASettingList"] == []
    assert find(pools(), lambda _: True)["MfaConfiguration"] == "OFF"


def test_a_mapping_is_checked_as_a_file_is_at_the_line_of_the_test():
    with pytest.raises(ScenarioError) as refused:
        simulate({"pool": [], "extends": "x.yaml"})

    first, second = refused.value.mistakes
    assert (first.file, second.file) == (__file__, __file__)
    assert first.text == "extends is for files; here, merge the mappings in Python"
    assert second.text == "unknown scenario key 'pool'; did you mean 'pools'?"


class Counting(CognitoMachine):
    scenario: ClassVar = {
        "pools": [{"Name": "p", "clients": [{"ClientName": "app"}], "users": [{"Username": "grace"}]}]
    }
    seen: ClassVar = set()

    @rule(user=CognitoMachine.users)
    def ask(self, user):
        self.seen.add(user)

    @rule(tokens=CognitoMachine.tokens)
    def use(self, tokens):
        self.seen.add(type(tokens).__name__)

    @invariant()
    def nothing_was_called(self):
        assert len(self.cognito.journal) == 0


class WithFactors(CognitoMachine):
    @invariant()
    def a_preferred_factor_is_on(self):
        for user in self.cognito.pool.users.values():
            assert user.preferred_mfa is None or user.preferred_mfa in user.mfa_settings


class Wrong(CognitoMachine):
    @rule(user=CognitoMachine.users)
    def call_what_is_not_simulated(self, user):
        with contextlib.suppress(Exception):
            boto3.client("cognito-identity").list_identity_pools(MaxResults=1)


def test_a_machine_of_the_users_runs_its_rules_and_ours_without_a_trace_in_the_journal():
    run_state_machine_as_test(Counting, settings=settings(max_examples=10, stateful_step_count=20))
    run_state_machine_as_test(WithFactors, settings=settings(max_examples=10, stateful_step_count=20))

    assert Counting.seen == {"grace", "Tokens"}


def test_a_call_that_nobody_answers_fails_a_machine():
    with pytest.raises(UnansweredCall, match="identity pools are not simulated"):
        run_state_machine_as_test(Wrong, settings=settings(max_examples=5, phases=[Phase.generate]))
