"""What a scenario puts in front of the simulator or a cassette: its quotas first, then its canned answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pytest_cognito_mfa._middleware import canned_answers, throttling

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.passthrough import Answering
    from pytest_cognito_mfa._scenario.values import Scenario


class Backstage(canned_answers.Backstage, throttling.Backstage, Protocol):
    """What both need of the simulated service."""


def played(scenario: Scenario, beyond: Answering, backstage: Backstage) -> Answering:
    """Who answers the calls that get through; where the scenario says nothing, `beyond` itself."""
    answering: Answering = beyond
    if scenario.answers:
        answering = canned_answers.CannedAnswers(scenario.answers, beyond=answering, backstage=backstage)
    if scenario.quotas is not None:
        answering = throttling.Throttle(scenario.quotas, beyond=answering, backstage=backstage)
    return answering
