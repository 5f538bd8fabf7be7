"""The doors: how a library's HTTP request becomes a Call, and an Outcome its answer.

    with intercepting(pipeline.decide):
        ...  # every Cognito call of this process is answered by `decide`

Importing this package imports no HTTP library; the first `intercepting` imports them all.
"""

from pytest_cognito_mfa._interceptors._patching import Answer, intercepting

__all__ = ["Answer", "intercepting"]
