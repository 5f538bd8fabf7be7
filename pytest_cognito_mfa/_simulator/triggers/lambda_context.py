"""The context object of a function in AWS Lambda: the members that `awslambdaric` gives it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from pytest_cognito_mfa._aws.constants import ACCOUNT

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.sources import Sources

LONGEST: Final = 5.0
"""Seconds that Cognito waits for an answer."""


class LambdaContext:
    """What a handler gets as its second argument."""

    memory_limit_in_mb = "128"
    function_version = "$LATEST"
    client_context = None
    tenant_id = None

    def __init__(self, arn: str | None, name: str, region: str, sources: Sources, timeout: float | None = None) -> None:
        self.function_name = arn.rpartition(":function:")[2].partition(":")[0] if arn else name
        self.invoked_function_arn = arn or f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}"
        self.aws_request_id = sources.uuid()
        self.log_group_name = f"/aws/lambda/{self.function_name}"
        self.log_stream_name = f"{sources.clock.now:%Y/%m/%d}/[$LATEST]{sources.uuid().replace('-', '')}"
        self.identity = SimpleNamespace(cognito_identity_id=None, cognito_identity_pool_id=None)
        self._clock, self._ends = sources.clock, sources.clock.timestamp() + (timeout or LONGEST)

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the function, or Cognito stops waiting; on Cognito's clock."""
        return max(0, int((self._ends - self._clock.timestamp()) * 1000))

    def log(self, message: object) -> None:
        """Print a line, as Lambda writes it into the log."""
        print(message)  # noqa: T201 - pytest captures it

    def __repr__(self) -> str:
        return f"<LambdaContext {self.function_name}>"
