"""Calls Cognito through botocore, without its retries and without its validation."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa.errors import CognitoMfaError, SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._stories.references import StoryFixture


class CallResult(NamedTuple):
    """The result of a call: an answer; or an error code, or the way the connection was lost, with a message."""

    answer: Mapping[str, Any] | None
    error: str | None = None
    message: str | None = None


def call_operation(cognito: StoryFixture, operation: str, parameters: Mapping[str, Any], *, signed: bool) -> CallResult:
    """Make a call. Raises errors of this package, such as `NotSimulated`."""
    from botocore import exceptions, xform_name  # noqa: PLC0415 - the plugin must not load botocore

    client = _client(cognito.region, signed)
    try:
        answer = getattr(client, xform_name(operation))(**parameters)
    except exceptions.ClientError as error:
        return CallResult(None, error.response["Error"]["Code"], error.response["Error"]["Message"])
    except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
        return CallResult(None, cognito.journal[-1].error, str(error))
    except CognitoMfaError:
        raise
    except Exception as error:  # noqa: BLE001 - botocore fails in many ways on a captured value of a wrong type
        raise SettingError(f"botocore cannot send this: {error}") from None
    return CallResult({name: value for name, value in answer.items() if name != "ResponseMetadata"})


@functools.cache
def _session() -> Any:
    from botocore.session import Session  # noqa: PLC0415 - the same

    session = Session()
    # Keep times as numbers, as in the reply: stories write them so.
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=lambda value: value)
    return session


@functools.cache
def _client(region: str, signed: bool) -> Any:
    from botocore import UNSIGNED  # noqa: PLC0415 - the same
    from botocore.config import Config  # noqa: PLC0415 - the same

    once: Any = {"total_max_attempts": 1}
    config = Config(retries=once, parameter_validation=False, signature_version=None if signed else UNSIGNED)
    return _session().create_client(
        "cognito-idp",
        region_name=region,
        aws_access_key_id="fake",
        aws_secret_access_key="fake",  # noqa: S106 - not a real secret
        config=config,
    )
