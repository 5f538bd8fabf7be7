"""Lambda triggers: which operation runs which, when, and with which triggerSource.

Sources: developer guide, "Customizing user pool workflows with Lambda triggers" and the page of each trigger; captured
events (public code); for the moments of a sign-in a measured table of outcomes (public code).

1. PreSignUp runs for a new user, so not when an invitation is sent again.
2. PreAuthentication runs before the password is checked, and also for an unknown user if the client hides who exists.
   It does not run on a refresh.
3. PostAuthentication and PreTokenGeneration run once, after MFA.  A refresh runs only PreTokenGeneration.
4. UserMigration runs for an unknown user, where the flow sends the password itself, and at ForgotPassword.
5. CustomMessage runs before a message is sent; a custom sender gets the message in place of SNS or SES.
6. DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse run in CUSTOM_AUTH, which is not simulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Moment = Literal["new user", "confirmed", "signing in", "unknown user", "signed in", "refreshed", "EMAIL", "SMS"]
"""What happens in a call; EMAIL and SMS: a message is sent by this medium."""


class Run(NamedTuple):
    """AWS runs `trigger` at this moment of an operation; `sources` has the triggerSource by operation."""

    trigger: str
    moment: Moment
    sources: Mapping[str, str]


_INITIATE: Final = ("InitiateAuth", "AdminInitiateAuth")
_SIGN_IN: Final = (*_INITIATE, "RespondToAuthChallenge", "AdminRespondToAuthChallenge")
_MESSAGES: Final = {
    "SignUp": "SignUp",
    "AdminCreateUser": "AdminCreateUser",
    "ResendConfirmationCode": "ResendCode",
    "ForgotPassword": "ForgotPassword",
    "AdminResetUserPassword": "ForgotPassword",
    "UpdateUserAttributes": "UpdateUserAttribute",
    "AdminUpdateUserAttributes": "UpdateUserAttribute",
    "GetUserAttributeVerificationCode": "VerifyUserAttribute",
    **dict.fromkeys(_SIGN_IN, "Authentication"),
}
"""The triggerSource of a message, after the trigger's name."""


def _message(trigger: str, moment: Moment) -> Run:
    return Run(trigger, moment, {operation: f"{trigger}_{kind}" for operation, kind in _MESSAGES.items()})


_CONFIRMED: Final = "PostConfirmation_ConfirmSignUp"
RUNS: Final = (
    Run("PreSignUp", "new user", {name: f"PreSignUp_{name}" for name in ("SignUp", "AdminCreateUser")}),
    Run("PostConfirmation", "confirmed", dict.fromkeys(("ConfirmSignUp", "AdminConfirmSignUp"), _CONFIRMED)),
    Run("PostConfirmation", "confirmed", {"ConfirmForgotPassword": "PostConfirmation_ConfirmForgotPassword"}),
    Run("PreAuthentication", "signing in", dict.fromkeys(_INITIATE, "PreAuthentication_Authentication")),
    Run("UserMigration", "unknown user", dict.fromkeys(_INITIATE, "UserMigration_Authentication")),
    Run("UserMigration", "unknown user", {"ForgotPassword": "UserMigration_ForgotPassword"}),
    Run("PostAuthentication", "signed in", dict.fromkeys(_SIGN_IN, "PostAuthentication_Authentication")),
    Run("PreTokenGeneration", "signed in", dict.fromkeys(_SIGN_IN, "TokenGeneration_Authentication")),
    Run("PreTokenGeneration", "refreshed", dict.fromkeys(_INITIATE, "TokenGeneration_RefreshTokens")),
    Run("PreTokenGeneration", "refreshed", {"GetTokensFromRefreshToken": "TokenGeneration_Authentication"}),
    *(_message("CustomMessage", medium) for medium in ("EMAIL", "SMS")),
    _message("CustomEmailSender", "EMAIL"),
    _message("CustomSMSSender", "SMS"),
)

_VERSIONED: Final = "PreTokenGenerationConfig"


def named_in(lambda_config: Mapping[str, Any]) -> frozenset[str]:
    """The triggers that a LambdaConfig names; PreTokenGeneration has an older and a newer member."""
    return frozenset("PreTokenGeneration" if name == _VERSIONED else name for name in lambda_config)


def runs(operation: str, moments: Collection[Moment], named: Collection[str]) -> Iterator[tuple[str, str]]:
    """The `named` triggers that AWS runs in a call of `operation` with these `moments`, each with its source."""
    for run in RUNS:
        if run.trigger in named and run.moment in moments and operation in run.sources:
            yield run.trigger, run.sources[operation]
