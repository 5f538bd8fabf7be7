"""Libraries built on top of others: botocore's Stubber, PyJWT with its key client, pycognito."""

import boto3
import jwt
import pycognito
import pytest
from botocore.stub import Stubber
from one_test import for_each
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import (
    ForceChangePasswordException,
    SMSMFAChallengeException,
    SoftwareTokenMFAChallengeException,
)

from pytest_cognito_mfa import simulate

# pycognito stamps its proof with it.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")


def test_a_stubber_on_a_client_still_wins(cognito):
    client = boto3.client("cognito-idp")
    with Stubber(client) as stubber:
        stubber.add_response("get_user", {"Username": "stubbed", "UserAttributes": []})
        assert client.get_user(AccessToken="any")["Username"] == "stubbed"

    assert list(cognito.journal) == []
    assert client.get_user(AccessToken=cognito.sign_in("sms").access_token)["Username"] == "sms"


def test_pyjwt_verifies_the_access_token(cognito):
    claims = verified(cognito, cognito.sign_in("totp").access_token)

    assert (claims["token_use"], claims["client_id"], claims["username"]) == ("access", cognito.client_id, "totp")


def test_pyjwt_verifies_the_id_token(cognito):
    claims = verified(cognito, cognito.sign_in("totp").id_token, audience=cognito.client_id)

    assert (claims["token_use"], claims["email"], claims["email_verified"]) == ("id", "totp@example.com", True)


def test_pyjwt_refuses_a_token_that_was_changed(cognito):
    head, _, signature = cognito.sign_in("totp").access_token.split(".")
    body = cognito.sign_in("sms").access_token.split(".")[1]

    with pytest.raises(jwt.InvalidSignatureError):
        verified(cognito, f"{head}.{body}.{signature}")


def test_pyjwt_refuses_an_expired_token(cognito):
    cognito.clock.advance(hours=-2)

    with pytest.raises(jwt.ExpiredSignatureError):
        verified(cognito, cognito.sign_in("totp").access_token)


def verified(cognito, token, **expected):
    keys = jwt.PyJWKClient(f"{cognito.pool.issuer}/.well-known/jwks.json")
    key = keys.get_signing_key_from_jwt(token)
    return jwt.decode(token, key, algorithms=["RS256"], issuer=cognito.pool.issuer, **expected)


@pytest.fixture
def pycognito_user(cognito):
    def user(name, **settings):
        named = {"user_pool_id": cognito.user_pool_id, "client_id": cognito.client_id, **settings}
        return pycognito.Cognito(**named, user_pool_region=cognito.region, username=name)

    return user


def test_pycognito_signs_in_by_srp(cognito, pycognito_user):
    user = pycognito_user("newcomer")

    user.authenticate(password=cognito.user("newcomer").password)

    assert user.id_claims["email"] == "newcomer@example.com"
    assert user.access_claims["sub"] == cognito.user("newcomer").sub


def test_pycognito_signs_in_through_the_secret_client(cognito, pycognito_user):
    secret = cognito.pool.clients["secret"]
    user = pycognito_user("newcomer", client_id=secret.id, client_secret=secret.secret)

    user.authenticate(password=cognito.user("newcomer").password)

    assert user.access_claims["client_id"] == secret.id


def test_pycognito_is_refused_with_a_wrong_password(pycognito_user):
    with pytest.raises(Exception, match="Incorrect username or password"):
        pycognito_user("newcomer").authenticate(password="Wrong-passw0rd")


def test_pycognito_answers_the_totp_challenge(cognito, pycognito_user):
    user = pycognito_user("totp")
    with pytest.raises(SoftwareTokenMFAChallengeException):
        user.authenticate(password=cognito.user("totp").password)

    user.respond_to_software_token_mfa_challenge(cognito.totp("totp"))

    assert user.access_claims["username"] == "totp"


def test_pycognito_answers_the_sms_challenge(cognito, pycognito_user):
    user = pycognito_user("sms")
    with pytest.raises(SMSMFAChallengeException):
        user.authenticate(password=cognito.user("sms").password)

    user.respond_to_sms_mfa_challenge(cognito.outbox[-1].code)

    assert user.access_claims["username"] == "sms"


def test_pycognito_enrols_and_renews(cognito, pycognito_user):
    user = pycognito_user("newcomer")
    user.authenticate(password=cognito.user("newcomer").password)
    user.associate_software_token()

    assert user.verify_software_token(cognito.totp("newcomer"), "phone") is True
    user.set_user_mfa_preference(False, True, "SOFTWARE_TOKEN")
    user.renew_access_token()

    assert cognito.user("newcomer").preferred_mfa == "SOFTWARE_TOKEN_MFA"


def last_code(cognito):
    return cognito.outbox[-1].code


@for_each("name", ["public", "secret"])
def test_pycognito_signs_a_user_up_and_out(cognito, pycognito_user, name):
    client = cognito.pool.clients[name]
    user = pycognito_user(f"grace-{name}", client_id=client.id, client_secret=client.secret)
    user.set_base_attributes(email=f"grace@{name}.example.com", name="Grace")

    assert user.register(user.username, "Secret-1842")["UserConfirmed"] is False
    user.resend_confirmation_code(user.username)
    user.confirm_sign_up(last_code(cognito))
    user.authenticate(password="Secret-1842")

    assert user.id_claims["name"] == "Grace"
    assert user.check_token() is False
    token = user.access_token
    user.logout()
    with pytest.raises(user.client.exceptions.NotAuthorizedException, match="Access Token has been revoked"):
        user.client.get_user(AccessToken=token)


@for_each("name", ["public", "secret"])
def test_pycognito_resets_and_changes_a_password(cognito, pycognito_user, name):
    client = cognito.pool.clients[name]
    user = pycognito_user("newcomer", client_id=client.id, client_secret=client.secret)

    user.initiate_forgot_password()
    user.confirm_forgot_password(last_code(cognito), "Secret-1842")
    user.authenticate(password="Secret-1842")
    user.change_password("Secret-1842", "Secret-1843")
    user.authenticate(password="Secret-1843")

    assert cognito.user("newcomer").password == "Secret-1843"


def test_pycognito_updates_and_verifies_a_profile(cognito, pycognito_user):
    user = pycognito_user("newcomer")
    user.authenticate(password=cognito.user("newcomer").password)

    user.update_profile({"email": "grace@example.com", "given_name": "Grace"})
    assert user.get_user(attr_map={"given_name": "first_name"}).first_name == "Grace"
    user.send_verification("email")
    user.validate_verification(last_code(cognito), "email")

    assert cognito.user("newcomer").attributes["email_verified"] == "true"


def test_pycognito_sets_a_first_password(cognito, pycognito_user):
    user = pycognito_user("invited")

    with pytest.raises(ForceChangePasswordException):
        user.authenticate(password=cognito.user("invited").password)
    user.new_password_challenge(cognito.user("invited").password, "Secret-1842")

    assert cognito.user("invited").status == "CONFIRMED"


TRACKING = """
pools:
  - Name: tracking
    MfaConfiguration: "ON"
    SmsConfiguration: {SnsCallerArn: "arn:aws:iam::123456789012:role/sms"}
    DeviceConfiguration: {ChallengeRequiredOnNewDevice: true}
    clients:
      - ClientName: public
    users:
      - Username: grace
        UserAttributes: {phone_number: "+12065550100"}
"""


class Laptop:
    """A device of grace's, by pycognito: signed in on with a code, and confirmed."""

    def __init__(self, cognito):
        self.cognito = cognito
        srp = self.srp()
        with pytest.raises(SMSMFAChallengeException) as challenged:
            srp.authenticate_user()
        tokens = srp.client.respond_to_auth_challenge(
            ClientId=cognito.client_id,
            ChallengeName="SMS_MFA",
            Session=challenged.value.get_tokens()["Session"],
            ChallengeResponses={"USERNAME": "grace", "SMS_MFA_CODE": cognito.outbox[-1].code},
        )
        self.confirmed, password = srp.confirm_device(tokens, device_name="laptop")
        self.first, self.key = srp, srp.device_key
        self.known = {"device_key": self.key, "device_group_key": srp.device_group_key, "device_password": password}

    def srp(self, **device):
        named = {"client_id": self.cognito.client_id, "pool_id": self.cognito.user_pool_id}
        return AWSSRP(
            "grace", self.cognito.user("grace").password, **named, client=boto3.client("cognito-idp"), **device
        )

    def sign_in(self, **changed):
        return self.srp(**{**self.known, **changed}).authenticate_user()["AuthenticationResult"]


@pytest.fixture
def laptop(tmp_path):
    path = tmp_path / "tracking.yaml"
    path.write_text(TRACKING, "utf-8")
    with simulate(path) as cognito:
        yield Laptop(cognito)


def test_pycognito_confirms_a_device(laptop):
    assert laptop.confirmed.json() == {"UserConfirmationNecessary": False}
    (device,) = laptop.cognito.user("grace").devices
    assert (device.key, device.name, device.remembered) == (laptop.key, "laptop", True)


def test_pycognito_signs_in_on_a_remembered_device_without_a_code(laptop):
    result = laptop.sign_in()

    assert verified(laptop.cognito, result["AccessToken"])["device_key"] == laptop.key
    assert len(laptop.cognito.outbox) == 1


def test_pycognito_needs_a_code_once_the_device_is_not_remembered(laptop):
    laptop.first.update_device_status(False, laptop.first.access_token, laptop.key)

    with pytest.raises(SMSMFAChallengeException):
        laptop.sign_in()


def test_pycognito_is_refused_once_the_device_is_forgotten(laptop):
    laptop.first.forget_device(laptop.first.access_token, laptop.key)

    assert laptop.cognito.user("grace").devices == ()
    with pytest.raises(laptop.first.client.exceptions.ResourceNotFoundException, match="Device does not exist"):
        laptop.sign_in()


def test_pycognito_is_refused_with_another_device_password(laptop):
    with pytest.raises(laptop.first.client.exceptions.NotAuthorizedException, match="Incorrect username or password"):
        laptop.sign_in(device_password="another")
