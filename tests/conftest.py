"""What all tests share: repeatable hypothesis, what is computed once for all of them; and which tests are long."""

import functools
import gc
import os
import ssl
import sys
from pathlib import Path

import botocore.hooks
import pytest
from hypothesis import settings
from pycognito import aws_srp

from pytest_cognito_mfa._simulator.crypto import srp

# In CI pytest prints the errors of an inner run twice and in full. Without this variable it does not.
for name in ("CI", "BUILD_NUMBER"):
    os.environ.pop(name, None)

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("quick", settings.get_profile("repeatable"), max_examples=25)
settings.load_profile("quick")

# pycognito draws exponents of 1,024 bits, which cost 40 ms for each sign-in; 64 bits are as good for a test. They are
# always the same, and so are the server's where a test fixes the seed: then each power is computed once.
aws_srp.AWSSRP.generate_random_small_a = lambda self: 2**63 + 25
aws_srp.pow = srp.pow = functools.lru_cache(maxsize=4096)(pow)

# Each session and each client of botocore asks this again, of the same handlers and events.
_alias = functools.cache(botocore.hooks.EventAliaser(None)._alias_event_name)
_takes_keywords = functools.lru_cache(maxsize=1000)(botocore.hooks.accepts_kwargs)
botocore.hooks.EventAliaser._alias_event_name = staticmethod(_alias)
botocore.hooks.accepts_kwargs = lambda handler: _takes_keywords(getattr(handler, "__func__", handler))

# The system's certificate authorities take 10 ms to load, for each client; only the small files of a test are loaded.
_load_default, _load = ssl.SSLContext.set_default_verify_paths, ssl.SSLContext.load_verify_locations


def _load_own_default(context):
    if Path(os.environ.get("SSL_CERT_FILE", os.devnull)).stat().st_size in range(1, 50_000):
        _load_default(context)


def _load_small(context, cafile=None, *given, **named):
    if cafile is None or Path(cafile).stat().st_size < 50_000:
        _load(context, cafile, *given, **named)


ssl.SSLContext.set_default_verify_paths, ssl.SSLContext.load_verify_locations = _load_own_default, _load_small

# Few and large collections find the same garbage in half of the time.
gc.set_threshold(20_000, 50, 100)

HERE = Path(__file__).parent
LONG = (
    # they play whole games, or each story cut after each of its calls
    "state_machine",
    "inference/test_hostile_cassettes.py",
    "inference/test_hybrid_mode.py",
    "inference/test_shadow_run.py",
    "middleware/test_hostile_values.py",
    # they start services that are not ours
    "emulators",
    # they walk a whole table, or every operation of the model, of which no Python has another
    "simulator/unit/test_challenge_table.py",
    "simulator/unit/test_first_factor_table.py",
    "simulator/unit/test_preference_rules.py",
    "simulator/through_boto3/test_reference_answers.py",
    "aws/test_any_requests.py",
    "cli/importers/test_any_input.py",
    "redaction/test_no_secret_is_recorded.py",
    "redaction/test_no_secret_in_failures.py",
    "scenario/test_broken_files_everywhere.py",
    # they try every client with every fault
    "interceptors/test_every_fault_of_a_scenario.py",
    # they start other processes, again and again
    "project/test_packaging.py",
    "neighbours/test_beside_pytest_plugins.py",
    "plugin/test_error_cases.py",
    "plugin/test_standing_cases.py",
    "plugin/test_strategies.py",
)
"""What `pytest` leaves out and ``pytest -m ""`` runs; CI runs all of it, on the newest versions."""


def pytest_configure(config):
    """Let hypothesis try its usual number of examples if the long tests run too."""
    if config.option.markexpr != "not long":
        settings.load_profile("repeatable")


def pytest_collection_finish():
    """Leave all that is there by now out of garbage collections: pytest ends each inner run with a full one."""
    if sys.version_info >= (3, 12):  # the lowest hypothesis, on Python 3.10, finds tests flaky after it
        gc.freeze()


@pytest.fixture
def without_list_users(monkeypatch):
    """ListUsers as an operation that the simulator does not have; it has nearly all of them."""
    from pytest_cognito_mfa._simulator import operations, registry  # noqa: F401 -- most tests need neither

    monkeypatch.delitem(registry.HANDLERS, "ListUsers")


def is_long(path):
    return path.is_relative_to(HERE) and path.relative_to(HERE).as_posix().startswith(LONG)


def pytest_ignore_collect(collection_path, config):
    """Skip long files without importing them, which takes seconds, unless they are named on the command line."""
    named = [Path(arg.partition("::")[0]).resolve() for arg in config.args]
    wanted = any(HERE in path.parents and collection_path.is_relative_to(path) for path in named)
    return True if config.option.markexpr == "not long" and is_long(collection_path) and not wanted else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if is_long(item.path):
            item.add_marker("long")
