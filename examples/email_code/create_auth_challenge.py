"""The Lambda trigger CreateAuthChallenge: send a code by e-mail, and the same one for each attempt of a sign-in."""

import secrets

import boto3


def lambda_handler(event, context):
    request, response = event["request"], event["response"]
    address = request["userAttributes"].get("email", "")
    earlier = [step["challengeMetadata"] for step in request["session"]]
    if earlier:
        code = earlier[-1].removeprefix("CODE-")
    else:
        code = f"{secrets.randbelow(10**6):06}"
        if not request.get("userNotFound"):
            send(address, code)
    response["publicChallengeParameters"] = {"email": address}
    response["privateChallengeParameters"] = {"code": code}
    response["challengeMetadata"] = f"CODE-{code}"
    return event


def send(address, code):
    boto3.client("ses").send_email(
        Source="sign-in@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": "Your code"}, "Body": {"Text": {"Data": f"Your code is {code}"}}},
    )
