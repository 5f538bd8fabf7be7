"""The Lambda trigger VerifyAuthChallengeResponse: compare the answer with the code that was sent."""

import hmac


def lambda_handler(event, context):
    request = event["request"]
    right = request["privateChallengeParameters"]["code"]
    event["response"]["answerCorrect"] = hmac.compare_digest(request["challengeAnswer"].encode(), right.encode())
    return event
