"""Reads `quotas`: the word aws, or rates for AWS's categories of operations, which are listed here.

Categories are from the developer guide, "Quotas in Amazon Cognito"; `_middleware/throttling.py` has
the rules of its footnotes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_cognito_mfa._aws.constants import DEFAULT_RATES
from pytest_cognito_mfa._yaml import tree
from pytest_cognito_mfa._yaml.messages import ANY_NUMBER, mistyped
from pytest_cognito_mfa._yaml.places import frozen
from pytest_cognito_mfa.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._yaml.diagnostics import Diagnostics
    from pytest_cognito_mfa._yaml.places import Place

_AWS: Final = "aws"


class Category(NamedTuple):
    """A category: the operations that count towards it."""

    names: str
    per_pool: bool = False
    """Whether each of its operations also has a quota for a single pool."""

    @property
    def operations(self) -> tuple[str, ...]:
        return tuple(self.names.split())


CATEGORIES: Final[Mapping[str, Category]] = {
    "UserAuthentication": Category(
        "InitiateAuth AdminInitiateAuth RespondToAuthChallenge AdminRespondToAuthChallenge GetTokensFromRefreshToken",
    ),
    "UserCreation": Category("SignUp ConfirmSignUp AdminCreateUser AdminConfirmSignUp"),
    "UserFederation": Category(""),  # requests of identity providers to the domain of a pool
    "UserAccountRecovery": Category(
        "ChangePassword ConfirmForgotPassword ForgotPassword AdminResetUserPassword AdminSetUserPassword",
    ),
    "UserRead": Category("AdminGetUser AdminGetUserAuthFactors GetUser"),
    "UserUpdate": Category(
        "AdminAddUserToGroup AdminDeleteUserAttributes AdminUpdateUserAttributes AdminDeleteUser AdminDisableUser "
        "AdminEnableUser AdminLinkProviderForUser AdminDisableProviderForUser VerifyUserAttribute DeleteUser "
        "DeleteUserAttributes UpdateUserAttributes AdminUserGlobalSignOut GlobalSignOut AdminRemoveUserFromGroup",
    ),
    "UserToken": Category("RevokeToken"),
    "UserResourceRead": Category(
        "AdminGetDevice AdminListGroupsForUser AdminListDevices GetDevice ListDevices "
        "GetUserAttributeVerificationCode ResendConfirmationCode AdminListUserAuthEvents",
    ),
    "UserResourceUpdate": Category(
        "AdminForgetDevice AdminUpdateAuthEventFeedback AdminSetUserMFAPreference AdminDeleteSoftwareToken "
        "AdminSetUserSettings AdminUpdateDeviceStatus UpdateDeviceStatus UpdateAuthEventFeedback ConfirmDevice "
        "SetUserMFAPreference SetUserSettings VerifySoftwareToken AssociateSoftwareToken ForgetDevice",
    ),
    "UserList": Category("ListUsers ListUsersInGroup"),
    "UserPoolRead": Category("DescribeUserPool ListUserPools"),
    "UserPoolUpdate": Category("CreateUserPool UpdateUserPool DeleteUserPool"),
    "UserPoolResourceRead": Category(
        "DescribeIdentityProvider DescribeResourceServer DescribeUserImportJob DescribeUserPoolDomain "
        "GetCSVHeader GetGroup GetSigningCertificate GetIdentityProviderByIdentifier GetUserPoolMfaConfig "
        "ListGroups ListIdentityProviders ListResourceServers ListTagsForResource ListUserImportJobs "
        "DescribeRiskConfiguration GetUICustomization DescribeManagedLoginBranding "
        "DescribeManagedLoginBrandingByClient",
        per_pool=True,
    ),
    "UserPoolResourceUpdate": Category(
        "AddCustomAttributes CreateGroup CreateIdentityProvider CreateResourceServer CreateUserImportJob "
        "CreateUserPoolDomain DeleteGroup DeleteIdentityProvider DeleteResourceServer DeleteUserPoolDomain "
        "SetUserPoolMfaConfig StartUserImportJob StopUserImportJob UpdateGroup UpdateIdentityProvider "
        "UpdateResourceServer UpdateUserPoolDomain SetRiskConfiguration SetUICustomization TagResource "
        "UntagResource CreateManagedLoginBranding UpdateManagedLoginBranding DeleteManagedLoginBranding",
        per_pool=True,
    ),
    "UserPoolClientRead": Category("DescribeUserPoolClient ListUserPoolClients", per_pool=True),
    "UserPoolClientUpdate": Category(
        "CreateUserPoolClient DeleteUserPoolClient UpdateUserPoolClient",
        per_pool=True,
    ),
    "ClientAuthentication": Category("GetClientToken"),
    "LimitManagement": Category("GetProvisionedLimit UpdateProvisionedLimit"),
}

CATEGORY_OF: Final[Mapping[str, str]] = {
    operation: name for name, category in CATEGORIES.items() for operation in category.operations
}
"""The category of each operation; operations that the guide does not list are absent."""


@dataclass(frozen=True, slots=True)
class QuotasSpec:
    """Requests per second by category; a category that is absent is not limited."""

    rates: Mapping[str, float]
    place: Place
    places: Mapping[str, Place]
    """The place of each rate; empty for AWS's own rates."""
    per_user: bool = False
    """Whether requests about one user are limited as well."""


def read_quotas(node: tree.Node, diagnostics: Diagnostics) -> QuotasSpec:
    """The quotas at `node`; do not use them if `diagnostics` has mistakes."""
    if tree.scalar(node) == _AWS:
        return QuotasSpec(frozen(DEFAULT_RATES), node.place, {}, per_user=True)
    if not isinstance(node, tree.Mapping):
        expected = f"the word {_AWS}, or a mapping of AWS's categories to requests per second"
        diagnostics.add(node.place, mistyped("quotas", expected, node))
        return QuotasSpec({}, node.place, {})
    named: dict[str, float] = {}
    for name, child in node.nodes.items():
        if name not in CATEGORIES:
            diagnostics.add(node.keys[name], unknown("quota category", name, CATEGORIES))
        elif not CATEGORIES[name].operations:
            diagnostics.add(node.keys[name], f"no operation counts towards {name}; remove it")
        else:
            named[name] = _rate(child, name, diagnostics)
    return QuotasSpec(frozen(named), node.place, frozen({name: node.keys[name] for name in named}))


def _rate(node: tree.Node, name: str, diagnostics: Diagnostics) -> float:
    value = tree.scalar(node)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        diagnostics.add(node.place, mistyped(name, f"{ANY_NUMBER} of requests per second", node))
        return 0
    if not 0 < value < math.inf:
        diagnostics.add(node.place, f"{name} must be more than 0 requests per second, not {value}")
    return value
