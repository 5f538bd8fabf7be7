"""Secrets where only a file has them: in folded lines, in YAML's own escapes, in comments, behind aliases."""

import base64
import json
import unicodedata

import pytest
import yaml
from one_test import for_each

from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa._redaction.redactor import Redactor
from pytest_cognito_mfa.errors import CassetteError

KEY = b"1" * 32
SECRETS = [
    "correct horse battery",
    "O'Connor Smith",
    "jane.doe@corp.com",
    "Zoë Ünal Müller",
    "\U0001f600 smile",
    "8xKq" * 60,
]
WIDTHS = [20, 30, 40, 60, 80]


def learned(secret):
    redactor = Redactor(KEY)
    redactor.secret("secret", secret)
    return redactor


def kinds(leaks):
    return {leak.kind for leak in leaks}


@for_each("style", ['"', "'", ">", "|", ""])
@for_each("unicode", [True, False])
@for_each("secret", SECRETS)
def test_a_secret_that_is_folded_or_escaped_by_yaml_is_a_leak_of_its_line(secret, unicode, style):
    for width in WIDTHS:
        for before in ("", "some words that move it on ", "a" * 15 + "="):
            value = {"note": {"deep": f"{before}{secret} and so on to the end"}}
            text = "# head\n" + yaml.safe_dump(value, width=width, default_style=style, allow_unicode=unicode)

            leaks = learned(secret).leaks(text)

            assert kinds(leaks) == {"secret"}
            assert {leak.line for leak in leaks} <= set(range(2, text.count("\n") + 1))


@for_each("secret", SECRETS)
@for_each("before", [0, 1, 2, 40, 50, 60])
def test_a_secret_in_bytes_that_yaml_writes_in_lines_is_a_leak(secret, before):
    text = yaml.safe_dump({"body": {"string": b"x" * before + secret.encode() + b"y" * 200}, "status": 200})

    assert kinds(learned(secret).leaks(text)) == {"secret"}


@for_each("secret", SECRETS)
def test_a_secret_as_python_prints_it_is_a_leak_and_is_replaced(secret):
    for printed in (repr({"x": [secret]}), repr(f"it is {secret}, yes".encode()), ascii({"x": f"{secret}!"})):
        redactor = learned(secret)

        assert kinds(redactor.leaks(printed)) == {"secret"}
        assert redactor.leaks(redactor.text(printed)) == []


@for_each(
    "run", ["q7fXb2LmPz9RtK4wVn8sYc3HdJ6gAeU1", "f81d4fae-7dec-41d0-a765-00a0c91e6bf6", "7h9s2k4m6p8r1t3v5x7z9b1d3f"]
)
def test_the_escape_before_a_run_stays(run):
    redacted = Redactor(KEY).text(json.dumps({"a": f"\t{run}"}))

    assert run not in redacted
    assert json.loads(redacted)["a"][0] == "\t"


def test_what_is_escaped_is_escaped_again():
    redactor = learned("jané@corp")

    assert redactor.text(r"'\xfc jan\xe9@corp \xfc,jan\xe9@corp'").count(r"\xfc") == 2
    assert redactor.text(repr("ü,jané@corp".encode())).startswith(r"b'\xc3\xbc,user")
    assert redactor.text(r'"\u00fc,jan\u00e9@corp"').startswith(r'"\u00fc,user')
    assert redactor.text(r"\U0001f600,jan\xe9@corp \x4").endswith(r" \x4")


def test_lines_that_only_follow_each_other_hide_nothing():
    text = "a: |\n  jane.\n  doe@corp.com\nb: correct\nc: horse battery\n"

    assert learned("jane.doe@corp.com").leaks(text) == learned("correct horse battery").leaks(text) == []


def check(text):
    return scrub("old.yaml", text.encode(), KEY)


@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_others_folded_in_quotes_does_not_hide_from_the_check(quote):
    body = '{"Password": "correct horse battery", "Username": "jane"}'
    written = body.replace('"', '\\"') if quote == '"' else body
    folded = written.replace("horse ", "horse\n        ")
    text = f"""\
version: 1
interactions:
- request:
    method: POST
    uri: https://cognito-idp.us-east-1.amazonaws.com/
    headers: {{X-Amz-Target: [AWSCognitoIdentityProviderService.SignUp]}}
    body: {quote}{folded}{quote}
note: correct horse battery
"""

    found = check(text)

    assert found.findings == [(7, "password"), (8, "user"), (9, "password")]
    assert b"horse" not in found.content


def test_a_secret_in_a_comment_is_told_and_replaced_and_the_rest_of_it_stays():
    text = """\
# recorded by jane.doe@corp.com
interactions: [] # of jane.doe@corp.com, too
note: "no # comment of john@corp.com"
by: jane.doe@corp.com   # the end"""

    found = check(text)

    assert {line for line, kind in found.findings if kind == "e-mail address"} == {1, 2, 3, 4}
    lines = found.content.decode().splitlines()
    assert lines[0].startswith("# recorded by user")
    assert lines[1].startswith("interactions: [] # of user")
    assert lines[3].endswith("@example.com   # the end")
    assert "corp" not in found.content.decode()
    assert check(found.content.decode()) == (found.content, [])


def test_a_value_that_stands_in_two_places_by_an_alias_changes_once():
    found = check("interactions: []\na: &who jane@corp.com\nb: [*who, *who]\nc: &more {d: *who}\ne: *more\n")

    assert found.content.count(b"@example.com") == 1


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 12)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{at}: &a{at} [*a{at - 1}]\n" for at in range(1, 3000))


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (BOMB, r"aliases \(\*\) expand this to more than"),
        (CHAIN, r"aliases \(\*\) nest this more than 100 levels deep"),
        ("a: &a [*a]\n", r"this value contains an alias \(\*\) of itself"),
    ],
    ids=["many", "deep", "endless"],
)
def test_aliases_that_unfold_without_end_are_told_with_their_place(text, reported):
    with pytest.raises(CassetteError, match=rf"^old\.yaml:\d+:\d+: {reported}"):
        check(f"interactions: []\n{text}")


def test_a_line_of_base64_that_is_no_text_is_left():
    content = base64.encodebytes(bytes(range(256))).decode()

    assert learned("jane.doe@corp.com").leaks("a: |\n  " + content.replace("\n", "\n  ")) == []


def nested(text, times):
    for _ in range(times):
        text = base64.b64encode(f"it is {text}, yes".encode()).decode()
    return text


def test_secrets_are_looked_for_five_encodings_deep():
    redactor = learned("jane.doe@corp.com")

    assert [bool(redactor.leaks(nested("jane.doe@corp.com", deep))) for deep in range(7)] == [True] * 6 + [False]
    assert redactor.leaks(redactor.text(nested("jane.doe@corp.com", 4))) == []
    assert redactor.text(nested("8xKq" * 12, 4)) != nested("8xKq" * 12, 4)


@for_each("secret", ["8xKq" * 9, "jane.doe", "Zoë Ünal", "straße-7", "ΣΊΣΥΦΟΣ", "bob", "李雷", "alexandra.maximiliana"])
@for_each("form", ["NFC", "NFD"])
def test_a_secret_is_found_in_every_case_and_unicode_form(secret, form):
    for written in (secret, secret.upper(), secret.lower(), secret.title()):
        text = f"it is {unicodedata.normalize(form, written)}."

        assert kinds(learned(secret).leaks(text)) == {"secret"}, text
        assert learned(secret).text(text).startswith("it is ")
        assert learned(secret).text(text).endswith(".")


@for_each("written", ["+4915112345678", "4915112345678", "+49 151 1234 5678", "49 (151) 1234-5678"])
def test_a_telephone_number_is_found_with_and_without_plus_sign_and_spaces(written):
    for secret in ("+4915112345678", "49 151 12345678"):
        assert kinds(learned(secret).leaks(f"call {written}.")) == {"secret"}
        assert "12345678" not in learned(secret).text(f"call {written}.").replace(" ", "")


def test_a_quote_that_yaml_doubled_is_doubled_no_more_than_it_must():
    assert (
        learned("O'Connor").text("said: 'by O''Connor'")
        == f"said: 'by {Redactor(KEY).secret('user', chr(79) + chr(39) + 'Connor')}'"
    )


def test_what_looks_escaped_and_is_not_is_left():
    assert Redactor(KEY).text("\x01a\\u0041") == "\x01a\\u0041"


def test_a_run_inside_of_what_is_encoded_is_replaced_there():
    text = f"?q=a%20{'8xKq' * 9}%2F{'9yLr' * 9}"

    out = Redactor(KEY).text(text)

    assert "8xKq" not in out
    assert "9yLr" not in out
    assert out.startswith("?q=a%20")


def test_a_leak_says_where_and_what_and_never_the_secret():
    leaks = learned("jane.doe@corp.com").leaks("\n  jane.doe@corp.com " + nested("jane.doe@corp.com", 1))

    assert {"2:3: secret", "2:21: secret, base64"} <= set(map(str, leaks))
    assert "jane" not in repr(leaks)


def test_of_layers_that_overlap_the_outer_one_is_read():
    out = Redactor(KEY).text(f"a%20.{nested('jane.doe@corp.com', 1)}")

    assert out.startswith("a%20.")
    assert learned("jane.doe@corp.com").leaks(out) == []


ODD = """\
interactions:
- request: {uri: "https://cognito-idp.eu-west-1.amazonaws.com/", headers: HEADERS}
  response: {body: BODY}
note: [a, jane@corp.com]
"""


def test_each_secret_of_a_body_that_is_yaml_is_found_in_its_line():
    body = "type: json\ncontent:\n  Username: jane\n  UserAttributes:\n  - Name: [email]\n    Value: bob\n  Limit: 5\n"
    target = "X-Amz-Target: [AWSCognitoIdentityProviderService.AdminCreateUser]"
    lines = ["interactions:", "- request:", "    headers:", f"      {target}", "    body:"]
    text = "\n".join([*lines, *(f"      {line}" for line in body.splitlines()), ""])

    scrubbed = scrub("it.yaml", text.encode(), KEY)

    assert [finding.line for finding in scrubbed.findings] == [8, 11]
    assert scrub("it.yaml", scrubbed.content, KEY) == (scrubbed.content, [])


@pytest.mark.parametrize(
    "headers",
    [
        "[jane@corp.com, [x]]",
        "jane@corp.com",
        "[[From, jane@corp.com, x]]",
        "[ab, {From: jane@corp.com}]",
        "{From: {who: [jane@corp.com]}}",
        "{From: [[jane@corp.com]]}",
    ],
)
def test_headers_of_no_known_form_hide_nothing(headers):
    found = check(ODD.replace("HEADERS", headers).replace("BODY", "{string: x, odd: [jane@corp.com]}"))

    assert b"jane" not in found.content
    assert check(found.content.decode()).findings == []


@pytest.mark.parametrize(
    ("body", "reported"),
    [
        ("{type: binary, content: 0g}", "the body's content is not hexadecimal"),
        ("{base64_string: a}", "the body is not base64"),
    ],
)
def test_a_body_that_cannot_be_decoded_is_told_with_its_place(body, reported):
    with pytest.raises(CassetteError, match=rf"^old\.yaml:3:\d+: {reported}$"):
        check(ODD.replace("HEADERS", "{}").replace("BODY", body))


@pytest.mark.parametrize("note", ["a] jane@corp.com", "a\n\n  jane@corp.com", "jane@corp.com\n  b, c"])
def test_what_stood_without_quotes_gets_them_where_it_must(note):
    found = check(f"interactions: []\nnote: {note}\n")

    before, after = (yaml.safe_load(text)["note"] for text in (f"note: {note}\n", found.content))
    assert after == before.replace("jane@corp.com", Redactor(KEY).secret("user", "jane@corp.com"))
