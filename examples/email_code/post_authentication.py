"""The Lambda trigger PostAuthentication: whoever has signed in by a code of an e-mail has verified the address."""

import boto3


def lambda_handler(event, context):
    if event["request"]["userAttributes"].get("email_verified") != "true":
        boto3.client("cognito-idp").admin_update_user_attributes(
            UserPoolId=event["userPoolId"],
            Username=event["userName"],
            UserAttributes=[{"Name": "email_verified", "Value": "true"}],
        )
    return event
