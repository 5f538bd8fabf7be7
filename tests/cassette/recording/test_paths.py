"""Each test has its own cassette, with a name that every file system accepts."""

from pathlib import Path

from one_test import for_each

from pytest_cognito_mfa._cassette.paths import default_path

HERE = Path("cassettes")


def test_a_plain_name_stays_as_it_is():
    assert default_path(HERE, "test_login", ["TestMfa", "test_totp[sms-1]"]) == Path(
        "cassettes/test_login/TestMfa.test_totp[sms-1].yaml"
    )


ODD = ["test[a/b]", "test[a\\b]", "test[a:b]", "test[../../x]", "test[\x00]", "test[é]", "..", "x" * 300]


@for_each("name", ODD)
def test_any_other_stays_in_its_folder_and_fits(name):
    path = default_path(HERE, "test_it", [name])

    assert path.parent == HERE / "test_it"
    assert len(path.name) < 150
    assert path.name.isascii()
    assert not set(path.name) & set('/\\:*?"<>|\x00 ')


def test_names_that_differ_only_in_what_is_not_safe_do_not_share_a_file():
    names = ["test[a/b]", "test[a:b]", "test[a?b]", "test[a-b]", "test[" + "x" * 300 + "1]", "test[" + "x" * 300 + "2]"]

    assert len({default_path(HERE, "test_it", [name]) for name in names}) == len(names)
