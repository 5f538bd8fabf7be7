"""The Lambda trigger DefineAuthChallenge: three attempts at the code of an e-mail."""

ATTEMPTS = 3


def lambda_handler(event, context):
    steps = event["request"]["session"]
    is_right = bool(steps) and steps[-1]["challengeResult"] is True
    event["response"]["issueTokens"] = is_right
    event["response"]["failAuthentication"] = not is_right and len(steps) >= ATTEMPTS
    if not is_right:
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
