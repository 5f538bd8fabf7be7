"""The endpoints of a pool's domain by name, and their errors."""

from __future__ import annotations

from typing import Final

TOKEN: Final = "POST /oauth2/token"  # noqa: S105 - the name of an endpoint
REVOKE: Final = "POST /oauth2/revoke"
USER_INFO: Final = ("GET /oauth2/userInfo", "POST /oauth2/userInfo")
AUTHORIZE: Final = "GET /oauth2/authorize"
LOGIN: Final = "GET /login"
LOGOUT: Final = "GET /logout"
ERROR: Final = "GET /error"
CONFIRM: Final = ("GET /confirmUser/", "GET /confirmUser")
IN_JSON: Final = (TOKEN, REVOKE, *USER_INFO)
"""Those that answer with JSON, which a canned answer can replace; the others redirect, or are pages."""
OPERATIONS: Final = (*IN_JSON, AUTHORIZE, LOGIN, LOGOUT, ERROR, *CONFIRM)
"""The endpoints of a pool's domain, as the operations of its calls."""

ERRORS: Final = frozenset(
    {
        *("invalid_client", "invalid_grant", "invalid_request", "invalid_scope", "invalid_token", "server_error"),
        *("unauthorized_client", "unsupported_grant_type", "unsupported_token_type"),
    }
)
"""The error codes of its endpoints (developer guide)."""
