"""Moves of passkeys: registered, listed and deleted, and what a software authenticator signs, right or wrong."""

import json

from choosing import an_access_token, counts, mostly, one_of, seldom
from passkey_rules import relying_party, requires_verification
from play import Ask

ELSEWHERE = ("https://evil.example", "http://{}", "https://evil{}", "https://{}.evil.example", "app:{}", "")
BELOW = ("https://{}", "https://app.{}", "https://{}:8443")


def passkey(play, chance):
    """A registration is begun or completed; or passkeys are listed, or one is deleted."""
    token = _token(play, chance)
    if play.known.passkey_pages and seldom(chance, 12):  # the first passkey goes while its list is read
        user = list(play.known.passkey_pages.values())[-1]["user"]
        id_ = next(iter(user.passkeys), "x")
        return Ask("DeleteWebAuthnCredential", {"AccessToken": _own(play, user) or token, "CredentialId": id_})
    granted = play.known.tokens.get(token)
    user = granted and granted.grant.user
    if seldom(chance, 25):
        return _listing(play, chance, token)
    if user is not None and seldom(chance, 12):
        return _configured(chance, user.pool)
    if user is None or seldom(chance, 15):
        known = list(user.passkeys) if user and mostly(chance, 85) else _ids(play)
        id_ = known[0] if known and mostly(chance, 60) else one_of(chance, known, "x")
        return Ask("DeleteWebAuthnCredential", {"AccessToken": token, "CredentialId": id_})
    is_begun = user.registration is not None and play.now < user.registration[2]
    if mostly(chance, 10 if is_begun else 92):
        return Ask("StartWebAuthnRegistration", {"AccessToken": token})
    return Ask("CompleteWebAuthnRegistration", {"AccessToken": token, "Credential": _new(play, chance, user)})


def _configured(chance, pool):
    """WebAuthnConfiguration, and all else as it is; another relying party makes the passkeys so far useless."""
    blocks = {
        "RelyingPartyId": one_of(chance, ["example.com", "app.example.com"]),
        "UserVerification": one_of(chance, ["required", "preferred"]),
        "FactorConfiguration": one_of(chance, ["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]),
    }
    request = {"WebAuthnConfiguration": {name: value for name, value in blocks.items() if mostly(chance, 75)}}
    if pool.policy != "OFF":
        request["MfaConfiguration"] = pool.policy
        if pool.has_sms:
            request["SmsMfaConfiguration"] = {}
        request["SoftwareTokenMfaConfiguration"] = {"Enabled": pool.has_totp}
        if pool.has_email:
            request["EmailMfaConfiguration"] = {"Subject": "Your code"}
    return Ask("SetUserPoolMfaConfig", {"UserPoolId": pool.id, **request})


def _token(play, chance):
    """Mostly of a user whose pool has passkeys."""
    tokens = play.known.tokens.items()
    able = [text for text, token in tokens if token.use == "access" and counts(play, token) and _has_passkeys(token)]
    begun = [text for text in able if _owner(play, text).registration is not None]
    if begun and mostly(chance, 50):
        return one_of(chance, begun[-4:])
    if able and mostly(chance, 60):
        return max(able, key=lambda text: len(_owner(play, text).passkeys))
    return one_of(chance, able[-6:]) if able and mostly(chance, 85) else an_access_token(play, chance)


def _owner(play, text):
    return play.known.tokens[text].grant.user


def _has_passkeys(token):
    policies = token.grant.user.pool.of.settings["Policies"]
    return "WEB_AUTHN" in policies.get("SignInPolicy", {}).get("AllowedFirstAuthFactors", ())


def _own(play, user):
    """The latest access token of the user."""
    tokens = play.known.tokens.items()
    return next((text for text, token in reversed(tokens) if token.grant.user is user and token.use == "access"), None)


def _ids(play):
    return [id_ for user in play.known.users() for id_ in user.passkeys]


def _listing(play, chance, token):
    more = {"MaxResults": one_of(chance, [0, 1, 1, 1, 1, 2, 20])} if mostly(chance, 85) else {}
    if play.known.passkey_pages and mostly(chance, 60):
        page = one_of(chance, list(play.known.passkey_pages)[-4:])
        more["NextToken"] = page
        user = play.known.passkey_pages[page]["user"]
        token = _own(play, user) if mostly(chance) else token
    return Ask("ListWebAuthnCredentials", {"AccessToken": token, **more})


def _new(play, chance, user):
    """A credential for the registration that the user has begun; mostly right."""
    party = relying_party(user.pool) or "example.com"
    challenge = user.registration[1] if user.registration else "x" * 22
    how = _mistake(chance, party, challenge, verified=requires_verification(user.pool))
    made = play.authenticator.register(how["party"], how["challenge"], how["origin"], verified=how["verified"])
    if seldom(chance, 6):
        response = dict(made["response"])
        _cut(chance, response)
        return {**made, "response": response}
    if seldom(chance, 4):
        return one_of(chance, [{**made, "id": made["id"][:-2]}, {}, made["response"], {**made, "type": "password"}])
    return made


def signed_by(play, chance, session):
    """The answer of an authenticator to a challenge WEB_AUTHN; mostly right."""
    asked, user = session.asked, session.user
    ids = [each["id"] for each in asked["allowCredentials"]]
    strangers = [id_ for id_ in _ids(play) if id_ not in ids]
    id_ = one_of(chance, strangers) if strangers and seldom(chance, 6) else one_of(chance, ids)
    earlier = [other.asked["signed"] for other in play.known.sessions.values() if "signed" in other.asked]
    if earlier and seldom(chance, 8):
        return one_of(chance, earlier)
    how = _mistake(chance, asked["rpId"], asked["challenge"], verified=asked["verified"])
    more = {"verified": how["verified"], "user": user.sub}
    signed = play.authenticator.sign(id_, how["party"], how["challenge"], how["origin"], **more)
    session.asked["signed"] = json.dumps(signed)
    if seldom(chance, 8):
        _cut(chance, signed["response"])
        return json.dumps(signed)
    return json.dumps(signed) if mostly(chance, 96) else json.dumps(signed)[: chance.randrange(1, 400)]


def _mistake(chance, party, challenge, *, verified):
    """What a credential is made for; one thing of it is wrong now and then."""
    how = {"party": party, "challenge": challenge, "origin": one_of(chance, BELOW).format(party), "verified": True}
    if not verified:
        how["verified"] = mostly(chance, 50)
    if mostly(chance, 85):
        return how
    wrong = {
        "party": one_of(chance, ["evil.example", f"app.{party}", ""]),
        "challenge": challenge[:-1] + ("A" if challenge[-1] != "A" else "Q"),
        "origin": one_of(chance, ELSEWHERE).format(party),
        "verified": False,
    }
    name = one_of(chance, wrong)
    return {**how, name: wrong[name]}


def _cut(chance, response):
    """One text of it is cut, or changed, or gone."""
    name = one_of(chance, [name for name in response if isinstance(response[name], str)])
    text = response[name]
    place = chance.randrange(len(text))
    which = chance.randrange(3)
    if which == 0:
        del response[name]
    elif which == 1:
        response[name] = text[:place]
    else:
        response[name] = f"{text[:place]}{'B' if text[place] != 'B' else 'C'}{text[place + 1 :]}"
