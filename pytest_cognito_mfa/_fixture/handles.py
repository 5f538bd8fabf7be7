"""What `cognito.inject` and `cognito.risk` give: a way to end what they began, or a block that it ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_cognito_mfa._middleware import ActiveFault, FaultPlan
    from pytest_cognito_mfa._simulator.adaptive_authentication import Assessed, Assessments


class Injected:
    """An injected fault; as a context manager it ends with its block."""

    def __init__(self, plan: FaultPlan, active: ActiveFault) -> None:
        self._plan, self._active = plan, active

    def __repr__(self) -> str:
        fault = self._active.fault
        return f"<Injected {fault}, at {fault.place}>"

    def remove(self) -> None:
        """End it now. A second call does nothing."""
        self._plan.remove(self._active)

    def __enter__(self) -> Injected:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


class AssumedRisk:
    """A risk that a test assumes; as a context manager it ends with its block."""

    def __init__(self, assessments: Assessments, assessed: Assessed) -> None:
        self._assessments, self._assessed = assessments, assessed

    def __repr__(self) -> str:
        return f"<AssumedRisk {self._assessed.level} from {self._assessed.source or 'anywhere'}>"

    def remove(self) -> None:
        """End it now. A second call does nothing."""
        self._assessments.remove(self._assessed)

    def __enter__(self) -> AssumedRisk:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()
