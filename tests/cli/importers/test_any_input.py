"""Any file becomes a scenario that loads, or one error of this package."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_cognito_mfa._cli.importers import Imported, ImportOptions, scenario_text
from pytest_cognito_mfa._cli.importers.detection import import_documents
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa.errors import ImportingError

WORDS = [
    "a",
    "",
    "ON",
    "true",
    "7",
    "email",
    "jo@example.com",
    "us-east-1_a",
    "x.y",
    "${Pool}",
    "arn:aws:iam::1:role/r",
]
FUNCTIONS = [
    "Ref",
    "Condition",
    *(f"Fn::{name}" for name in ("If", "Sub", "Join", "GetAtt", "Select", "Split", "FindInMap")),
]
POOL = [*members_of("UserPoolType", "SetUserPoolMfaConfigResponse"), "EnabledMfas", "UserPoolName", "Schema", "Odd"]
POOL += ["WebAuthnRelyingPartyID", "EmailAuthenticationMessage"]
CLIENT = [*members_of("UserPoolClientType"), "GenerateSecret", "PublishSecretsInAWSSecretsManager"]
USER = [*members_of("AdminGetUserResponse"), "Attributes", "UserPoolId", "Password"]
RISK = [*members_of("RiskConfigurationType")]
INNER = ["Name", "Value", "Enabled", "PasswordPolicy", "MinimumLength", "RecoveryMechanisms", "Priority", "Actions"]


def snake(name):
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name).lstrip("_")


SCALARS = st.none() | st.booleans() | st.integers(-9, 99) | st.floats(allow_nan=False) | st.sampled_from(WORDS)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER + FUNCTIONS), inner, max_size=3),
    max_leaves=8,
)


def some(names):
    return st.dictionaries(st.sampled_from(names), ANY, max_size=6)


KINDS = ["UserPool", "UserPoolClient", "UserPoolUser", "UserPoolDomain", "UserPoolRiskConfigurationAttachment"]
RESOURCE = st.fixed_dictionaries(
    {"Type": st.sampled_from([f"AWS::Cognito::{kind}" for kind in KINDS])},
    optional={"Properties": some(POOL + CLIENT + USER + RISK + ["Domain"]) | ANY, "Condition": ANY},
)
TEMPLATE = st.fixed_dictionaries(
    {"Resources": st.dictionaries(st.sampled_from(["Pool", "x", "7"]), RESOURCE | ANY, max_size=4)},
    optional={name: some(["a", "Pool", "email"]) | ANY for name in ("Parameters", "Mappings", "Conditions")},
)
TERRAFORM_KINDS = ["user_pool", "user_pool_client", "user", "risk_configuration", "user_pool_domain"]
INSTANCE = st.fixed_dictionaries(
    {"type": st.sampled_from([f"aws_cognito_{kind}" for kind in TERRAFORM_KINDS])},
    optional={
        "address": st.sampled_from(["aws_cognito_user_pool.a", "module.m.aws_cognito_user.b[0]"]) | ANY,
        "values": some([snake(name) for name in POOL + CLIENT + USER + RISK] + ["id", "name", "tags_all"]) | ANY,
        "sensitive_values": ANY,
        "index": ANY,
        "name": ANY,
    },
)
CONFIGURED = st.fixed_dictionaries(
    {"address": st.sampled_from(["aws_cognito_user_pool.a", "aws_cognito_user.b"])},
    optional={
        "expressions": st.dictionaries(
            st.sampled_from(["user_pool_id", "client_id"]), ANY | st.fixed_dictionaries({"references": ANY})
        )
    },
)
MODULE = st.fixed_dictionaries({}, optional={"resources": st.lists(INSTANCE, max_size=4) | ANY, "child_modules": ANY})
ROOT = st.fixed_dictionaries({}, optional={"resources": st.lists(CONFIGURED, max_size=2) | ANY, "module_calls": ANY})
TERRAFORM = st.fixed_dictionaries(
    {"format_version": st.just("1.0"), "planned_values": st.fixed_dictionaries({"root_module": MODULE})},
    optional={"configuration": st.fixed_dictionaries({"root_module": ROOT}) | ANY},
)
PRINTED = st.one_of(
    st.fixed_dictionaries({"UserPool": some(POOL)}),
    st.fixed_dictionaries({"UserPoolClient": some(CLIENT)}),
    st.fixed_dictionaries({"UserPoolClients": st.lists(some(CLIENT) | ANY, max_size=3)}),
    st.fixed_dictionaries({"RiskConfiguration": some(RISK)}),
    st.fixed_dictionaries({"Users": st.lists(some(USER) | ANY, max_size=3)}),
    st.fixed_dictionaries({"Username": ANY, "UserStatus": ANY}, optional={"UserAttributes": ANY}),
    st.fixed_dictionaries({"MfaConfiguration": ANY}, optional={"SmsMfaConfiguration": ANY}),
    ANY,
)


@pytest.mark.parametrize("documents", [TEMPLATE, TERRAFORM, PRINTED], ids=["template", "terraform", "printed"])
@settings(max_examples=120)
@given(data=st.data())
def test_it_becomes_a_scenario_or_an_error_of_ours(documents, data):
    values, imported = data.draw(st.lists(documents, min_size=1, max_size=3)), Imported()

    with contextlib.suppress(ImportingError):
        import_documents(
            [("a", json.loads(json.dumps(value))) for value in values], imported, ImportOptions(users=True)
        )
        scenario_text(imported, ["a"])
