"""Nothing secret in a recording: each secret value gets a stand-in of its own shape, the same one everywhere."""

from pytest_cognito_mfa._redaction.key import redaction_key
from pytest_cognito_mfa._redaction.protocol import Headers, Leak, Redacting
from pytest_cognito_mfa._redaction.redactor import Redactor

__all__ = ["Headers", "Leak", "Redacting", "Redactor", "redaction_key"]
