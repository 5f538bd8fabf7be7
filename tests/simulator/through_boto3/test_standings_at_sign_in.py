"""Every standing of `cognito_standings`, signed in through boto3: `next_challenge` is the challenge that then comes."""

import json
from dataclasses import replace

import pytest
from device_steps import Phone
from one_test import for_each
from sign_in_steps import Caller

from pytest_cognito_mfa import SettingError, simulate
from pytest_cognito_mfa._aws.constants import EMAIL, FACTORS, SMS, TOTP
from pytest_cognito_mfa._fixture.standings import FIRST_LEFT_OUT, LEFT_OUT, chosen, every_combination, meaningful, named

STANDINGS = meaningful()
CODE = {SMS: "SMS_MFA_CODE", TOTP: "SOFTWARE_TOKEN_MFA_CODE", EMAIL: "EMAIL_OTP_CODE"}
SUBSETS = [("sms",), ("totp",), ("email",), ("sms", "totp"), ("sms", "email"), ("totp", "email")]


def opened(standing, **more):
    return simulate(standing=standing, **more)


class User:
    """The user `subject` during a sign-in; the user can answer every challenge."""

    def __init__(self, aws, cognito, client="public"):
        self.caller, self.cognito, self.view = Caller(aws, cognito, client=client), cognito, cognito.user("subject")
        self.met = []

    def device(self):
        return {"DEVICE_KEY": self.view.devices[0].key} if self.view.devices else {}

    def begins(self):
        return self.caller.password("subject", **self.device())

    def finishes(self, answer):
        """Answer one challenge after the other, and note their names."""
        while (challenge := answer.get("ChallengeName")) is not None:
            self.met.append(challenge)
            answer = getattr(self, challenge.lower(), self.coded)(answer)
        return answer["AuthenticationResult"]

    def coded(self, answer):
        challenge = answer["ChallengeName"]
        code = self.cognito.totp("subject") if challenge == TOTP else self.cognito.outbox[-1].code
        return self.respond(answer, **{CODE[challenge]: code})

    def select_mfa_type(self, answer):
        return self.respond(answer, ANSWER=json.loads(answer["ChallengeParameters"]["MFAS_CAN_CHOOSE"])[0])

    def new_password_required(self, answer):
        return self.respond(answer, NEW_PASSWORD="Another-passw0rd")

    def mfa_setup(self, answer):
        handed = self.caller.aws.associate_software_token(Session=answer["Session"])
        code = self.cognito.totp("subject")
        verified = self.caller.aws.verify_software_token(Session=handed["Session"], UserCode=code)
        return self.respond({**answer, "Session": verified["Session"]})

    def device_srp_auth(self, answer):
        device = self.view.devices[0]
        phone = object.__new__(Phone)
        phone.caller, phone.name = self.caller, "subject"
        phone.key, phone.group, phone.password = device.key, device.group_key, device.password
        return phone.answer(answer)

    def respond(self, answer, **answers):
        return self.caller.respond(answer["ChallengeName"], "subject", answer["Session"], **answers)


def by_the_guide(standing):
    """The challenge that the developer guide names for such a user, written independently of the table."""
    if standing.invited:
        return "NEW_PASSWORD_REQUIRED"
    if standing.trusted_device:
        return "DEVICE_SRP_AUTH"
    if standing.policy == "OFF" or not standing.on:
        return "MFA_SETUP" if standing.policy == "ON" else None
    if standing.preferred or len(standing.on) == 1:
        return standing.preferred or standing.on[0]
    return "SELECT_MFA_TYPE"


@pytest.mark.long
@for_each("standing", STANDINGS)
def test_every_standing_meets_what_is_foretold_and_the_guide_says_and_signs_in_to_its_end(aws, standing):
    with opened(standing) as cognito:
        expected = cognito.next_challenge
        user = User(aws, cognito)
        answer = user.begins()

        assert answer.get("ChallengeName") == expected == by_the_guide(standing)
        assert ("AuthenticationResult" in answer) == (expected is None)
        assert user.finishes(answer)["AccessToken"]


def meets_it_by_srp(aws, standing):
    """Whether SRP and the secret client get the expected challenge too."""
    with opened(standing) as cognito:
        caller = Caller(aws, cognito, client="secret")
        device = User(aws, cognito).device()
        answer = caller.prove("subject", *caller.srp_challenge("subject", **device), **device)

        return answer.get("ChallengeName") == cognito.next_challenge


@for_each("standing", {by_the_guide(standing): standing for standing in STANDINGS}.values())
def test_srp_and_the_secret_client_meet_each_challenge(aws, standing):
    assert meets_it_by_srp(aws, standing)


@pytest.mark.long
@for_each("standing", STANDINGS)
def test_srp_and_the_secret_client_meet_it_in_every_standing(aws, standing):
    assert meets_it_by_srp(aws, standing)


@for_each("factors", SUBSETS)
def test_in_a_pool_of_fewer_factors_it_is_so_as_well(aws, factors):
    for standing in chosen(factors=factors):
        with opened(standing) as cognito:
            assert User(aws, cognito).begins().get("ChallengeName") == cognito.next_challenge, standing


@for_each("factors", SUBSETS)
def test_the_pool_offers_the_factors_that_are_named(aws, factors):
    for standing in chosen(factors=factors, only=["OFF-none", "ON-none"]):
        with opened(standing) as cognito:
            configuration = aws.get_user_pool_mfa_config(UserPoolId=cognito.user_pool_id)
            blocks = {"sms": "SmsMfaConfiguration", "totp": "SoftwareTokenMfaConfiguration"}
            blocks["email"] = "EmailMfaConfiguration"
            offered = {name for name, block in blocks.items() if block in configuration}
            assert offered == (set() if standing.policy == "OFF" else set(factors))


@for_each("standing", STANDINGS)
def test_the_subject_stands_as_the_name_says(aws, standing):
    with opened(standing) as cognito:
        assert (cognito.pool.name, cognito.pool.mfa_configuration) == ("standing", standing.policy)
        reported = aws.admin_get_user(UserPoolId=cognito.user_pool_id, Username="subject")
        assert reported.get("UserMFASettingList", []) == list(standing.on)
        assert reported.get("PreferredMfaSetting") == standing.preferred
        assert reported["UserStatus"] == ("FORCE_CHANGE_PASSWORD" if standing.invited else "CONFIRMED")
        assert [device.remembered for device in cognito.user("subject").devices] == [True] * standing.trusted_device


@pytest.mark.parametrize(
    "name", ["ON-none-invited", "ON-sms+email-none_preferred-invited", "OPTIONAL-sms-sms_preferred-invited"]
)
def test_after_the_new_password_the_rest_is_foretold(aws, name):
    with opened(name) as cognito:
        user = User(aws, cognito)
        answer = user.new_password_required(user.begins())

        assert answer["ChallengeName"] == cognito.next_challenge != "NEW_PASSWORD_REQUIRED"


def test_a_sign_in_that_does_not_name_the_trusted_device_is_asked_for_the_factor(aws):
    with opened("ON-totp-totp_preferred-trusted_device") as cognito:
        assert cognito.next_challenge == "DEVICE_SRP_AUTH"
        assert Caller(aws, cognito).password("subject")["ChallengeName"] == TOTP


def test_what_changes_is_foretold_as_it_is_then(aws):
    with opened("OPTIONAL-sms+totp-none_preferred") as cognito:
        assert cognito.next_challenge == "SELECT_MFA_TYPE"
        preferred = {"Enabled": True, "PreferredMfa": True}
        aws.admin_set_user_mfa_preference(UserPoolId=cognito.user_pool_id, Username="subject", SMSMfaSettings=preferred)
        assert cognito.next_challenge == SMS


def test_a_sign_in_that_is_refused_has_no_next_challenge(aws):
    with opened("ON-sms-none_preferred") as cognito:
        aws.admin_disable_user(UserPoolId=cognito.user_pool_id, Username="subject")
        with pytest.raises(SettingError, match="this sign-in: NotAuthorizedException: User is disabled"):
            cognito.next_challenge  # noqa: B018 - reading it is what is refused


def test_a_sign_in_that_ends_nowhere_has_no_next_challenge(aws):
    (standing,) = chosen(policy="ON", factors="sms", only="ON-sms-none_preferred")
    ways = {
        "RecoveryMechanisms": [
            {"Name": "verified_phone_number", "Priority": 1},
            {"Name": "verified_email", "Priority": 2},
        ]
    }
    with opened(standing) as cognito:
        aws.admin_set_user_mfa_preference(
            UserPoolId=cognito.user_pool_id, Username="subject", SMSMfaSettings={"Enabled": False}
        )
        aws.update_user_pool(UserPoolId=cognito.user_pool_id, MfaConfiguration="ON", AccountRecoverySetting=ways)
        with pytest.raises(SettingError, match="AWS would refuse this sign-in: "):
            cognito.next_challenge  # noqa: B018 - reading it is what is refused


# -- which standings there are --------------------------------------------------------------


def test_all_of_mfa_is_met():
    challenges = {None, *FACTORS, "SELECT_MFA_TYPE", "MFA_SETUP", "NEW_PASSWORD_REQUIRED", "DEVICE_SRP_AUTH"}

    assert {by_the_guide(standing) for standing in STANDINGS} == challenges


def test_the_meaningful_ones_are_all_but_those_that_are_left_out():
    combinations = list(every_combination())

    assert len(set(combinations)) == len(combinations) == 3 * 20 * 2 * 2
    assert set(STANDINGS) == {s for s in combinations if not any(rule.matches(s) for rule in LEFT_OUT)}
    assert len(STANDINGS) == 3 + 48 + 47


def test_names_differ_and_lead_back():
    assert len(set(map(str, STANDINGS))) == len(STANDINGS)
    assert [named(str(standing)) for standing in STANDINGS] == list(STANDINGS)


@for_each("rule", [pytest.param(rule, id=rule.reason) for rule in LEFT_OUT])
def test_no_reason_is_for_nothing(rule):
    others = [other for other in LEFT_OUT if other is not rule]
    for_it_alone = [s for s in every_combination() if rule.matches(s) and not any(o.matches(s) for o in others)]

    assert for_it_alone


def test_an_unknown_name_is_told_with_the_nearest():
    with pytest.raises(
        SettingError, match=r"unknown standing 'ON-sms\+totp-non_preferred'; did you mean 'ON-sms\+totp"
    ):
        simulate(standing="ON-sms+totp-non_preferred")


def test_another_simulation_has_no_subject():
    with simulate() as cognito, pytest.raises(SettingError) as raised:
        cognito.next_challenge  # noqa: B018 - reading it is what is refused

    assert str(raised.value).startswith("cognito.next_challenge: this test has no standing; ")


def test_the_pools_of_the_scenario_stand_behind(tmp_path):
    path = tmp_path / "staff.yaml"
    path.write_text("pools: [{Name: staff, clients: [{ClientName: app}], users: [{Username: grace}]}]\n")
    with opened("OFF-none", scenario=path, region="eu-west-1") as cognito:
        assert [pool.name for pool in cognito.pools.values()] == ["standing", "staff"]
        assert cognito.pool.id == "eu-west-1_Standing1"


def test_a_cassette_answers_for_no_standing(tmp_path):
    path = tmp_path / "recorded.yaml"
    path.write_text("version: 1\ninteractions: []\n")
    with pytest.raises(SettingError, match="a standing has no effect"):
        opened("OFF-none", cassette=path)


def test_what_the_device_proves_itself_with_is_in_no_repr(aws):
    with opened("ON-totp-totp_preferred-trusted_device") as cognito:
        (device,) = cognito.user("subject").devices

        assert device.password
        assert device.password not in repr(device)


WITH_FIRST = chosen(first_factors=["email", "sms", "passkey"], factors="totp")


@pytest.mark.long
def test_first_factors_add_users_with_a_passkey_and_without_a_password():
    names = {
        str(standing)
        for standing in chosen(first_factors="passkey", policy=["OFF", "ON"], devices=False, factors="totp")
    }
    assert names == {
        *("OFF-none", "OFF-none-passkey", "OFF-none-passkey-passwordless", "OFF-none-invited"),
        *("ON-none", "ON-none-invited", "ON-totp-none_preferred", "ON-totp-totp_preferred"),
    }
    assert set(map(str, WITH_FIRST)) > set(map(str, chosen(factors="totp")))
    assert {rule.reason for rule in FIRST_LEFT_OUT} == {
        rule.reason
        for rule in FIRST_LEFT_OUT
        for standing in STANDINGS
        for passkey, passwordless in [(True, False), (False, True)]
        if rule.matches(replace(standing, passkey=passkey, passwordless=passwordless))
    }


@pytest.mark.long
@for_each("standing", [standing for standing in WITH_FIRST if standing.policy != "ON"])
def test_the_first_challenge_is_what_choice_based_sign_in_asks_for(aws, standing):
    with opened(standing) as cognito:
        answer = Caller(aws, cognito).initiate("USER_AUTH", USERNAME="subject")
        assert answer["ChallengeName"] == cognito.first_challenge
        assert ("WEB_AUTHN" in answer["AvailableChallenges"]) == (standing.passkey and not standing.on)
        assert ("PASSWORD" in answer["AvailableChallenges"]) != standing.passwordless


def test_a_standing_is_known_by_its_name_and_without_first_factors_the_error_says_how_to_get_them():
    with opened("OFF-none-passkey-passwordless") as cognito:
        assert cognito.first_challenge == "SELECT_CHALLENGE"
    with opened("ON-none") as cognito, pytest.raises(SettingError, match="it has it with first_factors="):
        _ = cognito.first_challenge
