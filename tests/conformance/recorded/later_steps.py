"""The states of RespondToAuthChallenge and AdminRespondToAuthChallenge, and of the calls of an authenticator."""

from .first_steps import BY_EMAIL, TOTP_MFA, attributes_of, claims_of, plug_in, register
from .simulated_recording import FACTORS, SMS, TOTP, TRACKED, user
from .states import state

PHONE = {"phone_number": "+12065550100"}


def unmask(mask):
    """A phone number that is masked like this."""
    return "+1" + "5" * (mask.count("*") - 1) + mask[-4:]


@state("002")
def totp_answer(recording, sim):
    name = recording.asked["ChallengeResponses"]["USERNAME"]
    known = attributes_of(claims_of(recording))
    sim.open(user(name, preferred=TOTP_MFA, attributes=known), **FACTORS, **BY_EMAIL)
    answers = {"SOFTWARE_TOKEN_MFA_CODE": sim.cognito.totp(name)}
    return recording.asking(Session=sim.challenged(name), ChallengeResponses=answers)


@state("003")
def proof_before_sms(recording, sim):
    phone = unmask(recording.answer["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"])
    sim.open(user("one", preferred="SMS_MFA", attributes={"phone_number": phone}), MfaConfiguration="ON", **SMS)
    return sim.proof_request("one")


@state("004")
def sms_answer_with_a_new_device(_recording, sim):
    client = {"AccessTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "minutes"}}
    one = user("one", preferred="SMS_MFA", attributes=PHONE, groups=["staff"])
    sim.open(one, client=client, groups=["staff"], MfaConfiguration="ON", **SMS, **TRACKED)
    session = sim.challenged("one")
    return sim.answer_request("SMS_MFA", session, USERNAME="one", SMS_MFA_CODE=sim.code)


@state("006")
def proof_with_a_new_device(recording, sim):
    known = attributes_of(claims_of(recording))
    sim.open(user("one@example.com", attributes=known), **BY_EMAIL, **TRACKED)
    return sim.proof_request("one@example.com")


@state("014")
def custom_answer(recording, sim):
    name = recording.asked["ChallengeResponses"]["USERNAME"]
    sim.open(user(name), client={"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH"]})
    plug_in(sim.cognito, DefineAuthChallenge={"challengeName": "CUSTOM_CHALLENGE"}, CreateAuthChallenge={})
    asked = sim.call("InitiateAuth", ClientId=sim.client_id, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": name})
    plug_in(sim.cognito, DefineAuthChallenge={"issueTokens": True}, VerifyAuthChallengeResponse={"answerCorrect": True})
    return recording.asking(Session=asked["Session"])


@state("024")
def wrong_sms_code(_recording, sim):
    sim.open(user("one", preferred="SMS_MFA", attributes=PHONE), **FACTORS)
    session = sim.challenged("one")
    return sim.answer_request("SMS_MFA", session, USERNAME="one", SMS_MFA_CODE=sim.wrong(sim.code))


@state("025")
def proof_of_another_time(_recording, sim):
    """The time stamp has another country's format."""
    sim.open(user("one"))
    request = sim.proof_request("one")
    request["ChallengeResponses"]["TIMESTAMP"] = "Di. Mai 10 12:00:00 UTC 2016"
    return request


@state("042")
def wrong_email_code(_recording, sim):
    sim.open(user("one", preferred="EMAIL_OTP", attributes={"email": "one@example.com"}), **FACTORS)
    session = sim.challenged("one")
    return sim.answer_request("EMAIL_OTP", session, USERNAME="one", EMAIL_OTP_CODE=sim.wrong(sim.code))


@state("052")
def email_answer(recording, sim):
    name = recording.asked["ChallengeResponses"]["USERNAME"]
    sim.open(user(name, preferred="EMAIL_OTP", attributes={"email": "one@example.com"}), **FACTORS)
    session = sim.challenged(name)
    return recording.asking(Session=session, ChallengeResponses={"EMAIL_OTP_CODE": sim.code})


@state("061")
def new_password(recording, sim):
    name = recording.asked["ChallengeResponses"]["USERNAME"]
    sim.open(user(name, UserStatus="FORCE_CHANGE_PASSWORD"), **TRACKED)
    return recording.asking(Session=sim.challenged(name), ChallengeResponses={"NEW_PASSWORD": "Changed-passw0rd1"})


@state("062")
def selected_totp(recording, sim):
    name = recording.asked["ChallengeResponses"]["USERNAME"]
    sim.open(user(name, factors=["SMS_MFA"], attributes=PHONE), **FACTORS)
    session = sim.challenged(name)
    code = sim.call(
        "RespondToAuthChallenge", **sim.answer_request("SMS_MFA", session, USERNAME=name, SMS_MFA_CODE=sim.code)
    )
    register(
        sim,
        code["AuthenticationResult"]["AccessToken"],
        recording.answer["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"],
    )
    neither = {"SoftwareTokenMfaSettings": {"Enabled": True}}
    sim.call("AdminSetUserMFAPreference", UserPoolId=sim.pool_id, Username=name, **neither)
    return recording.asking(Session=sim.challenged(name))


@state("063", "064")
def totp_answer_with_a_new_device(recording, sim):
    name = recording.asked["ChallengeResponses"]["USERNAME"]
    sim.open(user(name, preferred=TOTP_MFA), **FACTORS, **TRACKED)
    answers = {"SOFTWARE_TOKEN_MFA_CODE": sim.cognito.totp(name)}
    return recording.asking(Session=sim.challenged(name), ChallengeResponses=answers)


# -- authenticators ---------------------------------------------------------------------


@state("022")
def wrong_code_of_set_up_by_session(recording, sim):
    sim.open(user("one"), MfaConfiguration="ON", **TOTP)
    session = sim.call("AssociateSoftwareToken", Session=sim.challenged("one"))["Session"]
    code = sim.wrong(sim.cognito.totp("one"))
    return recording.asking(Session=session, UserCode=code)


@state("023")
def wrong_code_of_set_up(_recording, sim):
    sim.open(user("one"), **FACTORS)
    token = sim.token_of("one")
    sim.call("AssociateSoftwareToken", AccessToken=token)
    return {"AccessToken": token, "UserCode": sim.wrong(sim.cognito.totp("one"))}


@state("055")
def set_up(recording, sim):
    sim.open(user("one"), **FACTORS)
    return recording.asking(AccessToken=sim.token_of("one"))


@state("056")
def right_code_of_set_up(recording, sim):
    sim.open(user("one"), **FACTORS)
    token = sim.token_of("one")
    sim.call("AssociateSoftwareToken", AccessToken=token)
    return recording.asking(AccessToken=token, UserCode=sim.cognito.totp("one"))
