"""A user whose preference is set: with a number, an address and an authenticator, unless a test removes them."""

from sign_in_steps import Caller

ON = {"Enabled": True}
OFF = {"Enabled": False}
PREFERRED = {"Enabled": True, "PreferredMfa": True}
LONE = {"PreferredMfa": True}
SMS, TOTP, EMAIL, SELECT = "SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "SELECT_MFA_TYPE"
REACHABLE = {"phone_number": "+12065550100", "email": "alice@example.com"}
FACTORS = {
    "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"},
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"},
    "EmailMfaConfiguration": {"Subject": "Your code"},
}
CREDENTIAL = {
    "CredentialId": "a" * 22,
    "FriendlyCredentialName": "key",
    "RelyingPartyId": "auth.example.com",
    "AuthenticatorTransports": ["internal"],
    "CreatedAt": 1750000000,
}
OPTION = {"AttributeName": "phone_number", "DeliveryMedium": "SMS"}
IDENTITIES = '[{"userId":"1","providerName":"Facebook","providerType":"Facebook","issuer":null,"primary":true}]'
FEDERATED = {"user": {"UserStatus": "EXTERNAL_PROVIDER"}, "attributes": {**REACHABLE, "identities": IDENTITIES}}
NO_USER = ("UserNotFoundException", "User does not exist.")


def blocks(**settings):
    """The settings blocks of a preference request, by short names."""
    names = {"sms": "SMSMfaSettings", "totp": "SoftwareTokenMfaSettings", "email": "EmailMfaSettings"}
    return {names.get(name, "WebAuthnMfaSettings"): block for name, block in settings.items()}


class PreferenceUser:
    """What the user does and sees, or what an administrator does for the user."""

    def __init__(self, aws, cognito, *, admin):
        self.aws, self.cognito, self.admin = aws, cognito, admin
        self.name = {"UserPoolId": cognito.user_pool_id, "Username": "alice"}

    @property
    def user(self):
        return self.cognito._service.pools[self.cognito.user_pool_id].users["alice"]

    def token(self):
        return self.cognito.sign_in("alice").access_token

    def prefer(self, **settings):
        if self.admin:
            return self.aws.admin_set_user_mfa_preference(**self.name, **blocks(**settings))
        return self.aws.set_user_mfa_preference(AccessToken=self.token(), **blocks(**settings))

    def shown(self):
        """(UserMFASettingList, PreferredMfaSetting), the same to herself and to the administrator."""
        answers = [self.aws.get_user(AccessToken=self.token()), self.aws.admin_get_user(**self.name)]
        mine, theirs = ((a.get("UserMFASettingList"), a.get("PreferredMfaSetting")) for a in answers)
        assert mine == theirs
        return mine

    def asked(self):
        """The challenge that follows the password, or None."""
        return Caller(self.aws, self.cognito).password("alice").get("ChallengeName")

    def set_options(self, *options):
        if self.admin:
            return self.aws.admin_set_user_settings(**self.name, MFAOptions=options)
        return self.aws.set_user_settings(AccessToken=self.token(), MFAOptions=options)

    def options(self):
        """MFAOptions, the same to herself and to the administrator; None where it is absent."""
        mine, theirs = self.aws.get_user(AccessToken=self.token()), self.aws.admin_get_user(**self.name)
        assert mine.get("MFAOptions") == theirs.get("MFAOptions")
        return mine.get("MFAOptions")

    def auth_factors(self):
        if self.admin:
            return self.aws.admin_get_user_auth_factors(**self.name)
        return self.aws.get_user_auth_factors(AccessToken=self.token())
