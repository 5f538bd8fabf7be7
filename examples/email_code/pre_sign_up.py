"""The Lambda trigger PreSignUp: nobody has to confirm the sign-up, because each sign-in sends a code."""


def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = True
    return event
