"""Sign-up, confirmation and forgotten passwords."""

from provocations import TABLE as REFUSED
from provocations.pool_setup import user

EMAIL = {"email": "alice@example.com", "email_verified": "true"}
ALICE = {"Username": "alice", "Password": "Changed-1"}


def code_that_expired(setup):
    if setup.operation == "ConfirmSignUp":
        return REFUSED["CONFIRMATION_CODE_EXPIRED"](setup)
    client = {"ClientId": setup.open(user(UserAttributes=EMAIL)).public.client.id}
    setup.aws.forgot_password(**client, Username="alice")
    setup.cognito.clock.advance(hours=1)
    return setup.call(**client, **ALICE, ConfirmationCode=setup.cognito.outbox[-1].code)


def code_that_was_never_sent(setup):
    if setup.operation == "ConfirmSignUp":
        setup.sign_up()
        return setup.confirm("000000")
    client = {"ClientId": setup.open(user(UserAttributes=EMAIL)).public.client.id}
    return setup.call(**client, **ALICE, ConfirmationCode="000000")


def nobody_forgot(setup):
    setup.open(user(), existence="LEGACY")
    return setup.aws.forgot_password(ClientId=setup.public.client.id, Username="nobody")


def nowhere_to_send_to(setup):
    """Where the client hides users, a delivery is simulated instead (developer guide, managing error responses)."""
    setup.open(user(), existence="LEGACY")
    return setup.aws.forgot_password(ClientId=setup.public.client.id, Username="alice")


TABLE = {
    "ConfirmSignUp: wrong code": (REFUSED["WRONG_CONFIRMATION_CODE"],),
    "SignUp: username taken": (REFUSED["USERNAME_EXISTS"],),
    "ForgotPassword: unknown user legacy": (nobody_forgot,),
    "ConfirmSignUp: code expired or absent": (code_that_expired, code_that_was_never_sent),
    "ForgotPassword: no usable recovery destination": (nowhere_to_send_to,),
}
