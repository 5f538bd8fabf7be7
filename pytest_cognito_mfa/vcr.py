"""vcrpy and Cognito: `register(my_vcr)` makes your own cassettes match Cognito's calls, and keeps secrets out of them.

    my_vcr = pytest_cognito_mfa.vcr.register(vcr.VCR(cassette_library_dir="cassettes"))

Under pytest-recording this happens by itself, unless the ini file says ``cognito_vcr = off``.
"""

from __future__ import annotations

from pytest_cognito_mfa._cassette.vcrpy_registration import register

__all__ = ["register"]
