"""What threat protection's adaptive authentication does about a sign-in, as pure functions.

The guide is the developer guide: "Working with adaptive authentication", and "Advanced
security" for the page of that name that stood before "Threat protection".

1. Only full-function mode acts, AdvancedSecurityMode ENFORCED.  With OFF and with AUDIT every
   attempt goes its way, whatever its risk and its address (botocore UserPoolAddOnsType).
2. A client's risk configuration takes the place of its pool's as a whole: a block that it
   leaves out is not inherited (API reference, SetRiskConfiguration.ClientId: the pool's "is
   overridden and the risk configuration for the client is used instead").
3. Where neither was set, or both were reset, the defaults hold, and they block an attempt of
   any risk (guide, Advanced security: "Cognito defaults").
4. A configuration that was set does what it says and no more: a level that has no action in
   it is let through (our choice).
5. An address in BlockedIPRangeList is blocked at every level, also at none.  It is refused before
   user and password are looked at ("always block the pre-authentication requests": API
   reference, RiskExceptionConfigurationType), in words of its own (public code).
6. An address in SkippedIPRangeList is of no risk: "risk detection isn't performed" (botocore
   RiskExceptionConfigurationType).  One that is in both lists is blocked (our choice).
7. Any other attempt gets the action of its level; without a risk, none.
8. The address is what the call says it is: AdminInitiateAuth in ContextData.IpAddress, and
   InitiateAuth in UserContextData.IpAddress, which counts only for a client that has
   EnablePropagateAdditionalUserContextData (botocore UserPoolClientType).  Otherwise it is
   unknown, and in no list; AWS would see the caller's, and a call inside a test has none.
9. An attempt is judged once, when it begins, and what was decided holds through its steps
   (our choice).  A refresh is no sign-in, and is not judged (our choice).
10. What the action then means for the challenges is a row of the challenge table.  So a block
    for its risk is told to who knows the password only, and to anyone else that it is wrong
    (our choice; nobody has shown the order).
11. Nothing else of threat protection is done: no notification is sent, whatever Notify says,
    and no password counts as compromised.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from pytest_cognito_mfa._aws.constants import is_cidr
from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_cognito_mfa._aws.constants import Address, RiskLevel
    from pytest_cognito_mfa._simulator.mfa.standing import RiskAction
    from pytest_cognito_mfa._simulator.state import Client

    Configuration = Mapping[str, Any]

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.constants import Address, Network, RiskLevel
BLOCKS = ("CompromisedCredentialsRiskConfiguration", "AccountTakeoverRiskConfiguration", "RiskExceptionConfiguration")
"""What SetRiskConfiguration takes, and DescribeRiskConfiguration shows of it."""

RANGE_LISTS = ("BlockedIPRangeList", "SkippedIPRangeList")


def action(mode: str, configuration: Configuration | None, level: RiskLevel, address: Address | None) -> RiskAction:
    """What is done about an attempt; `configuration` is the one that holds, None for the defaults."""
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
    """Whether the attempt is refused for its address alone."""
    return mode == "ENFORCED" and _is_listed(configuration, "BlockedIPRangeList", address)


def _is_listed(configuration: Configuration | None, name: str, address: Address | None) -> bool:
    if configuration is None or address is None:
        return False
    ranges = configuration.get("RiskExceptionConfiguration", {}).get(name, ())
    return any(address in ipaddress.ip_network(each, strict=False) for each in ranges)


def address_of(client: Client, request: Mapping[str, Any]) -> Address | None:
    """The source address that a call names, where AWS takes it from there."""
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
            raise rejections.NO_CIDR_RANGE(range=each)


@dataclass(frozen=True, slots=True, eq=False)
class Assessed:
    """One thing that was said: attempts from `source` are of this level; from anywhere when it is None."""

    level: RiskLevel
    source: Network | None = None

    def fits(self, address: Address | None) -> bool:
        return self.source is None or (address is not None and address in self.source)


class Assessments:
    """All that was said, oldest first."""

    def __init__(self) -> None:
        self._said: tuple[Assessed, ...] = ()

    def add(self, level: RiskLevel, source: Network | None = None) -> Assessed:
        assessed = Assessed(level, source)
        self._said = (*self._said, assessed)
        return assessed

    def remove(self, assessed: Assessed) -> None:
        """Take back that very one; nothing if it is gone already."""
        self._said = tuple(other for other in self._said if other is not assessed)

    def level_of(self, address: Address | None) -> RiskLevel:
        return next((said.level for said in reversed(self._said) if said.fits(address)), "none")
