"""The names with which a user signs in: usernames, aliases, addresses as usernames, and whether case matters."""

import jwt
import pytest
from sign_in_steps import Caller, is_finished, refusal_of

NO_USER = ("UserNotFoundException", "User does not exist.")
WRONG_PASSWORD = ("NotAuthorizedException", "Incorrect username or password.")
EXISTS = ("UsernameExistsException", "User already exists")
ADDRESS_EXISTS = ("UsernameExistsException", "An account with the given email already exists.")
ALIASES = {"email": "Alice@Example.com", "phone_number": "+12065550100", "preferred_username": "Ali"}
NO_CASE = {"UsernameConfiguration": {"CaseSensitive": False}}
SMS = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}
FLOWS = ["password", "srp"]

each_flow = pytest.mark.parametrize("flow", FLOWS)


def user(name="alice", **more):
    return {"Username": name, "Password": "Secret-1", **more}


def verified(alias, value="true"):
    flag = {} if alias == "preferred_username" else {f"{alias}_verified": value}
    return {alias: ALIASES[alias], **flag}


def listed(**attributes):
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


def attributes_of(caller, name):
    shown = caller.aws.admin_get_user(UserPoolId=caller.cognito.user_pool_id, Username=name)
    return shown["Username"], {pair["Name"]: pair["Value"] for pair in shown["UserAttributes"]}


def usernames(answer):
    """The username that the tokens name, which is one."""
    result = answer["AuthenticationResult"]
    access, identity = (
        jwt.decode(result[token], options={"verify_signature": False}) for token in ("AccessToken", "IdToken")
    )
    assert access["username"] == identity["cognito:username"]
    return access["username"]


@pytest.fixture(
    params=[
        pytest.param((False, "public"), id="user-public"),
        pytest.param((True, "secret"), id="admin-secret", marks=pytest.mark.long),
    ]
)
def through(request, aws):
    admin, client = request.param
    return lambda cognito: Caller(aws, cognito, admin=admin, client=client)


# -- aliases ------------------------------------------------------------------------------


@each_flow
@pytest.mark.parametrize("alias", ALIASES)
def test_an_alias_signs_in_who_is_called_otherwise(open_pool, through, flow, alias):
    caller = through(open_pool(user(UserAttributes=verified(alias)), AliasAttributes=list(ALIASES)))
    for name in ("alice", ALIASES[alias]):
        assert usernames(getattr(caller, flow)(name, "Secret-1")) == "alice"
    assert refusal_of(getattr(caller, flow), ALIASES[alias], "Wrong-1") == WRONG_PASSWORD
    parameters = caller.srp_challenge(ALIASES[alias], "Secret-1")[1]["ChallengeParameters"]
    assert (parameters["USERNAME"], parameters["USER_ID_FOR_SRP"]) == ("alice", "alice")


@each_flow
@pytest.mark.parametrize("existence", ["LEGACY", "ENABLED"])
@pytest.mark.parametrize("alias", ["email", "phone_number"])
def test_an_alias_that_is_not_verified_is_nobody(open_pool, through, flow, existence, alias):
    attributes = verified(alias, "false")
    caller = through(open_pool(user(UserAttributes=attributes), AliasAttributes=list(ALIASES), existence=existence))
    expected = NO_USER if existence == "LEGACY" else WRONG_PASSWORD
    assert refusal_of(getattr(caller, flow), ALIASES[alias], "Secret-1") == expected


@each_flow
@pytest.mark.parametrize("alias", ALIASES)
def test_an_attribute_that_the_pool_has_not_as_alias_is_nobody(open_pool, through, flow, alias):
    others = [other for other in ALIASES if other != alias]
    caller = through(open_pool(user(UserAttributes=verified(alias)), AliasAttributes=others, existence="LEGACY"))
    assert refusal_of(getattr(caller, flow), ALIASES[alias], "Secret-1") == NO_USER


def test_who_verified_it_has_the_alias_that_several_gave(open_pool, aws):
    shared = {"email": "shared@example.com"}
    cognito = open_pool(
        user("alice", UserAttributes={**shared, "email_verified": "false"}),
        user("bob", UserAttributes={**shared, "email_verified": "true"}),
        AliasAttributes=["email"],
    )
    assert usernames(Caller(aws, cognito).password("shared@example.com", "Secret-1")) == "bob"


def test_an_alias_answers_a_challenge_as_the_username_does(open_pool, through):
    on = {"UserMFASettingList": ["SMS_MFA"], "UserAttributes": {**verified("email"), **verified("phone_number")}}
    caller = through(open_pool(user(**on), AliasAttributes=["email"], MfaConfiguration="OPTIONAL", **SMS))
    for typed in ("alice", ALIASES["email"]):
        asked = caller.password(ALIASES["email"], "Secret-1")
        assert asked["ChallengeParameters"]["USER_ID_FOR_SRP"] == "alice"
        code = {"SMS_MFA_CODE": caller.cognito.outbox[-1].code}
        assert is_finished(caller.respond("SMS_MFA", typed, asked["Session"], **code))


# -- addresses in place of usernames ------------------------------------------------------


@each_flow
@pytest.mark.parametrize("kind", ["email", "phone_number"])
@pytest.mark.parametrize("flag", ["true", "false"], ids=["verified", "unverified"])
def test_an_address_that_is_the_username_signs_in_verified_or_not(open_pool, through, flow, kind, flag):
    attributes = {f"{kind}_verified": flag}
    caller = through(open_pool(user(ALIASES[kind], UserAttributes=attributes), UsernameAttributes=[kind]))
    sub = caller.cognito.user(ALIASES[kind]).sub
    for name in (ALIASES[kind], sub):
        assert usernames(getattr(caller, flow)(name, "Secret-1")) == sub
    parameters = caller.srp_challenge(ALIASES[kind], "Secret-1")[1]["ChallengeParameters"]
    assert (parameters["USERNAME"], parameters["USER_ID_FOR_SRP"]) == (sub, sub)


@each_flow
@pytest.mark.parametrize("settings", [{}, {"AliasAttributes": ["email"]}], ids=["plain", "aliases"])
def test_elsewhere_the_sub_is_nobody(open_pool, through, flow, settings):
    caller = through(open_pool(user(UserAttributes=verified("email")), existence="LEGACY", **settings))
    assert refusal_of(getattr(caller, flow), caller.cognito.user("alice").sub, "Secret-1") == NO_USER


# -- case ---------------------------------------------------------------------------------


@each_flow
@pytest.mark.parametrize("setting", [None, {"CaseSensitive": True}], ids=["the API's default", "on"])
def test_case_counts_unless_the_pool_was_made_otherwise(aws, cognito, flow, setting):
    given = {} if setting is None else {"UsernameConfiguration": setting}
    pool = {"UserPoolId": aws.create_user_pool(PoolName="new", **given)["UserPool"]["Id"]}
    client = aws.create_user_pool_client(
        **pool, ClientName="new", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]
    )["UserPoolClient"]["ClientId"]
    for number, name in enumerate(("Alice", "alice")):
        aws.sign_up(ClientId=client, Username=name, Password=f"Secret-{number}")
        aws.admin_confirm_sign_up(**pool, Username=name)
        assert aws.admin_get_user(**pool, Username=name)["Username"] == name
    secret = {"PASSWORD": "Secret-0"} if flow == "password" else {"SRP_A": "2"}
    method = "USER_PASSWORD_AUTH" if flow == "password" else "USER_SRP_AUTH"
    request = {"ClientId": client, "AuthFlow": method}
    assert aws.initiate_auth(**request, AuthParameters={"USERNAME": "Alice", **secret})
    assert refusal_of(aws.initiate_auth, **request, AuthParameters={"USERNAME": "ALICE", **secret}) == NO_USER


@each_flow
@pytest.mark.parametrize("typed", ["alice", "Alice", "ALICE"])
def test_where_case_does_not_count_every_spelling_signs_in(open_pool, through, flow, typed):
    caller = through(open_pool(user("Alice"), **NO_CASE))
    assert usernames(getattr(caller, flow)(typed, "Secret-1")) == "alice"
    assert refusal_of(getattr(caller, flow), typed, "SECRET-1") == WRONG_PASSWORD


@each_flow
@pytest.mark.parametrize("alias", ["email", "preferred_username"])
@pytest.mark.parametrize("change", [str.lower, str.upper], ids=["lower", "upper"])
def test_where_case_does_not_count_it_does_not_in_aliases_either(open_pool, through, flow, alias, change):
    caller = through(open_pool(user(UserAttributes=verified(alias)), AliasAttributes=[alias], **NO_CASE))
    assert usernames(getattr(caller, flow)(change(ALIASES[alias]), "Secret-1")) == "alice"


@each_flow
def test_where_case_does_not_count_an_address_is_one_in_any_spelling(open_pool, through, flow):
    caller = through(open_pool(user("Alice@Example.com"), UsernameAttributes=["email"], **NO_CASE))
    sub = caller.cognito.user("alice@example.COM").sub
    assert usernames(getattr(caller, flow)("ALICE@example.com", "Secret-1")) == sub


@each_flow
def test_where_case_counts_it_does_in_aliases_too(open_pool, through, flow):
    caller = through(open_pool(user(UserAttributes=verified("email")), AliasAttributes=["email"], existence="LEGACY"))
    assert refusal_of(getattr(caller, flow), ALIASES["email"].lower(), "Secret-1") == NO_USER


def test_names_are_told_in_lower_case_and_other_attributes_as_given(open_pool, aws):
    cognito = open_pool(user("Alice"), **NO_CASE)
    given = {"email": "Zoe@Example.com", "preferred_username": "Zo", "given_name": "Zoe"}
    request = {"ClientId": cognito.client_id, "Password": "Secret-1"}
    sub = aws.sign_up(**request, Username="Zoe", UserAttributes=listed(**given))["UserSub"]
    shown = ("zoe", {"sub": sub, "email": "zoe@example.com", "preferred_username": "zo", "given_name": "Zoe"})
    shown[1]["email_verified"] = "false"
    assert attributes_of(Caller(aws, cognito), "ZOE") == shown
    assert refusal_of(aws.sign_up, **request, Username="zOE") == EXISTS
    made = aws.admin_create_user(UserPoolId=cognito.user_pool_id, Username="Bob", MessageAction="SUPPRESS")
    assert made["User"]["Username"] == "bob"


def test_addresses_that_differ_in_case_alone_are_taken(open_pool, aws):
    cognito = open_pool(user("Alice@Example.com"), UsernameAttributes=["email"], **NO_CASE)
    request = {"ClientId": cognito.client_id, "Username": "ALICE@EXAMPLE.COM", "Password": "Secret-1"}
    assert refusal_of(aws.sign_up, **request) == ADDRESS_EXISTS


@pytest.mark.parametrize("force", [False, True], ids=["asked", "by force"])
def test_an_alias_that_differs_in_case_alone_belongs_to_its_holder(open_pool, aws, force):
    cognito = open_pool(user(UserAttributes=verified("email")), AliasAttributes=["email"], **NO_CASE)
    attributes = listed(email="ALICE@example.com", email_verified="true")
    request = {"UserPoolId": cognito.user_pool_id, "Username": "bob", "UserAttributes": attributes}
    if force:
        aws.admin_create_user(**request, ForceAliasCreation=True)
    else:
        assert refusal_of(aws.admin_create_user, **request)[0] == "AliasExistsException"
    assert cognito.user("alice@EXAMPLE.com").username == ("bob" if force else "alice")


def test_a_secret_hash_is_over_the_spelling_that_was_sent(open_pool, aws):
    secret = Caller(aws, open_pool(user("Alice"), **NO_CASE), client="secret")
    assert is_finished(secret.password("ALICE", "Secret-1"))
    refused = refusal_of(secret.password, "ALICE", "Secret-1", **secret.hash_of("alice"))
    assert refused[1] == f"Unable to verify secret hash for client {secret.client.id}"


def test_a_challenge_is_answered_in_any_spelling(open_pool, through):
    invited = user("Alice", UserStatus="FORCE_CHANGE_PASSWORD")
    caller = through(open_pool(invited, **NO_CASE))
    session = caller.password("aLICE", "Secret-1")["Session"]
    more = {"userAttributes.email": "Alice@Example.com", "userAttributes.given_name": "Alice"}
    assert is_finished(caller.respond("NEW_PASSWORD_REQUIRED", "ALICE", session, NEW_PASSWORD="Changed-1", **more))
    _, attributes = attributes_of(caller, "alice")
    assert (attributes["email"], attributes["given_name"]) == ("alice@example.com", "Alice")


def test_an_address_given_at_mfa_setup_is_kept_in_lower_case(open_pool, aws):
    email = {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}, "EmailMfaConfiguration": {"Subject": "Code"}}
    caller = Caller(aws, open_pool(user(), MfaConfiguration="ON", **SMS, **email, **NO_CASE))
    session = caller.password("alice")["Session"]
    asked = caller.respond("MFA_SETUP", "alice", session, EMAIL="New@Example.com")
    code = {"EMAIL_OTP_CODE": caller.cognito.outbox[-1].code}
    assert is_finished(caller.respond("EMAIL_OTP", "alice", asked["Session"], **code))
    assert attributes_of(caller, "alice")[1]["email"] == "new@example.com"


@pytest.mark.parametrize("settings", [{}, NO_CASE], ids=["case counts", "case does not count"])
def test_nobody_is_the_same_person_in_every_spelling_that_is_one_name(open_pool, through, settings):
    caller = through(open_pool(user(), **settings))
    lower, upper = (
        caller.srp_challenge(name, "Secret-1")[1]["ChallengeParameters"]["USER_ID_FOR_SRP"]
        for name in ("nobody", "NOBODY")
    )
    assert (lower == upper) == bool(settings)
