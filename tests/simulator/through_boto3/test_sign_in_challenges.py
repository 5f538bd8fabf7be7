"""Every challenge, asked and answered: by the user's and by the Admin operations, with a secret and without."""

import json

import pyotp
import pytest
from sign_in_steps import Caller, is_finished, looks_like_a_session, refusal_of

SMS_POOL = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
TOTP_POOL = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
EMAIL_POOL = {
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"},
    "EmailMfaConfiguration": {"Subject": "Your code"},
}
ALL_FACTORS = {**SMS_POOL, **TOTP_POOL, **EMAIL_POOL}
WRONG_PASSWORD = ("NotAuthorizedException", "Incorrect username or password.")


def user(name="alice", **more):
    return {"Username": name, "Password": "Secret-1", **more}


@pytest.fixture
def caller(cognito, through):
    return through(cognito)


def test_a_password_alone_signs_in_who_has_no_factor(caller):
    assert is_finished(caller.password("newcomer"))


def test_srp_signs_in_who_has_no_factor(caller):
    assert is_finished(caller.srp("newcomer"))


def test_srp_asks_for_the_proof(caller):
    _, answer = caller.srp_challenge("newcomer")
    parameters = answer["ChallengeParameters"]
    assert answer["ChallengeName"] == "PASSWORD_VERIFIER"
    assert set(parameters) == {"SALT", "SECRET_BLOCK", "SRP_B", "USERNAME", "USER_ID_FOR_SRP"}
    assert "Session" not in answer
    assert not parameters["SALT"].startswith("0")


def test_srp_with_a_wrong_password_is_refused_at_the_proof(caller):
    assert refusal_of(caller.srp, "newcomer", "Wrong-1") == WRONG_PASSWORD


@pytest.mark.parametrize(
    "changed",
    [
        {"PASSWORD_CLAIM_SECRET_BLOCK": "YW5vdGhlcg=="},
        {"PASSWORD_CLAIM_SIGNATURE": "YW5vdGhlcg=="},
        {"TIMESTAMP": "Tue Sep 05 10:00:00 UTC 2023"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_srp_with_a_proof_that_does_not_fit_is_refused(caller, changed):
    begun = caller.srp_challenge("newcomer")
    assert refusal_of(caller.prove, "newcomer", *begun, **changed) == WRONG_PASSWORD


def test_a_session_of_another_challenge_is_no_secret_block(caller):
    session = caller.password("sms")["Session"]
    begun = caller.srp_challenge("newcomer")
    changed = {"PASSWORD_CLAIM_SECRET_BLOCK": session}
    assert refusal_of(caller.prove, "newcomer", *begun, **changed) == WRONG_PASSWORD


def test_a_proof_counts_once(caller):
    begun = caller.srp_challenge("newcomer")
    assert is_finished(caller.prove("newcomer", *begun))
    assert refusal_of(caller.prove, "newcomer", *begun)[0] == "NotAuthorizedException"


def test_an_answer_needs_its_session(caller):
    refusal = refusal_of(caller.respond, "SMS_MFA", "sms", SMS_MFA_CODE="000000")
    assert refusal == ("InvalidParameterException", "Missing required parameter Session")


def test_a_proof_that_leads_nowhere_is_not_used_up(open_pool, through):
    caller = through(open_pool(user(UserAttributes={"email": "alice@example.com"}), MfaConfiguration="ON", **SMS_POOL))
    begun = caller.srp_challenge("alice")
    for _ in range(2):
        refusal = refusal_of(caller.prove, "alice", *begun)
        assert refusal == ("InvalidParameterException", "User has no MFA factor that can be used or set up.")


def test_a_password_that_was_replaced_meanwhile_proves_nothing(caller, cognito, aws):
    begun = caller.srp_challenge("newcomer")
    new = {"Username": "newcomer", "Password": "Changed-1", "Permanent": True}
    aws.admin_set_user_password(UserPoolId=cognito.user_pool_id, **new)
    assert refusal_of(caller.prove, "newcomer", *begun) == WRONG_PASSWORD
    assert is_finished(caller.srp("newcomer"))


def test_one_users_proof_does_not_sign_in_another(caller):
    begun = caller.srp_challenge("newcomer")
    assert refusal_of(caller.prove, "totp", *begun) == WRONG_PASSWORD


@pytest.mark.parametrize("first", ["password", "srp"])
def test_totp_is_asked_of_who_prefers_it(caller, cognito, first):
    answer = getattr(caller, first)("totp")
    assert answer["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert answer["ChallengeParameters"] == {"USER_ID_FOR_SRP": "totp"}
    code = pyotp.TOTP(cognito.user("totp").totp_secret).now()
    answered = caller.respond("SOFTWARE_TOKEN_MFA", "totp", answer["Session"], SOFTWARE_TOKEN_MFA_CODE=code)
    assert is_finished(answered)


SENT = {
    "sms": ("SMS_MFA", "SMS", "+*******0102", "+12065550102"),
    "email": ("EMAIL_OTP", "EMAIL", "e***@e***", "email@example.com"),
}


@pytest.mark.parametrize("first", ["password", "srp"])
@pytest.mark.parametrize("name", SENT)
def test_a_message_is_sent_to_who_prefers_it(caller, cognito, first, name):
    challenge, medium, shown, full = SENT[name]
    answer = getattr(caller, first)(name)
    reported = {"CODE_DELIVERY_DELIVERY_MEDIUM": medium, "CODE_DELIVERY_DESTINATION": shown}
    assert answer["ChallengeName"] == challenge
    # Facts B16, B20 and W4: the user's id stands beside them only when InitiateAuth asks.
    assert answer["ChallengeParameters"] == (reported | {"USER_ID_FOR_SRP": name} if first == "password" else reported)
    (sent,) = cognito.outbox
    assert (sent.user, sent.medium, sent.destination, sent.purpose) == (name, medium, full, "mfa")
    assert is_finished(caller.respond(challenge, name, answer["Session"], **{f"{challenge}_CODE": sent.code}))


@pytest.mark.parametrize(("name", "challenge"), [("sms", "SMS_MFA"), ("email", "EMAIL_OTP")])
def test_a_wrong_code_can_be_corrected(caller, cognito, name, challenge):
    session = caller.password(name)["Session"]
    code = cognito.outbox[-1].code
    wrong = {f"{challenge}_CODE": f"{(int(code) + 1) % 10**6:06}"}
    refusal = refusal_of(caller.respond, challenge, name, session, **wrong)
    assert refusal == ("CodeMismatchException", "Invalid code or auth state for the user.")
    assert is_finished(caller.respond(challenge, name, session, **{f"{challenge}_CODE": code}))


@pytest.mark.parametrize(
    ("answer", "asked"),
    [("SMS_MFA", "SMS_MFA"), ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA")],
    ids=["sms", "totp"],
)
def test_who_has_two_factors_on_is_asked_which(caller, cognito, answer, asked):
    selecting = caller.password("undecided")
    assert selecting["ChallengeName"] == "SELECT_MFA_TYPE"
    parameters = selecting["ChallengeParameters"]
    assert parameters["MFAS_CAN_CHOOSE"] == '["SMS_MFA","SOFTWARE_TOKEN_MFA"]'
    selected = caller.respond("SELECT_MFA_TYPE", "undecided", selecting["Session"], ANSWER=answer)
    assert selected["ChallengeName"] == asked
    assert selected["Session"] != selecting["Session"]
    code = cognito.outbox[-1].code if asked == "SMS_MFA" else cognito.totp("undecided")
    assert is_finished(caller.respond(asked, "undecided", selected["Session"], **{f"{asked}_CODE": code}))


@pytest.mark.parametrize("answer", ["EMAIL_OTP", "EMAIL_MFA"])
def test_email_can_be_selected_by_both_of_its_names(open_pool, through, answer):
    attributes = {"email": "a@example.com", "phone_number": "+12065550100"}
    cognito = open_pool(
        user(UserAttributes=attributes, UserMFASettingList=["SMS_MFA", "EMAIL_OTP"]),
        MfaConfiguration="OPTIONAL",
        **ALL_FACTORS,
    )
    caller = through(cognito)
    session = caller.password("alice")["Session"]
    selected = caller.respond("SELECT_MFA_TYPE", "alice", session, ANSWER=answer)
    assert selected["ChallengeName"] == "EMAIL_OTP"
    code = cognito.outbox[-1].code
    assert is_finished(caller.respond("EMAIL_OTP", "alice", selected["Session"], EMAIL_OTP_CODE=code))


def test_who_was_invited_chooses_a_password(caller, cognito):
    answer = caller.password("invited")
    assert answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    parameters = answer["ChallengeParameters"]
    assert parameters["USER_ID_FOR_SRP"] == "invited"
    assert parameters["requiredAttributes"] == "[]"
    assert json.loads(parameters["userAttributes"])["email"] == "invited@example.com"
    answered = caller.respond("NEW_PASSWORD_REQUIRED", "invited", answer["Session"], NEW_PASSWORD="Changed-1")
    assert is_finished(answered)
    assert (cognito.user("invited").status, cognito.user("invited").password) == ("CONFIRMED", "Changed-1")


def test_srp_too_leads_to_a_new_password(caller):
    assert caller.srp("invited")["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


@pytest.fixture
def required(open_pool, through):
    """An invited user of a pool that requires a name, and MFA."""
    schema = [{"Name": "given_name", "Required": True}]
    invited = user(UserStatus="FORCE_CHANGE_PASSWORD", UserAttributes={"phone_number": "+12065550100"})
    return through(open_pool(invited, MfaConfiguration="ON", Schema=schema, **SMS_POOL))


def test_required_attributes_come_with_the_new_password_and_then_mfa(required):
    answer = required.password("alice")
    assert answer["ChallengeParameters"]["requiredAttributes"] == '["userAttributes.given_name"]'
    assert answer["ChallengeParameters"]["userAttributes"] == '{"phone_number":"+12065550100","given_name":""}'
    more = {"NEW_PASSWORD": "Changed-1", "userAttributes.given_name": "Alice"}
    asked = required.respond("NEW_PASSWORD_REQUIRED", "alice", answer["Session"], **more)
    assert asked["ChallengeName"] == "SMS_MFA"
    assert "USER_ID_FOR_SRP" not in asked["ChallengeParameters"]
    code = required.cognito.outbox[-1].code
    assert is_finished(required.respond("SMS_MFA", "alice", asked["Session"], SMS_MFA_CODE=code))
    assert required.cognito.user("alice").attributes["given_name"] == "Alice"


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (
            {"NEW_PASSWORD": "Changed-1"},
            ("InvalidParameterException", "Invalid attributes given, given_name is missing"),
        ),
        (
            {"NEW_PASSWORD": "Changed-1", "userAttributes.given_name": "A" * 2049},
            (
                "InvalidParameterException",
                "Attributes did not conform to the schema: given_name: String must be no longer than 2048 characters\n",
            ),
        ),
        (
            {"NEW_PASSWORD": "short", "userAttributes.given_name": "Alice"},
            ("InvalidPasswordException", "Password does not conform to policy: Password not long enough"),
        ),
    ],
    ids=["attribute", "long attribute", "password"],
)
def test_a_new_password_that_is_refused_can_be_corrected(required, answers, refusal):
    session = required.password("alice")["Session"]
    assert refusal_of(required.respond, "NEW_PASSWORD_REQUIRED", "alice", session, **answers) == refusal
    assert required.cognito.user("alice").status == "FORCE_CHANGE_PASSWORD"
    good = {"NEW_PASSWORD": "Changed-1", "userAttributes.given_name": "Alice"}
    assert required.respond("NEW_PASSWORD_REQUIRED", "alice", session, **good)["ChallengeName"] == "SMS_MFA"


@pytest.mark.parametrize("name", ["sub", "email_verified", "phone_number_verified", "phone_number"])
def test_who_was_invited_chooses_no_identity(caller, cognito, name):
    session = caller.password("invited")["Session"]
    before, other = cognito.user("invited").attributes, cognito.user("newcomer").attributes
    more = {"NEW_PASSWORD": "Changed-1", f"userAttributes.{name}": other[name]}
    assert refusal_of(caller.respond, "NEW_PASSWORD_REQUIRED", "invited", session, **more)[1].startswith(
        "Cannot modify"
    )
    assert cognito.user("invited").attributes == before
    assert cognito.user("invited").status == "FORCE_CHANGE_PASSWORD"


def test_a_new_password_is_kept_only_where_the_sign_in_can_go_on(open_pool, through):
    invited = user(UserStatus="FORCE_CHANGE_PASSWORD", UserAttributes={"email": "alice@example.com"})
    caller = through(open_pool(invited, MfaConfiguration="ON", **SMS_POOL))
    session, more = caller.password("alice")["Session"], {"NEW_PASSWORD": "Changed-1"}
    refusal = refusal_of(caller.respond, "NEW_PASSWORD_REQUIRED", "alice", session, **more)
    assert refusal == ("InvalidParameterException", "User has no MFA factor that can be used or set up.")
    assert caller.cognito.user("alice").password == "Secret-1"
    more["userAttributes.phone_number"] = "+12065550100"
    assert caller.respond("NEW_PASSWORD_REQUIRED", "alice", session, **more)["ChallengeName"] == "SMS_MFA"


# -- MFA_SETUP --------------------------------------------------------------------------


def enrolled(caller, session, wrong_first=False):
    """AssociateSoftwareToken and VerifySoftwareToken with a session; the last session."""
    handed = caller.aws.associate_software_token(Session=session)
    code = pyotp.TOTP(handed["SecretCode"]).now()
    if wrong_first:
        wrong = {"Session": handed["Session"], "UserCode": f"{(int(code) + 1) % 10**6:06}"}
        refusal = refusal_of(caller.aws.verify_software_token, **wrong)
        assert refusal == ("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA")
    verified = caller.aws.verify_software_token(Session=handed["Session"], UserCode=code, FriendlyDeviceName="phone")
    assert verified["Status"] == "SUCCESS"
    assert len({session, handed["Session"], verified["Session"]}) == 3
    assert all(map(looks_like_a_session, (session, handed["Session"], verified["Session"])))
    return verified["Session"]


@pytest.fixture
def must_enrol(open_pool, through):
    return through(open_pool(user(), MfaConfiguration="ON", **SMS_POOL, **TOTP_POOL))


@pytest.mark.parametrize("wrong_first", [False, True], ids=["at once", "after a wrong code"])
def test_an_authenticator_is_set_up_during_sign_in(must_enrol, wrong_first):
    answer = must_enrol.password("alice")
    assert answer["ChallengeName"] == "MFA_SETUP"
    listed = {"MFAS_CAN_SETUP": '["SMS_MFA","SOFTWARE_TOKEN_MFA"]', "USER_ID_FOR_SRP": "alice"}
    assert answer["ChallengeParameters"] == listed
    session = enrolled(must_enrol, answer["Session"], wrong_first)
    assert is_finished(must_enrol.respond("MFA_SETUP", "alice", session))


def test_what_was_enrolled_during_sign_in_is_asked_for_next_time(must_enrol):
    enrolled(must_enrol, must_enrol.password("alice")["Session"])
    answer = must_enrol.password("alice")
    assert answer["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert answer["ChallengeParameters"] == {"FRIENDLY_DEVICE_NAME": "phone", "USER_ID_FOR_SRP": "alice"}


def test_a_session_that_was_replaced_is_spent(must_enrol):
    first = must_enrol.password("alice")["Session"]
    enrolled(must_enrol, first)
    refusal = refusal_of(must_enrol.aws.associate_software_token, Session=first)
    assert refusal == ("NotAuthorizedException", "Invalid session for the user, session can only be used once.")


def test_set_up_is_not_finished_before_a_code_was_verified(must_enrol):
    session = must_enrol.password("alice")["Session"]
    handed = must_enrol.aws.associate_software_token(Session=session)["Session"]
    refusal = refusal_of(must_enrol.respond, "MFA_SETUP", "alice", handed)
    assert refusal == ("NotAuthorizedException", "Invalid session for the user.")


GONE = {
    "admin_delete_user": "Invalid session for the user.",
    "admin_disable_user": "User is disabled.",
}


@pytest.mark.parametrize("operation", GONE)
def test_who_is_gone_meanwhile_sets_nothing_up(must_enrol, operation):
    handed = must_enrol.aws.associate_software_token(Session=must_enrol.password("alice")["Session"])
    getattr(must_enrol.aws, operation)(UserPoolId=must_enrol.cognito.user_pool_id, Username="alice")
    verify = {"Session": handed["Session"], "UserCode": pyotp.TOTP(handed["SecretCode"]).now()}
    for refused in (
        refusal_of(must_enrol.aws.associate_software_token, Session=handed["Session"]),
        refusal_of(must_enrol.aws.verify_software_token, **verify),
    ):
        assert refused == ("NotAuthorizedException", GONE[operation])


def test_one_users_set_up_does_not_sign_in_another(open_pool, through):
    caller = through(open_pool(user(), user("bob"), MfaConfiguration="ON", **SMS_POOL, **TOTP_POOL))
    session = enrolled(caller, caller.password("alice")["Session"])
    refusal = refusal_of(caller.respond, "MFA_SETUP", "bob", session)
    assert refusal == ("NotAuthorizedException", "Invalid session for the user.")


@pytest.mark.parametrize("key", ["EMAIL", "email"])
def test_an_address_is_set_up_during_sign_in(open_pool, through, key):
    cognito = open_pool(user(), MfaConfiguration="ON", **SMS_POOL, **EMAIL_POOL)
    caller = through(cognito)
    answer = caller.password("alice")
    assert answer["ChallengeParameters"]["MFAS_CAN_SETUP"] == '["SMS_MFA","EMAIL_OTP"]'
    asked = caller.respond("MFA_SETUP", "alice", answer["Session"], **{key: "new@example.com"})
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "n***@e***"
    assert "email" not in cognito.user("alice").attributes
    code = cognito.outbox[-1].code
    assert is_finished(caller.respond("EMAIL_OTP", "alice", asked["Session"], EMAIL_OTP_CODE=code))
    attributes = cognito.user("alice").attributes
    assert (attributes["email"], attributes["email_verified"]) == ("new@example.com", "true")


def test_an_address_of_a_wrong_form_can_be_corrected(open_pool, through):
    caller = through(open_pool(user(), MfaConfiguration="ON", **SMS_POOL, **EMAIL_POOL))
    session = caller.password("alice")["Session"]
    refusal = refusal_of(caller.respond, "MFA_SETUP", "alice", session, EMAIL="nowhere")
    assert refusal == ("InvalidParameterException", "Invalid email address format.")
    asked = caller.respond("MFA_SETUP", "alice", session, EMAIL="new@example.com")
    assert asked["ChallengeName"] == "EMAIL_OTP"


def test_an_address_is_of_no_use_where_the_pool_does_not_send_mail(must_enrol):
    session = must_enrol.password("alice")["Session"]
    refusal = refusal_of(must_enrol.respond, "MFA_SETUP", "alice", session, EMAIL="new@example.com")
    assert refusal == ("NotAuthorizedException", "Invalid session for the user.")


def test_a_code_verifies_the_attribute_that_it_went_to(open_pool, through):
    attributes = {"phone_number": "+12065550100"}
    cognito = open_pool(user(UserAttributes=attributes), MfaConfiguration="ON", **SMS_POOL)
    caller = through(cognito)
    answer = caller.password("alice")
    caller.respond("SMS_MFA", "alice", answer["Session"], SMS_MFA_CODE=cognito.outbox[-1].code)
    assert cognito.user("alice").attributes["phone_number_verified"] == "true"


OF_ANOTHER = ("AliasExistsException", "An account with the email already exists.")


def test_a_code_does_not_verify_what_is_another_users_alias(open_pool, through):
    verified = user("bob", UserAttributes={"email": "shared@example.com", "email_verified": "true"})
    claimant = user(UserAttributes={"email": "shared@example.com"})
    cognito = open_pool(verified, claimant, MfaConfiguration="ON", AliasAttributes=["email"], **SMS_POOL, **EMAIL_POOL)
    caller = through(cognito)
    session, code = caller.password("alice")["Session"], cognito.outbox[-1].code
    assert refusal_of(caller.respond, "EMAIL_OTP", "alice", session, EMAIL_OTP_CODE=code) == OF_ANOTHER
    assert cognito.user("shared@example.com").username == "bob"
    assert "email_verified" not in cognito.user("alice").attributes


def test_nobody_sets_up_the_address_that_another_signs_in_with(open_pool, through):
    verified = user("bob", UserAttributes={"email": "shared@example.com", "email_verified": "true"})
    cognito = open_pool(verified, user(), MfaConfiguration="ON", AliasAttributes=["email"], **SMS_POOL, **EMAIL_POOL)
    caller = through(cognito)
    session = caller.password("alice")["Session"]
    asked = caller.respond("MFA_SETUP", "alice", session, EMAIL="shared@example.com")
    code = {"EMAIL_OTP_CODE": cognito.outbox[-1].code}
    assert refusal_of(caller.respond, "EMAIL_OTP", "alice", asked["Session"], **code) == OF_ANOTHER
    assert "email" not in cognito.user("alice").attributes
    assert cognito.user("shared@example.com").username == "bob"


# -- who answers ------------------------------------------------------------------------


def test_a_session_is_good_for_its_own_client_alone(cognito, aws):
    public, secret = Caller(aws, cognito), Caller(aws, cognito, client="secret")
    session = public.password("sms")["Session"]
    code = {"SMS_MFA_CODE": cognito.outbox[-1].code}
    refusal = refusal_of(secret.respond, "SMS_MFA", "sms", session, **code)
    assert refusal == ("NotAuthorizedException", "Invalid session for the user.")
    assert is_finished(public.respond("SMS_MFA", "sms", session, **code))


def test_one_users_session_does_not_sign_in_another(caller, cognito):
    session = caller.password("sms")["Session"]
    code = {"SMS_MFA_CODE": cognito.outbox[-1].code}
    refusal = refusal_of(caller.respond, "SMS_MFA", "newcomer", session, **code)
    assert refusal == ("NotAuthorizedException", "Invalid session for the user.")


def test_a_user_who_was_deleted_meanwhile_cannot_answer(caller, cognito, aws):
    session = caller.password("sms")["Session"]
    aws.admin_delete_user(UserPoolId=cognito.user_pool_id, Username="sms")
    refusal = refusal_of(caller.respond, "SMS_MFA", "sms", session, SMS_MFA_CODE="000000")
    assert refusal[0] == "NotAuthorizedException"


def test_an_address_signs_in_where_it_is_the_username(open_pool, through):
    cognito = open_pool(user("alice@example.com"), UsernameAttributes=["email"])
    caller = through(cognito)
    for answer in (caller.password("alice@example.com"), caller.srp("alice@example.com")):
        assert is_finished(answer)
    _, challenge = caller.srp_challenge("alice@example.com")
    assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == cognito.user("alice@example.com").sub


def test_a_refresh_asks_for_no_factor(caller, cognito):
    session = caller.password("totp")["Session"]
    code = {"SOFTWARE_TOKEN_MFA_CODE": cognito.totp("totp")}
    result = caller.respond("SOFTWARE_TOKEN_MFA", "totp", session, **code)["AuthenticationResult"]
    again = caller.refresh(result["RefreshToken"], "totp")
    assert set(again["AuthenticationResult"]) == {"AccessToken", "ExpiresIn", "IdToken", "TokenType"}
    assert again["ChallengeParameters"] == {}


# -- who was imported -------------------------------------------------------------------

IMPORTED = {"Username": "alice", "UserStatus": "RESET_REQUIRED"}


def test_who_was_imported_without_a_password_is_refused_by_srp_and_told_to_reset_it_elsewhere(open_pool, through):
    caller = through(open_pool(IMPORTED))
    assert refusal_of(caller.srp_challenge, "alice") == ("InvalidParameterException", "Invalid input given")
    assert refusal_of(caller.password, "alice", "any")[1] == "Incorrect username or password."
    reset = ("PasswordResetRequiredException", "Password reset required for the user")
    assert refusal_of(through(open_pool(IMPORTED, existence="LEGACY")).password, "alice", "any") == reset


def test_who_was_imported_and_disabled_hears_of_that_first(open_pool, through):
    caller = through(open_pool({**IMPORTED, "Enabled": False}))
    assert refusal_of(caller.srp_challenge, "alice") == ("NotAuthorizedException", "User is disabled.")


def test_who_has_a_password_to_reset_is_told_so_by_srp_too(open_pool, through):
    caller = through(open_pool(user(UserStatus="RESET_REQUIRED")))
    assert refusal_of(caller.srp_challenge, "alice")[0] == "PasswordResetRequiredException"
