"""Custom senders get the code encrypted for the pool's key; a handler decrypts it as it is deployed, without KMS."""

import base64
import builtins
import importlib.util

import boto3
import pytest
from botocore.exceptions import ClientError
from sign_in_steps import Caller

from pytest_cognito_mfa.errors import NoEffectWarning, NotSimulated

KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-4a6b-8c7d-000000000000"
ADA = {"Username": "ada", "Password": "Analytical-1843", "UserAttributes": {"email": "ada@example.com"}}


def decrypted(code):
    """What a handler does: the SDK asks KMS to decrypt the data key."""
    import aws_encryption_sdk as sdk

    client = sdk.EncryptionSDKClient(commitment_policy=sdk.CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT)
    provider = sdk.StrictAwsKmsMasterKeyProvider(key_ids=[KEY])
    plain, header = client.decrypt(source=base64.b64decode(code), key_provider=provider)
    return plain.decode(), header


@pytest.fixture
def opened(aws, open_pool):
    pytest.importorskip("aws_encryption_sdk")

    def opened(**settings):
        config = {"LambdaConfig": {"KMSKeyID": KEY}, "AutoVerifiedAttributes": ["email"], **settings}
        cognito = open_pool(ADA, **config)
        return cognito, Caller(aws, cognito)

    return opened


def sign_up(aws, caller):
    email = [{"Name": "email", "Value": "eve@example.com"}]
    aws.sign_up(ClientId=caller.client.id, Username="eve", Password="Analytical-1843", UserAttributes=email)


def codes_of(cognito, trigger="CustomEmailSender"):
    """The codes that the function of a trigger got."""
    runs = [each for call in cognito.journal for each in call.triggers if each.trigger == trigger]
    return [each.event["request"]["code"] for each in runs]


def test_a_handler_decrypts_the_code_as_it_is_deployed(aws, opened):
    cognito, caller = opened()
    sent = []

    def lambda_handler(event, context):
        sent.append(decrypted(event["request"]["code"]))

    cognito.trigger("CustomEmailSender", lambda_handler)
    sign_up(aws, caller)

    ((code, header),) = sent
    assert code == cognito.outbox[-1].code
    assert header.encryption_context["userpool-id"] == cognito.user_pool_id
    assert (header.algorithm.name[-10:], header.algorithm.is_committing()) == ("ECDSA_P384", False)
    assert [call.operation for call in cognito.journal] == ["SignUp"]


@pytest.mark.long
def test_it_does_so_beside_moto_whose_kms_keeps_its_own_keys(aws, opened):
    from moto import mock_aws

    cognito, caller = opened()
    cognito.trigger("CustomEmailSender", lambda event, context: None)
    with mock_aws():
        kms = boto3.client("kms", region_name="us-east-1")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        own = kms.encrypt(KeyId=key, Plaintext=b"own")["CiphertextBlob"]
        sign_up(aws, caller)

        assert decrypted(codes_of(cognito)[0])[0] == cognito.outbox[-1].code
        assert kms.decrypt(CiphertextBlob=own)["Plaintext"] == b"own"


@pytest.mark.long
def test_kms_answers_for_the_pools_key_alone(aws, opened):
    cognito, caller = opened()
    cognito.trigger("CustomEmailSender", lambda event, context: None)
    sign_up(aws, caller)
    message = base64.b64decode(codes_of(cognito)[0])
    blob = message[message.index(b"not encrypted") :].partition(b"}")[0] + b"}"
    kms = boto3.client("kms")

    for name in (KEY, KEY.rpartition("/")[2], "alias/codes"):
        assert kms.decrypt(CiphertextBlob=blob, KeyId=name)["KeyId"] == KEY
    with pytest.raises(ClientError, match="IncorrectKeyException"):
        kms.decrypt(CiphertextBlob=blob, KeyId=KEY[:-1] + "1")
    with cognito.allow_not_simulated(), pytest.raises(NotSimulated, match="kms:Decrypt was not sent"):
        kms.decrypt(CiphertextBlob=b"of somebody else")


@pytest.mark.long
def test_without_the_library_the_code_is_in_clear_and_said_so(aws, opened, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "aws_encryption_sdk" else find(name, *more)
    )
    cognito, caller = opened()
    text = r"CustomEmailSender got the code in clear,\n.*Run: pip install pytest-cognito-mfa\[senders\]"
    with pytest.warns(NoEffectWarning, match=text), cognito.trigger("CustomEmailSender", lambda event, context: None):
        sign_up(aws, caller)

    assert codes_of(cognito) == [cognito.outbox[-1].code]


@pytest.mark.long
def test_the_library_is_not_imported_for_a_pool_without_a_sender(aws, opened, monkeypatch):
    real, asked = builtins.__import__, []
    monkeypatch.setattr(builtins, "__import__", lambda name, *more: (asked.append(name), real(name, *more))[1])
    cognito, caller = opened()
    cognito.trigger("CustomSMSSender", lambda event, context: None)
    sign_up(aws, caller)

    assert not any(name.startswith("aws_encryption_sdk") for name in asked)
