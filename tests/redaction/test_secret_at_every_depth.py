"""What is inside of a secret value is secret: at every depth and of every type; and what no member says is found."""

import base64
import json
import random
import re
import unicodedata

from any_traffic import KEY
from hypothesis import assume, given
from hypothesis import strategies as st
from one_test import for_each
from sample_secrets import leaked, segment

from pytest_cognito_mfa._redaction.known_secrets import is_searchable
from pytest_cognito_mfa._redaction.redactor import Redactor

SECRETS = st.from_regex(r"[A-Z]{3}[0-9]{4}[a-z]{4}", fullmatch=True) | st.from_regex(
    r"[1-9][0-9]{7,18}", fullmatch=True
)


@st.composite
def inner_values(draw, secrets):
    """JSON in which every text, number and odd key is secret."""
    leaf = secrets | secrets.filter(str.isdecimal).map(int) | secrets.filter(str.isdecimal).map(lambda text: -int(text))
    leaf |= secrets.filter(str.isdecimal).map(lambda text: float(f"{text[:5]}.{text[5:7]}"))
    whole = st.recursive(
        leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(secrets, inner, max_size=3), max_leaves=5
    )
    value = draw(whole.filter(lambda value: isinstance(value, (dict, list))))
    return json.dumps(draw(st.sampled_from([value, {"json": json.dumps(value)}, [[value]]])))


def texts_of(value):
    """Every text and number in JSON, also in JSON inside of it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from ([] if key == "json" else [key])
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)
    elif isinstance(value, str) and value[:1] in ("{", "["):
        yield from texts_of(json.loads(value))
    else:
        yield str(value).removeprefix("-")


def places(value):
    """A body for each place that is secret as a whole: (operation, whether it is the answer's, body)."""
    claims = {"sub": "1", "custom:any": value, "any": json.loads(value), "token_use": "id"}
    token = f"{segment({'alg': 'RS256'})}.{segment(claims)}.c2ln"
    for name in ("custom:any", "address"):
        yield "AdminCreateUser", False, {"UserAttributes": [{"Name": name, "Value": value}]}
    yield "SignUp", False, {"ClientMetadata": {"any": value, "digits": re.sub(r"\D", "", value)}}
    yield "SignUp", False, {"ClientMetadata": {"any": json.loads(value)}}
    yield "RespondToAuthChallenge", False, {"ChallengeResponses": {"ANSWER": value}}
    yield "CompleteWebAuthnRegistration", False, {"Credential": json.loads(value) if value[0] == "{" else {"a": value}}
    yield "StartWebAuthnRegistration", True, {"CredentialCreationOptions": {"user": {"name": value}}}
    yield "InitiateAuth", True, {"AuthenticationResult": {"IdToken": token}}
    yield "InitiateAuth", True, {"ChallengeParameters": {"any": value}}


@given(data=st.data())
def test_nothing_that_is_inside_of_a_secret_comes_out(data):
    value = data.draw(inner_values(SECRETS))
    secrets = {text for text in texts_of(json.loads(value)) if len(text) > 3}
    operation, of_answer, body = data.draw(st.sampled_from(list(places(value))))
    redactor = Redactor(KEY)

    redact = redactor.response if of_answer else redactor.request
    out = redact(operation, (), json.dumps(body).encode())[1].decode()

    assert leaked(secrets, out) == []
    assert json.loads(out).keys() == body.keys()


@given(
    secret=st.text(min_size=2, max_size=30),
    form=st.sampled_from(["NFC", "NFD"]),
    case=st.sampled_from(["upper", "lower"]),
)
def test_a_secret_that_says_enough_is_found_in_every_form(secret, form, case):
    other = unicodedata.normalize(form, getattr(secret, case)())
    fold = lambda text: unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())  # noqa: E731
    assume(is_searchable(secret) and secret.strip() == secret and fold(other) == fold(secret) and "\0" not in secret)
    redactor = Redactor(KEY)
    assume(redactor.secret("user", secret) != secret)

    assert redactor.leaks(f"it is {other} .") != []


@for_each(
    "secret, written",
    [
        ("00\u00c0\ufe27", "00a\ufe27\u0300"),
        ("\u00e9" * 300, "E\u0301" * 300),
        ("o\u0323\u0302k", "\u1ed8K"),
        ("cafe", "caf\u00e9"),
    ],
)
def test_accents_have_no_order_of_their_own(secret, written):
    redactor = Redactor(KEY)
    redactor.secret("user", secret)

    assert redactor.leaks(f"it is {written} .") != []
    assert written not in redactor.text(f"\u00fc is {written} .")


def test_a_long_run_is_replaced_by_a_shorter_one():
    redactor, run = Redactor(KEY), random.Random(1).randbytes(150_000)

    for text in (base64.b64encode(run).decode(), run.hex()):
        redacted = redactor.text(f"it is {text} .")
        assert (text in redacted, len(redacted) < 16_400) == (False, True)
        assert redactor.text(redacted) == redacted


def test_a_long_run_that_can_be_decoded_is_replaced_inside():
    redactor, text = Redactor(KEY), base64.b64encode(b"jane@corp.com " * 1000).decode()

    redacted = redactor.text(f"it is {text} .")

    decoded = base64.b64decode(redacted.split()[2]).decode()
    assert (set(decoded.split()), decoded.count(" ")) == ({redactor.text("jane@corp.com")}, 1000)
    assert redactor.text(redacted) == redacted


def test_a_long_secret_is_found_in_every_case_and_among_others_with_its_beginning():
    redactor, secrets = Redactor(KEY), ['Jane "of" ' * 1000 + end for end in ("x", "xy", "z")]
    for secret in secrets:
        redactor.secret("value", secret)

    for secret in secrets:
        for written in (secret, secret.upper(), json.dumps(secret), f"{secret} {secret}"):
            redacted = redactor.text(f"it is {written} .")
            assert "Jane" not in redacted
            assert "JANE" not in redacted
    assert "Jane" in redactor.text(secrets[0][:-1])


@for_each(
    "header, secrets",
    [
        (("Cookie", "a=tok1abc; b=tok2abc, c=tok3abc"), ["tok1abc", "tok2abc", "tok3abc"]),
        (("Set-Cookie", 'a="tok1abc"; Path=/; HttpOnly, b=tok2abc; Secure'), ["tok1abc", "tok2abc"]),
        (("Cookie", "tok1abc"), ["tok1abc"]),
        (("Cookie", "path=tok1abc; secure; version=tok2abc"), ["tok1abc", "secure", "tok2abc"]),
        (("Authorization", 'Digest username="jane", realm="s3cret"'), ["jane", "s3cret"]),
        (("Authorization", "tok1abc"), ["tok1abc"]),
        (("Authorization", "Bearer tok1abc tok2abc"), ["tok1abc", "tok2abc"]),
        (("Authorization", "aws4-hmac-sha256 credential=tok1abc/20251124, Signature= tok2abc"), ["tok1abc", "tok2abc"]),
        (("Location", "https://app.test/cb#access_token=tok1abc&code=tok2abc"), ["tok1abc", "tok2abc"]),
        (("X-Any", "https://jane:s3cret@db.corp:80/x"), ["jane", "s3cret"]),
        (("X-Any", "mysql+mysqlconnector://jane:s3cret@db/x"), ["jane", "s3cret"]),
        (("X-Any", r"https:\/\/jane:s3cret@db\/x"), ["jane", "s3cret"]),
        (("X-Any", "arn:aws:sts::481516234299:assumed-role/Team/jane.doe"), ["jane.doe", "481516234299"]),
        (("X-Any", "User: arn:aws:iam::481516234299:user/staff/jane is not"), ["jane", "481516234299"]),
        (("X-Any", ",".join(f"arn:aws:iam::481516234299:user/{name}" for name in ("jane", "bob"))), ["jane", "bob"]),
    ],
)
def test_each_secret_of_a_header_is_replaced(header, secrets):
    (_, value), *_ = Redactor(KEY).request("", [header], b"")[0]

    assert [secret for secret in secrets if secret in value] == []
    assert Redactor(KEY, keep_placeholders=True).request("", [(header[0], value)], b"")[0][0][1] == value


def test_user_and_password_in_an_url_are_replaced_and_a_host_of_aws_stays():
    redactor = Redactor(KEY)
    redactor.secret("user", "West")

    url = redactor.url("https://West:pa%20ss@cognito-idp.us-west-2.amazonaws.com/?username=West&a=1")

    assert re.fullmatch(
        r"https://User\w{10}:Stand-in-\w{10}-1A!@cognito-idp\.us-west-2\.amazonaws\.com/\?username=User\w{10}&a=1", url
    )
    assert redactor.url("https://j@corp.test/") != "https://j@corp.test/"
    assert redactor.url("no url of West") != "no url of West"


def test_a_flag_that_is_no_truth_value_is_secret():
    given = [{"Name": "email_verified", "Value": value} for value in ("true", "false", "jane@corp.com")]
    out = Redactor(KEY).request("AdminCreateUser", (), json.dumps({"UserAttributes": given}).encode())[1]

    values = [each["Value"] for each in json.loads(out)["UserAttributes"]]
    assert values[:2] == ["true", "false"]
    assert "jane" not in values[2]


@for_each("value", ["email = 'jane'", 'email = "jane', "email = jane"])
def test_a_filter_with_other_quotes_is_secret_as_a_whole(value):
    assert b"jane" not in Redactor(KEY).request("ListUsers", (), json.dumps({"Filter": value}).encode())[1]


def test_what_the_user_lets_through_stays():
    redactor = Redactor(KEY, not_secret=frozenset({"staging"}))

    assert redactor.secret("user", "staging") == "staging"
    assert redactor.secret("user", "staging2") != "staging2"


def test_a_long_secret_is_found_inside_of_a_word_which_is_replaced_as_a_whole():
    redactor, secret = Redactor(KEY), "tenantcustomer0815"
    redactor.secret("user", secret)

    out = redactor.text(f"a x{secret}y{secret}z b, {secret}!")

    assert re.fullmatch(r"a [0-9a-z]{39} b, [0-9a-z]{18}!", out)
    assert "tenant" not in out


@for_each("written", ["\uff2a\uff41\uff4e\uff45 Doe", "Jane\u00a0Doe", "Jan&#101; Doe"])
def test_what_the_page_on_redaction_says_is_not_found_stays(written):
    redactor = Redactor(KEY)
    redactor.secret("user", "Jane Doe")

    assert redactor.text(f"it is {written} .") == f"it is {written} ."


def test_a_long_word_that_holds_a_secret_many_times_is_read_once():
    redactor, secret = Redactor(KEY), "tenantcustomer0815"
    redactor.secret("user", secret)

    assert "tenant" not in redactor.text(secret * 5_000)


def test_a_caller_in_an_old_file_is_found_and_its_placeholder_stays():
    redactor = Redactor(KEY, keep_placeholders=True)
    once = redactor.text("of arn:aws:iam::481516234299:user/jane")

    assert "jane" not in once
    assert Redactor(KEY, keep_placeholders=True).text(once) == once
