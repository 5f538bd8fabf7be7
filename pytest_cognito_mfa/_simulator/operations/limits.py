"""Limits of the account's rates: GetProvisionedLimit, UpdateProvisionedLimit.

A limit is kept and shown; it throttles nothing.  `quotas` of a scenario throttle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import DEFAULT_RATES
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service

_HIGHEST: Final = 10
"""How many times its default rate an account may have; AWS's number is that account's own (our choice)."""


@operation("GetProvisionedLimit")
def get_provisioned_limit(service: Service, req: Any) -> Answer:
    return _shown(service, req, _category(req))


@operation("UpdateProvisionedLimit")
def update_provisioned_limit(service: Service, req: Any) -> Answer:
    """The value is between the default rate and the account's own maximum (botocore)."""
    category, wanted = _category(req), req["RequestedLimitValue"]
    if wanted < DEFAULT_RATES[category]:
        raise rejections.NOT_ALLOWED(because=f"the default rate of {category} is {DEFAULT_RATES[category]}")
    if wanted > _HIGHEST * DEFAULT_RATES[category]:
        raise rejections.ABOVE_QUOTA(because=f"{_HIGHEST} times the default rate is the most here")
    service.limits[category] = wanted
    return _shown(service, req, category)


def _category(req: Any) -> str:
    category = str(req["LimitDefinition"]["Attributes"].get("Category"))
    if category not in DEFAULT_RATES:
        raise rejections.NO_RESOURCE(because=f"Category is one of {', '.join(DEFAULT_RATES)}")
    return category


def _shown(service: Service, req: Any, category: str) -> Answer:
    free = DEFAULT_RATES[category]
    limit = {"ProvisionedLimitValue": service.limits.get(category, free), "FreeLimitValue": free}
    return {"Limit": {"LimitDefinition": req["LimitDefinition"], **limit}}
