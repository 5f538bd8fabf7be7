"""Strategies for hypothesis: standings, users, pools and legal preferences."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

    from pytest_cognito_mfa._fixture import UserStanding

__all__ = ["pools", "preferences", "standings", "users"]


def standings(
    *,
    policy: str | Sequence[str] | None = None,
    factors: str | Sequence[str] | None = None,
    only: str | Sequence[str] | None = None,
    exclude: str | Sequence[str] | Callable[[UserStanding], bool] | None = None,
    devices: bool = True,
    first_factors: str | Sequence[str] | None = None,
) -> SearchStrategy[UserStanding]:
    """A hypothesis strategy for MFA standings of a user, to be given to ``simulate(standing=...)``.

    The arguments are those of the marker `cognito_standings`. The simplest example is a pool without MFA. Raises
    `SettingError` for an unknown argument value, and if hypothesis is not installed.
    """
    strategies = _hypothesis("standings")
    from pytest_cognito_mfa._fixture.standings import chosen  # noqa: PLC0415 - brings in the simulator

    found: SearchStrategy[UserStanding] = strategies.sampled_from(
        chosen(policy=policy, factors=factors, only=only, exclude=exclude, devices=devices, first_factors=first_factors)
    )
    return found


def users(*, factors: str | Sequence[str] | None = None) -> SearchStrategy[dict[str, Any]]:
    """A strategy for users in the words of a scenario, whose status, attributes and factors fit together.

    `factors` are those that the user may have on. The simplest example is a confirmed user without a factor. Each
    example has the name ``user1``.
    """
    _hypothesis("users")
    from pytest_cognito_mfa._fixture.standing_pool import written_user  # noqa: PLC0415 - brings in the simulator

    drawn = standings(policy="OPTIONAL", factors=factors, devices=False)
    return drawn.map(lambda standing: written_user("user1", standing))


def pools(
    *,
    policy: str | Sequence[str] | None = None,
    factors: str | Sequence[str] | None = None,
    most_users: int = 3,
) -> SearchStrategy[dict[str, Any]]:
    """A strategy for pools in the words of a scenario, for ``simulate({"pools": [pool]})``.

    Each has one app client and at most `most_users` users, ``user1`` and so on, whose standings fit the pool. `policy`
    and `factors` are those of `standings`.
    """
    strategies = _hypothesis("pools")
    from pytest_cognito_mfa._fixture import standing_pool  # noqa: PLC0415 - brings in the simulator
    from pytest_cognito_mfa._fixture.standings import chosen, offered_by  # noqa: PLC0415 - the same

    offered = offered_by(factors)
    policies = sorted({standing.policy for standing in chosen(policy=policy, factors=factors)})

    def of(each: str) -> SearchStrategy[dict[str, Any]]:
        drawn = strategies.lists(standings(policy=each, factors=factors, devices=False), max_size=most_users)
        found: SearchStrategy[dict[str, Any]] = drawn.map(lambda users: standing_pool.written(each, offered, users))
        return found

    found: SearchStrategy[dict[str, Any]] = strategies.sampled_from(policies).flatmap(of)
    return found


def preferences(*, factors: str | Sequence[str] | None = None) -> SearchStrategy[dict[str, Any]]:
    """A strategy for the settings of SetUserMFAPreference that AWS accepts: at most one factor preferred, and that on.

    `factors` are those that the user can have: SMS needs a phone number, e-mail an address, TOTP an authenticator. The
    simplest example turns all of them off. Use it as ``set_user_mfa_preference(AccessToken=token, **preference)``.
    """
    strategies = _hypothesis("preferences")
    from pytest_cognito_mfa._fixture.standings import SETTINGS, offered_by  # noqa: PLC0415 - brings in the simulator

    offered = offered_by(factors)
    sets = [on for size in range(len(offered) + 1) for on in itertools.combinations(offered, size)]
    found: SearchStrategy[dict[str, Any]] = strategies.sampled_from(
        [
            {SETTINGS[each]: {"Enabled": each in on, "PreferredMfa": each == preferred} for each in offered}
            for on in sets
            for preferred in (None, *on)
        ]
    )
    return found


def _hypothesis(name: str) -> Any:
    """The module with hypothesis's own strategies."""
    try:
        from hypothesis import strategies  # noqa: PLC0415 - optional, and heavy
    except ImportError:
        message = f"{name}() needs hypothesis; run: pip install hypothesis; or use @pytest.mark.cognito_standings"
        raise SettingError(message) from None
    return strategies
