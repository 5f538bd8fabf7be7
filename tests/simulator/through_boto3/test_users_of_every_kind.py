"""Preferences of users who are invited, disabled, deleted, unconfirmed, to reset their password, or federated."""

import jwt
import pytest
from one_test import for_each
from preference_user import FEDERATED, IDENTITIES, LONE, NO_USER, OFF, ON, PREFERRED, REACHABLE, SMS, blocks
from sign_in_steps import BY_TOKEN, Caller, refusal_of

from pytest_cognito_mfa import SettingError


@pytest.mark.parametrize("state", [{"UserStatus": "FORCE_CHANGE_PASSWORD"}, {"Enabled": False}], ids=["invited", "off"])
def test_an_administrator_sets_the_preference_of_who_cannot_sign_in_yet(aws, alice, state):
    person = alice(user=state)
    aws.admin_set_user_mfa_preference(**person.name, **blocks(sms=PREFERRED))
    assert person.cognito.user("alice").preferred_mfa == SMS


STATUS = {
    "UNCONFIRMED": ("UserNotConfirmedException", "User is not confirmed."),
    "RESET_REQUIRED": ("PasswordResetRequiredException", "Password reset required for the user"),
}


@pytest.mark.parametrize("status", STATUS)
def test_an_administrator_is_refused_for_who_has_to_confirm_or_reset(aws, alice, status):
    person = alice(user={"UserStatus": status})
    refusal = refusal_of(aws.admin_set_user_mfa_preference, **person.name, **blocks(sms=PREFERRED))
    assert refusal == STATUS[status]
    assert person.cognito.user("alice").mfa_settings == []


@for_each("operation", BY_TOKEN)
@pytest.mark.parametrize("status", STATUS)
def test_a_token_of_who_has_to_confirm_or_reset_is_refused_where_aws_lists_that(alice, aws, status, operation):
    call = BY_TOKEN[operation]
    person = alice()
    token = person.token()
    person.user.status = status
    if operation == "AssociateSoftwareToken":
        assert call(aws, token)["SecretCode"]
    else:
        assert refusal_of(call, aws, token) == STATUS[status]


def test_who_was_disabled_or_deleted_meanwhile_has_no_preference_to_set(aws, alice):
    person = alice()
    token = person.token()
    aws.admin_disable_user(**person.name)
    disabled = ("NotAuthorizedException", "User is disabled.")
    assert refusal_of(aws.set_user_mfa_preference, AccessToken=token, **blocks(sms=ON)) == disabled
    aws.admin_enable_user(**person.name)
    token = person.token()
    aws.admin_delete_user(**person.name)
    assert refusal_of(aws.set_user_mfa_preference, AccessToken=token, **blocks(sms=ON)) == NO_USER
    assert refusal_of(aws.admin_set_user_mfa_preference, **person.name, **blocks(sms=ON)) == NO_USER


# -- federated users --------------------------------------------------------------------


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


@pytest.mark.parametrize("policy", ["OFF", "OPTIONAL", "ON"])
def test_a_federated_user_is_signed_in_without_mfa(alice, policy):
    person = alice(MfaConfiguration=policy, **FEDERATED)
    tokens = person.cognito.sign_in("alice")
    assert claims_of(tokens.id_token)["identities"][0]["providerName"] == "Facebook"
    assert claims_of(person.cognito.sign_in("alice", scopes=("openid",)).access_token)["scope"] == "openid"
    renewed = Caller(person.aws, person.cognito).refresh(tokens.refresh_token)["AuthenticationResult"]
    assert person.aws.get_user(AccessToken=renewed["AccessToken"])["Username"] == "alice"
    assert person.cognito.outbox == ()


@pytest.mark.parametrize(
    "settings", [{"sms": PREFERRED}, {"sms": LONE}, {"email": ON, "totp": OFF}], ids=["right", "wrong", "two"]
)
def test_the_preference_of_a_federated_user_is_accepted_and_changes_nothing(alice, settings):
    person = alice(**FEDERATED)
    person.prefer(**settings)
    assert person.shown() == (None, None)


def test_a_federated_user_who_is_disabled_is_not_signed_in(alice):
    person = alice(**{**FEDERATED, "user": {"UserStatus": "EXTERNAL_PROVIDER", "Enabled": False}})
    with pytest.raises(SettingError, match=r"User is disabled\."):
        person.token()


def test_a_local_user_who_is_linked_to_a_provider_has_mfa_of_their_own(alice):
    person = alice(attributes={**REACHABLE, "identities": IDENTITIES})
    person.prefer(sms=PREFERRED)
    assert person.shown() == ([SMS], SMS)
    assert person.asked() == SMS


def test_identities_that_are_no_json_are_claimed_as_they_stand(alice):
    person = alice(user=FEDERATED["user"], attributes={"identities": "Facebook"})
    assert claims_of(person.cognito.sign_in("alice").id_token)["identities"] == "Facebook"
