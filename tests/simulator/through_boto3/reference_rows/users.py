"""Sign-up, confirmation and forgotten passwords."""

from provocations import TABLE as REFUSED
from provocations.stage import user

EMAIL = {"email": "alice@example.com", "email_verified": "true"}
ALICE = {"Username": "alice", "Password": "Changed-1"}


def code_that_expired(stage):
    if stage.operation == "ConfirmSignUp":
        return REFUSED["CONFIRMATION_CODE_EXPIRED"](stage)
    client = {"ClientId": stage.open(user(UserAttributes=EMAIL)).public.client.id}
    stage.aws.forgot_password(**client, Username="alice")
    stage.cognito.clock.advance(hours=1)
    return stage.call(**client, **ALICE, ConfirmationCode=stage.cognito.outbox[-1].code)


def code_that_was_never_sent(stage):
    if stage.operation == "ConfirmSignUp":
        stage.sign_up()
        return stage.confirm("000000")
    client = {"ClientId": stage.open(user(UserAttributes=EMAIL)).public.client.id}
    return stage.call(**client, **ALICE, ConfirmationCode="000000")


def nobody_forgot(stage):
    stage.open(user(), existence="LEGACY")
    return stage.aws.forgot_password(ClientId=stage.public.client.id, Username="nobody")


def nowhere_to_send_to(stage):
    """Where the client hides users, a delivery is simulated instead (developer guide, managing error responses)."""
    stage.open(user(), existence="LEGACY")
    return stage.aws.forgot_password(ClientId=stage.public.client.id, Username="alice")


TABLE = {
    "ConfirmSignUp: wrong code": (REFUSED["WRONG_CONFIRMATION_CODE"],),
    "SignUp: username taken": (REFUSED["USERNAME_EXISTS"],),
    "ForgotPassword: unknown user legacy": (nobody_forgot,),
    "ConfirmSignUp: code expired or absent": (code_that_expired, code_that_was_never_sent),
    "ForgotPassword: no usable recovery destination": (nowhere_to_send_to,),
}
