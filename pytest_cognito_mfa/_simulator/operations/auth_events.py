"""Threat protection's history: AdminListUserAuthEvents, AdminUpdateAuthEventFeedback, UpdateAuthEventFeedback."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import auth_events, rejections
from pytest_cognito_mfa._simulator.registry import operation
from pytest_cognito_mfa._simulator.resources.engine import listed, page

if TYPE_CHECKING:
    from types_boto3_cognito_idp import type_defs as aws

    from pytest_cognito_mfa._simulator.registry import Answer
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record, User


@operation("AdminListUserAuthEvents")
def admin_list_user_auth_events(service: Service, req: aws.AdminListUserAuthEventsRequestTypeDef) -> Answer:
    """The newest first (our choice); MaxResults 0 counts as 60 (botocore)."""
    pool, user = _user(service, req)
    request = {name: value for name, value in req.items() if name != "MaxResults" or value}
    shown, more = page(
        service,
        "AdminListUserAuthEvents",
        (pool, user),
        request,
        entries=auth_events.of_user(pool, user),
        order=lambda event: -event["number"],
    )
    return listed("AdminListUserAuthEvents", shown, more)


@operation("AdminUpdateAuthEventFeedback")
def admin_update_auth_event_feedback(service: Service, req: aws.AdminUpdateAuthEventFeedbackRequestTypeDef) -> Answer:
    _give_feedback(service, _named(service, req), req, "Admin")
    return {}


@operation("UpdateAuthEventFeedback")
def update_auth_event_feedback(service: Service, req: aws.UpdateAuthEventFeedbackRequestTypeDef) -> Answer:
    """The feedback token is that of the e-mail about the event."""
    event = _named(service, req)
    if not hmac.compare_digest(event.get("token", "").encode(), req["FeedbackToken"].encode()):
        raise rejections.NOT_ALLOWED(because="the FeedbackToken is not that of the e-mail about this event")
    _give_feedback(service, event, req, "User")
    return {}


def _user(service: Service, req: Any) -> tuple[Pool, User]:
    pool, user = service.named_user(req)
    if pool.threat_protection == "OFF":
        raise rejections.THREAT_PROTECTION_OFF()
    return pool, user


def _named(service: Service, req: Any) -> Record:
    for event in auth_events.of_user(*_user(service, req)):
        if event["EventId"] == req["EventId"]:
            return event
    raise rejections.NO_RESOURCE(because="the user has no event of that EventId")


def _give_feedback(service: Service, event: Record, req: Any, provider: str) -> None:
    given = {"FeedbackValue": req["FeedbackValue"], "Provider": provider, "FeedbackDate": service.date}
    event["EventFeedback"] = given
