"""AWS's categories of operations, with their default quotas in requests per second.

From the developer guide, "Quotas in Amazon Cognito"; `_middleware/throttling.py` has the rules of its footnotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Category(NamedTuple):
    """A category: its default rate, and the operations that count towards it."""

    rate: int
    names: str
    per_pool: bool = False
    """Whether each of its operations also has a quota for a single pool."""

    @property
    def operations(self) -> tuple[str, ...]:
        return tuple(self.names.split())


CATEGORIES: Final[Mapping[str, Category]] = {
    "UserAuthentication": Category(
        120,
        "InitiateAuth AdminInitiateAuth RespondToAuthChallenge AdminRespondToAuthChallenge GetTokensFromRefreshToken",
    ),
    "UserCreation": Category(50, "SignUp ConfirmSignUp AdminCreateUser AdminConfirmSignUp"),
    "UserFederation": Category(25, ""),  # requests of identity providers to the domain of a pool
    "UserAccountRecovery": Category(
        30,
        "ChangePassword ConfirmForgotPassword ForgotPassword AdminResetUserPassword AdminSetUserPassword",
    ),
    "UserRead": Category(120, "AdminGetUser AdminGetUserAuthFactors GetUser"),
    "UserUpdate": Category(
        25,
        "AdminAddUserToGroup AdminDeleteUserAttributes AdminUpdateUserAttributes AdminDeleteUser AdminDisableUser "
        "AdminEnableUser AdminLinkProviderForUser AdminDisableProviderForUser VerifyUserAttribute DeleteUser "
        "DeleteUserAttributes UpdateUserAttributes AdminUserGlobalSignOut GlobalSignOut AdminRemoveUserFromGroup",
    ),
    "UserToken": Category(120, "RevokeToken"),
    "UserResourceRead": Category(
        50,
        "AdminGetDevice AdminListGroupsForUser AdminListDevices GetDevice ListDevices "
        "GetUserAttributeVerificationCode ResendConfirmationCode AdminListUserAuthEvents",
    ),
    "UserResourceUpdate": Category(
        25,
        "AdminForgetDevice AdminUpdateAuthEventFeedback AdminSetUserMFAPreference AdminDeleteSoftwareToken "
        "AdminSetUserSettings AdminUpdateDeviceStatus UpdateDeviceStatus UpdateAuthEventFeedback ConfirmDevice "
        "SetUserMFAPreference SetUserSettings VerifySoftwareToken AssociateSoftwareToken ForgetDevice",
    ),
    "UserList": Category(30, "ListUsers ListUsersInGroup"),
    "UserPoolRead": Category(15, "DescribeUserPool ListUserPools"),
    "UserPoolUpdate": Category(15, "CreateUserPool UpdateUserPool DeleteUserPool"),
    "UserPoolResourceRead": Category(
        20,
        "DescribeIdentityProvider DescribeResourceServer DescribeUserImportJob DescribeUserPoolDomain "
        "GetCSVHeader GetGroup GetSigningCertificate GetIdentityProviderByIdentifier GetUserPoolMfaConfig "
        "ListGroups ListIdentityProviders ListResourceServers ListTagsForResource ListUserImportJobs "
        "DescribeRiskConfiguration GetUICustomization DescribeManagedLoginBranding "
        "DescribeManagedLoginBrandingByClient",
        per_pool=True,
    ),
    "UserPoolResourceUpdate": Category(
        15,
        "AddCustomAttributes CreateGroup CreateIdentityProvider CreateResourceServer CreateUserImportJob "
        "CreateUserPoolDomain DeleteGroup DeleteIdentityProvider DeleteResourceServer DeleteUserPoolDomain "
        "SetUserPoolMfaConfig StartUserImportJob StopUserImportJob UpdateGroup UpdateIdentityProvider "
        "UpdateResourceServer UpdateUserPoolDomain SetRiskConfiguration SetUICustomization TagResource "
        "UntagResource CreateManagedLoginBranding UpdateManagedLoginBranding DeleteManagedLoginBranding",
        per_pool=True,
    ),
    "UserPoolClientRead": Category(15, "DescribeUserPoolClient ListUserPoolClients", per_pool=True),
    "UserPoolClientUpdate": Category(
        15,
        "CreateUserPoolClient DeleteUserPoolClient UpdateUserPoolClient",
        per_pool=True,
    ),
    "ClientAuthentication": Category(150, "GetClientToken"),
    "LimitManagement": Category(1, "GetProvisionedLimit UpdateProvisionedLimit"),
}

CATEGORY_OF: Final[Mapping[str, str]] = {
    operation: name for name, category in CATEGORIES.items() for operation in category.operations
}
"""The category of each operation; operations that the guide does not list are absent."""
