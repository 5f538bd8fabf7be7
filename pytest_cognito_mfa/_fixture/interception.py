"""The block in which a test's calls are answered: fake credentials, and interceptors that let nothing else leave."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._fixture.credentials import fake_credentials
from pytest_cognito_mfa._interceptors import Answer, Rules, intercepting
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_cognito_mfa._scenario import Scenario

OTHER_AWS: Final = ("fail", "pass")
"""What calls to other services of AWS come to, if they are signed with the fakes."""


def rules_of(scenario: Scenario, other_aws: str, *, records: bool) -> Rules:
    """The rules for what is for no user pool; raises `SettingError` for an unknown word."""
    if other_aws not in OTHER_AWS:
        raise SettingError(unknown("cognito_other_aws", other_aws, OTHER_AWS))
    domains = (pool.settings.get("CustomDomain") for pool in scenario.pools)
    return Rules(records, frozenset(filter(None, domains)), other_aws == "pass")


@contextmanager
def answering(decide: Answer, region: str, rules: Rules) -> Iterator[None]:
    """Let `decide` answer all calls; while recording they are signed with the user's own credentials."""
    credentials = nullcontext() if rules.records else fake_credentials(region)
    with credentials, intercepting(decide, rules):
        yield
