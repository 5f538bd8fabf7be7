"""A pool with a domain, its clients and users, and its domain as an application asks it."""

import jwt
import requests

BACK, BYE = "https://app.example.com/back", "https://app.example.com/bye?from=portal"
ON = {"AllowedOAuthFlowsUserPoolClient": True}
CODE = {
    **ON,
    "AllowedOAuthFlows": ["code", "implicit"],
    "AllowedOAuthScopes": ["openid", "email", "profile", "aws.cognito.signin.user.admin", "books/read"],
    "CallbackURLs": [BACK, f"{BACK}?tenant=acme"],
    "LogoutURLs": [BYE],
}
MACHINE = {**ON, "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["books/read", "books/write"]}
SCOPES = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
GRACE = {"email": "grace@example.com", "email_verified": "true", "name": "Grace", "phone_number": "+12065550100"}
POOL = {
    "Name": "staff",
    "Domain": "portal",
    "CustomDomain": "SSO.example.com",
    "identity_providers": [{"ProviderName": "Google", "ProviderType": "Google"}],
    "resource_servers": [{"Identifier": "books", "Name": "Books", "Scopes": SCOPES}],
    "clients": [
        {"ClientName": "plain"},
        {"ClientName": "web", **CODE},
        {"ClientName": "server", "GenerateSecret": True, **CODE},
        {"ClientName": "machine", "GenerateSecret": True, **MACHINE},
    ],
    "users": [
        {"Username": "grace", "UserAttributes": [{"Name": name, "Value": value} for name, value in GRACE.items()]},
        {"Username": "totp", "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"]},
        {"Username": "gone", "Enabled": False},
    ],
    "MfaConfiguration": "OPTIONAL",
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
}


class Portal:
    """The domain of a pool, asked as an application asks it."""

    def __init__(self, cognito, url="https://portal.auth.us-east-1.amazoncognito.com"):
        self.cognito, self.url = cognito, url

    def client(self, name):
        return self.cognito.pool.clients[name]

    def post(self, path, *, client=None, secret=None, **form):
        view = client and self.client(client)
        secret = secret or (view and view.secret)
        auth = (view.id, secret) if secret else None
        named = {"client_id": view.id} if view and not secret else {}
        return requests.post(self.url + path, data={**form, **named}, auth=auth, timeout=5)

    def token(self, grant_type, **given):
        return self.post("/oauth2/token", grant_type=grant_type, **given)

    def get(self, path, *, bearer=None, **query):
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return requests.get(self.url + path, params=query, headers=headers, allow_redirects=False, timeout=5)

    def signed_in(self, client="web", redirect_uri=BACK, **asked):
        """The answer of the token endpoint to a code."""
        back = self.cognito.authorize("grace", client=client, redirect_uri=redirect_uri, **asked)
        return self.token("authorization_code", client=client, code=back.code, redirect_uri=redirect_uri).json()


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})
