"""A user's devices: confirmed, shown, listed by pages, remembered, forgotten; by the user and by an administrator."""

import json

import pytest
from device_steps import ALWAYS, NO_DEVICE, ON_PROMPT, Phone, finished, user
from one_test import for_each
from sign_in_steps import Caller, needs_error, post, refusal_of

from pytest_cognito_mfa._simulator.rejections import BAD_PAGE

BAD_KEY = ("InvalidParameterException", "Invalid device key given.")
NOT_TRACKED = ("InvalidUserPoolConfigurationException", "")
NO_USER = ("UserNotFoundException", "User does not exist.")
NO_OWNER = ("ResourceNotFoundException", "")
MADE_UP = "us-east-1_11111111-2222-4333-8444-555555555555"
NOON = 1_893_499_200


@pytest.fixture
def opened(open_pool, aws):
    """The caller of a pool without MFA that tracks devices in that way, with two users and a frozen clock."""

    def opened(tracking=ALWAYS):
        cognito = open_pool(user(), user("bob", 1), DeviceConfiguration=tracking)
        cognito.clock.freeze(NOON)
        return Caller(aws, cognito)

    return opened


@pytest.fixture
def caller(opened):
    return opened()


@pytest.fixture
def phone(caller):
    return Phone.of(caller)


class Own:
    """The operations of a signed-in user, on the device of that key."""

    def __init__(self, phone):
        self.aws, self.token = phone.caller.aws, {"AccessToken": phone.token}

    def get(self, key):
        return self.aws.get_device(**self.token, DeviceKey=key)["Device"]

    def every(self, **more):
        return self.aws.list_devices(**self.token, **more)

    def update(self, key, **status):
        self.aws.update_device_status(**self.token, DeviceKey=key, **status)

    def forget(self, key):
        self.aws.forget_device(**self.token, DeviceKey=key)


class Admins:
    """The same, by an administrator."""

    def __init__(self, phone, name="alice"):
        self.aws, self.user = phone.caller.aws, {"UserPoolId": phone.caller.cognito.user_pool_id, "Username": name}

    def get(self, key):
        return self.aws.admin_get_device(**self.user, DeviceKey=key)["Device"]

    def every(self, **more):
        return self.aws.admin_list_devices(**self.user, **more)

    def update(self, key, **status):
        self.aws.admin_update_device_status(**self.user, DeviceKey=key, **status)

    def forget(self, key):
        self.aws.admin_forget_device(**self.user, DeviceKey=key)


BY = pytest.mark.parametrize("by", [Own, Admins])


def keys(answer):
    return [device["DeviceKey"] for device in answer["Devices"]]


def attributes(device):
    return {pair["Name"]: pair["Value"] for pair in device["DeviceAttributes"]}


def status_of(device):
    return attributes(device)["dev:device_remembered_status"]


# -- confirming ---------------------------------------------------------------------------


@pytest.mark.parametrize(("tracking", "asks"), [(ALWAYS, False), (ON_PROMPT, True)], ids=["always", "on prompt"])
def test_confirming_remembers_unless_the_user_is_to_be_asked(opened, tracking, asks):
    phone = Phone.of(opened(tracking))
    assert phone.confirm() is asks
    assert status_of(Admins(phone).get(phone.key)) == ("not_remembered" if asks else "remembered")


@needs_error("ConfirmDevice", "DeviceKeyExistsException")
def test_a_device_is_confirmed_once(phone):
    phone.confirm()
    assert refusal_of(phone.confirm) == ("DeviceKeyExistsException", "")


def test_any_token_of_the_user_confirms(caller, phone):
    phone.token = Phone.of(caller).token
    assert phone.confirm() is False


@pytest.mark.parametrize("whose", ["nobody's", "another user's", "a forgotten one's"])
def test_a_key_that_was_not_handed_out_to_the_user_is_not_valid(caller, phone, whose):
    if whose == "nobody's":
        phone.key = MADE_UP
    elif whose == "another user's":
        phone.key = Phone.of(caller, "bob").key
    else:
        phone.confirmed().forget()
    assert refusal_of(phone.confirm) == BAD_KEY


# -- showing ------------------------------------------------------------------------------


@BY
def test_a_device_shows_what_aws_shows(phone, by):
    phone.caller.cognito.clock.advance(seconds=2.5)
    phone.confirm(DeviceName="Dart-device")
    phone.caller.cognito.clock.advance(minutes=5)
    phone.mark("not_remembered")
    device, owner = by(phone).get(phone.key), f"alice.{phone.caller.cognito.user_pool_id}"
    assert attributes(device) == {
        "device_status": "valid",
        "device_name": "Dart-device",
        "dev:device_arn": f"arn:aws:cognito-idp:us-east-1:123456789012:owner/{owner}/device/{phone.key}",
        "dev:device_owner": owner,
        "last_ip_used": "127.0.0.1",
        "dev:device_remembered_status": "not_remembered",
        "dev:device_sdk": "aws-sdk-unknown-unknown",
    }
    assert device["DeviceKey"] == phone.key
    created, modified, authenticated = (
        device[f"Device{which}Date"].timestamp() for which in ("Create", "LastModified", "LastAuthenticated")
    )
    assert (created, modified, authenticated) == (NOON + 2.5, NOON + 302.5, NOON)


def test_a_device_without_a_name_has_none(phone):
    phone.confirm()
    assert "device_name" not in attributes(Own(phone).get(phone.key))


def test_a_list_of_ones_own_shows_less(phone):
    phone.confirm(DeviceName="Dart-device")
    (device,) = Own(phone).every()["Devices"]
    assert list(attributes(device)) == ["device_status", "device_name", "last_ip_used"]
    (device,) = Admins(phone).every()["Devices"]
    assert "dev:device_arn" in attributes(device)


def test_signing_in_with_it_leaves_time_and_address(opened):
    caller = opened(ON_PROMPT)
    phone = Phone.of(caller).confirmed()
    cognito, context = caller.cognito, {"IpAddress": "192.0.2.1"}
    parameters = {"USERNAME": "alice", "PASSWORD": "Secret-1", "DEVICE_KEY": phone.key}
    request = {"ClientId": caller.client.id, "AuthParameters": parameters}
    cognito.clock.advance(seconds=90.5)
    caller.aws.initiate_auth(**request, AuthFlow="USER_PASSWORD_AUTH", UserContextData=context)
    device = Own(phone).get(phone.key)
    assert device["DeviceLastAuthenticatedDate"].timestamp() == NOON + 90
    assert attributes(device)["last_ip_used"] == "192.0.2.1"
    context |= {"IpAddress": "192.0.2.2", "ServerName": "a", "ServerPath": "/", "HttpHeaders": []}
    pool = {"UserPoolId": cognito.user_pool_id}
    caller.aws.admin_initiate_auth(**request, **pool, AuthFlow="ADMIN_USER_PASSWORD_AUTH", ContextData=context)
    assert attributes(Own(phone).get(phone.key))["last_ip_used"] == "192.0.2.2"


# -- listing ------------------------------------------------------------------------------


def test_the_user_sees_the_remembered_devices_an_administrator_every_confirmed_one(caller, phone):
    remembered, not_remembered = phone.confirmed(), Phone.of(caller).confirmed()
    not_remembered.mark("not_remembered")
    Phone.of(caller)
    assert keys(Own(phone).every()) == [remembered.key]
    assert set(keys(Admins(phone).every())) == {remembered.key, not_remembered.key}
    assert keys(Admins(phone, "bob").every()) == []


@pytest.fixture
def seven(caller):
    """Devices confirmed one after the other, but the last two at the same time."""
    devices = []
    for number in range(7):
        caller.cognito.clock.advance(minutes=number < 6)
        devices.append(Phone.of(caller).confirmed())
    return devices


@BY
@for_each("limit", range(1, 9))
def test_a_list_comes_in_pages_each_device_once_the_oldest_first(seven, by, limit):
    listed, more, sizes = [], {}, []
    while more is not None:
        answer = by(seven[0]).every(Limit=limit, **more)
        listed += keys(answer)
        sizes.append(len(answer["Devices"]))
        token = answer.get("PaginationToken")
        more = {"PaginationToken": token} if token else None
    assert listed[:5] == [device.key for device in seven[:5]]
    assert set(listed[5:]) == {device.key for device in seven[5:]}
    assert sizes == [min(limit, 7 - start) for start in range(0, 7, limit)]


@BY
def test_a_page_has_room_for_all_where_no_limit_is_given_or_none_wanted(seven, by):
    for answer in (by(seven[0]).every(), by(seven[0]).every(Limit=0)):
        assert len(answer["Devices"]) == 7
        assert "PaginationToken" not in answer


@BY
def test_a_page_goes_on_where_a_device_was_forgotten_in_between(seven, by):
    token = by(seven[0]).every(Limit=2)["PaginationToken"]
    by(seven[0]).forget(seven[1].key)
    assert keys(by(seven[0]).every(Limit=2, PaginationToken=token)) == [seven[2].key, seven[3].key]


@BY
@pytest.mark.parametrize("token", ["1", "no-token", "////", "MSAyIDM=", "YSBi", "é"])
def test_a_token_that_was_not_given_is_refused(phone, by, token):
    refusal = refusal_of(by(phone).every, PaginationToken=token)
    assert refusal == ("InvalidParameterException", BAD_PAGE.words)


# -- remembering and forgetting -----------------------------------------------------------


@BY
def test_a_status_is_kept_until_the_next(phone, by):
    phone.confirm()
    for status in ("not_remembered", "remembered", "remembered"):
        by(phone).update(phone.key, DeviceRememberedStatus=status)
        assert status_of(Own(phone).get(phone.key)) == status
        (view,) = phone.caller.cognito.user("alice").devices
        assert view.remembered is (status == "remembered")
    before = Own(phone).get(phone.key)
    by(phone).update(phone.key)
    assert Own(phone).get(phone.key) == before


@BY
def test_a_forgotten_device_is_unknown(caller, phone, by):
    other = Phone.of(caller).confirmed()
    phone.confirm()
    by(phone).forget(phone.key)
    for call in (by(phone).get, by(phone).update, by(phone).forget):
        assert refusal_of(call, phone.key) == NO_DEVICE
    assert keys(by(phone).every()) == [other.key]
    assert [view.key for view in caller.cognito.user("alice").devices] == [other.key]


@BY
@pytest.mark.parametrize("whose", ["not confirmed", "another user's", "nobody's"])
def test_a_device_that_the_user_does_not_have_is_unknown(caller, phone, by, whose):
    key = {"not confirmed": phone.key, "another user's": Phone.of(caller, "bob").confirmed().key}.get(whose, MADE_UP)
    for call in (by(phone).get, by(phone).update, by(phone).forget):
        assert refusal_of(call, key) == NO_DEVICE


@pytest.mark.parametrize("operation", ["ForgetDevice", "AdminForgetDevice"])
def test_forgetting_answers_nothing_at_all(phone, operation):
    phone.confirm()
    pool = phone.caller.cognito.user_pool_id
    owner = {"UserPoolId": pool, "Username": "alice"} if operation.startswith("Admin") else {"AccessToken": phone.token}
    reply = post(operation, {"DeviceKey": phone.key, **owner}, signed=True)
    assert (reply.status, reply.data) == (200, b"")


@pytest.mark.parametrize("operation", ["UpdateDeviceStatus", "AdminUpdateDeviceStatus"])
def test_updating_answers_an_empty_object(phone, operation):
    phone.confirm()
    pool = phone.caller.cognito.user_pool_id
    owner = {"UserPoolId": pool, "Username": "alice"} if operation.startswith("Admin") else {"AccessToken": phone.token}
    assert json.loads(post(operation, {"DeviceKey": phone.key, **owner}, signed=True).data) == {}


def test_signing_out_everywhere_forgets_no_device(caller, phone):
    phone.confirm()
    caller.aws.global_sign_out(AccessToken=phone.token)
    assert keys(Admins(phone).every()) == [phone.key]
    assert finished(phone.answer(caller.password("alice", DEVICE_KEY=phone.key)))


def test_a_user_who_is_deleted_takes_the_devices_along(caller, phone):
    phone.confirm()
    caller.aws.admin_delete_user(**Admins(phone).user)
    caller.aws.admin_create_user(**Admins(phone).user, MessageAction="SUPPRESS")
    assert keys(Admins(phone).every()) == []


# -- refusals ------------------------------------------------------------------------------


@pytest.fixture
def untracked(cognito, aws):
    """Each operation in a pool that tracks no devices, by its name."""
    token = {"AccessToken": cognito.sign_in("newcomer").access_token}
    owner = {"UserPoolId": cognito.user_pool_id, "Username": "newcomer"}
    key = {"DeviceKey": MADE_UP}
    return {
        "confirm": lambda: aws.confirm_device(**token, **key),
        "get": lambda: aws.get_device(**token, **key),
        "list": lambda: aws.list_devices(**token),
        "update": lambda: aws.update_device_status(**token, **key),
        "forget": lambda: aws.forget_device(**token, **key),
        "admin get": lambda: aws.admin_get_device(**owner, **key),
        "admin list": lambda: aws.admin_list_devices(**owner),
        "admin update": lambda: aws.admin_update_device_status(**owner, **key),
        "admin forget": lambda: aws.admin_forget_device(**owner, **key),
    }


def test_without_tracking_every_operation_says_so(untracked):
    assert {name: refusal_of(call) for name, call in untracked.items()} == dict.fromkeys(untracked, NOT_TRACKED)


def test_an_administrator_who_names_nobody_is_refused_as_each_operation_documents(phone):
    nobody = Admins(phone, "nobody")
    assert refusal_of(nobody.get, MADE_UP) == refusal_of(nobody.every) == NO_OWNER
    assert refusal_of(nobody.update, MADE_UP) == refusal_of(nobody.forget, MADE_UP) == NO_USER


@pytest.mark.parametrize("call", ["get_device", "forget_device"])
def test_an_access_token_is_needed_though_the_model_has_it_optional(caller, call):
    refusal = refusal_of(getattr(caller.aws, call), DeviceKey=MADE_UP)
    assert refusal == ("InvalidParameterException", "Missing required parameter AccessToken")


def test_the_tests_own_view_shows_confirmed_devices_alone(caller, phone):
    assert caller.cognito.user("alice").devices == ()
    phone.confirm(DeviceName="Dart-device")
    (view,) = caller.cognito.user("alice").devices
    assert (view.key, view.group_key, view.name, view.remembered) == (phone.key, phone.group, "Dart-device", True)
    assert repr(view) == f"<Device {phone.key}, remembered>"
    phone.mark("not_remembered")
    assert repr(caller.cognito.user("alice").devices[0]) == f"<Device {phone.key}, not remembered>"
