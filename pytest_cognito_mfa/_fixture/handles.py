"""What `cognito.inject`, `answer` and `risk` return: what `remove()`, or the end of a ``with`` block, ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from pytest_cognito_mfa._middleware import ActiveAnswer, ActiveFault, CannedAnswers, FaultPlan
    from pytest_cognito_mfa._simulator.adaptive_authentication import Assessed, Assessments


class Handle:
    """Something that a test can end."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end

    def remove(self) -> None:
        """End it now. A second call does nothing."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


class Injected(Handle):
    """An injected fault; as a context manager it ends with its block."""

    def __init__(self, plan: FaultPlan, active: ActiveFault) -> None:
        super().__init__(partial(plan.remove, active))
        self._fault = active.fault

    def __repr__(self) -> str:
        return f"<Injected {self._fault}, at {self._fault.place}>"


class Answered(Handle):
    """A canned answer; as a context manager it ends with its block."""

    def __init__(self, answers: CannedAnswers, active: ActiveAnswer) -> None:
        super().__init__(partial(answers.remove, active))
        self._answer = active.answer

    def __repr__(self) -> str:
        return f"<Answered {self._answer.on}, at {self._answer.place}>"


class AssumedRisk(Handle):
    """A risk that a test assumes; as a context manager it ends with its block."""

    def __init__(self, assessments: Assessments, assessed: Assessed) -> None:
        super().__init__(partial(assessments.remove, assessed))
        self._assessed = assessed

    def __repr__(self) -> str:
        return f"<AssumedRisk {self._assessed.level} from {self._assessed.source or 'anywhere'}>"
