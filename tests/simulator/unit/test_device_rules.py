"""The rules of devices: what a key allows in every state of a device; pages; the proof with pycognito's arithmetic."""

import base64
import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pycognito.aws_srp import AWSSRP, generate_hash_device, pad_hex

from pytest_cognito_mfa._simulator import devices
from pytest_cognito_mfa._simulator.crypto import srp
from pytest_cognito_mfa._simulator.crypto.srp import Verifier
from pytest_cognito_mfa._simulator.device import Device
from pytest_cognito_mfa._simulator.rejections import Rejection

VERIFIER = Verifier(1, 2)
STATES = [
    {"is_registered": registered, "is_remembered": remembered, "verifier": verifier}
    for registered, remembered, verifier in itertools.product((False, True), (False, True), (None, VERIFIER))
    if registered or not (remembered or verifier)
]
"""Every state that the operations leave a device in."""


@pytest.fixture
def tracking(pool):
    """The pool, tracking devices or not."""

    def tracking(is_on=True, **settings):
        pool.settings["DeviceConfiguration"] = {"ChallengeRequiredOnNewDevice": True, **settings} if is_on else None
        return pool

    return tracking


@pytest.fixture
def device_of(service, pool):
    """A device of that user in that state."""

    def device_of(user, **state):
        device = devices.hand_out(service.sources, pool, user, "192.0.2.1", is_confirmable=True)
        for name, value in state.items():
            setattr(device, name, value)
        return device

    return device_of


@pytest.mark.parametrize("state", STATES)
def test_only_a_remembered_device_with_a_verifier_can_prove_itself(tracking, user, device_of, state):
    device = device_of(user, **state)
    is_provable = state["is_remembered"] and state["verifier"] is not None
    assert devices.provable_device(tracking(), user, device.key) == ((device, VERIFIER) if is_provable else None)
    assert devices.provable_device(tracking(is_on=False), user, device.key) is None
    assert devices.trust_level(tracking(), user, device.key) == ("trusted" if is_provable else "none")
    beside = tracking(ChallengeRequiredOnNewDevice=False)
    assert devices.trust_level(beside, user, device.key) == ("remembered" if is_provable else "none")


@pytest.mark.parametrize("state", STATES)
def test_only_a_registered_device_refreshes_and_by_its_own_key(tracking, user, device_of, state):
    device, other = device_of(user, **state), device_of(user, is_registered=True)
    assert devices.may_refresh(device, tracking(), user, device.key) is state["is_registered"]
    for key in (None, "", other.key, "us-east-1_0"):
        assert not devices.may_refresh(device, tracking(), user, key)


@pytest.mark.parametrize("key", [None, "us-east-1_0"])
def test_a_sign_in_without_a_device_or_without_tracking_refreshes_by_any_key(tracking, user, device_of, key):
    assert devices.may_refresh(None, tracking(), user, key)
    assert devices.may_refresh(device_of(user), tracking(is_on=False), user, key)


def test_a_key_of_the_users_own_exists_while_the_pool_tracks(tracking, user, device_of, make_user):
    device, bob = device_of(user), make_user("bob")
    devices.refuse_unknown(tracking(), user, None)
    devices.refuse_unknown(tracking(), user, device.key)
    for pool, owner, key in [
        (tracking(), bob, device.key),
        (tracking(), user, "us-east-1_0"),
    ]:
        with pytest.raises(Rejection, match=r"Device does not exist\."):
            devices.refuse_unknown(pool, owner, key)
    with pytest.raises(Rejection, match=r"Device does not exist\."):
        devices.refuse_unknown(tracking(is_on=False), user, device.key)


@pytest.mark.parametrize("configuration", [None, {}], ids=["none", "empty"])
def test_tracking_is_off_where_nothing_is_configured(pool, configuration):
    pool.settings["DeviceConfiguration"] = configuration
    assert pool.tracks_devices is False


@pytest.mark.parametrize("member", ["ChallengeRequiredOnNewDevice", "DeviceOnlyRememberedOnUserPrompt"])
@pytest.mark.parametrize("value", [True, False])
def test_tracking_is_on_with_any_member(pool, member, value):
    pool.settings["DeviceConfiguration"] = {member: value}
    assert pool.tracks_devices is True


def test_a_device_shows_nothing_of_its_verifier(user, device_of):
    device = device_of(user, verifier=Verifier(123456789, 987654321))
    assert "987654321" not in repr(device)
    assert "987654321" not in repr(user)


# -- the proof ----------------------------------------------------------------------------


GROUP = "-Group_01"
KEY = "eu-west-1_11111111-2222-4333-8444-555555555555"
STAMP = "Tue Nov 14 22:13:20 UTC 2023"
numbers = st.integers(1, 2**128 - 1)


def registered(verifier):
    """A device that ConfirmDevice was called for with that DeviceSecretVerifierConfig."""
    device = Device(KEY, GROUP, 0, "192.0.2.1", is_confirmable=True)
    devices.confirm(device, verifier=verifier, name=None, remember=True, at=1.0)
    return device


def exchange(device, password, exponent):
    """Our half of the proof, and pycognito's answer to it: (proof, signature, block, time stamp)."""
    theirs = AWSSRP(
        "alice",
        "unused",
        "eu-west-1_Pool00001",
        "client",
        client=object(),
        device_key=KEY,
        device_group_key=GROUP,
        device_password=password,
    )
    proof = srp.Proof(device.group_key, device.key, b"block" * 50, device.verifier, theirs.large_a_value, exponent)
    block = base64.b64encode(proof.secret_block).decode()
    shown = {"SALT": f"{device.verifier.salt:x}", "SRP_B": f"{proof.server_public:x}", "SECRET_BLOCK": block}
    answer = theirs.process_device_challenge({**shown, "USERNAME": "alice"})
    return proof, answer["PASSWORD_CLAIM_SIGNATURE"], answer["PASSWORD_CLAIM_SECRET_BLOCK"], answer["TIMESTAMP"]


def verifier_of(password, salt):
    """What pycognito would send of that password with that salt."""
    with pytest.MonkeyPatch.context() as chance:
        chance.setattr("pycognito.aws_srp.get_random", lambda _: salt)
        chance.setattr("os.urandom", lambda _: base64.b64decode(password))
        return generate_hash_device(GROUP, KEY)


@settings(max_examples=5)
@given(password=st.binary(min_size=40, max_size=40), salt=numbers, exponent=numbers)
@example(password=bytes(40), salt=2**127, exponent=1)
@example(password=bytes(40), salt=1, exponent=2**127)
def test_a_device_that_knows_its_password_is_accepted(password, salt, exponent):
    text, verifier = verifier_of(base64.b64encode(password).decode(), salt)
    device = registered(verifier)
    assert device.verifier == Verifier.of(GROUP, KEY, text, salt)
    assert pad_hex(salt) == base64.b64decode(verifier["Salt"]).hex()
    proof, *answer = exchange(device, text, exponent)
    assert proof.accepts(*answer)


@settings(max_examples=5)
@given(passwords=st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_a_device_with_another_password_is_not(passwords):
    device = Device(KEY, GROUP, 0, "192.0.2.1", is_confirmable=True, verifier=Verifier.of(GROUP, KEY, passwords[0], 7))
    proof, *answer = exchange(device, passwords[1], 2**127 + 1)
    assert not proof.accepts(*answer)


@given(st.binary(min_size=1, max_size=400), st.booleans())
def test_a_verifier_is_read_with_its_padding_and_without(number, is_padded):
    text = base64.b64encode(number).decode()
    device = registered({"PasswordVerifier": text if is_padded else text.rstrip("="), "Salt": text})
    assert device.verifier == Verifier(int.from_bytes(number, "big"), int.from_bytes(number, "big"))


@given(st.text(min_size=1), st.text())
def test_whatever_is_sent_as_a_verifier_is_taken(value, salt):
    assert registered({"PasswordVerifier": value, "Salt": salt}).verifier is not None
