"""What `cognito.inject` and `cognito.risk` return: a fault or a risk that `remove()`, or a ``with`` block, ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Self

    from pytest_cognito_mfa._middleware import ActiveFault, FaultPlan
    from pytest_cognito_mfa._simulator.adaptive_authentication import Assessed, Assessments


class _Removable(ABC):
    """As a context manager it is removed at the end of the block."""

    @abstractmethod
    def remove(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


class Injected(_Removable):
    """An injected fault; as a context manager it ends with its block."""

    def __init__(self, plan: FaultPlan, active: ActiveFault) -> None:
        self._plan, self._active = plan, active

    def __repr__(self) -> str:
        fault = self._active.fault
        return f"<Injected {fault}, at {fault.place}>"

    def remove(self) -> None:
        """End it now. A second call does nothing."""
        self._plan.remove(self._active)


class AssumedRisk(_Removable):
    """A risk that a test assumes; as a context manager it ends with its block."""

    def __init__(self, assessments: Assessments, assessed: Assessed) -> None:
        self._assessments, self._assessed = assessments, assessed

    def __repr__(self) -> str:
        return f"<AssumedRisk {self._assessed.level} from {self._assessed.source or 'anywhere'}>"

    def remove(self) -> None:
        """End it now. A second call does nothing."""
        self._assessments.remove(self._assessed)
