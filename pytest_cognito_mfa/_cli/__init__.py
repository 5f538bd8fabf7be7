"""The subcommands of `cognito-mfa`, one module each: `arguments` declares the options, `run` does the work."""
