"""Compromised credentials: which passwords a test calls compromised, and where threat protection then blocks.

1. AWS compares passwords with lists of leaked ones.  Here a test names them.
2. It blocks only with AdvancedSecurityMode ENFORCED, where CompromisedCredentialsRiskConfiguration says BLOCK for the
   event (botocore).  If no risk configuration was set, it blocks at every event (our choice, as for other risks).
3. SIGN_IN: a right password that is compromised makes the user RESET_REQUIRED, and the sign-in is refused as that of
   such a user.  SRP sends no password, and is not checked (developer guide, compromised credentials).
4. SIGN_UP, and PASSWORD_CHANGE at ChangePassword and ConfirmForgotPassword: the password is refused, after the policy
   (client code that matches on the text).  What an administrator sets is not checked (our choice).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client

    Event = Literal["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"]


def is_blocked(service: Service, client: Client, password: str, event: Event) -> bool:
    """Whether the pool blocks this password at this event."""
    if password not in service.compromised or client.pool.threat_protection != "ENFORCED":
        return False
    configuration = client.risk_configuration
    if configuration is None:
        return True
    setting = configuration.get("CompromisedCredentialsRiskConfiguration", {})
    blocks = setting.get("Actions", {}).get("EventAction") == "BLOCK"
    return bool(blocks and event in setting["EventFilter"])


def refuse(service: Service, client: Client, password: str, event: Event) -> None:
    """Refuse a new password that the pool blocks."""
    if is_blocked(service, client, password, event):
        raise rejections.PASSWORD_COMPROMISED(because="the test says that the password is compromised")
