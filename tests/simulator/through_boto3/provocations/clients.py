"""The OAuth settings of app clients, and what they refer to."""

from .pools import new_client
from .resources import server

ON = {"AllowedOAuthFlowsUserPoolClient": True}
CODE = {**ON, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"]}
MACHINE = {**ON, "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["books/read"]}
URL = "https://example.com/back"


def machine(setup, **more):
    server(setup, Scopes=[{"ScopeName": "read", "ScopeDescription": "Read"}])
    new_client(setup, **{**MACHINE, **more})


TABLE = {
    "OAUTH_WITHOUT_FLOWS": lambda s: new_client(s, **ON),
    "CLIENT_CREDENTIALS_MIXED": lambda s: machine(s, AllowedOAuthFlows=["code", "client_credentials"]),
    "CLIENT_CREDENTIALS_WITHOUT_SECRET": machine,
    "NO_SCOPE_OF_USERS": lambda s: machine(s, GenerateSecret=True, AllowedOAuthScopes=["books/read", "openid"]),
    "NO_CALLBACK_URL": lambda s: new_client(s, **CODE),
    "NO_SCOPE": lambda s: machine(s, GenerateSecret=True, AllowedOAuthScopes=["books/write"]),
    "DEFAULT_REDIRECT_ELSEWHERE": lambda s: new_client(s, CallbackURLs=[URL], DefaultRedirectURI=f"{URL}2"),
    "URL_WITH_FRAGMENT": lambda s: new_client(s, CallbackURLs=[f"{URL}#top"]),
    "CONTEXT_WITHOUT_SECRET": lambda s: new_client(s, EnablePropagateAdditionalUserContextData=True),
    "NO_HTTP": lambda s: new_client(s, LogoutURLs=["http://localhost:3000", "http://example.com"]),
    "BAD_READ_ATTRIBUTES": lambda s: new_client(s, ReadAttributes=["email", "custom:none"]),
    "BAD_WRITE_ATTRIBUTES": lambda s: new_client(s, WriteAttributes=["email", "email_verified"]),
    "NO_SUCH_PROVIDER": lambda s: new_client(s, SupportedIdentityProviders=["COGNITO", "Google"]),
    "BAD_ANALYTICS": lambda s: new_client(s, AnalyticsConfiguration={"ApplicationId": "a"}),
}

FILLED = {
    "NO_SCOPE_OF_USERS": {"scope": "openid"},
    "NO_SCOPE": {"scope": "books/write"},
    "DEFAULT_REDIRECT_ELSEWHERE": {"uri": f"{URL}2"},
    "URL_WITH_FRAGMENT": {"url": f"{URL}#top"},
    "NO_HTTP": {"url": "http://example.com"},
    "NO_SUCH_PROVIDER": {"name": "Google", "pool": "us-east-1_Example01"},
}
