"""What a scenario file may contain, and the frozen values that are read from it."""

from __future__ import annotations

import dataclasses
import os

import boto3
import pytest

from pytest_cognito_mfa import _scenario, simulate
from pytest_cognito_mfa._aws import documented_errors, operations
from pytest_cognito_mfa._scenario.faults.values import Effect, Latency

DESCRIBED = """\
pools:
  - {
      "Id": "us-east-1_FAKEPOL01",
      "Name": "c7nusers",
      "Policies": {"PasswordPolicy": {"MinimumLength": 8, "RequireUppercase": true}},
      "LambdaConfig": {},
      "LastModifiedDate": 1.469362339389E9,
      "CreationDate": "2016-07-24T07:11:54.416000-05:00",
      "SchemaAttributes": [
        {"Name": "sub", "AttributeDataType": "String", "StringAttributeConstraints": {"MinLength": "1"}},
        {"Name": "phone_number_verified", "AttributeDataType": "Boolean"}
      ],
      "MfaConfiguration": "OFF",
      "EstimatedNumberOfUsers": 0,
      "EmailConfiguration": {},
      "UserPoolTags": {},
      "Arn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_FAKEPOL01",
      "clients": [{
        "UserPoolId": "us-east-1_FAKEPOL01",
        "ClientName": "app",
        "ClientId": "3n4b5urk1ft4fl3mg5e62d9ado",
        "ClientSecret": "9cd8hjsd9d2g8gfdp9fdgjk3k4l5h6j7k8l9",
        "RefreshTokenValidity": 30,
        "AllowedOAuthFlowsUserPoolClient": false
      }],
      "users": [{
        "Username": "jo",
        "UserAttributes": [
          {"Name": "sub", "Value": "eaad0219-2117-439f-8d46-4db20e59268f"},
          {"Name": "email", "Value": "jo@example.com"},
          {"Name": "custom:plan"}
        ],
        "UserCreateDate": 1682955829.578,
        "Enabled": false,
        "UserStatus": "RESET_REQUIRED",
        "UserMFASettingList": ["EMAIL_OTP"],
        "PreferredMfaSetting": "EMAIL_OTP"
      }]
    }
"""


def user_of(read, members):
    text = f"pools: [{{Name: example, users: [{{Username: jo, {members}}}]}}]"
    return read(text).pools[0].users[0]


def pool_of(read, members):
    return read(f"pools: [{{Name: example, {members}}}]").pools[0]


def test_what_aws_prints_of_a_users_mfa_can_be_pasted_in(read):
    options = "[{DeliveryMedium: SMS, AttributeName: phone_number}]"
    mfa = f"UserMFASettingList: [SMS_MFA, WEB_AUTHN_MFA], PreferredMfaSetting: SMS_MFA, MFAOptions: {options}"
    user = user_of(read, f"{mfa}, UserAttributes: {{phone_number: '+12065550100'}}")

    assert (user.factors, user.preferred) == (("SMS_MFA", "WEB_AUTHN_MFA"), "SMS_MFA")
    assert user.settings["MFAOptions"] == ({"DeliveryMedium": "SMS", "AttributeName": "phone_number"},)


def test_what_aws_prints_of_a_users_passkeys_can_be_pasted_in(read):
    passkey = "{CredentialId: a, FriendlyCredentialName: key, RelyingPartyId: b, CreatedAt: 1.75E9}"
    user = user_of(read, f"Credentials: [{passkey[:-1]}, AuthenticatorTransports: [internal]}}]")

    assert [each["FriendlyCredentialName"] for each in user.settings["Credentials"]] == ["key"]


def test_what_aws_prints_of_a_pool_can_be_pasted_in(read):
    (pool,) = read(DESCRIBED).pools

    assert (pool.id, pool.name) == ("us-east-1_FAKEPOL01", "c7nusers")
    assert pool.settings["MfaConfiguration"] == "OFF"
    assert pool.settings["CreationDate"] == 1469362314.416
    assert pool.settings["LastModifiedDate"] == 1469362339.389
    assert not {"Id", "Name", "clients", "users"} & set(pool.settings)


def test_what_aws_prints_of_a_client_can_be_pasted_in(read):
    (client,) = read(DESCRIBED).pools[0].clients

    assert (client.id, client.name) == ("3n4b5urk1ft4fl3mg5e62d9ado", "app")
    assert client.secret == "9cd8hjsd9d2g8gfdp9fdgjk3k4l5h6j7k8l9"
    assert client.settings == {"RefreshTokenValidity": 30, "AllowedOAuthFlowsUserPoolClient": False}


def test_what_aws_prints_of_a_user_can_be_pasted_in(read):
    (user,) = read(DESCRIBED).pools[0].users

    assert dataclasses.replace(user, place=None) == _scenario.UserSpec(
        username="jo",
        password=None,
        status="RESET_REQUIRED",
        enabled=False,
        attributes={"sub": "eaad0219-2117-439f-8d46-4db20e59268f", "email": "jo@example.com", "custom:plan": ""},
        factors=("EMAIL_OTP",),
        preferred="EMAIL_OTP",
        secret_code=None,
        place=None,
        settings={"UserCreateDate": 1682955829.578},
    )


def test_a_request_to_create_a_pool_is_a_pool_too(read):
    (pool,) = read("pools: [{PoolName: mine, UserPoolId: us-east-1_A, Schema: [{Name: plan}]}]").pools

    assert (pool.id, pool.name) == ("us-east-1_A", "mine")
    assert _scenario.thawed(pool.settings) == {"Schema": [{"Name": "plan"}]}


def test_a_pool_may_have_name_and_pool_name_if_they_agree(read):
    assert pool_of(read, "PoolName: example").name == "example"


def test_a_user_of_a_name_only_is_confirmed_enabled_and_without_factors(read):
    user = read("pools: [{Name: example, users: [{Username: jo}]}]").pools[0].users[0]

    assert (user.status, user.enabled, user.factors, user.preferred) == ("CONFIRMED", True, (), None)
    assert (user.password, user.secret_code, user.attributes, user.settings) == (None, None, {}, {})


def test_a_temporary_password_invites(read):
    user = user_of(read, "TemporaryPassword: Passw0rd!")

    assert (user.password, user.status) == ("Passw0rd!", "FORCE_CHANGE_PASSWORD")


def test_a_temporary_password_may_have_another_status(read):
    assert user_of(read, "TemporaryPassword: Passw0rd!, UserStatus: CONFIRMED").status == "CONFIRMED"


def test_a_totp_secret_may_be_padded_and_in_lower_case(read):
    assert user_of(read, "SecretCode: jbswy3dpehpk3pxpjb======").secret_code == "jbswy3dpehpk3pxpjb======"


def test_attributes_of_developers_are_known(read):
    assert user_of(read, "UserAttributes: {'dev:custom:plan': gold}").attributes == {"dev:custom:plan": "gold"}


def test_names_that_differ_by_case_are_two_users_unless_the_pool_says_otherwise(read):
    (pool,) = read("pools: [{Name: a, users: [{Username: jo}, {Username: Jo}]}]").pools

    assert [user.username for user in pool.users] == ["jo", "Jo"]


@pytest.mark.parametrize("word", ["ON", "OFF", "OPTIONAL"])
def test_on_and_off_without_quotes_are_awss_words(read, word):
    assert pool_of(read, f"MfaConfiguration: {word}").settings["MfaConfiguration"] == word


@pytest.mark.parametrize(
    ("written", "epoch"),
    [
        ("1700000000", 1_700_000_000),
        ("1700000000.5", 1_700_000_000.5),
        ("2023-11-14", 1_699_920_000),
        ("2023-11-14T22:13:20Z", 1_700_000_000),
        ("'2023-11-14T22:13:20Z'", 1_700_000_000),
        ("'2023-11-14T22:13:20'", 1_700_000_000),
        ("'2023-11-14T23:13:20+01:00'", 1_700_000_000),
        ("1.7E9", 1_700_000_000),
    ],
)
def test_a_time_is_read_as_aws_tools_print_it(read, written, epoch):
    assert pool_of(read, f"CreationDate: {written}").settings["CreationDate"] == epoch


def test_merge_keys_and_anchors_work_and_own_keys_win(read):
    scenario = read("""\
        pools:
          - Name: example
            users:
              - &jo {Username: jo, Password: Passw0rd!, Enabled: false}
              - {<<: *jo, Username: mo}
              - {<<: [{Username: lo, Enabled: true}, *jo]}
        """)

    users = scenario.pools[0].users
    assert [user.username for user in users] == ["jo", "mo", "lo"]
    assert [user.enabled for user in users] == [False, False, True]
    assert {user.password for user in users} == {"Passw0rd!"}


def test_an_equals_sign_is_a_text(read):
    assert pool_of(read, 'UserPoolTags: {a: =, b: <<, "<<": c}').settings["UserPoolTags"] == {
        "a": "=",
        "b": "<<",
        "<<": "c",
    }


def test_a_fault_is_read_whole(read):
    (fault,) = read("""\
        faults:
          - on: InitiateAuth
            error: TooManyRequestsException
            message: Rate exceeded
            times: 2
            after: 1
            when: {ClientId: abc, AuthParameters: {USERNAME: totp}}
        """).faults

    (effect,) = fault.effects
    assert (fault.on, fault.operations) == ("InitiateAuth", {"InitiateAuth"})
    assert (effect.error, effect.message, effect.drop) == ("TooManyRequestsException", "Rate exceeded", None)
    assert (effect.times, fault.after) == (2, 1)
    assert fault.when == {"ClientId": "abc", "AuthParameters": {"USERNAME": "totp"}}
    assert (fault.place.line, fault.place.column) == (2, 5)


@pytest.mark.parametrize("drop", ["read_timeout", "connect_timeout", "reset", "tls", "dns"])
def test_a_fault_may_lose_the_connection_every_time(read, drop):
    (fault,) = read(f"faults: [{{on: GetUser, drop: {drop}}}]").faults

    assert (fault.effects, fault.after, fault.when) == ((Effect(drop=drop),), 0, {})


def test_every_keyword_of_a_fault_is_read(read):
    (fault,) = read("""\
        faults:
          - on: "Admin*User"
            when: {UserPoolId: us-east-1_Example01}
            user: newcomer
            client: public
            nth: [1, 3]
            after: 2
            after_call: AdminGetUser
            chance: 0.5
            sequence:
              - {error: UserNotFoundException, message: None here, members: {reasonCode: X}, status: 404, times: 2}
              - well
              - {lose_reply: reset, latency: {from: 0.1, to: 2}}
              - {garble: html, status: 503, trickle: 1.5}
              - {change: user_disabled, latency: {mean: 1, sigma: 0.2}}
              - {latency: 3}
        """).faults

    assert (fault.user, fault.client, fault.nth, fault.after) == ("newcomer", "public", (1, 3), 2)
    assert (fault.after_call, fault.chance, fault.on) == ("AdminGetUser", 0.5, "Admin*User")
    # AdminCreateUser matches too, but AWS documents UserNotFoundException for all of these.
    assert fault.operations >= {"AdminGetUser", "AdminDisableUser", "AdminDeleteUser"}
    assert fault.effects == (
        Effect("UserNotFoundException", "None here", {"reasonCode": "X"}, 404, times=2),
        Effect(times=1),
        Effect(lose_reply="reset", latency=Latency(0.1, 2), times=1),
        Effect(garble="html", status=503, trickle=1.5, times=1),
        Effect(change="user_disabled", latency=Latency(mean=1, sigma=0.2), times=1),
        Effect(latency=Latency(3, 3), times=1),
    )


@pytest.mark.parametrize(
    ("on", "operations"),
    [
        ("Admin*Device", {"AdminForgetDevice", "AdminGetDevice"}),
        ("?etUser", {"GetUser"}),
        ("[GD]e*User", {"DeleteUser", "GetUser"}),
        ("GetUser", {"GetUser"}),
    ],
)
def test_a_glob_matches_operations(read, on, operations):
    (fault,) = read(f"faults: [{{on: '{on}', drop: reset}}]").faults

    assert fault.operations == operations


def test_an_error_is_for_those_operations_of_a_glob_that_aws_documents_it_for(read):
    (fault,) = read("faults: [{on: '*', error: CodeMismatchException}]").faults

    assert fault.operations == {name for name in operations() if "CodeMismatchException" in documented_errors(name)}


def test_an_error_of_all_operations_is_for_the_whole_glob(read):
    (fault,) = read("faults: [{on: '*', error: InternalErrorException}]").faults

    assert fault.operations == set(operations())


def test_a_glob_may_ask_for_a_member_that_all_have(read):
    (fault,) = read("faults: [{on: 'AdminList*', drop: reset, when: {Username: jo}}]").faults

    assert fault.when == {"Username": "jo"}


def test_when_may_have_free_json_and_lists(read):
    text = """\
        faults:
          - {on: CompleteWebAuthnRegistration, drop: reset, when: {Credential: {id: [1, {type: x}]}}}
          - {on: AdminUpdateUserAttributes, drop: reset, when: {UserAttributes: [{Name: email}]}}
        """
    first, second = read(text).faults

    assert _scenario.thawed(first.when) == {"Credential": {"id": [1, {"type": "x"}]}}
    assert _scenario.thawed(second.when) == {"UserAttributes": [{"Name": "email"}]}


def said(scenario):
    return [(risk.level, risk.source and str(risk.source)) for risk in scenario.risks]


@pytest.mark.parametrize("level", ["none", "low", "medium", "high"])
def test_a_risk_may_be_one_level_for_all(read, level):
    assert said(read(f"risk: {level}")) == [(level, None)]


def test_narrower_networks_come_after_wider_ones(read):
    scenario = read("""\
        risk:
          203.0.113.7: high
          203.0.113.0/24: medium
          default: low
          2001:db8::/32: none
        """)

    assert said(scenario) == [
        ("low", None),
        ("medium", "203.0.113.0/24"),
        ("high", "203.0.113.7/32"),
        ("none", "2001:db8::/32"),
    ]


def test_without_a_risk_there_are_no_levels(read):
    assert said(read("{}")) == []


def test_a_pool_and_a_client_may_have_a_risk_configuration(read):
    (pool,) = read("""\
        pools:
          - Name: example
            Id: us-east-1_A
            RiskConfiguration:
              UserPoolId: us-east-1_A
              RiskExceptionConfiguration: {BlockedIPRangeList: [203.0.113.0/24]}
            clients:
              - {ClientName: app, ClientId: abc, RiskConfiguration: {UserPoolId: us-east-1_A, ClientId: abc}}
              - {ClientName: other, RiskConfiguration: {ClientId: xyz, LastModifiedDate: 1700000000}}
        """).pools

    ranges = {"RiskExceptionConfiguration": {"BlockedIPRangeList": ["203.0.113.0/24"]}}
    assert _scenario.thawed(pool.settings) == {"RiskConfiguration": ranges}
    assert [client.settings["RiskConfiguration"] for client in pool.clients] == [{}, {"LastModifiedDate": 1700000000}]


@pytest.mark.parametrize("text", ["{}", "region: us-east-1", "faults: []", "---\n{}\n...\n", "\ufeff{}"])
def test_a_scenario_that_names_no_pools_has_the_default_ones(read, text):
    assert read(text).pools == _scenario.default("us-east-1").pools


def test_the_default_pools_have_the_region_of_the_file(read):
    scenario = read("region: eu-west-1")

    assert scenario.region == "eu-west-1"
    assert scenario.pools[0].id == "eu-west-1_Example01"


def test_an_empty_list_of_pools_is_no_pool(read):
    assert read("pools: []").pools == ()


def test_a_scenario_knows_its_file(read, tmp_path):
    scenario = read(DESCRIBED)

    assert scenario.path == str(tmp_path / "s.yaml")
    assert str(scenario.pools[0].place) == f"{tmp_path / 's.yaml'}:2:5"


def test_a_file_is_read_once(read):
    assert read("region: us-east-1") is not read("pools: []")
    assert read("pools: []", region="eu-west-1") is not read("pools: []")


def test_the_same_file_is_the_same_scenario(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("faults: []")
    first = _scenario.load(path, region="us-east-1")

    assert _scenario.load(path, region="us-east-1") is first
    os.utime(path, ns=(1, 1))
    assert _scenario.load(path, region="us-east-1") is not first


def test_no_repr_shows_a_secret(read):
    scenario = read("""\
        pools:
          - Name: example
            clients: [{ClientName: app, ClientSecret: hunter2hunter2hunter2hunter2}]
            users:
              - {Username: jo, Password: hunter2, SecretCode: HUNTERHUNTERHUNT}
              - {Username: mo, TemporaryPassword: hunter2}
        faults: [{on: InitiateAuth, drop: reset, when: {AuthParameters: {PASSWORD: hunter2}}}]
        """)

    assert "jo" in repr(scenario)
    assert "hunter" not in repr(scenario).lower()


def test_what_is_loaded_cannot_be_changed(read):
    settings = read(DESCRIBED).pools[0].settings

    with pytest.raises(TypeError):
        settings["Policies"]["PasswordPolicy"]["MinimumLength"] = 1
    assert isinstance(settings["SchemaAttributes"], tuple)


def test_groups_and_their_members_are_there_when_the_test_begins(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        """
        pools:
          - Name: staff
            groups:
              - admins
              - {GroupName: readers, Precedence: 0, CreationDate: 1700000000}
            resource_servers: [{Identifier: books, Name: Books, Scopes: [{ScopeName: r, ScopeDescription: read}]}]
            users: [{Username: grace, Password: Secret-1, groups: [readers, admins]}, {Username: alan}]
        """,
        "utf-8",
    )
    with simulate(path) as cognito:
        aws = boto3.client("cognito-idp", region_name="us-east-1")
        assert sorted(cognito.user("grace").groups) == ["admins", "readers"]
        assert cognito.user("alan").groups == ()
        group = aws.get_group(UserPoolId=cognito.user_pool_id, GroupName="readers")["Group"]
        assert (group["Precedence"], group["CreationDate"].year) == (0, 2023)
        servers = aws.list_resource_servers(UserPoolId=cognito.user_pool_id)["ResourceServers"]
        assert servers[0]["Scopes"] == [{"ScopeName": "r", "ScopeDescription": "read"}]


def test_a_provider_may_have_a_name_only(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("pools: [{Name: staff, identity_providers: [Google, corp]}]", "utf-8")
    with simulate(path) as cognito:
        aws = boto3.client("cognito-idp", region_name="us-east-1")
        listed = aws.list_identity_providers(UserPoolId=cognito.user_pool_id)["Providers"]
        assert [each["ProviderType"] for each in listed] == ["Google", "OIDC"]


def test_groups_of_an_extended_file_merge_by_name(tmp_path):
    pool = "pools: [{{Name: staff, groups: [{groups}], users: [{{Username: jo, groups: [{of_jo}]}}]}}]"
    (tmp_path / "base.yaml").write_text(pool.format(groups="a, {GroupName: b, Precedence: 1}", of_jo="a"), "utf-8")
    own = pool.format(groups="b, {GroupName: a, Precedence: 2}, c", of_jo="b")
    (tmp_path / "s.yaml").write_text(f"extends: base.yaml\n{own}", "utf-8")
    merged = _scenario.load(tmp_path / "s.yaml", region="us-east-1").pools[0]
    assert [dict(spec.members) for spec in merged.resources] == [
        {"GroupName": "a", "Precedence": 2},
        {"GroupName": "b", "Precedence": 1},
        {"GroupName": "c"},
    ]
    assert merged.users[0].groups == ("a", "b")


def test_a_thawed_copy_can_be_changed(read):
    settings = read(DESCRIBED).pools[0].settings
    copy = _scenario.thawed(settings)
    copy["Policies"]["PasswordPolicy"]["MinimumLength"] = 1

    assert settings["Policies"]["PasswordPolicy"]["MinimumLength"] == 8


@pytest.mark.parametrize(
    ("text", "whose"),
    [("{}", "wire"), ("error_statuses: wire", "wire"), ("error_statuses: documented", "documented")],
)
def test_errors_have_the_statuses_of_the_service_by_default(read, text, whose):
    assert read(text).error_statuses == whose
