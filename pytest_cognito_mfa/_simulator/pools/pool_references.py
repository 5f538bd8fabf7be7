"""What the details of a pool's configuration may refer to: names of users, recovery, senders, triggers.

Only CreateUserPool and UpdateUserPool are checked: a pool of a scenario may leave these details out.  The texts are
those of deployments that failed in September 2026 (badmintoncryer/cdk-preflight).

1. A pool has AliasAttributes or UsernameAttributes, not both.
2. Account recovery has each way and each priority once, and admin_only alone.
3. DEVELOPER as the sender of e-mails needs a SourceArn.  From is an address, or a name and an address in brackets.
4. A custom sender needs KMSKeyID.  PreTokenGeneration and PreTokenGenerationConfig name the same function.
5. The relying party of passkeys is a bare host (SetUserPoolMfaConfig).
6. The region and the account in an ARN are not checked: those of a test are fakes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Settings = Mapping[str, Any]

_FROM = re.compile(r"[^@\s]+@[^@\s]+|.*<[^@\s]+@[^@\s]+>", re.DOTALL)

_HOST = re.compile(r"[^\s/:?#@]*")


def _recovery(settings: Settings) -> Sequence[Mapping[str, Any]]:
    return settings.get("AccountRecoverySetting", {}).get("RecoveryMechanisms") or ()


def _repeats(settings: Settings, member: str) -> bool:
    values = [way.get(member) for way in _recovery(settings)]
    return len(set(values)) < len(values)


def _has_wrong_from(settings: Settings) -> bool:
    sender = settings["EmailConfiguration"].get("From")
    return sender is not None and not _FROM.fullmatch(sender)


def _has_two_functions(settings: Settings) -> bool:
    older = settings["LambdaConfig"].get("PreTokenGeneration")
    newer = settings["LambdaConfig"].get("PreTokenGenerationConfig", {}).get("LambdaArn")
    return None not in (older, newer) and older != newer


_WRONG: tuple[tuple[rejections.Refusal, Callable[[Settings], bool]], ...] = (
    (
        rejections.ALIASES_AND_USERNAMES,
        lambda pool: bool(pool.get("AliasAttributes") and pool.get("UsernameAttributes")),
    ),
    (
        rejections.ADMIN_ONLY_WITH_OTHERS,
        lambda pool: len(_recovery(pool)) > 1 and any(way.get("Name") == "admin_only" for way in _recovery(pool)),
    ),
    (rejections.RECOVERY_TWICE, lambda pool: _repeats(pool, "Name") or _repeats(pool, "Priority")),
    (
        rejections.SENDER_WITHOUT_ARN,
        lambda pool: (
            pool["EmailConfiguration"].get("EmailSendingAccount") == "DEVELOPER"
            and not pool["EmailConfiguration"].get("SourceArn")
        ),
    ),
    (rejections.FROM_IS_NO_ADDRESS, _has_wrong_from),
    (
        rejections.CUSTOM_SENDER_WITHOUT_KEY,
        lambda pool: (
            bool({"CustomEmailSender", "CustomSMSSender"} & pool["LambdaConfig"].keys())
            and "KMSKeyID" not in pool["LambdaConfig"]
        ),
    ),
    (rejections.TWO_TOKEN_FUNCTIONS, _has_two_functions),
)
"""What is wrong in a configuration; the order of the checks is unknown."""


def check_relying_party(mfa: Settings) -> None:
    name = mfa.get("WebAuthnConfiguration", {}).get("RelyingPartyId", "")
    if not _HOST.fullmatch(name):
        raise rejections.BAD_RELYING_PARTY(because=f"{name} is not a bare host")


def check(new: Settings, old: Settings | None = None) -> None:
    """Refuse what the request made wrong; `old` are the settings before it, if the pool is not new."""
    for refusal, is_wrong in _WRONG:
        if is_wrong(new) and not (old is not None and is_wrong(old)):
            raise refusal()
