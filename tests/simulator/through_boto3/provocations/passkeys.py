"""Passkeys."""

from passkey_steps import NEEDED, PARTY, Registering, pool

from .pool_setup import user


def opened(setup, *users, **settings):
    setup.open(*(users or (user("ada"),)), **(settings or pool()))
    return Registering(setup.aws, setup.cognito)


def started(setup, complete=None, party=PARTY, **how):
    """Start a registration, and complete it by a credential that is made as `how` says; the answer to that."""
    calls = opened(setup, **pool(**(how.pop("config", {}))))
    token = calls.token()
    options = {**calls.start(token), "rp": {"id": party}}
    credential = calls.cognito.passkey("ada").create(options, origin=f"https://{PARTY}", **how)
    return (complete or calls.complete)(token, credential)


def by_another_client(setup):
    calls = opened(setup)
    options = calls.start(calls.token())
    return calls.complete(calls.token(client="secret"), calls.cognito.passkey("ada").create(options))


def from_elsewhere(setup):
    return opened(setup).register(origin="https://elsewhere.example.com")


def one_too_many(setup):
    return opened(setup, user("ada", passkeys=["Key"] * 20), **pool()).register()


def unknown(setup):
    calls = opened(setup)
    return setup.aws.delete_web_authn_credential(AccessToken=calls.token(), CredentialId="none")


TABLE = {
    "CREDENTIAL_INVALID": lambda s: started(
        s, lambda token, _: s.aws.complete_web_authn_registration(AccessToken=token, Credential={"id": "a"})
    ),
    "PASSKEYS_OFF": lambda s: s.aws.start_web_authn_registration(AccessToken=s.token_of()),
    "NO_RELYING_PARTY": lambda s: started(s, config={"party": None}),
    "NO_PASSKEY_CHALLENGE": lambda s: (calls := opened(s)).complete(calls.token(), {}),
    "PASSKEY_CLIENT": by_another_client,
    "PASSKEY_ORIGIN": from_elsewhere,
    "PASSKEY_RELYING_PARTY": lambda s: started(s, party="example.com"),
    "PASSKEY_NOT_SUPPORTED": lambda s: started(s, user_verification=False, config={"UserVerification": "required"}),
    "TOO_MANY_PASSKEYS": one_too_many,
    "NO_SUCH_PASSKEY": unknown,
}
NEWER = dict.fromkeys(TABLE.keys() - {"PASSKEYS_OFF", "NO_RELYING_PARTY", "NO_SUCH_PASSKEY"}, NEEDED)
