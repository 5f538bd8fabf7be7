"""How risky attempts are: AWS finds it out, here a test or a scenario says it.

The latest of what was said that fits an attempt's address decides; an attempt that nothing
was said of has no risk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.constants import Address, Network, RiskLevel


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """One thing that was said: attempts from `source` are of this level; from anywhere when it is None."""

    level: RiskLevel
    source: Network | None = None

    def fits(self, address: Address | None) -> bool:
        return self.source is None or (address is not None and address in self.source)


class Assessments:
    """All that was said, oldest first."""

    def __init__(self) -> None:
        self._said: tuple[Assessed, ...] = ()

    def add(self, level: RiskLevel, source: Network | None = None) -> Assessed:
        assessed = Assessed(level, source)
        self._said = (*self._said, assessed)
        return assessed

    def remove(self, assessed: Assessed) -> None:
        """Take back that very one; nothing if it is gone already."""
        self._said = tuple(other for other in self._said if other is not assessed)

    def level_of(self, address: Address | None) -> RiskLevel:
        return next((said.level for said in reversed(self._said) if said.fits(address)), "none")
