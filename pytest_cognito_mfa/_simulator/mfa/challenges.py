"""The challenge table: which challenge comes next in a sign-in, after the password was right.

Rule 1: every decision is a row of ROWS; the first row that matches decides.  Operations ask the table, they never
        decide.
Rule 2: rows read a Standing and nothing else: no store, no clock, no request.

The rows follow the developer guide's "Details of MFA logic at user runtime", except where the live service was seen to
differ.  Each row names its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_cognito_mfa._simulator.mfa.standing import Standing

NEW_PASSWORD = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - a challenge's name, not a password
SELECT = "SELECT_MFA_TYPE"
SET_UP = "MFA_SETUP"
DEVICE_SRP = "DEVICE_SRP_AUTH"
DEVICE_VERIFIER = "DEVICE_PASSWORD_VERIFIER"


@dataclass(frozen=True, slots=True)
class Next:
    """The decision: the name of the next challenge, or None for tokens; `refused` if the sign-in cannot go on."""

    challenge: str | None
    options: tuple[str, ...] = ()
    """The factors that SELECT_MFA_TYPE or MFA_SETUP offers."""
    refused: rejections.Refusal | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The evidence for a row: `words` are AWS's own, in botocore's documentation of `where`."""

    evidence: str
    place: str
    where: tuple[str, str] | None = None
    """(shape, member) of botocore's model whose documentation has `words`; None for other places."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    matches: Callable[[Standing], bool]
    next: Callable[[Standing], Next]
    source: Source


_GUIDE = "developer guide, Details of MFA logic at user runtime"
_POLICY = ("CreateUserPoolRequest", "MfaConfiguration")
_ADAPTIVE = "developer guide, Working with adaptive authentication"
_RISK = ("AccountTakeoverActionType", "EventAction")


def _asks_by_risk(standing: Standing) -> bool:
    """Whether adaptive authentication asks for a factor although the user has none on, and one is possible."""
    return standing.risk in ("MFA_IF_CONFIGURED", "MFA_REQUIRED") and bool(standing.usable_without_choice)


def _finished(standing: Standing) -> Next:
    """The user has nothing more to do; a remembered device must still prove itself before there are tokens."""
    return Next(None) if standing.device == "none" else Next(DEVICE_SRP)


ROWS: tuple[Row, ...] = (
    Row(
        "the attempt is blocked as too risky",
        lambda s: s.risk == "BLOCK",
        lambda _: Next(None, refused=rejections.TOO_RISKY),
        Source("documented", _ADAPTIVE, _RISK, "BLOCK: Block the request."),
    ),
    Row(
        "the password was a temporary one",
        lambda s: s.passed == "temporary password",
        lambda _: Next(NEW_PASSWORD),
        Source(
            "observed",
            "getmoto/moto test_initiate_mfa_auth_USER_PASSWORD_AUTH_with_FORCE_CHANGE_PASSWORD_status: before MFA",
        ),
    ),
    Row(
        "the second factor was passed",
        lambda s: s.passed == "second factor",
        _finished,
        Source("observed", "aws-amplify/amplify-swift#2588: tokens, or DEVICE_SRP_AUTH of a remembered device"),
    ),
    Row(
        "the device proved itself",
        lambda s: s.passed == "device",
        lambda _: Next(None),
        Source("observed", "simonmcallister0210/cognito-srp-helper's live tests: tokens, nothing more"),
    ),
    Row(
        "risk requires MFA, and no factor is possible",
        lambda s: s.risk == "MFA_REQUIRED" and s.policy != "ON" and not s.can_be_asked,
        lambda _: Next(None, refused=rejections.TOO_RISKY),
        Source(
            "documented",
            f"{_ADAPTIVE}: sign-in is blocked for users who have no second factor configured",
            _RISK,
            "MFA_REQUIRED: Present an MFA challenge if possible. Block the request if a user hasn't set up MFA.",
        ),
    ),
    Row(
        "MFA is off",
        lambda s: s.policy == "OFF",
        _finished,
        Source("documented", f"{_GUIDE}, step 2", _POLICY, "Sets multi-factor authentication (MFA) to be on, off"),
    ),
    Row(
        "a trusted device replaces the second factor",
        lambda s: s.device == "trusted",
        _finished,
        Source(
            "documented",
            "developer guide, device tracking (also for a factor that risk asks for: no source has it otherwise)",
            ("DeviceConfigurationType", "ChallengeRequiredOnNewDevice"),
            "a remembered device can sign in with device authentication instead of SMS and time-based one-time "
            "password (TOTP) factors for multi-factor authentication (MFA)",
        ),
    ),
    Row(
        "the preferred factor",
        lambda s: s.preferred in s.chosen,
        lambda s: Next(s.preferred),
        Source(
            "observed",
            "getmoto/moto test_user_authentication_flow_mfa_optional; developer guide, step 3",
            ("SetUserMFAPreferenceRequest", ""),
            "The preferred MFA factor will be used to authenticate a user if multiple factors are activated",
        ),
    ),
    Row(
        "optional, and no factor is on",
        lambda s: s.policy == "OPTIONAL" and not s.chosen and not _asks_by_risk(s),
        _finished,
        Source(
            "observed",
            "getmoto/moto test_user_authentication_flow_mfa_optional; a verified but never enabled authenticator "
            "does not count: floci-io/floci's documentation and aws-amplify/docs#5690 against step 2 of the guide",
            _POLICY,
            "your application must make a client-side determination of whether a user wants to register an MFA device",
        ),
    ),
    Row(
        "optional, one factor is on, not preferred",
        lambda s: s.policy == "OPTIONAL" and len(s.chosen) == 1,
        lambda s: Next(s.chosen[0]),
        Source(
            "observed",
            "amplify-swift MFASignInTests",
            ("SetUserMFAPreferenceRequest", ""),
            "If an MFA type is activated for a user, the user will be prompted for MFA during all sign-in attempts",
        ),
    ),
    Row(
        "optional, several factors are on, none preferred",
        lambda s: s.policy == "OPTIONAL" and bool(s.chosen),
        lambda s: Next(SELECT, s.chosen),
        Source(
            "observed",
            "amplify-swift MFASignInTests; aws-amplify/amplify-js#4646",
            ("SetUserMFAPreferenceRequest", ""),
            "If multiple options are activated and no preference is set, a challenge to choose an MFA option will be "
            "returned during sign-in",
        ),
    ),
    Row(
        "required by risk, one factor is possible",
        lambda s: s.policy == "OPTIONAL" and len(s.usable_without_choice) == 1,
        lambda s: Next(s.usable_without_choice[0]),
        Source(
            "documented",
            f"{_GUIDE}, steps 2.2 to 7.4: adaptive authentication assigns MFA as if it were required",
            ("SetUserMFAPreferenceRequest", ""),
            "If you want MFA to be applied selectively based on the assessed risk level of sign-in attempts, "
            "deactivate MFA for users and turn on Adaptive Authentication for the user pool.",
        ),
    ),
    Row(
        "required by risk, several factors are possible",
        lambda s: s.policy == "OPTIONAL",
        lambda s: Next(SELECT, s.usable_without_choice),
        Source("documented", f"{_GUIDE}, steps 2.2, 3, 4.5 and 7.2"),
    ),
    Row(
        "required, one factor is possible",
        lambda s: len(s.usable_without_choice) == 1,
        lambda s: Next(s.usable_without_choice[0]),
        Source(
            "observed",
            "amplify-swift TOTPSetupWhenUnauthenticatedTests, EmailMFAWithAllMFATypesRequiredTests; a registered "
            "authenticator alone suffices: getmoto/moto test_user_authentication_flow_mfa_on",
        ),
    ),
    Row(
        "required, several factors are possible",
        lambda s: len(s.usable_without_choice) > 1,
        lambda s: Next(SELECT, s.usable_without_choice),
        Source("observed", f"aws-amplify/amplify-js#4646; {_GUIDE}, steps 4.5 and 7.2"),
    ),
    Row(
        "required, and a factor must be set up",
        lambda s: bool(s.can_set_up),
        lambda s: Next(SET_UP, s.can_set_up),
        Source(
            "observed",
            "getmoto/moto test_user_authentication_flow_mfa_on (also at the very first sign-in, where the guide's "
            f"note says tokens); {_GUIDE}, steps 6.5 and 8",
            _POLICY,
            "all users must set up MFA before they can sign in",
        ),
    ),
    Row(
        "required, and nothing can be set up",
        lambda _: True,
        lambda _: Next(None, refused=rejections.NO_FACTOR_POSSIBLE),
        Source("documented", f"{_GUIDE}, steps 6 and 6.4 (an error; its code and text are unknown)"),
    ),
)


def deciding_row(standing: Standing) -> Row:
    return next(row for row in ROWS if row.matches(standing))


def next_challenge(standing: Standing) -> Next:
    """The challenge that AWS asks for next."""
    return deciding_row(standing).next(standing)
