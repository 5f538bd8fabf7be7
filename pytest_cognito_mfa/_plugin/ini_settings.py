"""The ini settings: name, default and description of each."""

from __future__ import annotations

from typing import Final

from pytest_cognito_mfa._cassette.modes import RECORD_MODES
from pytest_cognito_mfa._plugin.orphans import CHOICES

INI_SETTINGS: Final = (
    ("cognito_orphans", "list", f"the same as --cognito-orphans, for every run: {', '.join(CHOICES)}"),
    ("cognito_record", "none", f"the same as --cognito-record, for every run: {', '.join(RECORD_MODES)}"),
    ("cognito_scenario", "", "the scenario of tests that name none; relative to the root directory"),
    ("cognito_cassette_dir", "", "the folder of cassettes; default: beside the test file"),
    ("cognito_region", "", "the region of pools whose scenario names none, and of their clients"),
    (
        "cognito_not_simulated",
        "fail",
        "what a test does when nobody could answer a call (it is not simulated, or not recorded): fail, warn, ignore",
    ),
    (
        "cognito_no_effect",
        "warn",
        "what a test does when a pool's trigger or setting has no effect, and on AWS it has one: warn, fail, ignore",
    ),
    ("cognito_unfired", "fail", "what a test does when a fault never fired: fail, warn, ignore"),
    (
        "cognito_check_cassettes",
        "off",
        "search `cognito_cassette_dir`, and `cassettes` beside tests, for secrets at the end of a run: off, on",
    ),
    ("cognito_unplayed", "fail", "what a test does when it did not make a recorded call: fail, warn, ignore"),
    (
        "cognito_allow_playback_repeats",
        "off",
        "give a recorded answer again when a test makes its call more often than it was recorded: off, on",
    ),
    ("cognito_token_times", "shift", "the times in recorded tokens: shift (to now), keep"),
    ("cognito_cassette_max_age", "", "how old a cassette may be, for example 90 days; default: any age"),
    (
        "cognito_session_scope",
        "session",
        "the scope of the fixture `cognito_session`, whose pools many tests share: session, module",
    ),
    ("cognito_guard", "off", "fail a test that calls Cognito without the fixture: off, on"),
    (
        "cognito_other_aws",
        "fail",
        "calls to other services of AWS that are signed with the fakes of a test: fail, pass",
    ),
    (
        "cognito_vcr",
        "on",
        "give the cassettes of pytest-recording the matcher and the redaction of `pytest_cognito_mfa.vcr`: on, off",
    ),
    ("cognito_cassette_expired", "warn", "what a test does with an older cassette: warn, fail"),
)
