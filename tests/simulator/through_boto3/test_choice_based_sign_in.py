"""Choice-based sign-in: USER_AUTH from the first step to the tokens, with every first factor but passkeys."""

import pytest
from pycognito.aws_srp import AWSSRP
from sign_in_steps import Caller, is_finished, refusal_of

EVERYTHING = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]
SMS = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
BOTH = {"email": "ada@example.com", "phone_number": "+12065550101"}
ADA = {"Username": "ada", "Password": "Secret-1", "UserAttributes": BOTH}
BOB = {"Username": "bob", "passwordless": True, "UserAttributes": {"email": "bob@example.com"}}
WRONG_PASSWORD = ("NotAuthorizedException", "Incorrect username or password.")
WRONG_CODE = ("CodeMismatchException", "Invalid code or auth state for the user.")


@pytest.fixture
def opened(open_pool, aws):
    """Open a pool that allows all first factors but passkeys; a caller of its client."""

    def opened(*users, admin=False, first=EVERYTHING, **settings):
        policies = {"SignInPolicy": {"AllowedFirstAuthFactors": first}}
        cognito = open_pool(*(users or (ADA, BOB)), Policies=policies, SmsConfiguration=SMS, **settings)
        return Choosing(aws, cognito, admin=admin)

    return opened


class Choosing(Caller):
    def begin(self, name, **parameters):
        return self.initiate("USER_AUTH", USERNAME=name, **self.hash_of(name), **parameters)

    @property
    def code(self):
        return self.cognito.outbox[-1].code

    def choose(self, name, answer, session=None, **more):
        return self.respond("SELECT_CHALLENGE", name, session or self.begin(name)["Session"], ANSWER=answer, **more)


@pytest.mark.parametrize("admin", [False, pytest.param(True, marks=pytest.mark.long)], ids=["user", "admin"])
def test_whoever_prefers_nothing_chooses(opened, admin):
    calls = opened(admin=admin)
    answer = calls.begin("ada")
    assert (answer["ChallengeName"], answer["ChallengeParameters"]) == ("SELECT_CHALLENGE", {})
    assert answer["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"]
    for factor, medium, mask in [("EMAIL_OTP", "EMAIL", "a***@e***"), ("SMS_OTP", "SMS", "+*******0101")]:
        asked = calls.choose("ada", factor)
        assert (asked["ChallengeName"], "AvailableChallenges" in asked) == (factor, False)
        shown = {"CODE_DELIVERY_DELIVERY_MEDIUM": medium, "CODE_DELIVERY_DESTINATION": mask}
        assert asked["ChallengeParameters"] == shown
        assert len(calls.code) == 8
        assert is_finished(calls.respond(factor, "ada", asked["Session"], **{f"{factor}_CODE": calls.code}))
    assert is_finished(calls.choose("ada", "PASSWORD", PASSWORD="Secret-1"))
    direct = calls.respond("PASSWORD", "ada", calls.begin("ada")["Session"], PASSWORD="Secret-1")
    assert is_finished(direct)


@pytest.mark.long
def test_srp_goes_on_as_in_its_own_flow_whether_chosen_or_preferred(opened):
    calls = opened()
    srp = AWSSRP("ada", "Secret-1", calls.cognito.user_pool_id, calls.client.id, client=calls.aws)
    srp_a = f"{srp.large_a_value:x}"
    preferred = calls.begin("ada", PREFERRED_CHALLENGE="PASSWORD_SRP", SRP_A=srp_a)
    chosen = calls.choose("ada", "PASSWORD_SRP", SRP_A=srp_a)
    direct = calls.respond("PASSWORD_SRP", "ada", calls.begin("ada")["Session"], SRP_A=srp_a)
    for challenge in (preferred, chosen, direct):
        assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
        assert is_finished(calls.prove("ada", srp, challenge))
    assert "PASSWORD" in preferred["AvailableChallenges"]


def test_a_preferred_password_answers_at_once(opened):
    calls = opened()
    assert is_finished(calls.begin("ada", PREFERRED_CHALLENGE="PASSWORD", PASSWORD="Secret-1"))
    assert refusal_of(calls.begin, "ada", PREFERRED_CHALLENGE="PASSWORD", PASSWORD="Wrong-1") == WRONG_PASSWORD
    missing = ("InvalidParameterException", "Missing required parameter PASSWORD")
    assert refusal_of(calls.begin, "ada", PREFERRED_CHALLENGE="PASSWORD") == missing
    assert refusal_of(calls.begin, "ada", PREFERRED_CHALLENGE="PASSWORD", PASSWORD="a" * 257) == WRONG_PASSWORD


def test_a_wrong_code_may_be_followed_by_the_right_one_and_locks_nobody_out(opened):
    calls = opened()
    session = calls.begin("bob")["Session"]
    wrong = f"{(int(calls.code) + 1) % 10**8:08}"
    for _ in range(6):
        assert refusal_of(calls.respond, "EMAIL_OTP", "bob", session, EMAIL_OTP_CODE=wrong) == WRONG_CODE
    assert is_finished(calls.respond("EMAIL_OTP", "bob", session, EMAIL_OTP_CODE=calls.code))
    assert calls.cognito.user("bob").attributes["email_verified"] == "true"


@pytest.mark.long
def test_a_code_confirms_who_signed_up_and_who_was_imported_without_a_password(opened):
    new = {**BOB, "UserStatus": "UNCONFIRMED"}
    imported = {"Username": "eve", "UserStatus": "RESET_REQUIRED", "UserAttributes": {"email": "eve@example.com"}}
    locked = {**ADA, "UserStatus": "RESET_REQUIRED"}
    calls = opened(new, imported, locked)
    calls.cognito.trigger("PostConfirmation", lambda event, context: 1 / 0)  # AWS runs it at no sign-in
    for name in ("bob", "eve"):
        session = calls.begin(name)["Session"]
        assert is_finished(calls.respond("EMAIL_OTP", name, session, EMAIL_OTP_CODE=calls.code))
        assert calls.cognito.user(name).status == "CONFIRMED"
    assert refusal_of(calls.begin, "ada")[0] == "PasswordResetRequiredException"


def test_who_has_mfa_on_signs_in_by_password_and_then_by_the_factor(opened):
    totp = {"SecretCode": "JBSWY3DPEHPK3PXP", "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"]}
    calls = opened({**ADA, **totp}, BOB, MfaConfiguration="OPTIONAL", **TOTP)
    answer = calls.begin("ada", PREFERRED_CHALLENGE="EMAIL_OTP")
    assert answer["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD"]
    asked = calls.begin("ada", PREFERRED_CHALLENGE="PASSWORD", PASSWORD="Secret-1")
    assert (asked["ChallengeName"], "AvailableChallenges" in asked) == ("SOFTWARE_TOKEN_MFA", False)
    assert calls.begin("bob")["ChallengeName"] == "EMAIL_OTP"


@pytest.mark.long
def test_an_answer_that_was_not_offered_is_refused_and_so_is_none(opened):
    calls = opened()
    assert refusal_of(calls.choose, "ada", "WEB_AUTHN")[0] == "InvalidParameterException"
    session = calls.begin("ada")["Session"]
    missing = ("InvalidParameterException", "Missing required parameter ANSWER")
    assert refusal_of(calls.respond, "SELECT_CHALLENGE", "ada", session) == missing


@pytest.mark.long
def test_a_disabled_user_is_refused_before_any_choice(opened):
    calls = opened({**ADA, "Enabled": False})
    assert refusal_of(calls.begin, "ada") == ("NotAuthorizedException", "User is disabled.")


def test_nobody_gets_the_answers_of_somebody_where_the_client_hides_who_exists(opened):
    calls = opened()
    assert calls.begin("nobody")["AvailableChallenges"] == calls.begin("ada")["AvailableChallenges"]
    assert refusal_of(calls.begin, "nobody", PREFERRED_CHALLENGE="PASSWORD", PASSWORD="Secret-1") == WRONG_PASSWORD
    for _ in range(2):
        asked = calls.begin("nobody@example.com", PREFERRED_CHALLENGE="EMAIL_OTP")
        assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "n***@e***"
    answer = {"EMAIL_OTP_CODE": "00000000"}
    refused = refusal_of(calls.respond, "EMAIL_OTP", "nobody@example.com", asked["Session"], **answer)
    assert (refused, len(calls.cognito.outbox)) == (WRONG_CODE, 0)


def test_who_signs_up_without_a_password_goes_on_to_the_tokens(opened):
    calls = opened(first=["PASSWORD", "EMAIL_OTP"], AutoVerifiedAttributes=["email"])
    named = {"ClientId": calls.client.id, "Username": "zoe"}
    email = [{"Name": "email", "Value": "zoe@example.com"}]
    assert calls.aws.sign_up(**named, Password="", UserAttributes=email)["Session"]  # a blank one is none
    confirmed = calls.aws.confirm_sign_up(**named, ConfirmationCode=calls.code)
    once = {"ClientId": calls.client.id, "AuthFlow": "USER_AUTH", "AuthParameters": {"USERNAME": "zoe"}}
    result = calls.aws.initiate_auth(**once, Session=confirmed["Session"])
    assert is_finished(result)
    spent = ("NotAuthorizedException", "Invalid session for the user, session can only be used once.")
    assert refusal_of(calls.aws.initiate_auth, **once, Session=confirmed["Session"]) == spent
    assert calls.begin("zoe")["ChallengeName"] == "EMAIL_OTP"
    token = result["AuthenticationResult"]["AccessToken"]
    change = {"AccessToken": token, "ProposedPassword": "Secret-2"}
    assert refusal_of(calls.aws.change_password, **change, PreviousPassword="Wrong-1") == WRONG_PASSWORD
    calls.aws.change_password(**change)
    assert is_finished(calls.begin("zoe", PREFERRED_CHALLENGE="PASSWORD", PASSWORD="Secret-2"))
    assert refusal_of(calls.aws.change_password, **change)[1] == "Missing required parameter PreviousPassword"


@pytest.mark.long
def test_an_administrator_creates_users_without_a_password_where_codes_are_first_factors(opened):
    calls = opened()
    create = {"UserPoolId": calls.cognito.user_pool_id, "Username": "zoe"}
    email = [{"Name": "email", "Value": "zoe@example.com"}]
    made = calls.aws.admin_create_user(**create, TemporaryPassword="", UserAttributes=email)
    assert (made["User"]["UserStatus"], len(calls.cognito.outbox)) == ("CONFIRMED", 0)
    assert calls.begin("zoe")["AvailableChallenges"] == ["EMAIL_OTP"]
    invited = calls.aws.admin_create_user(**{**create, "Username": "mia"})
    assert invited["User"]["UserStatus"] == "FORCE_CHANGE_PASSWORD"


@pytest.mark.long
def test_a_client_without_the_flow_refuses_it_and_gives_no_session(opened, aws):
    calls = opened(AutoVerifiedAttributes=["email"])
    other = aws.create_user_pool_client(UserPoolId=calls.cognito.user_pool_id, ClientName="other")["UserPoolClient"]
    begin = {"ClientId": other["ClientId"], "AuthFlow": "USER_AUTH", "AuthParameters": {"USERNAME": "ada"}}
    off = ("InvalidParameterException", "USER_AUTH flow not enabled for this client")
    assert refusal_of(aws.initiate_auth, **begin) == off
    signed_up = aws.sign_up(ClientId=other["ClientId"], Username="zoe", Password="Secret-1")
    assert "Session" not in signed_up
