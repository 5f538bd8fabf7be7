"""PasswordHistorySize: a permanent password that a user had before is refused, wherever a password is set."""

import pytest
from one_test import for_each
from sign_in_steps import Caller, refusal_of

USED_BEFORE = ("PasswordHistoryPolicyViolationException", "")
ADA = {
    "Username": "ada",
    "Password": "Secret-1",
    "UserAttributes": {"email": "ada@example.com", "email_verified": "true"},
}


class Changes:
    """Every way to set a password."""

    def __init__(self, aws, cognito):
        self.aws, self.cognito, self.pool = aws, cognito, {"UserPoolId": cognito.user_pool_id}

    def change(self, password):
        token, present = self.cognito.sign_in("ada").access_token, self.cognito.user("ada").password
        self.aws.change_password(AccessToken=token, PreviousPassword=present, ProposedPassword=password)

    def set(self, password, *, permanent=True):
        self.aws.admin_set_user_password(**self.pool, Username="ada", Password=password, Permanent=permanent)

    def recover(self, password):
        client = {"ClientId": self.cognito.client_id, "Username": "ada"}
        self.aws.forgot_password(**client)
        code = self.cognito.outbox.last(to="ada").code
        self.aws.confirm_forgot_password(**client, ConfirmationCode=code, Password=password)

    def replace_temporary(self, password):
        self.set("Temporary-1", permanent=False)
        caller = Caller(self.aws, self.cognito)
        session = caller.password("ada", "Temporary-1")["Session"]
        caller.respond("NEW_PASSWORD_REQUIRED", "ada", session, NEW_PASSWORD=password)


@pytest.fixture
def changes(aws, open_pool):
    def opened(size):
        policy = {"MinimumLength": 8, **({} if size is None else {"PasswordHistorySize": size})}
        return Changes(aws, open_pool(ADA, Policies={"PasswordPolicy": policy}))

    return opened


@for_each("how", ["change", "set", "recover", "replace_temporary"])
def test_the_latest_passwords_are_refused_and_older_ones_are_not(changes, how):
    ways = changes(2)
    for password in ("Secret-2", "Secret-3"):
        ways.set(password)

    for password in ("Secret-2", "Secret-3"):
        ways.cognito.clock.advance(hours=1)
        assert refusal_of(lambda password=password: getattr(ways, how)(password)) == USED_BEFORE
    ways.cognito.clock.advance(hours=1)
    getattr(ways, how)("Secret-1")

    assert ways.cognito.user("ada").password == "Secret-1"


@pytest.mark.long
@for_each("size", [None, 0])
def test_without_a_history_every_password_may_be_used_again(changes, size):
    ways = changes(size)
    ways.change("Secret-1")

    assert ways.cognito.user("ada").password == "Secret-1"


@pytest.mark.long
def test_a_temporary_password_is_not_remembered(changes):
    ways = changes(24)
    ways.replace_temporary("Secret-2")
    ways.change("Temporary-1")

    assert ways.cognito.user("ada").password == "Temporary-1"
