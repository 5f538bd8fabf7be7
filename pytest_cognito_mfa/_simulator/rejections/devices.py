"""Refusals of remembered devices."""

from __future__ import annotations

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, documented, observed

NO_DEVICE = observed(
    MISSING, "Device does not exist.", "aws/aws-sdk-net-extensions-cognito#10; aws-amplify/amplify-js#12188"
)
BAD_DEVICE_KEY = observed(
    INVALID,
    "Invalid device key given.",
    "boto/boto3#4059; aws-amplify/amplify-js#4047, #6846, #8469 (ConfirmDevice; that it is said of a key which was not "
    "handed out is inferred)",
)
DEVICE_EXISTS = documented(
    "DeviceKeyExistsException", None, "botocore: a device is confirmed whose key already exists (the text is unknown)"
)
NO_DEVICE_TRACKING = observed(
    "InvalidUserPoolConfigurationException",
    None,
    "aws-amplify/amplify-flutter#1759: what its example gets in a pool without device tracking (the text is unknown)",
)
