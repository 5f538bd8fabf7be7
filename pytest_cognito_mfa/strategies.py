"""Strategies for hypothesis: the standings of `@pytest.mark.cognito_standings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

    from pytest_cognito_mfa._fixture import UserStanding

__all__ = ["standings"]


def standings(
    *,
    policy: str | Sequence[str] | None = None,
    factors: str | Sequence[str] | None = None,
    only: str | Sequence[str] | None = None,
    exclude: str | Sequence[str] | Callable[[UserStanding], bool] | None = None,
    devices: bool = True,
) -> SearchStrategy[UserStanding]:
    """A hypothesis strategy for MFA standings of a user, to be given to ``simulate(standing=...)``.

    The arguments are those of the marker `cognito_standings`. The simplest example is a pool without MFA. Raises
    `SettingError` for an unknown argument value, and if hypothesis is not installed.
    """
    try:
        from hypothesis.strategies import sampled_from  # noqa: PLC0415 - optional, and heavy
    except ImportError:
        message = "standings() needs hypothesis; run: pip install hypothesis; or use @pytest.mark.cognito_standings"
        raise SettingError(message) from None
    from pytest_cognito_mfa._fixture.standings import chosen  # noqa: PLC0415 - brings in the simulator

    return sampled_from(chosen(policy=policy, factors=factors, only=only, exclude=exclude, devices=devices))
