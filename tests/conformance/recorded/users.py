"""The states of the calls about users: sign-up, their settings and attributes, their devices."""

from .first_steps import register
from .later_steps import PHONE, unmask
from .simulated_recording import FACTORS, FIRST_FACTORS, PASSWORD, SMS, TRACKED, user
from .states import state

VERIFIES_EMAIL = {"AutoVerifiedAttributes": ["email"]}
EMAIL = {"email": "fixture@example.com"}


# -- sign-up ----------------------------------------------------------------------------


@state("008")
def sign_up_by_phone(recording, sim):
    """The recorded number and its mask no longer belong together; ours do."""
    phone = unmask(recording.answer["CodeDeliveryDetails"]["Destination"])
    listed = [
        each | {"Value": phone} if each["Name"] == "phone_number" else each
        for each in recording.asked["UserAttributes"]
    ]
    sim.open(secret=True, AutoVerifiedAttributes=["phone_number"], UsernameAttributes=["email"], **SMS)
    return recording.asking(SecretHash=sim.hash_of(recording.asked["Username"]), UserAttributes=listed)


@state("032", "033")
def sign_up_by_email(_recording, sim):
    sim.open(**VERIFIES_EMAIL)
    listed = [{"Name": "email", "Value": "fixture@mail.example"}]
    return {"ClientId": sim.client_id, "Username": "one", "Password": PASSWORD, "UserAttributes": listed}


@state("034")
def wrong_confirmation_code(recording, sim):
    sim.open(**VERIFIES_EMAIL)
    sim.signed_up(recording.asked["Username"], **EMAIL)
    return recording.asking(ConfirmationCode=sim.wrong(sim.code))


@state("035")
def forgotten_password_of_nobody(recording, sim):
    sim.open(**VERIFIES_EMAIL)
    return recording.asking()


@state("037", "038", "071")
def confirmation_code_once_more(recording, sim):
    name = recording.asked["Username"]
    sim.open(**VERIFIES_EMAIL)
    sim.signed_up(name, email="fixture@example.com" if "@" in name else f"{name}@example.com")
    if recording.number == "037":
        sim.call("ResendConfirmationCode", ClientId=sim.client_id, Username=name)
        sim.cognito.clock.advance(seconds=1.1)
    return recording.asking()


@state("039")
def sign_up_again(recording, sim):
    sim.open(**VERIFIES_EMAIL)
    sim.call("SignUp", **recording.asked)
    return recording.asking()


@state("040")
def sign_up_where_email_is_verified(recording, sim):
    sim.open(**VERIFIES_EMAIL)
    return recording.asking()


@state("053")
def confirmation(recording, sim):
    sim.open(client={"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}, **VERIFIES_EMAIL)
    sim.signed_up(recording.asked["Username"], **EMAIL)
    return recording.asking(ConfirmationCode=sim.code)


@state("070")
def forgotten_password(recording, sim):
    known = {"email": recording.asked["Username"], "email_verified": "true"}
    sim.open(user(recording.asked["Username"], attributes=known), **VERIFIES_EMAIL)
    return recording.asking()


@state("072")
def code_for_an_attribute(recording, sim):
    sim.open(user("one", attributes={"email": "anna@example.com"}), **VERIFIES_EMAIL)
    return recording.asking(AccessToken=sim.token_of("one"))


@state("073")
def sign_up_where_nothing_is_verified(recording, sim):
    sim.open()
    return recording.asking(Password=PASSWORD)


@state("074")
def invitation(recording, sim):
    sim.open()
    return recording.asking()


# -- settings and attributes ------------------------------------------------------------


@state("028")
def sms_preferred_with_totp_off(recording, sim):
    sim.open(user("one", attributes=PHONE), **FACTORS)
    return recording.asking(AccessToken=sim.token_of("one"))


@state("029")
def totp_preferred_by_an_administrator(recording, sim):
    name = recording.asked["Username"]
    sim.open(**FACTORS)
    sim.call("AdminCreateUser", UserPoolId=sim.pool_id, Username=name)
    return recording.asking()


@state("054")
def all_three_factors(recording, sim):
    one = user("one", preferred="SOFTWARE_TOKEN_MFA", attributes={**PHONE, "email": "one@example.com"})
    sim.open(one, **FACTORS)
    return recording.asking(AccessToken=sim.token_of("one"))


@state("030", "031", "057", "065")
def own_profile(recording, sim):
    """The factor is preferred after the sign-in, so that no code verified the phone number on the way."""
    attributes = recording.attributes
    own = [name.removeprefix("custom:") for name in attributes if name.startswith("custom:")]
    name = attributes["sub"] if recording.number in ("030", "031") else "johndoe"
    schema = {"Schema": [{"Name": each} for each in own]} if own else {}
    sim.open(user(name, attributes=attributes), **FACTORS, **schema)
    token = sim.token_of(name)
    if recording.number == "030":
        on = {"Enabled": True, "PreferredMfa": True}
        sim.call("SetUserMFAPreference", AccessToken=token, SMSMfaSettings=on)
    elif recording.number == "031":
        register(sim, token)
    return recording.asking(AccessToken=token)


@state("058")
def profile(recording, sim):
    sim.open(user(recording.asked["Username"], attributes=recording.attributes))
    return recording.asking()


@state("066")
def profile_of_who_was_invited(recording, sim):
    invited = user(recording.asked["Username"], attributes=recording.attributes, UserStatus="FORCE_CHANGE_PASSWORD")
    sim.open(invited, UsernameAttributes=["email"])
    return recording.asking()


@state("075")
def first_factors(recording, sim):
    known = {**PHONE, "phone_number_verified": "true", "email": "testuser@example.com", "email_verified": "true"}
    sim.open(user("testuser", attributes=known, passkeys=["Key"]), **SMS)
    return recording.asking(AccessToken=sim.token_of("testuser"))


@state("078", "079")
def passkeys(recording, sim):
    shown = recording.answer.get("Credentials") or recording.answer["CredentialCreationOptions"]["excludeCredentials"]
    sub = "ead80219-2117-439f-8d46-4db20e4aaaaa"
    key = {
        "RelyingPartyId": "auth.example.com",
        "AuthenticatorTransports": [],
        "AuthenticatorAttachment": "cross-platform",
    }
    known = {"CredentialId": shown[0].get("CredentialId") or shown[0]["id"], "CreatedAt": shown[0].get("CreatedAt", 0)}
    made = {**key, **known, "FriendlyCredentialName": "Roaming passkey", "AuthenticatorTransports": []}
    sim.open(user("testuser", attributes={"sub": sub}, Credentials=[made]), **FIRST_FACTORS)
    return recording.asking(AccessToken=sim.token_of("testuser"))


# -- devices ----------------------------------------------------------------------------

VERIFIER = {"PasswordVerifier": "TXlWZXJpZmllclN0cmluZw", "Salt": "TXlTUlBTYWx0"}


def with_devices(sim, *names):
    """A user with confirmed devices of these names; the latest access token, and the latest key."""
    sim.pool_id = "us-west-2_EXAMPLE"
    sim.open(user("diego"), **TRACKED)
    for name in names:
        result = sim.tokens_of("diego")
        token, key = result["AccessToken"], result["NewDeviceMetadata"]["DeviceKey"]
        named = {"DeviceName": name} if name else {}
        sim.call("ConfirmDevice", AccessToken=token, DeviceKey=key, DeviceSecretVerifierConfig=VERIFIER, **named)
    return token, key


@state("067")
def device_to_confirm(recording, sim):
    sim.open(user("diego"), **TRACKED)
    result = sim.tokens_of("diego")
    return recording.asking(AccessToken=result["AccessToken"], DeviceKey=result["NewDeviceMetadata"]["DeviceKey"])


@state("068")
def confirmed_device(recording, sim):
    token, key = with_devices(sim, "MyDevice")
    return recording.asking(AccessToken=token, DeviceKey=key)


@state("069")
def two_confirmed_devices(recording, sim):
    token, _ = with_devices(sim, "Dart-device", None)
    return recording.asking(AccessToken=token)


# -- bodies of errors -------------------------------------------------------------------


@state("046.2")
def sign_up_with_an_attribute_of_no_schema(_recording, sim):
    sim.open()
    return _sign_up(sim, [("password", "x")])


@state("046.3")
def sign_up_with_no_phone_number(_recording, sim):
    sim.open()
    return _sign_up(sim, [("phone_number", "0123")])


def _sign_up(sim, attributes=(), password=PASSWORD):
    listed = [{"Name": name, "Value": value} for name, value in attributes]
    return {"ClientId": sim.client_id, "Username": "one", "Password": password, "UserAttributes": listed}


@state("046.4")
def forgotten_password_without_an_address(_recording, sim):
    sim.open(user("one"), **VERIFIES_EMAIL)
    return {"ClientId": sim.client_id, "Username": "one"}


@state("046.5", "046.6", "046.9")
def refused_confirmation(recording, sim):
    sim.open(user("two"), **VERIFIES_EMAIL)
    sim.signed_up("one", **EMAIL)
    right, name = sim.code, "two" if recording.number == "046.6" else "one"
    if recording.number == "046.9":
        sim.cognito.clock.advance(hours=24)
    code = sim.wrong(right) if recording.number == "046.5" else right
    return {"ClientId": sim.client_id, "Username": name, "ConfirmationCode": code}


@state("046.8")
def sign_up_with_a_short_password(_recording, sim):
    sim.open()
    return _sign_up(sim, password="Sh0rt")
