"""The table of Lambda triggers: where AWS runs each one, what its event has, and what its answer may have.

Sources: developer guide, "Customizing user pool workflows with Lambda triggers" and the page of each trigger; captured
events (public code); for the moments of a sign-in a measured table of outcomes (public code).

1. PreSignUp runs for a new user, so not when an invitation is sent again; AdminCreateUser ignores its answer.
2. PreAuthentication runs before the password is checked, and also for an unknown user if the client hides who exists.
   It does not run on a refresh.
3. PostAuthentication and PreTokenGeneration run once, after MFA.  A refresh runs only PreTokenGeneration.
4. UserMigration runs for an unknown user, where the flow sends the password itself, and at ForgotPassword.
5. CustomMessage runs before a message is sent; a custom sender gets the message in place of SNS or SES.
6. In CUSTOM_AUTH, DefineAuthChallenge decides what comes next, CreateAuthChallenge makes the challenge, and
   VerifyAuthChallengeResponse judges the answer.  With SRP, the first runs before and after the password too.
7. ClientMetadata of InitiateAuth reaches PreAuthentication and UserMigration, as validationData, and no other trigger
   (botocore InitiateAuthRequest).  That of every other operation reaches each trigger that it runs, as clientMetadata.
8. PostConfirmation runs after the user was confirmed: if it fails, the user stays confirmed (public code).
9. The first sign-in of a federated user runs PreSignUp, PostConfirmation and PreTokenGeneration, a later one the
   triggers of every sign-in.  InboundFederation runs before either (developer guide, inbound federation).
10. PreTokenGeneration runs for a token of a client itself only with events of V3_0 (developer guide, pre token
    generation).  Nobody has shown the event; ours has the client's id as userName and no attributes.
11. The first code of choice-based sign-in confirms a user, and runs no PostConfirmation: the guide names the calls that
    run it, and a sign-in is none of them (developer guide, post confirmation).
12. PreAuthentication does not run in CUSTOM_AUTH without SRP (aws-amplify/amplify-js#5318).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws import endpoints

if TYPE_CHECKING:
    from collections.abc import Mapping

HOSTED: Final = "HostedAuth"
"""The sign-in at the hosted pages, in the place of an operation."""
_INITIATE: Final = ("InitiateAuth", "AdminInitiateAuth")
_SIGN_IN: Final = (*_INITIATE, "RespondToAuthChallenge", "AdminRespondToAuthChallenge")
_OF_CLIENT: Final = ("client_credentials", "GetClientToken")
"""What asks for a token of a client itself: a grant, and an operation."""
_REFRESHES: Final = ("REFRESH_TOKEN", "REFRESH_TOKEN_AUTH")
_MESSAGES: Final = {
    "SignUp": "SignUp",
    "AdminCreateUser": "AdminCreateUser",
    "ResendConfirmationCode": "ResendCode",
    "ForgotPassword": "ForgotPassword",
    "AdminResetUserPassword": "ForgotPassword",
    "UpdateUserAttributes": "UpdateUserAttribute",
    "AdminUpdateUserAttributes": "UpdateUserAttribute",
    "GetUserAttributeVerificationCode": "VerifyUserAttribute",
    **dict.fromkeys((*_SIGN_IN, HOSTED), "Authentication"),
}
"""The triggerSource of a message, after the trigger's name."""

_TEXTS: Final = {"*": str}
_ROLES: Final = {"groupsToOverride": [str], "iamRolesToOverride": [str], "preferredRole": str}
_CLAIMS: Final = {"claimsToAddOrOverride": {"*": object}, "claimsToSuppress": [str]}


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger.  A type of `reads` is a type of Python, a list with the type of its items, or members by name; the
    name ``*`` is any other.
    """

    name: str
    sources: Mapping[str, str]
    """The triggerSource, by the answered challenge, by flow, grant or operation; the first that fits counts."""
    request: tuple[str, ...]
    """The members of the event's `request` in AWS's order."""
    response: Mapping[str, Any] | None = field(default_factory=dict)
    """The `response` of the event, as the function gets it; None if the event has none."""
    reads: Mapping[str, Any] = field(default_factory=dict)
    """The members of the answer's `response` that Cognito reads, with their types."""
    source_first: bool = False
    """Whether `triggerSource` comes right after `version`, and not after `callerContext` (captured events)."""

    def source(self, operation: str, request: Mapping[str, Any]) -> str:
        """The triggerSource in a call; empty if AWS does not run the trigger there."""
        steps = (request.get("ChallengeName", ""), request.get("AuthFlow", ""), request.get("grant_type", ""))
        return next((self.sources[step] for step in steps if step in self.sources), self.sources.get(operation, ""))


def _of_message(name: str, *request: str, **more: Any) -> Trigger:
    return Trigger(name, {operation: f"{name}_{kind}" for operation, kind in _MESSAGES.items()}, request, **more)


_USER: Final = ("userAttributes",)
_KNOWN: Final = ("clientMetadata", "userNotFound")
_CONFIRMED: Final = dict.fromkeys(
    ("SignUp", "ConfirmSignUp", "AdminConfirmSignUp", HOSTED), "PostConfirmation_ConfirmSignUp"
)
_CREATED: Final = {"publicChallengeParameters": _TEXTS, "privateChallengeParameters": _TEXTS, "challengeMetadata": str}
_MIGRATED: Final = {
    "userAttributes": _TEXTS,
    "forceAliasCreation": bool,
    "enableSMSMFA": bool,
    "finalUserStatus": str,
    "messageAction": str,
    "desiredDeliveryMediums": [str],
}
_VERIFIES: Final = ("autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone")
_DECIDES: Final = {"challengeName": str, "issueTokens": bool, "failAuthentication": bool}
_MESSAGE: Final = {"smsMessage": str, "emailMessage": str, "emailSubject": str}
_TOKENS: Final = {
    "NEW_PASSWORD_REQUIRED": "TokenGeneration_NewPasswordChallenge",
    "DEVICE_PASSWORD_VERIFIER": "TokenGeneration_AuthenticateDevice",
    HOSTED: "TokenGeneration_HostedAuth",
    **dict.fromkeys((*_REFRESHES, endpoints.TOKEN), "TokenGeneration_RefreshTokens"),
    **dict.fromkeys((*_SIGN_IN, "GetTokensFromRefreshToken"), "TokenGeneration_Authentication"),
    **dict.fromkeys(_OF_CLIENT, ""),
}


def _in_custom_auth(name: str, *request: str, **more: Any) -> Trigger:
    return Trigger(name, dict.fromkeys(_SIGN_IN, f"{name}_Authentication"), (*_USER, *request, *_KNOWN), **more)


def _blank(reads: Mapping[str, Any]) -> dict[str, None]:
    return dict.fromkeys(reads)


TRIGGERS: Final = (
    Trigger(
        "PreSignUp",
        {
            "SignUp": "PreSignUp_SignUp",
            "AdminCreateUser": "PreSignUp_AdminCreateUser",
            HOSTED: "PreSignUp_ExternalProvider",
        },
        (*_USER, "validationData", "clientMetadata"),
        dict.fromkeys(_VERIFIES, False),
        dict.fromkeys(_VERIFIES, bool),
    ),
    Trigger(
        "PostConfirmation",
        {**_CONFIRMED, "ConfirmForgotPassword": "PostConfirmation_ConfirmForgotPassword"},
        (*_USER, "clientMetadata"),
    ),
    Trigger(
        "PreAuthentication",
        dict.fromkeys((*_INITIATE, HOSTED), "PreAuthentication_Authentication"),
        (*_USER, "validationData", "userNotFound"),
    ),
    Trigger(
        "PostAuthentication",
        dict.fromkeys((*_SIGN_IN, HOSTED), "PostAuthentication_Authentication"),
        (*_USER, "newDeviceUsed", "clientMetadata"),
    ),
    Trigger(
        "PreTokenGeneration",
        _TOKENS,
        (*_USER, "groupConfiguration", "clientMetadata"),
        {"claimsOverrideDetails": None},
        {
            "claimsOverrideDetails": {
                "claimsToAddOrOverride": _TEXTS,
                "claimsToSuppress": [str],
                "groupOverrideDetails": _ROLES,
            }
        },
        source_first=True,
    ),
    Trigger(
        "UserMigration",
        {
            **dict.fromkeys(_INITIATE, "UserMigration_Authentication"),
            "ForgotPassword": "UserMigration_ForgotPassword",
        },
        ("password", "validationData", "userAttributes", "clientMetadata"),
        _blank(_MIGRATED),
        _MIGRATED,
    ),
    _of_message(
        "CustomMessage",
        *(*_USER, "codeParameter", "linkParameter", "usernameParameter", "clientMetadata"),
        response=_blank(_MESSAGE),
        reads=_MESSAGE,
    ),
    _in_custom_auth("DefineAuthChallenge", "session", response=_blank(_DECIDES), reads=_DECIDES),
    _in_custom_auth("CreateAuthChallenge", "challengeName", "session", response=_blank(_CREATED), reads=_CREATED),
    _in_custom_auth(
        "VerifyAuthChallengeResponse",
        *("privateChallengeParameters", "challengeAnswer"),
        response={"answerCorrect": None},
        reads={"answerCorrect": bool},
    ),
    *(
        _of_message(f"Custom{medium}Sender", "type", "code", "clientMetadata", *_USER, response=None, source_first=True)
        for medium in ("SMS", "Email")
    ),
    Trigger(
        "InboundFederation",
        {HOSTED: "InboundFederation_ExternalProvider"},
        ("providerName", "providerType", "attributes"),
        {"userAttributesToMap": {}},
        {"userAttributesToMap": {"*": object}},
        source_first=True,
    ),
)
BY_NAME: Final[Mapping[str, Trigger]] = {trigger.name: trigger for trigger in TRIGGERS}
CUSTOM_TRIGGERS: Final = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")
ASYNCHRONOUS: Final = frozenset({"CustomSMSSender", "CustomEmailSender"})
"""Their failure refuses no call."""

_VERSIONED: Final = "PreTokenGenerationConfig"
VERSIONS: Final = ("V1_0", "V2_0", "V3_0")
_LATER: Final = Trigger(
    "PreTokenGeneration",
    _TOKENS,
    (*_USER, "groupConfiguration", "scopes", "clientMetadata"),
    {"claimsAndScopeOverrideDetails": None},
    {
        "claimsAndScopeOverrideDetails": {
            "idTokenGeneration": _CLAIMS,
            "accessTokenGeneration": {**_CLAIMS, "scopesToAdd": [str], "scopesToSuppress": [str]},
            "groupOverrideDetails": _ROLES,
        }
    },
    source_first=True,
)
"""PreTokenGeneration from V2_0 on."""
_LATEST: Final = replace(_LATER, sources={**_TOKENS, **dict.fromkeys(_OF_CLIENT, "TokenGeneration_ClientCredentials")})
_OF_VERSION: Final = {("PreTokenGeneration", "V2_0"): _LATER, ("PreTokenGeneration", "V3_0"): _LATEST}


def of_version(name: str, version: str) -> Trigger:
    """The trigger whose events have this version."""
    return _OF_VERSION.get((name, version), BY_NAME[name])


def configured(lambda_config: Mapping[str, Any], name: str) -> tuple[str | None, str]:
    """The ARN that a LambdaConfig names for a trigger, and the version of its events."""
    given = lambda_config.get(_VERSIONED if name == "PreTokenGeneration" else name) or lambda_config.get(name)
    if isinstance(given, dict):
        return given["LambdaArn"], given["LambdaVersion"]
    return given, "V1_0"
