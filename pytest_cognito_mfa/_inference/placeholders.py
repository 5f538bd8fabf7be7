"""Nobody's secrets and addresses, for where a recording implies only that there is one."""

from __future__ import annotations

from typing import Final

PASSWORD: Final = "Recorded-passw0rd"  # noqa: S105 - nobody's
SECRET: Final = "1example23456789not0a0real0secret9876543210example1"  # noqa: S105 - nobody's either
ADDRESSES: Final = {"phone_number": "+12065550100", "email": "recorded@example.com"}
CLIENT_ID: Final = "1example23456789recorded"
TOTP_SECRET: Final = "A" * 52
