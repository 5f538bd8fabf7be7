"""What only a fault can bring."""

TABLE = {
    "THROTTLED": lambda s: s.faulty("TooManyRequestsException"),
    "BAD_CREDENTIALS": lambda s: s.faulty("UnrecognizedClientException"),
    "BAD_SIGNATURE": lambda s: s.faulty("InvalidSignatureException"),
    "BLOCKED_BY_WAF": lambda s: s.faulty("ForbiddenException"),
    "INTERNAL": lambda s: s.faulty("InternalErrorException"),
}
