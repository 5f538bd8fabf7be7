"""Which parts of a body are secret, where the model alone does not say it."""

import json

import pytest
from any_traffic import traffic
from hypothesis import assume, example, given
from hypothesis import strategies as st
from one_test import for_each

from pytest_cognito_mfa._redaction.redactor import Redactor


@pytest.fixture
def redacted():
    redactor = Redactor(b"1" * 32)
    return lambda operation, body: json.loads(redactor.request(operation, (), json.dumps(body).encode())[1])


def test_an_answer_to_a_challenge_keeps_how_and_hides_who(redacted):
    given = {"ANSWER": "SMS_MFA", "USERNAME": "[no JSON", "userAttributes.given_name": "Janet", "attempt": 5}

    out = redacted("RespondToAuthChallenge", {"ChallengeName": "SELECT_CHALLENGE", "ChallengeResponses": given})

    assert out["ChallengeName"] == "SELECT_CHALLENGE"
    assert {name for name, value in out["ChallengeResponses"].items() if value == given[name]} == {"ANSWER"}


def test_a_credential_keeps_how_it_is_used_and_hides_whose_it_is(redacted):
    used = {"type": "public-key", "authenticatorAttachment": "platform"}
    key = {"transports": ["internal"], "publicKeyAlgorithm": -7}
    hidden = {"clientDataJSON": "eyJvcmlnaW4iOiJodHRwczovL2phbmUifQ", "publicKey": "MFkwEwYHKoZIzj0CAQ"}
    given = {"id": "8LApgk4lyUFHl07M8e4mA", "rawId": "8LApgk4lyUFHl07M8e4mA", **used, "response": {**key, **hidden}}
    signed = {"ChallengeName": "WEB_AUTHN", "ChallengeResponses": {"CREDENTIAL": json.dumps(given)}}

    made = redacted("CompleteWebAuthnRegistration", {"Credential": given})["Credential"]
    asserted = json.loads(redacted("RespondToAuthChallenge", signed)["ChallengeResponses"]["CREDENTIAL"])

    for out in (made, asserted):
        assert out.items() >= used.items()
        assert out["response"].items() >= key.items()
        assert out["id"] == out["rawId"] != given["id"]
        assert out["response"].items().isdisjoint(hidden.items())


def test_whose_passkey_is_made_is_hidden_and_how_it_is_made_stays():
    known, who = [{"id": "q1w2", "type": "public-key"}], {"id": "Zm9v", "name": "jane.hopper", "displayName": "Jane H."}
    options = {"user": who, "timeout": 60000, "excludeCredentials": known, "attestation": "none"}
    answer = json.dumps({"CredentialCreationOptions": options}).encode()

    redactor = Redactor(b"1" * 32)
    out = json.loads(redactor.response("StartWebAuthnRegistration", (), answer)[1])["CredentialCreationOptions"]

    assert out["user"].items().isdisjoint(who.items())
    assert out["excludeCredentials"][0]["id"] != "q1w2"
    assert (out["timeout"], out["attestation"], out["excludeCredentials"][0]["type"]) == (60000, "none", "public-key")
    assert redactor.text("Jane H. is jane.hopper with q1w2") == "{displayName} is {name} with {key}".format(
        **out["user"], key=out["excludeCredentials"][0]["id"]
    )


@for_each("keep_placeholders", [True, False])
def test_a_body_that_is_cut_off_gives_away_nothing_that_follows_a_name_of_the_application(keep_placeholders):
    secrets = ["blue moon", "red sun", 'the "green" hill', "black bird", 'say \\ "white" sea']
    attributes = [{"Name": "custom:tier", "Value": secrets[0]}, {"Name": "address", "Value": secrets[1]}]
    metadata = {"a": secrets[2], "colour": secrets[3], "AuthFlow": "is kept"}
    sent = {"UserAttributes": attributes, "ClientMetadata": metadata, "TemporaryPassword": secrets[4]}
    redactor = Redactor(b"1" * 32, keep_placeholders=keep_placeholders)

    (_, out) = redactor.request("AdminCreateUser", (), json.dumps(sent)[:-1].encode())

    assert [word for word in " ".join(secrets).split() if len(word) > 3 and word.strip('"').encode() in out] == []
    assert json.loads(out + b"}")["ClientMetadata"]["AuthFlow"] == "is kept"
    assert redactor.request("AdminCreateUser", (), out)[1] == out


def twice(body, operation):
    redactor = Redactor(b"1" * 32, keep_placeholders=True)
    redactor.request(operation, (), body)
    return redactor.request(operation, (), body)[1], redactor


@st.composite
def bodies_that_are_no_json(draw):
    """Their texts have no quotes and no escapes: in a broken body, the end of such a text cannot be found."""
    operation, sent = draw(st.sampled_from(draw(traffic())))
    text = json.dumps(sent, ensure_ascii=False)
    assume("\\" not in text and "'" not in text)
    at = draw(st.integers(0, len(text)))
    return operation, draw(st.sampled_from([text[:at], f"{text[:at]}\\{text[at:]}", repr(sent), json.dumps(text)[:-1]]))


@pytest.mark.long
@given(sent=bodies_that_are_no_json())
@example(sent=("InitiateAuth", "{'USERNAME': '4711', 'PASSWORD': '4711'}"))
@example(sent=("InitiateAuth", "{'USERNAME': '-000', 'PASSWORD': '-000'}"))
@example(sent=("AdminCreateUser", "{'ClientMetadata': {'7h9s2k4m6p8r1t3v5x7z9b1d3f': 'get'}}"))
@example(sent=("AdminCreateUser", r'"{\"Username\": \"\u00df\", \"ClientMetadata\": {\"\u00df\": \"post\"}}'))
@example(sent=("AdminCreateUser", """x{"Username": "'CONNOR", "ClientMetadata": {"O'Connor": "get"}}"""))
@example(
    sent=("CreateUserPool", "{'PoolName': '/cb?state=post', 'UserPoolTags': {'owner': 'post', 'of': '/cb?state=post'}}")
)
def test_a_body_that_is_no_json_is_redacted_once_and_for_all(sent):
    operation, text = sent

    out, redactor = twice(text.encode(), operation)

    assert redactor.leaks(out.decode()) == []
    assert twice(out, operation)[0] == out


def test_a_body_whose_first_name_is_long_is_read_in_no_time():
    body = json.dumps({"n" * 200: "jane@corp.com"}, separators=(",", ":")).encode()

    assert b"jane" not in Redactor(b"1" * 32).request("GetUser", (), body)[1]


def test_metadata_of_digits_alone_is_secret(redacted):
    given = {"pin": "4711", "short": "12", "card": "4111111111111111"}

    assert redacted("InitiateAuth", {"ClientMetadata": given})["ClientMetadata"].items().isdisjoint(given.items())


def test_the_settings_of_a_branding_stay(redacted):
    given = {"Settings": {"radius": 8.0, "font": "7", "lines": [1, None]}}

    assert redacted("CreateManagedLoginBranding", given) == given


@for_each("name", [1, None, ["email"], True])
def test_the_name_of_an_attribute_that_is_no_text_stays_as_it_is(redacted, name):
    (attribute,) = redacted("AdminCreateUser", {"UserAttributes": [{"Name": name, "Value": "jane"}]})["UserAttributes"]

    assert attribute["Name"] == name
    assert attribute["Value"] != "jane"


def test_a_map_of_settings_is_kept_but_for_what_looks_secret(redacted):
    given = {"Level1": "urn:level:1", "Level2": "jane@corp.com"}
    out = redacted("CreateIdentityProvider", {"AcrMapping": given})["AcrMapping"]

    assert (out["Level1"], out["Level2"] == given["Level2"]) == ("urn:level:1", False)


def test_identities_keep_the_names_of_their_providers_and_other_json_keeps_no_value(redacted):
    inner = {"email_verified": "true", "email": "jane@corp.com", "other": ["SMS_MFA"], "providerName": "Google"}
    given = [{"Name": name, "Value": json.dumps(inner)} for name in ("identities", "custom:any")]
    out = [
        json.loads(each["Value"]) for each in redacted("AdminCreateUser", {"UserAttributes": given})["UserAttributes"]
    ]

    assert [each["email_verified"] for each in out] == ["true", "true"]
    assert [each["providerName"] == "Google" for each in out] == [True, False]
    assert [each["email"] == inner["email"] or each["other"] == inner["other"] for each in out] == [False, False]


def test_of_an_attribute_the_name_stays_and_whether_an_address_is_verified(redacted):
    given = [{"Name": "email", "Value": "jane@corp.com"}, {"Name": "email_verified", "Value": "true"}]

    out = redacted("AdminUpdateUserAttributes", {"UserAttributes": [*given, {"Name": "sub", "Value": None}]})

    assert [each["Name"] for each in out["UserAttributes"]] == ["email", "email_verified", "sub"]
    assert [each["Value"] for each in out["UserAttributes"]][1:] == ["true", None]
    assert "jane" not in str(out)


@pytest.mark.parametrize("number", [881233, 7, 1000000])
def test_a_number_where_a_secret_stands_stays_a_number(redacted, number):
    out = redacted("AdminGetUser", {"Username": number})["Username"]

    assert isinstance(out, int)
    assert len(str(out)) == len(str(number))


def test_a_filter_keeps_what_it_asks_for_and_hides_for_whom(redacted):
    assert redacted("ListUsers", {"Filter": 'given_name ^= "Janet"'})["Filter"].startswith('given_name ^= "User')
    assert "Janet" not in redacted("ListUsers", {"Filter": "given_name ^= Janet"})["Filter"]


def test_of_a_provider_the_mapping_stays_and_the_secrets_go(redacted):
    details = {
        "client_id": "8123-abc.apps.corp.net",
        "client_secret": "GOCSPX-veryveryfine",
        "private_key": "MIIkey",
    }
    mapping = {"email": "email", "custom:team": "https://corp.net/claims/team"}
    given = {"ProviderName": "Google", "ProviderDetails": {**details, "authorize_scopes": "openid email"}}

    out = redacted("CreateIdentityProvider", {**given, "AttributeMapping": mapping})

    assert (out["ProviderName"], out["ProviderDetails"].pop("authorize_scopes")) == ("Google", "openid email")
    assert set(out["AttributeMapping"]) == set(mapping)
    assert out["AttributeMapping"]["email"] == "email"
    assert {name for name, value in out["ProviderDetails"].items() if value == details[name]} == set()


@pytest.mark.long
def test_the_ids_of_linked_identities_go_and_their_providers_stay(redacted):
    given = {
        "ProviderName": "Google",
        "ProviderAttributeName": "Cognito_Subject",
        "ProviderAttributeValue": "114398765",
    }

    out = redacted("AdminLinkProviderForUser", {"SourceUser": given})["SourceUser"]

    assert (out["ProviderName"], out["ProviderAttributeName"]) == ("Google", "Cognito_Subject")
    assert out["ProviderAttributeValue"] not in ("1143987", "")
