"""Remembered devices."""

TABLE = {
    "NO_DEVICE": lambda s: s.public.password("newcomer", DEVICE_KEY="us-east-1_0"),
}
