"""Refusals of passkeys: their registration and their list."""

from __future__ import annotations

from typing import Final

from pytest_cognito_mfa._simulator.rejections.refusal import INVALID, MISSING, documented, inferred, observed

_TEXT: Final = "botocore has the error and its meaning; nobody published the text"

CREDENTIAL_INVALID = observed(
    INVALID, "Credential data is not valid", "aws/aws-sdk-net#4386; client code that matches on the text"
)
PASSKEYS_OFF = documented("WebAuthnNotEnabledException", None, _TEXT)
NO_RELYING_PARTY = documented("WebAuthnConfigurationMissingException", None, _TEXT)
NO_PASSKEY_CHALLENGE = documented("WebAuthnChallengeNotFoundException", None, _TEXT)
PASSKEY_CLIENT = documented("WebAuthnClientMismatchException", None, _TEXT)
PASSKEY_ORIGIN = documented("WebAuthnOriginNotAllowedException", None, _TEXT)
PASSKEY_RELYING_PARTY = documented("WebAuthnRelyingPartyMismatchException", None, _TEXT)
PASSKEY_NOT_SUPPORTED = documented("WebAuthnCredentialNotSupportedException", None, _TEXT)
TOO_MANY_PASSKEYS = inferred(
    "LimitExceededException",
    "The user has the maximum number of passkeys.",
    "the developer guide has the limit of 20 passkeys, botocore the error; nobody published the text",
)
NO_SUCH_PASSKEY = inferred(MISSING, "The passkey does not exist.", _TEXT)
