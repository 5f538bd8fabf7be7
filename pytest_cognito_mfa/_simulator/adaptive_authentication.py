"""Adaptive authentication: the risk that a test or scenario assumes for sign-ins, and what the pool does about it.

AWS finds out how risky an attempt is.  Here a test or a scenario sets the risk, and the latest setting that matches the
attempt's address counts; without one there is no risk.  The guide is the developer guide: "Working with adaptive
authentication", and "Advanced security" for the page that "Threat protection" replaced.

1. Risk has an effect only with AdvancedSecurityMode ENFORCED (full-function mode).  With OFF and AUDIT every attempt
   goes on, whatever its risk and address (botocore UserPoolAddOnsType).
2. A client's risk configuration replaces its pool's as a whole: a block that it leaves out is not inherited (API
   reference, SetRiskConfiguration.ClientId: the pool's "is overridden and the risk configuration for the client is used
   instead").
3. If neither was set, or both were reset, the defaults apply: they block an attempt of any risk (guide, Advanced
   security: "Cognito defaults").
4. A configuration that was set does only what it says: a level without an action is let through (our choice).
5. An address in BlockedIPRangeList is blocked at every level, also without risk.  It is refused before user and
   password are checked ("always block the pre-authentication requests": API reference, RiskExceptionConfigurationType),
   with a message of its own (public code).
6. An address in SkippedIPRangeList has no risk: "risk detection isn't performed" (botocore
   RiskExceptionConfigurationType).  An address in both lists is blocked (our choice).
7. Any other attempt gets the action of its level; without risk, none.
8. The address is the one that the call names: AdminInitiateAuth in ContextData.IpAddress, InitiateAuth in
   UserContextData.IpAddress.  The latter counts only for a client with EnablePropagateAdditionalUserContextData
   (botocore UserPoolClientType).  Otherwise the address is unknown and in no list; AWS would see the caller's address,
   which a call inside a test does not have.
9. An attempt is judged once, when it begins; all its steps share the decision (our choice).  A refresh is not a sign-in
   and is not judged (our choice).
10. What the action means for the challenges is a row of the challenge table.  So only a caller who knows the password
    sees that its risk blocked it; anyone else gets the message of a wrong password (our choice; nobody has published
    the order).
11. The history of users and the e-mails about risky sign-ins are in `auth_events.py`, compromised passwords in
    `compromised_credentials.py`.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import is_cidr
from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.constants import Address, Network, RiskLevel
    from pytest_cognito_mfa._simulator.mfa.standing import RiskAction
    from pytest_cognito_mfa._simulator.state import Client

    Configuration = Mapping[str, Any]


BLOCKS = ("CompromisedCredentialsRiskConfiguration", "AccountTakeoverRiskConfiguration", "RiskExceptionConfiguration")
"""The blocks of SetRiskConfiguration that DescribeRiskConfiguration shows."""

RANGE_LISTS = ("BlockedIPRangeList", "SkippedIPRangeList")


def action(mode: str, configuration: Configuration | None, level: RiskLevel, address: Address | None) -> RiskAction:
    """The action for an attempt; `configuration` is the one in force, None for the defaults."""
    if is_blocked(mode, configuration, address):
        return "BLOCK"
    if mode != "ENFORCED" or level == "none" or _is_listed(configuration, "SkippedIPRangeList", address):
        return "NO_ACTION"
    if configuration is None:
        return "BLOCK"
    actions = configuration.get("AccountTakeoverRiskConfiguration", {}).get("Actions", {})
    chosen: RiskAction = actions.get(f"{level.title()}Action", {}).get("EventAction", "NO_ACTION")
    return chosen


def is_blocked(mode: str, configuration: Configuration | None, address: Address | None) -> bool:
    """Whether the attempt is refused because of its address."""
    return mode == "ENFORCED" and _is_listed(configuration, "BlockedIPRangeList", address)


def _is_listed(configuration: Configuration | None, name: str, address: Address | None) -> bool:
    if configuration is None or address is None:
        return False
    ranges = configuration.get("RiskExceptionConfiguration", {}).get(name, ())
    return any(address in ipaddress.ip_network(each, strict=False) for each in ranges)


def address_of(client: Client, request: Mapping[str, Any]) -> Address | None:
    """The source address that a call names, if AWS takes it from there (rule 8)."""
    context = request.get("ContextData")
    if context is None and client.settings.get("EnablePropagateAdditionalUserContextData"):
        context = request.get("UserContextData")
    given = (context or {}).get("IpAddress")
    if not given:
        return None
    try:
        return ipaddress.ip_address(given)
    except ValueError:
        raise rejections.BAD_SOURCE_ADDRESS() from None


def check(configuration: Configuration, mode: str) -> None:
    """Refuse what SetRiskConfiguration refuses beyond AWS's model."""
    if mode == "OFF" and "AccountTakeoverRiskConfiguration" in configuration:
        raise rejections.THREAT_PROTECTION_OFF()
    exceptions = configuration.get("RiskExceptionConfiguration", {})
    for each in (given for name in RANGE_LISTS for given in exceptions.get(name, ())):
        if not is_cidr(each):
            raise rejections.NO_CIDR_RANGE(because=f"{each} is not a range in CIDR notation")


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """Attempts from `source` have this level of risk; attempts from anywhere, if it is None."""

    level: RiskLevel
    source: Network | None = None

    def matches(self, address: Address | None) -> bool:
        return self.source is None or (address is not None and address in self.source)


class Assessments:
    """All assumed risks, oldest first."""

    def __init__(self) -> None:
        self._all: tuple[Assessed, ...] = ()

    def add(self, level: RiskLevel, source: Network | None = None) -> Assessed:
        assessed = Assessed(level, source)
        self._all = (*self._all, assessed)
        return assessed

    def remove(self, assessed: Assessed) -> None:
        """Remove this one; nothing happens if it was removed before."""
        self._all = tuple(each for each in self._all if each is not assessed)

    def level_of(self, address: Address | None) -> RiskLevel:
        return next((each.level for each in reversed(self._all) if each.matches(address)), "none")
