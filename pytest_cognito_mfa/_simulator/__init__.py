"""The simulator: Cognito user pools as state and rules; no pytest, no HTTP library, no YAML."""
