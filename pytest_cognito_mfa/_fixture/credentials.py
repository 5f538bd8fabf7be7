"""The block in which a test's calls are answered: fake AWS credentials and a region, and interceptors around all calls.

Afterwards the user's own credentials are restored.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import FAKE_TOKEN
from pytest_cognito_mfa._interceptors import Rules
from pytest_cognito_mfa.errors import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from pytest_cognito_mfa._cassette.other_hosts import OtherHosts
    from pytest_cognito_mfa._cassette.player import Player
    from pytest_cognito_mfa._scenario import Scenario


_FAKES = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "fake-for-pytest-cognito-mfa",
    "AWS_SESSION_TOKEN": FAKE_TOKEN,
}
"""The key id is AWS's own example."""

_UNSET = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
"""With a profile that does not exist here, botocore would fail before it reads the fakes."""


@contextmanager
def fake_credentials(region: str) -> Iterator[None]:
    """Set the environment variables that botocore reads, and give boto3 a new default session.

    boto3's default session keeps the credentials and the region that it was created with.  So the user's session must
    not be used inside, and ours must not be used afterwards.
    """
    fakes = {**_FAKES, "AWS_DEFAULT_REGION": region, "AWS_REGION": region}
    before = {name: os.environ.get(name) for name in (*fakes, *_UNSET)}
    session = getattr(sys.modules.get("boto3"), "DEFAULT_SESSION", None)
    try:
        os.environ.update(fakes)
        for name in _UNSET:
            if before[name] is not None:
                del os.environ[name]
        _set_default_session(None)
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        _set_default_session(session)


def _set_default_session(session: Any) -> None:
    if (boto3 := sys.modules.get("boto3")) is not None:
        boto3.DEFAULT_SESSION = session  # type: ignore[attr-defined]  # boto3 may not be installed


OTHER_AWS: Final = ("fail", "pass")
"""What to do with calls to other services of AWS that are signed with the fakes."""


def rules_of(scenario: Scenario, other_aws: str, own_domains: set[str] | None, player: Player) -> Rules:
    """The rules for what is for no user pool; raises `SettingError` for an unknown word.

    `own_domains` are the custom domains that the simulator answers; None if it answers no domain.
    """
    if other_aws not in OTHER_AWS:
        raise SettingError(unknown("cognito_other_aws", other_aws, OTHER_AWS))
    in_scenario = (pool.settings.get("CustomDomain") for pool in scenario.pools)
    domains = {domain.lower() for domain in in_scenario if domain} if own_domains is None else own_domains
    passes, simulates = other_aws == "pass", own_domains is not None
    return Rules(player.recorder is not None, domains, simulates_domains=simulates, passes_other_aws=passes)


@contextmanager
def answering(
    block: AbstractContextManager[None], region: str, rules: Rules, others: OtherHosts | None
) -> Iterator[None]:
    """Open the `block` that answers calls, and let `others` play; recorded calls are signed with the user's keys."""
    credentials = nullcontext() if rules.records else fake_credentials(region)
    with credentials, block, nullcontext() if others is None else others.playing():
        yield
