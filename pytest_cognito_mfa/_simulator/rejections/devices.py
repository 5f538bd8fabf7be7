"""Refusals of remembered devices."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, Refusal

NO_DEVICE = Refusal(
    MISSING, "Device does not exist.", "observed", "aws/aws-sdk-net-extensions-cognito#10; aws-amplify/amplify-js#12188"
)
BAD_DEVICE_KEY = Refusal(
    INVALID,
    "Invalid device key given.",
    "observed",
    "boto/boto3#4059; aws-amplify/amplify-js#4047, #6846, #8469 (ConfirmDevice; that it is said of a key which was not "
    "handed out is inferred)",
)
DEVICE_EXISTS = Refusal(
    "DeviceKeyExistsException",
    None,
    "documented",
    "botocore: a device is confirmed whose key already exists (the text is unknown)",
)
NO_DEVICE_TRACKING = Refusal(
    "InvalidUserPoolConfigurationException",
    None,
    "observed",
    "aws-amplify/amplify-flutter#1759: what its example meets in a pool without device tracking (the text is unknown)",
)
NO_DEVICE_OWNER = Refusal(
    MISSING,
    None,
    "inferred",
    "botocore lists no UserNotFoundException for AdminGetDevice and AdminListDevices; the text is unknown",
)
BAD_PAGE = Refusal(
    INVALID, "Invalid pagination token given.", "inferred", "no sighting of a token that AWS did not give"
)
