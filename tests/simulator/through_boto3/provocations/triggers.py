"""Lambda triggers."""

from .pool_setup import user

EMAIL = {"AutoVerifiedAttributes": ["email"]}
BODY = {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}, **EMAIL}


def gives(**response):
    """A function whose answer has these members."""

    def function(event, context):
        event["response"].update(response)
        return event

    return function


def raises(event, context):
    raise KeyError("challengeMetaData")


def at_sign_up(function, trigger="PreSignUp", **settings):
    def sign_up(setup):
        if settings:
            setup.open(user(), **settings)
        setup.cognito.trigger(trigger, function)
        setup.sign_up(email="zoe@example.com")

    return sign_up


def too_slow(setup):
    def function(event, context):
        setup.cognito.clock.advance(seconds=6)
        return event

    at_sign_up(function)(setup)


def custom_sign_in(setup):
    flows = ["ALLOW_CUSTOM_AUTH"]
    made = setup.aws.create_user_pool_client(**setup.pool, ClientName="custom", ExplicitAuthFlows=flows)
    client = made["UserPoolClient"]["ClientId"]
    setup.aws.initiate_auth(ClientId=client, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "newcomer"})


TABLE = {
    "TRIGGER_FAILED": at_sign_up(raises),
    "TRIGGER_TOO_SLOW": too_slow,
    "ANSWER_UNKNOWN": at_sign_up(lambda event, context: {"response": event["response"]}),
    "ANSWER_NO_JSON": at_sign_up(lambda event, context: None),
    "ANSWER_NOT_ALLOWED": at_sign_up(gives(autoVerifyPhone=True)),
    "NO_PLACEHOLDER": at_sign_up(gives(emailMessage="Welcome!"), "CustomMessage", **BODY),
    "NO_CUSTOM_TRIGGER": custom_sign_in,
}

FILLED = {
    "TRIGGER_FAILED": {"trigger": "PreSignUp", "error": "'challengeMetaData'"},
    "TRIGGER_TOO_SLOW": {"trigger": "PreSignUp"},
    "NO_PLACEHOLDER": {"member": "emailBody"},
}
