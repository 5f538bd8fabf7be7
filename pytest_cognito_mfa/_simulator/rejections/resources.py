"""Refusals of groups and the other resources of a pool, and of listings."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, documented, emulator, observed

_LIVE = "public code: raw answers of the live service, September 2026 (radkawar/stackd"

BAD_PAGE_MARKER = observed(INVALID, "Paging marker is invalid.", f"{_LIVE}, ListUsersInGroup)")
ZERO_USERS_IN_GROUP = observed(
    INVALID,
    "com.amazonaws.services.identitystoreservice.model.ValidationException: 1 validation error detected: Value '0' at "
    "'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1 (Service: "
    "AWSIdentityStoreService; Status Code: 400; Error Code: ValidationException; Request ID: {request}; Proxy: null)",
    f"{_LIVE}, ListUsersInGroup)",
)
GROUP_EXISTS = observed("GroupExistsException", "A group with the name already exists.", f"{_LIVE}, CreateGroup)")
NO_GROUP = observed(MISSING, "Group not found.", f"{_LIVE}, Get-, Update-, DeleteGroup, AdminAddUserToGroup)")
NO_RESOURCE = documented(
    MISSING,
    None,
    "botocore's lists of errors (the text is unknown); also for the unknown user of AdminGetDevice and "
    "AdminListDevices, which list no UserNotFoundException",
)
RESOURCE_EXISTS = emulator(INVALID, "{key} already exists in user pool {pool}.", "getmoto/moto, CreateResourceServer")
TOO_MANY = documented("LimitExceededException", None, "botocore's lists of errors; quotas (the text is unknown)")
OUT_OF_TURN = documented(
    "PreconditionNotMetException", None, "botocore StartUserImportJob, StopUserImportJob (the text is unknown)"
)
NO_RESOURCE_SERVER = emulator(MISSING, "Resource server {key} does not exist.", "getmoto/moto")
