"""The subcommands of `cognito-mfa`, one a module: `arguments` says what it takes, `run` does it."""
