"""botocore's service model of cognito-idp, read once: operations, their shapes and errors, and who signs."""

from __future__ import annotations

import functools
from typing import Any

from pytest_cognito_mfa._aws import endpoints


@functools.lru_cache(maxsize=1)
def service_model() -> Any:
    """The ServiceModel of botocore for cognito-idp, read once (about 1 MB of JSON)."""
    from botocore.loaders import Loader  # noqa: PLC0415 - nothing of botocore may load with the plugin
    from botocore.model import ServiceModel  # noqa: PLC0415 - the same

    return ServiceModel(Loader().load_service_model("cognito-idp", "service-2"), "cognito-idp")


@functools.lru_cache(maxsize=1)
def operations() -> frozenset[str]:
    """The names of all operations that the installed botocore knows."""
    return frozenset(service_model().operation_names)


@functools.cache
def documented_errors(operation: str) -> frozenset[str]:
    """The error codes that AWS documents for `operation`, or for an endpoint of a pool's domain."""
    if operation in endpoints.OPERATIONS:
        return endpoints.ERRORS
    return frozenset(shape.name for shape in service_model().operation_model(operation).error_shapes)


@functools.cache
def is_signed(operation: str) -> bool:
    """Whether `operation` needs IAM credentials; the other operations need a token or nothing."""
    return bool(service_model().operation_model(operation).auth_type != "none")


@functools.cache
def body_shape(operation: str, *, of_answer: bool) -> Any:
    """The shape of an operation's request or answer; None for an operation that the model does not know."""
    if operation not in operations():
        return None
    model = service_model().operation_model(operation)
    return model.output_shape if of_answer else model.input_shape
