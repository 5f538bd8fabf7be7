"""Plans and states as `terraform show -json` prints them: names, blocks, modules, counts and references."""

from __future__ import annotations

import pytest


def resource(address, values, **others):
    name = address.rpartition(".")[2]
    kind = address.removesuffix(f".{name}").rpartition(".")[2]
    bare, _, index = name.partition("[")
    index = {"index": index.rstrip("]").strip('"')} if index else {}
    return {"address": address, "mode": "managed", "type": kind, "name": bare, **index, "values": values, **others}


def state(*resources, modules=()):
    root = {"resources": list(resources), "child_modules": [{"resources": list(each)} for each in modules]}
    return {"format_version": "1.0", "terraform_version": "1.9.5", "values": {"root_module": root}}


def plan(*resources, configuration, modules=()):
    shown = state(*resources, modules=modules)
    shown["planned_values"] = shown.pop("values")
    return shown | {"configuration": {"root_module": configuration}}


STATE_POOL = resource(
    "aws_cognito_user_pool.main",
    {
        "id": "eu-west-1_abc",
        "arn": "arn:aws:cognito-idp:eu-west-1:999988887777:userpool/eu-west-1_abc",
        "name": "main",
        "endpoint": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc",
        "region": "eu-west-1",
        "mfa_configuration": "OPTIONAL",
        "software_token_mfa_configuration": [{"enabled": True}],
        "sms_configuration": [
            {"external_id": "x", "sns_caller_arn": "arn:aws:iam::999988887777:role/r", "sns_region": ""}
        ],
        "password_policy": [{"minimum_length": 12, "require_symbols": False, "password_history_size": 0}],
        "sign_in_policy": [{"allowed_first_auth_factors": ["PASSWORD"]}],
        "device_configuration": [
            {"challenge_required_on_new_device": True, "device_only_remembered_on_user_prompt": False}
        ],
        "admin_create_user_config": [
            {
                "allow_admin_create_user_only": True,
                "invite_message_template": [{"email_subject": "Hi", "sms_message": ""}],
            }
        ],
        "lambda_config": [{"pre_sign_up": "arn:aws:lambda:eu-west-1:999988887777:function:f", "kms_key_id": "key"}],
        "schema": [
            {
                "name": "plan",
                "attribute_data_type": "String",
                "string_attribute_constraints": [{"min_length": "1", "max_length": "20"}],
                "number_attribute_constraints": [],
            }
        ],
        "user_pool_add_ons": [],
        "email_verification_message": "",
        "tags": {},
        "tags_all": None,
        "username_attributes": None,
    },
    sensitive_values={"schema": [{}], "lambda_config": [{"kms_key_id": True}]},
)
STATE_CLIENT = resource(
    "aws_cognito_user_pool_client.web",
    {
        "id": "1example23456789webclient0",
        "name": "web",
        "user_pool_id": "eu-west-1_abc",
        "client_secret": "an-actual-secret-of-somebodys",
        "generate_secret": None,
        "access_token_validity": 0,
        "refresh_token_validity": 30,
        "callback_urls": ["https://example.com"],
        "default_redirect_uri": "",
        "enable_token_revocation": True,
        "token_validity_units": [],
    },
    sensitive_values={"client_secret": True},
)


def test_a_state_has_aws_names_and_ids(given):
    outcome = given(state(STATE_CLIENT, STATE_POOL))
    settings = outcome.pool.settings

    assert (outcome.scenario.region, outcome.pool.id, outcome.pool.name) == ("eu-west-1", "eu-west-1_abc", "main")
    assert settings["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
    assert settings["SmsConfiguration"] == {"SnsCallerArn": "arn:aws:iam::123456789012:role/r", "ExternalId": "x"}
    assert settings["Policies"] == {
        "PasswordPolicy": {"MinimumLength": 12, "RequireSymbols": False, "PasswordHistorySize": 0},
        "SignInPolicy": {"AllowedFirstAuthFactors": ("PASSWORD",)},
    }
    assert settings["AdminCreateUserConfig"]["InviteMessageTemplate"] == {"EmailSubject": "Hi"}
    assert settings["Schema"][0]["StringAttributeConstraints"] == {"MinLength": "1", "MaxLength": "20"}
    assert not settings.keys() & {"UserPoolAddOns", "EmailVerificationMessage", "UserPoolTags"}


def test_a_states_client_has_its_id_and_a_placeholder_for_its_secret(given):
    outcome = given(state(STATE_CLIENT, STATE_POOL))
    (client,) = outcome.pool.clients

    assert (client.name, client.id) == ("web", "1example23456789webclient0")
    assert "an-actual-secret" not in outcome.text
    assert "not0a0real0secret" in client.secret
    assert "AccessTokenValidity" not in client.settings
    assert client.settings["CallbackURLs"] == ("https://example.com",)


def test_sensitive_values_are_not_imported(given):
    outcome = given(state(STATE_POOL))

    assert outcome.pool.settings["LambdaConfig"].keys() == {"PreSignUp"}
    assert (
        "input0: aws_cognito_user_pool.main.lambda_config.kms_key_id: not imported: marked as sensitive"
        in outcome.notes
    )


def test_resources_that_are_not_simulated_are_reported_by_address(given):
    others = [
        resource("aws_cognito_managed_login_branding.web", {}),
        resource("data.aws_cognito_user_pools.all", {}, mode="data"),
        resource("aws_cognito_user.jo", {"username": "jo"}),
    ]
    outcome = given(state(STATE_POOL, *others))

    kind = "aws_cognito_managed_login_branding"
    assert f"input0: {kind}.web: not imported: a scenario cannot have {kind}" in outcome.notes
    assert "input0: data.aws_cognito_user_pools.all: not imported: a data source" in outcome.notes
    assert "input0: aws_cognito_user.jo: not imported; add --users to import users" in outcome.notes


def test_resources_of_other_services_are_counted(given):
    role, other = (resource(f"aws_iam_role.{name}", {}) for name in ("sms", "other"))
    bucket, region = resource("aws_s3_bucket.b", {}), resource("aws_region.here", {}, mode="data")

    notes = given(state(STATE_POOL, role, region, modules=[[other, bucket]])).notes

    assert "input0: resources: not imported: 3 of other services: aws_iam_role (2), aws_s3_bucket (1)" in notes


def test_the_key_of_a_user_is_not_reported_without_the_option(given):
    keyed = [
        resource('module.m.aws_cognito_user.all["jo@example-com"]', {"username": "jo"}),
        resource('aws_cognito_user_in_group.all["jo@example-com"]', {}),
    ]
    for each, kind in zip(keyed, ("aws_cognito_user", "aws_cognito_user_in_group"), strict=True):
        each["type"] = kind

    outcome = given(state(STATE_POOL, *keyed))

    assert "jo@" not in outcome.text
    assert "input0: aws_cognito_user_in_group.all: not imported: its group is not known yet" in outcome.notes


def test_groups_with_their_users_providers_and_servers_are_imported(given):
    scope = [{"scope_name": "read", "scope_description": "Read"}]
    details = {"client_id": "c", "client_secret": "a real one"}
    outcome = given(
        state(
            STATE_POOL,
            resource("aws_cognito_user_group.staff", {"name": "staff", "precedence": 2, "id": "x/staff"}),
            resource("aws_cognito_user.jo", {"username": "jo"}),
            resource("aws_cognito_user_in_group.jo", {"username": "jo", "group_name": "staff"}),
            resource("aws_cognito_user_in_group.again", {"username": "jo", "group_name": "staff"}),
            resource("aws_cognito_resource_server.books", {"identifier": "books", "name": "Books", "scope": scope}),
            resource(
                "aws_cognito_identity_provider.corp",
                {"provider_name": "corp", "provider_type": "OIDC", "provider_details": details},
            ),
        ),
        users=True,
    )
    members = {spec.name: spec.members for spec in outcome.pool.resources}
    assert members["staff"] == {"GroupName": "staff", "Precedence": 2}
    assert members["books"]["Scopes"] == ({"ScopeName": "read", "ScopeDescription": "Read"},)
    assert members["corp"]["ProviderType"] == "OIDC"
    assert outcome.pool.users[0].groups == ("staff",)
    assert "a real one" not in outcome.text


def test_users_come_without_their_passwords(given):
    jo = {
        "username": "jo",
        "user_pool_id": "eu-west-1_abc",
        "id": "eu-west-1_abc/jo",
        "password": "An-actual-passw0rd",
        "attributes": {"email": "jo@example.com", "plan": "gold"},
        "sub": "0d9f1a3e-7c1e-4a7e-9a53-0b5bb7f5d1aa",
        "mfa_setting_list": ["EMAIL_OTP"],
        "preferred_mfa_setting": "EMAIL_OTP",
        "enabled": True,
    }
    flo = {
        "username": "flo",
        "user_pool_id": "eu-west-1_abc",
        "temporary_password": "An-0ther-passw0rd",
        "status": None,
    }
    outcome = given(
        state(
            STATE_POOL,
            resource("aws_cognito_user.jo", jo, sensitive_values={"password": True}),
            resource("aws_cognito_user.flo", flo),
        ),
        users=True,
    )

    assert [(user.username, user.status, user.factors, user.password) for user in outcome.pool.users] == [
        ("jo", "CONFIRMED", ("EMAIL_OTP",), None),
        ("flo", "FORCE_CHANGE_PASSWORD", (), None),
    ]
    assert "passw0rd" not in outcome.text
    assert outcome.pool.users[0].attributes["sub"] == jo["sub"]


def test_risk_and_domain_are_put_where_they_belong(given):
    action = [{"event_action": "BLOCK", "notify": False}]
    whole = {
        "account_takeover_risk_configuration": [{"actions": [{"high_action": action}], "notify_configuration": []}]
    }
    block = {"compromised_credentials_risk_configuration": [{"actions": [{"event_action": "BLOCK"}]}]}
    own = {"user_pool_id": "eu-west-1_abc"}
    outcome = given(
        state(
            STATE_POOL,
            STATE_CLIENT,
            resource("aws_cognito_risk_configuration.all", {**own, "id": "eu-west-1_abc", "client_id": None, **whole}),
            resource("aws_cognito_risk_configuration.web", {**own, "client_id": "1example23456789webclient0", **block}),
            resource("aws_cognito_risk_configuration.lost", {**own, "client_id": "x", **block}),
            resource("aws_cognito_user_pool_domain.short", {**own, "domain": "main"}),
            resource("aws_cognito_user_pool_domain.own", {**own, "domain": "a.example.com", "certificate_arn": "arn"}),
            resource("aws_cognito_user_pool_domain.later", {**own, "domain": None}),
        )
    )
    risk = outcome.pool.settings["RiskConfiguration"]["AccountTakeoverRiskConfiguration"]

    assert risk["Actions"] == {"HighAction": {"Notify": False, "EventAction": "BLOCK"}}
    assert "RiskConfiguration" in outcome.pool.clients[0].settings
    assert (outcome.pool.settings["Domain"], outcome.pool.settings["CustomDomain"]) == ("main", "a.example.com")
    assert "input0: aws_cognito_risk_configuration.lost: not imported: its client is not here" in outcome.notes


def refers(*references):
    return {"user_pool_id": {"references": list(references)}}


def configured(address, **expressions):
    return {"address": address, "expressions": expressions}


def test_a_plans_clients_are_in_the_pools_that_they_refer_to(given):
    outcome = given(
        plan(
            resource("aws_cognito_user_pool.a", {"name": "a"}),
            resource("aws_cognito_user_pool.b", {"name": "b"}),
            resource("aws_cognito_user_pool_client.x", {"name": "x"}),
            resource("aws_cognito_user_pool_client.y", {"name": "y"}),
            resource("aws_cognito_user_pool_client.z", {"name": None}),
            resource("aws_cognito_risk_configuration.y", {}),
            configuration={
                "resources": [
                    configured("aws_cognito_user_pool_client.x", **refers("aws_cognito_user_pool.b.id")),
                    configured("aws_cognito_user_pool_client.y", **refers("aws_cognito_user_pool.a.id")),
                    configured("aws_cognito_user_pool_client.z", **refers("local.somewhere")),
                    configured(
                        "aws_cognito_risk_configuration.y",
                        **refers("aws_cognito_user_pool.a.id"),
                        client_id={"references": ["aws_cognito_user_pool_client.y.id"]},
                    ),
                ]
            },
        )
    )
    pools = {pool.name: pool for pool in outcome.scenario.pools}

    assert {name: [client.name for client in pool.clients] for name, pool in pools.items()} == {
        "a": ["y"],
        "b": ["x"],
        "imported": ["z"],
    }
    assert "RiskConfiguration" in pools["a"].clients[0].settings


def test_of_several_instances_the_one_with_the_same_key_is_meant(given):
    outcome = given(
        plan(
            resource('aws_cognito_user_pool.p["dev"]', {}),
            resource('aws_cognito_user_pool.p["prod"]', {}),
            resource('aws_cognito_user_pool_client.c["prod"]', {}),
            resource("aws_cognito_user_pool_client.any", {}),
            configuration={
                "resources": [
                    configured("aws_cognito_user_pool_client.c", **refers("aws_cognito_user_pool.p")),
                    configured("aws_cognito_user_pool_client.any", **refers("aws_cognito_user_pool.p")),
                ]
            },
        )
    )

    assert {pool.name: [client.name for client in pool.clients] for pool in outcome.scenario.pools} == {
        "p-dev": [],
        "p-prod": ["c-prod"],
        "imported": ["any"],
    }


def test_references_lead_through_variables_and_outputs_of_modules(given):
    outcome = given(
        plan(
            resource("aws_cognito_user_pool.other", {"name": "other"}),
            modules=[
                [resource("module.pool[0].aws_cognito_user_pool.this", {"name": "pool"})],
                [resource("module.apps.aws_cognito_user_pool_client.this[0]", {"name": "app"})],
            ],
            configuration={
                "module_calls": {
                    "pool": {
                        "module": {"outputs": {"id": {"expression": {"references": ["aws_cognito_user_pool.this.id"]}}}}
                    },
                    "apps": {
                        "expressions": {"pool": {"references": ["module.pool[0].id", "module.pool[0]"]}},
                        "module": {
                            "resources": [configured("aws_cognito_user_pool_client.this", **refers("var.pool"))]
                        },
                    },
                }
            },
        )
    )

    assert {pool.name: [client.name for client in pool.clients] for pool in outcome.scenario.pools} == {
        "other": [],
        "pool": ["app"],
    }


def test_outputs_of_nested_modules_are_followed(given):
    output = {"expression": {"references": ["module.inner.id"]}}
    inner = {"outputs": {"id": {"expression": {"references": ["aws_cognito_user_pool.this.id"]}}}}
    outcome = given(
        plan(
            resource("aws_cognito_user_pool.other", {"name": "other"}),
            resource("aws_cognito_user_pool_client.c", {"name": "c"}),
            modules=[[resource("module.outer.module.inner.aws_cognito_user_pool.this", {"name": "inner"})]],
            configuration={
                "resources": [configured("aws_cognito_user_pool_client.c", **refers("module.outer.id"))],
                "module_calls": {
                    "outer": {"module": {"outputs": {"id": output}, "module_calls": {"inner": {"module": inner}}}}
                },
            },
        )
    )

    assert [client.name for client in outcome.scenario.pools[1].clients] == ["c"]


def test_references_in_a_circle_lead_nowhere(given):
    circle = {"outputs": {"id": {"expression": {"references": ["var.id"]}}}}
    calls = {"m": {"module": circle, "expressions": {"id": {"references": ["module.m.id"]}}}}
    outcome = given(
        plan(
            resource("aws_cognito_user_pool.a", {}),
            resource("aws_cognito_user_pool.b", {}),
            resource("aws_cognito_user_pool_client.c", {}),
            configuration={
                "resources": [configured("aws_cognito_user_pool_client.c", **refers("module.m.id"))],
                "module_calls": calls,
            },
        )
    )

    assert [pool.name for pool in outcome.scenario.pools] == ["a", "b", "imported"]


def test_a_client_that_refers_to_nothing_known_is_of_the_only_pool(given):
    outcome = given(state(resource("aws_cognito_user_pool.a", {}), resource("aws_cognito_user_pool_client.c", {})))

    assert [client.name for client in outcome.pool.clients] == ["c"]
    assert (
        "input0: aws_cognito_user_pool_client.c.user_pool_id: not known yet; the only pool here is used"
        in outcome.notes
    )


@pytest.mark.parametrize(
    ("argument", "block", "member"),
    [
        ("device_configuration", [None], "DeviceConfiguration"),
        ("device_configuration", "odd", "DeviceConfiguration"),
        ("schema", [[]], "SchemaAttributes"),
    ],
)
def test_an_invalid_block_is_reported(argument, block, member, given):
    outcome = given(state(resource("aws_cognito_user_pool.a", {argument: block})))

    assert member not in outcome.pool.settings
