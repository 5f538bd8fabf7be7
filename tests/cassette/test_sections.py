"""A file of the usual form is split and parsed block by block; any other file is parsed as a whole."""

import pytest
from one_test import for_each

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._cassette.sections import find_sections
from pytest_cognito_mfa._yaml import lazy_nodes as nodes
from pytest_cognito_mfa.errors import CassetteError

BLOCK = """\
- request:
    body: '{"n": 1}'
    headers:
      X-Amz-Target:
      - AWSCognitoIdentityProviderService.GetUser
    method: POST
    uri: https://cognito-idp.eu-west-1.amazonaws.com/
  response:
    body: {string: '{}'}
    headers: {}
    status: {code: 200, message: OK}
"""
OTHER = BLOCK.replace("X-Amz-Target", "X-Other").replace("cognito-idp.eu-west-1", "s3")
LISTED = "interactions:\n"


def operations(path):
    return [(each.number, each.line, each.operation) for each in load(path).interactions]


def parsed(monkeypatch):
    """The number of lines of each text that is parsed from here on."""
    texts, root = [], nodes.YamlText.root
    monkeypatch.setattr(nodes.YamlText, "root", lambda self: texts.append(self.text.count("- request")) or root(self))
    return texts


def test_nothing_but_the_frame_and_the_last_block_is_parsed_at_once(write, monkeypatch):
    path, texts = write(f"version: 1\n{LISTED}{BLOCK * 3}recorded_with: vcrpy\n"), parsed(monkeypatch)

    assert operations(path) == [(1, 3, "GetUser"), (2, 14, "GetUser"), (3, 25, "GetUser")]
    assert texts == [0, 1]
    assert Replay(load(path)).answer(Call("GetUser", {"n": 1}, ""))[1].endswith(":3")
    assert texts == [0, 1, 1]


@for_each(
    "written",
    [
        f"---\n{LISTED}{BLOCK}",
        f"{LISTED}{BLOCK}...\n",
        "interactions:\n" + "".join(f"  {line}\n" for line in BLOCK.splitlines()),
        f"others:\n- a\n{LISTED}{BLOCK}",
        f"{LISTED}{BLOCK}others:\n- a\n",
        f"text: |\n  a\n{LISTED}{BLOCK}",
        f"{LISTED}# of 2026\n\n{BLOCK}",
        f"{LISTED.rstrip()} # of 2026\n{BLOCK}",
        f"{LISTED}{BLOCK}".replace("\n", "\r\n"),
    ],
)
def test_a_file_of_any_form_is_read(write, written):
    assert [operation for _, _, operation in operations(write(written))] == ["GetUser"]


def test_an_interaction_of_another_service_is_no_call(write):
    path = write(LISTED + OTHER + BLOCK + OTHER)

    assert operations(path) == [(2, 13, "GetUser")]
    assert load(path).others == (2, 24)


def test_a_mistake_is_told_when_the_block_is_needed_with_its_place_in_the_file(write):
    path = write(LISTED + BLOCK + BLOCK.replace("code: 200", "code: fine") + BLOCK.replace('"n": 1', '"n": 2'))
    first, second, third = load(path).interactions

    assert (first.call.parameters, third.call.parameters) == ({"n": 1}, {"n": 2})
    with pytest.raises(CassetteError, match=r"enrol\.yaml:23:20: the response's status code is not a number"):
        second.reply  # noqa: B018


@pytest.mark.parametrize(
    ("broken", "at"),
    [("  {request", "14:3: not YAML"), ("  \xc3\xa9: [", "24:1: not YAML")],
)
def test_broken_yaml_within_a_block_is_told_with_its_place(write, broken, at):
    path = write(LISTED + BLOCK + BLOCK.replace("  response", f"{broken}\n  response") + BLOCK)

    with pytest.raises(CassetteError, match=r"enrol\.yaml:\d+:\d+: not YAML"):
        load(path).interactions[1].call  # noqa: B018


def test_a_file_that_was_cut_off_is_told_at_once(write):
    with pytest.raises(CassetteError, match=r":13:3: the interaction has no response"):
        load(write(LISTED + BLOCK + BLOCK[: BLOCK.index("  response")]))


def test_an_alias_into_another_block_is_followed(write):
    anchored = BLOCK.replace("headers: {}", "headers: &none {}")
    path = write(LISTED + anchored + BLOCK.replace("headers: {}", "headers: *none") + BLOCK)

    assert [each.reply.status for each in load(path).interactions] == [200, 200, 200]


def test_a_text_that_looks_like_a_header_is_not_taken_for_one(write):
    looks = "string: '{\n        X-Amz-Target: AWSCognitoIdentityProviderService.SignUp\n        }'"
    two = BLOCK.replace("string: '{}'", looks)
    hidden = two.replace("X-Amz-Target:\n", "X-Other:\n")

    assert find_sections((LISTED + two).encode()).items[0].operation is None
    with pytest.raises(CassetteError, match="reads like an X-Amz-Target of SignUp, but is not that of this request"):
        load(write(LISTED + hidden + BLOCK)).interactions[0].call  # noqa: B018


def test_blocks_that_yaml_takes_for_one_text_are_refused(write):
    joined = BLOCK.replace("message: OK}", 'message: "OK') + '- "}\n' + BLOCK
    path = write(LISTED + joined)

    with pytest.raises(CassetteError, match=r"enrol\.yaml:2:3: the interactions do not start in the same column"):
        load(path)


def test_an_interaction_is_told_by_its_number_operation_and_place(write):
    assert repr(load(write(LISTED + BLOCK)).interactions[0]).startswith("<Interaction 1, GetUser, at ")
