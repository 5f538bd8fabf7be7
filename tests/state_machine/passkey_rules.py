"""The judge of passkeys: registrations, lists, and what a credential must have signed.

Credentials are read here with nothing but a CBOR reader and elliptic curves, by W3C's WebAuthn (level 3); the relying
party, the life of a registration and the limit are AWS's (botocore, API reference, guide).
"""

import base64
import functools
import hashlib
import json
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from effects import effect_of
from fido2 import cbor
from known import KnownPasskey, text_of
from verdicts import Verdict, judge_access_token, judges
from violations import demand

PRESENT, VERIFIED = 1, 4
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
LIFE, LIMIT = 60, 20


# -- credentials --------------------------------------------------------------------------------------------


def bytes_of(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_origin(text, party):
    """https on the relying party's domain or below it; http on localhost alone."""
    parts = urlsplit(text)
    name = parts.hostname or ""
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and name == "localhost")
    return is_secure and (name == party or name.endswith(f".{party}"))


def key_in(attested):
    """The id and the COSE key: 16 bytes of the model's id, 2 of the length, the id, the key."""
    length = int.from_bytes(attested[16:18], "big")
    return attested[18 : 18 + length], cbor.decode_from(attested[18 + length :])[0]


def why_not_made_for(client, data, kind, party, challenge, *, verified):
    """What is wrong with the data that every credential has, or None."""
    problems = {
        "of another kind": client["type"] != kind,
        "for another challenge": client["challenge"] != challenge,
        "of another origin": not is_origin(client["origin"], party),
        "for another relying party": data[:32] != hashlib.sha256(party.encode()).digest(),
        "without a user": not data[32] & PRESENT,
        "of a user who was not verified": verified and not data[32] & VERIFIED,
    }
    return next((f"a credential {problem}" for problem, is_so in problems.items() if is_so), None)


def why_not_new(credential, party, challenge, *, verified):
    """Why this is no credential to register, or None."""
    try:
        response = credential["response"]
        client = json.loads(bytes_of(response["clientDataJSON"]))
        data = cbor.decode(bytes_of(response["attestationObject"]))["authData"]
        id_, key = key_in(data[37:])
        why = why_not_made_for(client, data, "webauthn.create", party, challenge, verified=verified)
        response["transports"][:]
        if key[3] not in (-7, -257):
            why = why or "a key of another algorithm"
        public(key)
    except UNREADABLE:
        return "a credential that cannot be read"
    return why or (None if credential["id"] == text_of(id_) else "a credential of another id")


def why_not_signed(text, party, challenge, passkeys, *, verified):
    """Why this is no answer by one of the passkeys, or None."""
    try:
        credential = json.loads(text)
        response = credential["response"]
        raw = bytes_of(response["clientDataJSON"])
        data = bytes_of(response["authenticatorData"])
        why = why_not_made_for(json.loads(raw), data, "webauthn.get", party, challenge, verified=verified)
        passkey = next((each for each in passkeys if each.id == credential["id"]), None)
        if passkey is None:
            return "an unknown passkey"
        key = public(key_in(passkey.attested)[1])
        key.verify(bytes_of(response["signature"]), data + hashlib.sha256(raw).digest(), ec.ECDSA(SHA256()))
    except (*UNREADABLE, InvalidSignature):
        return "a signature that is not the passkey's"
    return why


def names_user(text, user):
    return json.loads(text)["response"].get("userHandle") == text_of(user.sub.encode())


def public(key):
    return _public(key[-2], key[-3])


@functools.lru_cache(maxsize=512)
def _public(x, y):
    numbers = int.from_bytes(x, "big"), int.from_bytes(y, "big")
    return ec.EllipticCurvePublicNumbers(*numbers, ec.SECP256R1()).public_key()


# -- what the pool says -------------------------------------------------------------------------------------


def settings_of(pool):
    return pool.of.mfa.get("WebAuthnConfiguration") or {}


def relying_party(pool):
    """The pool's own setting, or else its domain; None if it has neither."""
    given = settings_of(pool).get("RelyingPartyId")
    if given:
        return given
    names = list(pool.of.resources.get("Domains", {}))
    own = [name for name in names if "." in name]
    region = pool.id.split("_")[0]
    prefixes = [f"{name}.auth.{region}.amazoncognito.com" for name in names if "." not in name]
    return next(iter(own + prefixes), None)


def usable_passkeys(user):
    return [each for each in user.passkeys.values() if each.party == relying_party(user.pool)]


def requires_verification(pool):
    return settings_of(pool).get("UserVerification") == "required"


def verifies_at_sign_in(user):
    return requires_verification(user.pool) or user.passkey_mfa


def are_on(pool):
    policy = pool.of.settings["Policies"].get("SignInPolicy", {})
    return "WEB_AUTHN" in policy.get("AllowedFirstAuthFactors", ())


# -- verdicts -----------------------------------------------------------------------------------------------


def _owner(known, request, now):
    """None of these operations documents an error for a status but RESET_REQUIRED."""
    verdict = Verdict(complete=True)
    judge_access_token(verdict, known, request["AccessToken"], now)
    if verdict.user is not None and verdict.user.status == "RESET_REQUIRED":
        verdict.no("the user is RESET_REQUIRED")
    return verdict


@judges("StartWebAuthnRegistration")
def start(known, request, now):
    verdict = _owner(known, request, now)
    if verdict.user is not None:
        if not are_on(verdict.user.pool):
            verdict.no("passkeys are off")
        if relying_party(verdict.user.pool) is None:
            verdict.no("no relying party")
    return verdict


@judges("CompleteWebAuthnRegistration")
def complete(known, request, now):
    verdict = start(known, request, now)
    user = verdict.user
    if user is None or verdict.reasons:
        return verdict
    if user.registration is None or now >= user.registration[2]:
        verdict.no("no registration was begun")
        return verdict
    client, challenge, _ = user.registration
    if client != verdict.grant.client.id:
        verdict.no("another client began the registration")
    must = requires_verification(user.pool)
    why = why_not_new(request["Credential"], relying_party(user.pool), challenge, verified=must)
    if why:
        verdict.no(why)
    if len(user.passkeys) >= LIMIT:
        verdict.no("too many passkeys")
    return verdict


@judges("ListWebAuthnCredentials")
def list_(known, request, now):
    verdict = _owner(known, request, now)
    if (token := request.get("NextToken")) is not None:
        page = known.passkey_pages.get(token)
        if page is None or page["user"] is not verdict.user or now >= page["given"] + 3600:
            verdict.no("no token that counts")
    return verdict


@judges("DeleteWebAuthnCredential")
def delete(known, request, now):
    verdict = _owner(known, request, now)
    if verdict.user is not None and request["CredentialId"] not in verdict.user.passkeys:
        verdict.no("no such passkey")
    return verdict


# -- effects ------------------------------------------------------------------------------------------------


@effect_of("StartWebAuthnRegistration")
def started(done):
    user, options = done.user, done.answer["CredentialCreationOptions"]
    party = relying_party(user.pool)
    before = user.registration
    demand("a challenge is new", before is None or before[1] != options["challenge"], options["challenge"])
    user.registration = (done.verdict.grant.client.id, options["challenge"], done.now + LIFE)
    shown = (options["rp"], options["timeout"], bytes_of(options["user"]["id"]).decode(), options["user"]["name"])
    expected = ({"id": party, "name": party}, LIFE * 1000, user.sub, user.username)
    demand("options are of the pool and the user", shown == expected, f"{shown}, not {expected}")
    excluded = [each["id"] for each in options["excludeCredentials"]]
    demand("a passkey is not made twice", excluded == list(user.passkeys), f"{excluded}, not {list(user.passkeys)}")
    algorithms = [each["alg"] for each in options["pubKeyCredParams"]]
    demand("ES256 and RS256", algorithms == [-7, -257], str(algorithms))
    asked = options["authenticatorSelection"]["userVerification"]
    demand("asks to verify the user", (asked == "required") == requires_verification(user.pool), asked)


@effect_of("CompleteWebAuthnRegistration")
def completed(done):
    user, credential = done.user, done.request["Credential"]
    attested = cbor.decode(bytes_of(credential["response"]["attestationObject"]))["authData"][37:]
    user.passkeys[credential["id"]] = KnownPasskey(credential["id"], relying_party(user.pool), attested)
    user.registration = None


@effect_of("ListWebAuthnCredentials")
def listed(done):
    request, answer, user = done.request, done.answer, done.user
    shown = [each["CredentialId"] for each in answer["Credentials"]]
    before = done.known.passkey_pages.get(request.get("NextToken"), {"seen": [], "stays": set(user.passkeys)})
    seen, stays = [*before["seen"], *shown], before["stays"] & set(user.passkeys)
    names = f"{shown} of {list(user.passkeys)}, after {before['seen']}"
    ordered = [id_ for id_ in user.passkeys if id_ in shown]
    demand("a page lists passkeys in their order", shown == ordered, names)
    demand("no page repeats another", not set(before["seen"]) & set(shown), names)
    parties = [each["RelyingPartyId"] for each in answer["Credentials"]]
    demand("shows the relying party", parties == [user.passkeys[id_].party for id_ in shown], str(parties))
    size = request.get("MaxResults") or LIMIT
    demand("a page is no longer than asked", len(shown) <= size, names)
    if (token := answer.get("NextToken")) is None:
        demand("a listing has everything", stays <= set(seen), names)
        return
    demand("a page is full if more follow", len(shown) == size, names)
    done.known.passkey_pages[token] = {"user": user, "seen": seen, "stays": stays, "given": done.now}


@effect_of("DeleteWebAuthnCredential")
def deleted(done):
    del done.user.passkeys[done.request["CredentialId"]]
