"""Threat protection's configuration: SetRiskConfiguration, DescribeRiskConfiguration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import adaptive_authentication as risk
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.registry import operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer, Request
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool

_EVERY_EVENT = ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"]
"""In the order of the AWS CLI's sample."""


@operation("SetRiskConfiguration")
def set_risk_configuration(service: Service, req: aws.SetRiskConfigurationRequestTypeDef) -> Answer:
    """Replace the configuration; a request without any block resets pool or client (botocore)."""
    holder = _holder(service, req)
    configuration: dict[str, Any] = {name: req[name] for name in risk.BLOCKS if name in req}  # type: ignore[literal-required] # the names are its members
    risk.check(configuration, service.pool(req["UserPoolId"]).threat_protection)
    holder.risk = stored_configuration(configuration, service.date) if configuration else None
    return {"RiskConfiguration": _described(holder, req)}


def stored_configuration(configuration: Mapping[str, Any], modified: float) -> Answer:
    """A configuration as it is stored: with a date, and an EventFilter that is left out "defaults to all events"."""
    kept = {name: configuration[name] for name in risk.BLOCKS if name in configuration}
    if credentials := kept.get("CompromisedCredentialsRiskConfiguration"):
        kept["CompromisedCredentialsRiskConfiguration"] = {"EventFilter": _EVERY_EVENT, **credentials}
    return {**kept, "LastModifiedDate": modified}


@operation("DescribeRiskConfiguration")
def describe_risk_configuration(service: Service, req: aws.DescribeRiskConfigurationRequestTypeDef) -> Answer:
    holder = _holder(service, req)
    if holder.risk is None and service.pool(req["UserPoolId"]).threat_protection == "OFF":
        raise rejections.THREAT_PROTECTION_OFF()
    return {"RiskConfiguration": _described(holder, req)}


def _holder(service: Service, req: Request) -> Pool | Client:
    pool, client_id = service.pool(req["UserPoolId"]), req.get("ClientId")
    return pool if client_id is None else service.client_of(pool.id, client_id, rejections.NO_CLIENT)


def _described(holder: Pool | Client, req: Request) -> Answer:
    """RiskConfigurationType: the ids of pool and client, and what was set there, not what a client inherits."""
    whose = {name: req[name] for name in ("UserPoolId", "ClientId") if name in req}
    return {**whose, **(holder.risk or {})}
