"""The types of a fault's keywords, which editors use, are what is checked when a fault is read."""

from __future__ import annotations

from pytest_cognito_mfa._scenario import Fault, FaultKeywords
from pytest_cognito_mfa._scenario.faults.loading import FaultEntry, StepEntry
from pytest_cognito_mfa._scenario.faults.typed_dicts import StepKeywords


def test_the_types_have_every_keyword_and_no_other():
    assert set(StepKeywords.__annotations__) == set(StepEntry.model_fields)
    assert set(FaultKeywords.__annotations__) == set(FaultEntry.model_fields) - {"on"}
    assert set(Fault.__annotations__) == set(FaultEntry.model_fields)


def test_only_on_is_required():
    required = {name for name, field in FaultEntry.model_fields.items() if field.is_required()}

    assert Fault.__required_keys__ == required == {"on"}
    assert FaultKeywords.__required_keys__ == frozenset()
