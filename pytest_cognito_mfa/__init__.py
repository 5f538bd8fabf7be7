"""Amazon Cognito user pools inside a test suite."""
