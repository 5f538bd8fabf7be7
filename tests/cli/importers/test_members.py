"""What AWS prints, member by member: what is kept, what is dropped, and what is reported."""

import pytest
from one_test import for_each

from pytest_cognito_mfa._aws import operations

POOL = {"UserPool": {"Id": "us-east-1_abc", "Name": "staff"}}


def pool(**members):
    return {"UserPool": {**POOL["UserPool"], **members}}


LEFT_OUT = {
    "Nonsense": ("x", "not imported: not a member that a scenario can have"),
    "MfaConfiguration": ("SOMETIMES", "not imported: must be one of OFF, ON, OPTIONAL"),
    "UserPoolTier": ({"a": 1}, "not a text"),
    "LambdaConfig": ("x", "not a mapping"),
    "UserPoolTags": ("x", "not a mapping"),
    "UsernameConfiguration": ({}, "without CaseSensitive"),
    "DeviceConfiguration": ({"ChallengeRequiredOnNewDevice": "perhaps"}, "not true or false"),
    "Policies": ({"PasswordPolicy": {"MinimumLength": 3}}, "not imported: outside the range that AWS allows"),
    "AdminCreateUserConfig": ({"UnusedAccountValidityDays": True}, "not a whole number"),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_the_model_does_not_allow_is_dropped_and_reported(name, given):
    value, why = LEFT_OUT[name]

    notes = given(pool(**{name: value})).notes

    assert [note for note in notes if note.startswith(f"input0: UserPool.{name}") and note.endswith(why)]


def test_null_means_not_given(given):
    assert given(pool(LambdaConfig=None, Nonsense=None)).notes == []


def test_a_single_value_is_a_list_of_one(given):
    assert given(pool(AliasAttributes="email")).pool.settings["AliasAttributes"] == ("email",)


def test_numbers_and_truth_may_be_texts_and_texts_numbers(given):
    schema = [{"Name": "size", "NumberAttributeConstraints": {"MinValue": 1, "MaxValue": "9"}, "Required": "false"}]
    settings = given(
        pool(Schema=schema, Policies={"PasswordPolicy": {"MinimumLength": "10"}}, SmsVerificationMessage=True)
    )

    assert settings.pool.settings["Policies"] == {"PasswordPolicy": {"MinimumLength": 10}}
    assert settings.pool.settings["Schema"][0]["NumberAttributeConstraints"] == {"MinValue": "1", "MaxValue": "9"}
    assert settings.pool.settings["SmsVerificationMessage"] == "true"


def test_an_invalid_name_is_replaced_by_the_id(given):
    outcome = given(pool(Name="{{name}}"))

    assert outcome.pool.name == "us-east-1_abc"
    assert "input0: UserPool.Name: not imported: not a form that AWS allows" in outcome.notes


def test_a_nameless_pool_has_a_name_all_the_same(given):
    assert given({"UserPool": {}}).pool.name == "imported"


def test_what_is_printed_twice_is_one_pool(given):
    scenario = given(pool(UserPoolTier="LITE"), pool(UserPoolTier="PLUS")).scenario

    assert [each.settings["UserPoolTier"] for each in scenario.pools] == ["PLUS"]


def test_account_numbers_become_that_of_the_examples(given):
    outcome = given(pool(LambdaConfig={"PreSignUp": "arn:aws:lambda:us-east-1:999988887777:function:f"}))

    assert "999988887777" not in outcome.text
    assert "arn:aws:lambda:us-east-1:123456789012:function:f" in outcome.text


def test_texts_of_several_lines_are_blocks(given):
    outcome = given(pool(SmsVerificationMessage="Hello,\nyour code is {####}.\n"))

    assert "SmsVerificationMessage: |\n    Hello,\n    your code is {####}.\n" in outcome.text


def test_another_schema_than_the_default_is_kept_whole(given):
    schema = [{"Name": "sub", "Required": True}, {"AttributeDataType": "String"}]

    assert len(given(pool(SchemaAttributes=schema)).pool.settings["SchemaAttributes"]) == 2


def test_a_pool_of_another_region_gets_an_id_of_its_own(given):
    outcome = given({"UserPool": {"Id": "eu-west-1_abc", "Name": "staff"}}, {"UserPool": {**POOL["UserPool"]}})

    assert outcome.scenario.region == "eu-west-1"
    assert [each.id for each in outcome.scenario.pools] == ["eu-west-1_abc", None]
    assert (
        "staff: Id: not in eu-west-1, the region of this scenario; the simulator generates a new one" in outcome.notes
    )


def client(name, client_id, **members):
    return {"UserPoolClient": {"UserPoolId": "us-east-1_abc", "ClientName": name, "ClientId": client_id, **members}}


def test_the_order_of_the_files_does_not_matter(given):
    outcome = given(client("web", "1"), {"MfaConfiguration": "ON", "ResponseMetadata": {}}, POOL)

    assert [each.name for each in outcome.pool.clients] == ["web"]
    assert outcome.pool.settings["MfaConfiguration"] == "ON"


def test_a_client_of_a_missing_pool_gets_a_default_pool(given):
    outcome = given(client("web", "1"))

    assert (outcome.pool.id, outcome.pool.name) == ("us-east-1_abc", "us-east-1_abc")
    assert "input0: UserPoolClient: its pool is not in the input; it gets a pool with default settings" in outcome.notes


def test_a_client_printed_twice_is_one(given):
    outcome = given(POOL, client("web", "1"), client("web", "1", AuthSessionValidity=5))

    assert [each.settings["AuthSessionValidity"] for each in outcome.pool.clients] == [5]


def test_clients_of_one_name_get_numbers(given):
    outcome = given(POOL, client("web", "1"), client("web", "2"), client("web", "3"))

    assert [each.name for each in outcome.pool.clients] == ["web", "web-2", "web-3"]
    assert "staff: web: another client has this name; renamed to web-2" in outcome.notes


def test_an_id_of_two_clients_is_that_of_the_first(given):
    other = {"UserPoolClient": {"UserPoolId": "us-east-1_other", "ClientName": "b", "ClientId": "1"}}

    scenario = given(POOL, client("a", "1"), other).scenario

    assert [each.id for pool in scenario.pools for each in pool.clients] == ["1", None]


def test_a_nameless_client_has_its_id_for_a_name(given):
    assert [each.name for each in given(POOL, {"UserPoolClient": {"ClientId": "1"}}).pool.clients] == ["1"]


def test_a_clients_secret_becomes_a_placeholder_that_does_not_depend_on_it(given):
    one = given(POOL, client("web", "1", ClientSecret="an-actual-secret-of-somebodys")).pool.clients[0]
    two = given(POOL, client("web", "1", ClientSecret="another-secret-of-somebodys")).pool.clients[0]

    assert one.secret == two.secret
    assert "not0a0real0secret" in one.secret


def test_secrets_manager_is_reported(given):
    notes = given(POOL, client("web", "1", PublishSecretsInAWSSecretsManager=True)).notes

    assert [note for note in notes if "AWS Secrets Manager is not simulated" in note]


def test_a_list_of_clients_adds_those_that_were_not_described(given):
    listed = [{"UserPoolId": "us-east-1_abc", "ClientName": f"c{n}", "ClientId": str(n)} for n in (1, 2)]

    outcome = given({"UserPoolClients": [*listed, "odd"]}, client("c1", "1", AuthSessionValidity=5), POOL)

    assert [(each.name, each.id) for each in outcome.pool.clients] == [("c1", "1"), ("c2", "2")]
    assert [note for note in outcome.notes if "only its name is known" in note]


def risk(**members):
    return {"RiskConfiguration": {"UserPoolId": "us-east-1_abc", **members}}


def test_risk_configurations_are_put_where_they_belong(given):
    actions = {"CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "BLOCK"}}}

    outcome = given(POOL, client("web", "1"), risk(**actions, LastModifiedDate=1.5), risk(**actions, ClientId="1"))

    assert "RiskConfiguration" in outcome.pool.settings
    assert "RiskConfiguration" in outcome.pool.clients[0].settings


@pytest.mark.skipif("ListUserSessions" not in operations(), reason="this botocore is older than sessions of users")
def test_session_configurations_are_put_where_they_belong(given):
    named = {"UserPoolId": "us-east-1_abc"}
    tracked = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 3}}
    of_client = {**named, "ClientId": "1", "SSOSession": {"MaxValidityMinutes": 5}}

    outcome = given(POOL, client("web", "1"), {**named, **tracked}, of_client, {**of_client, "ClientId": "7"})

    assert {name: outcome.pool.settings[name] for name in tracked} == tracked
    assert outcome.pool.clients[0].settings["SSOSession"] == {"MaxValidityMinutes": 5}
    assert [note for note in outcome.notes if "SessionConfiguration: not imported: its client is missing" in note]


def test_an_empty_risk_configuration_or_one_without_its_client_is_dropped(given):
    outcome = given(POOL, risk(), risk(ClientId="7"))

    assert "RiskConfiguration" not in outcome.pool.settings
    assert (
        "input2: RiskConfiguration: not imported: its client is missing; import its describe-user-pool-client too"
        in outcome.notes
    )


@for_each("printed", [{"LogDeliveryConfiguration": {}}, {"UICustomization": {}}])
def test_what_a_scenario_cannot_have_is_reported(printed, given):
    notes = given(POOL, printed).notes

    assert [note for note in notes if note.endswith("are not part of a scenario")]


def test_groups_providers_servers_and_domains_are_imported(given):
    group = {"GroupName": "staff", "Precedence": 1, "CreationDate": "2026-01-01", "UserPoolId": "us-east-1_abc"}
    provider = {"ProviderName": "corp", "ProviderType": "OIDC", "ProviderDetails": {"client_secret": "real"}}
    outcome = given(
        POOL,
        {"Groups": [group, "odd"]},
        {"Group": {"GroupName": "guests"}},
        {"IdentityProvider": provider},
        {"Providers": [{"ProviderName": "corp", "ProviderType": "OIDC"}, {"ProviderType": "SAML"}]},
        {"ResourceServers": [{"Identifier": "books", "Name": "Books"}]},
        {"DomainDescription": {"Domain": "auth.example.com", "CustomDomainConfig": {"CertificateArn": "a"}}},
        {"DomainDescription": {"Domain": "shop", "CustomDomainConfig": {}}},
        {"DomainDescription": {}},
    )
    assert [(spec.key, dict(spec.members)) for spec in outcome.pool.resources if spec.key == "groups"] == [
        ("groups", {"GroupName": "staff", "Precedence": 1}),
        ("groups", {"GroupName": "guests"}),
    ]
    assert [spec.name for spec in outcome.pool.resources if spec.key != "groups"] == ["corp", "books"]
    assert (outcome.pool.settings["Domain"], outcome.pool.settings["CustomDomain"]) == ("shop", "auth.example.com")
    assert "real" not in outcome.text.replace("a0real0secret", "")
    assert [note for note in outcome.notes if note.endswith("not imported: without a ProviderName")]


@pytest.mark.parametrize("printed", [{"Users": [{"Username": "jo"}]}, {"Username": "jo", "UserStatus": "CONFIRMED"}])
def test_users_are_imported_only_with_the_option(printed, given):
    outcome = given(POOL, printed)

    assert outcome.pool.users == ()
    assert "jo" not in outcome.text.split()
    assert [note for note in outcome.notes if "not imported; add --users to import users" in note]


def users(given, *printed, **pool_members):
    return given(pool(**pool_members), *printed, users=True)


def test_several_documents_about_a_user_are_merged(given):
    email = [{"Name": "email", "Value": "jo@example.com"}]
    listed = {"Users": [{"Username": "jo", "Attributes": email, "UserStatus": "CONFIRMED", "Enabled": False}]}
    described = {"Username": "jo", "UserAttributes": email, "UserMFASettingList": ["EMAIL_OTP"]}

    (user,) = users(given, described | {"PreferredMfaSetting": "EMAIL_OTP"}, listed).pool.users

    assert (user.factors, user.preferred, user.enabled) == (("EMAIL_OTP",), "EMAIL_OTP", False)


def test_invalid_settings_of_a_user_are_dropped_and_reported(given):
    outcome = users(
        given,
        {
            "Username": "jo",
            "UserStatus": "CONFIRMED",
            "UserAttributes": [{"Name": "name"}, {"Name": "name"}, {"Name": "shoe_size", "Value": "43"}],
            "UserMFASettingList": ["SMS_MFA", "VOICE_MFA", "SOFTWARE_TOKEN_MFA"],
            "PreferredMfaSetting": "SMS_MFA",
            "MFAOptions": [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}],
            "Password": "An-actual-passw0rd",
        },
    )
    (user,) = outcome.pool.users

    assert (user.factors, user.preferred, dict(user.attributes)) == (("SOFTWARE_TOKEN_MFA",), None, {"name": ""})
    assert "passw0rd" not in outcome.text
    for why in (
        "given twice",
        "not an attribute of Cognito",
        "VOICE_MFA dropped: not a known factor",
        "the user has no phone_number",
    ):
        assert [note for note in outcome.notes if why in note]
    for path in ("PreferredMfaSetting", "MFAOptions", "Password"):
        assert [note for note in outcome.notes if f"AdminGetUser.{path}" in note]


def test_no_more_users_are_imported_than_the_limit(given):
    outcome = users(given, {"Users": [{"Username": f"u{n}", "UserCreateDate": 1.5} for n in range(1001)]})

    assert len(outcome.pool.users) == 1000
    assert outcome.notes == [
        "input1: Users[]: UserCreateDate: generated by the simulator",
        "input1: staff: only the first 1000 users are imported",
    ]


def test_users_have_the_name_that_they_signed_up_with(given):
    sub = "0d9f1a3e-7c1e-4a7e-9a53-0b5bb7f5d1aa"
    attributes = [{"Name": "sub", "Value": sub}, {"Name": "email", "Value": "jo@example.com"}]
    outcome = users(
        given,
        {"Users": [{"Username": sub, "Attributes": attributes}, {"Username": "lost"}, {"Enabled": True}]},
        UsernameAttributes=["email"],
    )

    assert [(user.username, user.attributes["sub"]) for user in outcome.pool.users] == [("jo@example.com", sub)]
    assert "staff: lost: not imported: users of this pool sign up with email, and this one has none" in outcome.notes
    assert "input1: Users[2]: not imported: a user without a Username" in outcome.notes


def test_users_of_an_identity_provider_keep_their_name(given):
    attributes = [{"Name": "email", "Value": "jo@example.com"}]
    federated = {"Username": "corp_jo", "UserStatus": "EXTERNAL_PROVIDER", "Attributes": attributes}

    outcome = users(given, {"Users": [federated]}, UsernameAttributes=["email"])

    assert [user.username for user in outcome.pool.users] == ["corp_jo"]


def test_control_characters_of_the_input_do_not_end_a_comment(given):
    outcome = given(pool(**{"Non\nsense: {}": 1}))

    assert "#   input0: UserPool.Non sense: {}: not imported: not a member that a scenario can have\n" in outcome.text


def test_a_second_document_without_attributes_keeps_the_first_ones(given):
    email = [{"Name": "email", "Value": "jo@example.com"}]
    described = {"Username": "jo", "UserStatus": "CONFIRMED", "UserMFASettingList": ["EMAIL_OTP"]}

    (user,) = users(given, {"Users": [{"Username": "jo", "Attributes": email}]}, described).pool.users

    assert (user.attributes["email"], user.factors) == ("jo@example.com", ("EMAIL_OTP",))
