"""The code that a custom sender gets: encrypted by the AWS Encryption SDK for the key of the pool, as Cognito does it.

1. A captured code (awslabs/aws-sdk-rust#1250) has the suite AES_256_GCM_HKDF_SHA384_ECDSA_P384, which commits to no
   key, one data key of `aws-kms`, and `userpool-id` in its encryption context.
2. KMS is not here.  What it would encrypt, the data key, is in clear inside of "encrypted" data keys of ours; the
   answer to Decrypt is made of these alone.  So a handler decrypts as deployed, and nothing of AWS is called.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LIBRARY: Final = "aws_encryption_sdk"
_OURS: Final = b"not encrypted, by pytest-cognito-mfa:"
_ALIAS: Final = "alias/"


def can_encrypt() -> bool:
    """Whether the AWS Encryption SDK is installed."""
    return importlib.util.find_spec(LIBRARY) is not None


def encrypted(code: str, key: str, pool_id: str) -> str:
    """The code as the event of a sender has it; `key` is the ARN of the pool's key."""
    sdk = importlib.import_module(LIBRARY)  # it takes long
    client = sdk.EncryptionSDKClient(commitment_policy=sdk.CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT)
    context = {"userpool-id": pool_id}
    ciphertext, _ = client.encrypt(source=code, key_provider=_key(code, key), encryption_context=context)
    return base64.b64encode(ciphertext).decode()


def _key(code: str, key: str) -> Any:
    """The key as the SDK wants it; only the first of its three methods is called."""
    base = importlib.import_module(f"{LIBRARY}.key_providers.base")
    structures = importlib.import_module(f"{LIBRARY}.structures")

    def generate(_self: Any, algorithm: Any, encryption_context: Any) -> Any:  # noqa: ARG001 - the SDK names it
        # Chance would change what a seeded test draws next, and there is nobody to hide the data key from.
        plain = hashlib.sha256(f"{key} {code}".encode()).digest()[: algorithm.kdf_input_len]
        inside = json.dumps({"KeyId": key, "Plaintext": plain.hex()})
        return structures.DataKey(structures.MasterKeyInfo("aws-kms", key), plain, _OURS + inside.encode())

    config = type("_Config", (base.MasterKeyConfig,), {"provider_id": "aws-kms"})
    members = {"provider_id": "aws-kms", "_config_class": config, "_generate_data_key": generate}
    unused = dict.fromkeys(("_encrypt_data_key", "_decrypt_data_key"))
    return type("_Key", (base.MasterKey,), {**members, **unused})(key_id=key)


def decrypt(request: Mapping[str, Any]) -> tuple[str | None, dict[str, str]] | None:
    """KMS's answer to Decrypt for a data key of ours: the code of an error, or None, and the body; None for others."""
    given = base64.b64decode(request.get("CiphertextBlob", ""))
    if not given.startswith(_OURS):
        return None
    inside = json.loads(given.removeprefix(_OURS))
    if not _names(str(request.get("KeyId", inside["KeyId"])), inside["KeyId"]):
        words = "The key ID in the request does not identify a CMK that can perform this operation."
        return "IncorrectKeyException", {"message": words}
    plain = base64.b64encode(bytes.fromhex(inside["Plaintext"])).decode()
    return None, {"KeyId": inside["KeyId"], "Plaintext": plain, "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}


def _names(given: str, key: str) -> bool:
    """Whether a request names this key: by ARN, by id, or by an alias, which may be of any key."""
    return given == key or key.endswith(f"/{given}") or _ALIAS in given
