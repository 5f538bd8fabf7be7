"""The client of botocore's that a story calls through: each call once, and nothing validated before it is sent."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_cognito_mfa.errors import CognitoMfaError, SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._stories.references import Stage


class Came(NamedTuple):
    """What came back of a call: an answer, or an error's code (or how the connection was lost) with its message."""

    answer: Mapping[str, Any] | None
    error: str | None = None
    message: str | None = None


def called(stage: Stage, operation: str, parameters: Mapping[str, Any], *, signed: bool) -> Came:
    """Make a call.  Raises what is ours, such as `NotSimulated`."""
    from botocore import exceptions, xform_name  # noqa: PLC0415 - nothing of botocore may load with the plugin

    client = _client(stage.region, signed)
    try:
        answer = getattr(client, xform_name(operation))(**parameters)
    except exceptions.ClientError as error:
        return Came(None, error.response["Error"]["Code"], error.response["Error"]["Message"])
    except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
        return Came(None, stage.journal[-1].error, str(error))
    except CognitoMfaError:
        raise
    except Exception as error:  # noqa: BLE001 - what is captured may be of a type that botocore stumbles over
        raise SettingError(f"botocore cannot send this: {error}") from None
    return Came({name: value for name, value in answer.items() if name != "ResponseMetadata"})


@functools.cache
def _session() -> Any:
    from botocore.session import Session  # noqa: PLC0415 - the same

    session = Session()
    # Times as they stand in the reply, which is how a story writes them.
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
        aws_secret_access_key="fake",  # noqa: S106 - what it says
        config=config,
    )
