"""The rules of multi-factor authentication: factors, preference, challenges, codes, lockout."""
