"""The interceptors: they turn an HTTP request into a Call, and an Outcome into the library's own response or error.

    with intercepting(pipeline.decide):
        ...  # every Cognito call of this process is answered by `decide`

Importing this package imports no HTTP library; the first `intercepting` imports them all.
"""

from pytest_cognito_mfa._interceptors._patching import Answer, intercepting, is_intercepting
from pytest_cognito_mfa._interceptors._rules import Rules

__all__ = ["Answer", "Rules", "intercepting", "is_intercepting"]
