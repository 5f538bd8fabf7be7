"""Adaptive authentication."""

from .pool_setup import user

ENFORCED = {"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}
BLOCKED = {"RiskExceptionConfiguration": {"BlockedIPRangeList": ["203.0.113.0/24"]}}


def risky_sign_in(setup):
    setup.open(user(), **ENFORCED).cognito.risk("high")
    setup.public.password("alice")


def sign_in_from(address):
    context = {"IpAddress": address, "ServerName": "app", "ServerPath": "/", "HttpHeaders": []}

    def sign_in(setup):
        setup.open(user(), **ENFORCED, RiskConfiguration=BLOCKED)
        request = {**setup.pool, "ClientId": setup.public.client.id, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
        parameters = {"USERNAME": "alice", "PASSWORD": "Secret-1"}
        setup.aws.admin_initiate_auth(**request, AuthParameters=parameters, ContextData=context)

    return sign_in


def one_address_as_a_range(setup):
    setup.aws.set_risk_configuration(**setup.pool, RiskExceptionConfiguration={"BlockedIPRangeList": ["192.0.2.1"]})


def compromised_at_sign_up(setup):
    setup.open(user(), **ENFORCED).cognito.compromised_passwords.add("Secret-2")
    setup.sign_up(password="Secret-2")


TABLE = {
    "PASSWORD_COMPROMISED": compromised_at_sign_up,
    "TOO_RISKY": risky_sign_in,
    "ADDRESS_BLOCKED": sign_in_from("203.0.113.7"),
    "BAD_SOURCE_ADDRESS": sign_in_from("here"),
    "THREAT_PROTECTION_OFF": lambda s: s.aws.describe_risk_configuration(**s.pool),
    "NO_CIDR_RANGE": one_address_as_a_range,
}
