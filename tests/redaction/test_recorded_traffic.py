"""Whatever is sent, it can be recorded, and what was recorded replays with the same answers."""

import itertools
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from any_traffic import KEY, PEOPLE, POOL, PROTOCOL, URL, matches_in_vcrpy, record, replay, traffic
from hypothesis import given
from hypothesis import strategies as st
from one_test import for_each
from sample_secrets import segment

from pytest_cognito_mfa._aws.exchange import Call
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.recorder import Recorder
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._redaction.cassette_files import scrub
from pytest_cognito_mfa._redaction.public_values import aws_words
from pytest_cognito_mfa._redaction.redactor import Redactor
from pytest_cognito_mfa.errors import CassetteMiss


@given(sent=traffic())
def test_what_was_recorded_replays(sent, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any_traffic.yaml"

    answers = record(path, sent)

    assert replay(path, sent) == answers
    matches_in_vcrpy(path, sent)


def test_a_name_that_no_encoder_put_into_a_url_replays(tmp_path):
    path, name = tmp_path / "c.yaml", "00+%"
    sent = [
        (
            "CreateUserPool",
            {"PoolName": f"https://app.test/cb?state={name}", "UserPoolTags": {"owner": name, "of": "a"}},
        )
    ]

    answers = record(path, sent)

    assert name not in path.read_text()
    assert replay(path, sent) == answers


def test_the_placeholder_of_a_name_with_more_around_it_is_no_secret_of_its_own(tmp_path):
    tags = {"owner": "011_", "of": "011_-pool"}
    record(
        tmp_path / "c.yaml",
        [("AdminGetUser", {"Username": "011_"}), ("CreateUserPool", {"PoolName": "a", "UserPoolTags": tags})],
    )

    assert scrub("c.yaml", (tmp_path / "c.yaml").read_bytes(), KEY).findings == []


@for_each("value", ["0@0.0/", "jane.doe@corp.com/x", "+12065551234/x"])
def test_a_form_field_that_contains_a_known_secret_can_be_recorded(value, tmp_path):
    texts = [value, f"https://app.test/cb?state={value}"]
    sent = [("CreateGroup", {"UserPoolId": POOL, "GroupName": "admins", "Description": text}) for text in texts]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers
    assert value.rstrip("/x") not in (tmp_path / "c.yaml").read_text()


@for_each("name", ["000_", "bob@corp.com", "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"])
def test_a_password_is_not_found_where_its_last_letters_only_begin_a_placeholder(name, tmp_path):
    about = {"PoolName": f"the pool of {name}", "UserPoolTags": {"owner": name, "of": "a"}}
    record(tmp_path / "c.yaml", [("CreateUserPool", about)])
    drawn = (tmp_path / "c.yaml").read_text().partition("the pool of ")[2]
    signing_in = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "7h9s2k4m6p8r1t3v5x7z9b1d3f"}
    secrets = {"USERNAME": "jane", "PASSWORD": f"the pool of {drawn[:4]}"}

    record(
        tmp_path / "c.yaml", [("CreateUserPool", about), ("InitiateAuth", {**signing_in, "AuthParameters": secrets})]
    )


@for_each("one, other", [('["ß"]', '["\\u00DF"]'), ('["ab/c"]', '["ab\\/c"]'), ('["\\u0061b"]', '["ab"]')])
def test_json_in_two_spellings_replays_each_in_its_own(one, other, tmp_path):
    attributes = [{"Name": "custom:tier", "Value": one}, {"Name": "family_name", "Value": other}]
    sent = [("AdminCreateUser", {"UserPoolId": POOL, "Username": "jane", "UserAttributes": attributes})]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers


@for_each(
    "name",
    [
        "000000000000000.",
        "00000000000000.A",
        ".1234567890123456",
        "a-long-name:of-somebody",
        "x=1234567890123",
        "0@0./",
    ],
)
def test_a_name_of_letters_digits_and_stops_is_found_again_in_prose(name, tmp_path):
    about = {"UserPoolId": POOL, "GroupName": "admins", "Description": name}
    sent = [("AdminGetUser", {"UserPoolId": POOL, "Username": name}), ("CreateGroup", about)]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers


def test_a_secret_that_contains_a_quote_is_replaced_in_json_too(tmp_path):
    attributes = [{"Name": "family_name", "Value": '"AA00'}, {"Name": "locale", "Value": '{"AA00":[]}'}]
    sent = [("AdminCreateUser", {"UserPoolId": POOL, "Username": "jane", "UserAttributes": attributes})]

    answers = record(tmp_path / "c.yaml", sent)

    assert replay(tmp_path / "c.yaml", sent) == answers


@for_each(
    "before, after",
    [
        ("arn:aws:acm:us-east-1:481516234299:certificate/", "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"),
        (
            "arn:aws:cognito-identity:us-east-1:481516234299:identitypool/us-east-1:",
            "7b1e0f3a-4c2d-4e6f-8a9b-0c1d2e3f4a5b",
        ),
        ("arn:aws:sns:us-east-1:481516234299:phone/", "+12065551234"),
        ("arn:aws:s3:::pictures/", "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"),
        ("arn:aws:lambda:us-west-2:481516234299:function:", "jane"),
        ("arn:aws:iam::481516234299:role/", "jane"),
        ("arn:aws:iam::481516234299:user/", "jane"),
    ],
)
def test_an_arn_is_redacted_alike_in_a_secret_place_and_in_a_text(before, after, tmp_path):
    arn, user = before + after, {"UserPoolId": POOL, "Username": "jane"}
    attributes = [{"Name": "custom:tier", "Value": arn}]
    calls = [
        ("AdminCreateUser", {**user, "UserAttributes": attributes, "ClientMetadata": {"of": arn}}),
        ("CreateUserPool", {"PoolName": "a", "UserPoolTags": {"of": arn}}),
        ("CreateGroup", {"UserPoolId": POOL, "GroupName": "admins", "Description": f"for {arn}"}),
    ]
    for sent in (calls, [calls[1], calls[0], calls[2]], [*calls, ("AdminGetUser", {**user, "Username": "iam"})]):
        answers = record(tmp_path / "c.yaml", sent)
        text = (tmp_path / "c.yaml").read_text()

        assert "481516234299" not in text
        assert after not in text
        assert len(set(re.findall(r"arn:[^\s\"]+", text))) == 1
        assert replay(tmp_path / "c.yaml", sent) == answers
        assert scrub("c.yaml", text.encode(), KEY).findings == []


def test_an_arn_with_others_in_it_is_redacted_once():
    nested = "arn:aws:sns:::a?code=" * 90

    assert "+1206" not in Redactor(KEY).secret("user", f"{nested}+12065551234")
    assert Redactor(KEY, not_secret=frozenset({nested})).secret("user", nested) == nested
    assert "4711" not in Redactor(KEY).secret("user", "arn:aws:iam::481516234299:user/jane:4711")


@for_each(
    "secrets, text",
    [
        (["@jane"], "@jane@jane"),
        (["#vip1", "#vip2"], "#vip1#vip2"),
        (["/jane"], "/jane/jane and bob/jane/jane"),
        (["/u/jane7"], "https://app.test/u/jane7/u/jane7"),
        (["jane@"], "jane@jane@jane"),
        (["@jane", "jane"], "jane@jane@bob@jan"),
        ([], "+12065551234+12065551234"),
    ],
)
def test_secrets_that_follow_each_other_without_a_space_are_all_replaced(secrets, text, tmp_path):
    attributes = [{"Name": f"custom:tier{at}", "Value": secret} for at, secret in enumerate(secrets)]
    sent = [
        ("AdminCreateUser", {"UserPoolId": POOL, "Username": "bobby", "UserAttributes": attributes}),
        ("CreateGroup", {"UserPoolId": POOL, "GroupName": "admins", "Description": text}),
    ]

    answers = record(tmp_path / "c.yaml", sent)

    assert not re.search("jane|vip|206555", (tmp_path / "c.yaml").read_text())
    assert replay(tmp_path / "c.yaml", sent) == answers
    assert scrub("c.yaml", (tmp_path / "c.yaml").read_bytes(), KEY).findings == []


@given(
    secrets=st.lists(st.text("ab@#/ ", min_size=4, max_size=6).filter(str.strip), min_size=1, max_size=3),
    joined=st.lists(st.integers(0, 5), min_size=1, max_size=8),
)
def test_no_secret_is_left_where_others_stand_beside_it(secrets, joined):
    redactor, parts = Redactor(KEY), [*secrets, "", " ", "c"]
    for secret in secrets:
        redactor.secret("user", secret)

    once = redactor.text("".join(parts[at % len(parts)] for at in joined))

    assert redactor.leaks(once) == []


def test_json_that_was_seen_before_one_of_its_names_is_replaced_with_that_name(tmp_path):
    value = '{"jane":"x4711y"}'
    user = {"UserPoolId": POOL, "Username": "bobby", "UserAttributes": [{"Name": "custom:tier", "Value": value}]}
    about = {"UserPoolId": POOL, "GroupName": "admins", "Description": f"Value {value} is invalid"}
    for sent in itertools.permutations(
        [("AdminCreateUser", user), ("CreateGroup", about), ("AdminGetUser", {"UserPoolId": POOL, "Username": "jane"})]
    ):
        answers = record(tmp_path / "c.yaml", sent)

        assert "jane" not in (tmp_path / "c.yaml").read_text()
        assert replay(tmp_path / "c.yaml", sent) == answers


@for_each("order", [["USERNAME", "PASSWORD"], ["PASSWORD", "USERNAME"]])
def test_a_name_that_is_also_the_password_is_the_users_name_in_a_text(order, tmp_path):
    signing_in = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "7h9s2k4m6p8r1t3v5x7z9b1d3f"}
    sent = [
        ("InitiateAuth", {**signing_in, "AuthParameters": dict.fromkeys(order, "testuser1")}),
        ("AdminGetUser", {"UserPoolId": POOL, "Username": "testuser1"}),
    ]

    answers = record(tmp_path / "c.yaml", sent)

    assert "testuser1" in answers[1]["message"]
    assert replay(tmp_path / "c.yaml", sent) == answers


@for_each("name", ["Jane Doe", "Jane\nDoe", "Zoë de la Cruz", 'Jane "JD" Doe', "Jane Doe " * 500])
def test_a_name_is_replaced_also_where_a_line_ends_in_it(name, tmp_path):
    user = {"UserPoolId": POOL, "Username": "bobby", "UserAttributes": [{"Name": "family_name", "Value": name}]}
    about = {"UserPoolId": POOL, "GroupName": "admins"}
    broken, joined = name.replace(" ", "\n"), name.replace("\n", " ")
    sent = [
        ("AdminCreateUser", user),
        *(("CreateGroup", {**about, "Description": f"Dear {each},\nhello"}) for each in (broken, joined, name)),
    ]

    answers = record(tmp_path / "c.yaml", sent)

    assert not re.search("Doe|Cruz", (tmp_path / "c.yaml").read_text())
    assert replay(tmp_path / "c.yaml", sent) == answers


@for_each(
    "secret, text",
    [
        ("hunt33", "Basic dTpodW50MzM="),
        ("jane", "of amFuZQ=="),
        ("jane", "of 6a616e65"),
        ("janedoe7", "of 6A616E65646F6537"),
    ],
)
def test_a_short_secret_in_base64_or_hex_is_replaced_there(secret, text, tmp_path):
    sent = [
        ("AdminGetUser", {"UserPoolId": POOL, "Username": secret}),
        ("CreateGroup", {"UserPoolId": POOL, "GroupName": "admins", "Description": text}),
        ("CreateUserPool", {"PoolName": "a", "UserPoolTags": {"of": text.split()[1]}}),
    ]

    answers = record(tmp_path / "c.yaml", sent)

    assert text.split()[1] not in (tmp_path / "c.yaml").read_text()
    assert replay(tmp_path / "c.yaml", sent) == answers
    assert scrub("c.yaml", (tmp_path / "c.yaml").read_bytes(), KEY).findings == []


def tokens():
    """Tokens that no response gave: one of Cognito's, one of somebody else, and an encrypted one."""
    issuer = f"https://cognito-idp.us-west-2.amazonaws.com/{POOL}"
    of_cognito = {
        "sub": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
        "iss": issuer,
        "token_use": "access",
        "exp": 1700000000,
    }
    yield f"{segment({'kid': 'abc=', 'alg': 'RS256'})}.{segment(of_cognito)}.c2lnbmF0dXJl"
    yield f"{segment({'typ': 'JWT', 'alg': 'HS256'})}.{segment({'sub': '4711', 'name': 'Jane Doe'})}.c2lnbmF0dXJl"
    yield f"{segment({'cty': 'JWT', 'enc': 'A256GCM'})}.c2VjcmV0a2V5.aXZpdml2.Y2lwaGVydGV4dA.dGFndGFn"


@for_each("token", tokens())
def test_a_token_that_no_response_gave_replays_and_so_does_another_in_its_place(token, tmp_path):
    user = {"ClientId": "7h9s2k4m6p8r1t3v5x7z9b1d3f", "Username": "jane"}
    sent = [("GetUser", {"AccessToken": token}), ("SignUp", {**user, "ClientMetadata": {"of": token}})]
    other = next(each for each in tokens() if each != token)

    answers = record(tmp_path / "c.yaml", sent)

    assert token.split(".")[2] not in (tmp_path / "c.yaml").read_text()
    assert replay(tmp_path / "c.yaml", sent) == answers
    assert replay(tmp_path / "c.yaml", [("GetUser", {"AccessToken": other})]) == answers[:1]
    matches_in_vcrpy(tmp_path / "c.yaml", sent)
    assert scrub("c.yaml", (tmp_path / "c.yaml").read_bytes(), KEY).findings == []


def of_two_values(one, other):
    """Calls that hold two values, each in its places: attributes, JSON in one, keys of a map, names of users."""
    user = {"UserPoolId": POOL, "Username": "jane", "UserAttributes": []}
    attributes = [{"Name": "custom:tier", "Value": one}, {"Name": "custom:level", "Value": other}]
    texts = [{"Name": "address", "Value": json.dumps([one, other])}]
    number = [attributes[0], {"Name": "address", "Value": f"[{other}]"}]
    return [
        *([("AdminCreateUser", {**user, "UserAttributes": each})] for each in (attributes, texts, number)),
        [("AdminCreateUser", {**user, "ClientMetadata": {one: "post", other: "post"}})],
        [("AdminCreateUser", {**user, "Username": each}) for each in (one, other)],
    ]


@for_each(
    "values",
    [
        list("0123456789"),
        ["-3", "-7", "-200", "-110", "3.5", "00"],
        ["Etc/GMT-5", "Etc/GMT-9", "Europe/Berlin"],
        ["en-XA", "en-XB", "en_XA", "de-DE"],
        ["1900-01-01", "1984-11-30"],
    ],
)
def test_two_values_of_a_recording_share_no_placeholder_also_if_one_looks_like_a_placeholder(values, tmp_path):
    path, wrong = tmp_path / "c.yaml", []
    for pair in itertools.permutations(values, 2):
        for sent in of_two_values(*pair):
            answers = record(path, sent)
            try:
                wrong += [] if replay(path, sent) == answers else [sent]
            except CassetteMiss:
                wrong.append(sent)

    assert wrong == []


def user(name):
    attributes = [{"Name": "locale", "Value": "de_DE"}]
    return "AdminCreateUser", {"UserPoolId": POOL, "Username": name, "UserAttributes": attributes}


def about(text):
    return "CreateGroup", {"UserPoolId": POOL, "GroupName": "admins", "Description": text}


def client(url):
    return "CreateUserPoolClient", {"UserPoolId": POOL, "ClientName": "web", "CallbackURLs": [url]}


def replays(path, *sent):
    answers = record(path, sent)
    matches_in_vcrpy(path, sent)
    return replay(path, sent) == answers


LONG = "q7fXb2LmPz9RtK4wVn8sYc3HdJ6gAeU1"


@for_each("name", [*PEOPLE, LONG, LONG.lower(), "1234567890123456", "2.10"])
@for_each("text", ["Hello\n{}: welcome", "a:\t{}", "a:\r\n{}\r\n", "in C:\\new\\t{}"])
def test_a_name_behind_a_line_break_or_a_tab_replays(name, text, tmp_path):
    assert replays(tmp_path / "c.yaml", user(name), about(text.format(name)))


@for_each("name", ["jane.doe", LONG, "f81d4fae-7dec-41d0-a765-00a0c91e6bf6", "7h9s2k4m6p8r1t3v5x7z9b1d3f"])
def test_a_value_behind_a_tab_in_json_replays(name, tmp_path):
    assert replays(tmp_path / "c.yaml", user("bob"), about(json.dumps({"a": f"\t{name}"})))
    assert replays(tmp_path / "c.yaml", user(name), about(json.dumps({"a": f"\t{name}"})))


@for_each("text", ["[vip] {}", "{{vip}} {}", "[{}", '{{"a":"{}"', "[{}] and more"])
def test_a_text_that_begins_like_json_and_is_none_has_the_names_of_the_test_again(text, tmp_path):
    assert replays(tmp_path / "c.yaml", user("jane.doe"), about(text.format("jane.doe")))


@for_each("name", ["84.17.36.5", "2a02:8109:b5c0:1d00:9c3e:7fff:fe21:67cf", "2.10", "12.75"])
@for_each("text", ["{}_prod", "of_{}", "https://app.test/u/{}/x", "/{}", "v-{}.", "{}.1", "1.{}", "1.{}.0", "{}-{}"])
def test_a_number_or_an_address_beside_a_stop_or_a_slash_replays(name, text, tmp_path):
    assert replays(tmp_path / "c.yaml", user(name), about(text.format(name, name)))


@for_each("name", PEOPLE)
@for_each("encode", [quote, quote_plus])
@for_each("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 1, 0)])
def test_a_name_that_is_encoded_in_a_url_replays(name, encode, order, tmp_path):
    sent = [user(name), client(f"https://app.test/cb?state={encode(name)}&x=1"), about(f"of {name}")]

    assert replays(tmp_path / "c.yaml", *(sent[at] for at in order))


@for_each("names", [("Jane Doe", "Jane%20Doe"), ("Jane%20Doe", "Jane Doe"), ("Bob", "Jane Doe"), ("Bob", "Bob")])
def test_a_value_and_its_encoded_form_are_two_names(names, tmp_path):
    url = client("https://app.test/cb?state=Jane%20Doe")
    record(tmp_path / "c.yaml", [user("Jane Doe"), url, user("Jane Doe")])

    with pytest.raises(CassetteMiss):
        replay(tmp_path / "c.yaml", [user(names[0]), url, user(names[1])])


def test_a_key_that_looks_like_a_placeholder_replays_beside_a_value_that_does(tmp_path):
    operation, parameters = user("en_XA")

    assert replays(tmp_path / "c.yaml", (operation, {**parameters, "ClientMetadata": {"en_XA": "post"}}))


def test_a_name_that_looks_encoded_replays(tmp_path):
    name = "0%00"

    assert replays(
        tmp_path / "c.yaml",
        (
            "CreateUserPoolClient",
            {"UserPoolId": POOL, "ClientName": name, "CallbackURLs": [f"https://app.test/cb?state={name}&to={name}"]},
        ),
    )


@for_each("answer", ["code", "SMS_MFA", "email"])
def test_an_answer_that_is_a_word_of_awss_replays_also_if_a_user_has_that_name(answer, tmp_path):
    answered = {"ChallengeName": "CUSTOM_CHALLENGE", "ClientId": "7h9s2k4m6p8r1t3v5x7z9b1d3f"}
    answered["ChallengeResponses"] = {"USERNAME": answer, "ANSWER": answer}

    assert replays(tmp_path / "c.yaml", user(answer), ("RespondToAuthChallenge", answered))


@for_each("body", [b"{}", b'{"Group":{"Description":"of jane.doe@corp.com"}}'])
def test_an_answer_with_a_byte_order_mark_replays(body, tmp_path):
    path, call = tmp_path / "c.yaml", Call(*about("of jane.doe@corp.com"), URL)
    path.unlink(missing_ok=True)
    recorder = Recorder(path, "once", None, Redactor(KEY), lambda: 1_764_000_000.0)
    recorder.answer(call)[0].on_response(200, (), b"\xef\xbb\xbf" + body)
    recorder.write()

    assert json.loads(Replay(load(path)).answer(call)[0].body.decode("utf-8-sig")) == json.loads(body)


def test_a_phone_number_with_spaces_replays(tmp_path):
    phone = "+12065551234"

    assert replays(tmp_path / "c.yaml", user(phone), about("call +1 (206) 555-1234"), about(f"or {phone}"))
    assert replays(tmp_path / "c.yaml", about("call +1 206-555-1234"), user(phone))


def test_a_key_of_metadata_that_holds_a_name_is_recorded_once_and_for_all(tmp_path):
    operation, parameters = user("janed")

    assert replays(tmp_path / "c.yaml", (operation, {**parameters, "ClientMetadata": {"janed-role": "admin"}}))
    assert scrub("c.yaml", (tmp_path / "c.yaml").read_bytes(), KEY).findings == []


def test_an_attribute_that_is_the_name_of_the_code_in_errors_replays(tmp_path):
    operation, parameters = user("jane")
    parameters["UserAttributes"] = [{"Name": "family_name", "Value": "__type"}]

    assert replays(
        tmp_path / "c.yaml", ("AdminGetUser", {"UserPoolId": POOL, "Username": "bob"}), (operation, parameters)
    )


@for_each(
    "sent",
    [
        [about("Jane Doe Bob Smith"), user("Jane Doe"), user("Bob Smith")],
        [about("jean-luc-anne-marie"), user("jean-luc"), user("anne-marie")],
        [(user("bob")[0], {**user("bob")[1], "ClientMetadata": {"a": '{"floor": 7}'}}), about('{"floor": 7}')],
        [user("+12065551234"), about("call 12065551234")],
        [(user("bob")[0], {**user("SECRET_HASH")[1], "ClientMetadata": {"SECRET_HASH": "post"}})],
    ],
)
def test_what_the_page_on_redaction_says_does_not_replay_is_a_miss(sent, tmp_path):
    record(tmp_path / "c.yaml", sent)

    with pytest.raises(CassetteMiss):
        replay(tmp_path / "c.yaml", sent)


def test_a_long_text_is_compared_with_many_placeholders_in_no_time(tmp_path):
    sent = [about("user-00x user-01x user-02x user-03x end"), *(user(f"user-0{at}x") for at in range(4))]
    record(tmp_path / "c.yaml", sent)

    with pytest.raises(CassetteMiss):  # it took minutes
        replay(tmp_path / "c.yaml", [about("w " * 5000)])


@pytest.mark.long
@given(sent=traffic())
def test_no_name_comes_out_but_as_a_word_of_the_protocol(sent, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any_traffic.yaml"
    record(path, sent)

    text = path.read_text("utf-8")
    for _, parameters in sent:
        name = parameters.get("Username", "")
        if len(name) > 3 and name not in PROTOCOL and name.casefold() not in aws_words() and not name.isdecimal():
            assert json.dumps(name, ensure_ascii=False) not in text
    assert scrub("it.yaml", text.encode(), KEY).findings == []
