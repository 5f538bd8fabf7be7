"""The state machine finds bugs: each bug that is injected into the service is found within a few games."""

import os
from contextlib import contextmanager
from dataclasses import replace

import long_run
import pytest
from any_game import AnyGame
from games import planned, played, shortest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from violations import Violation

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws.constants import CODE_PARAMETER
from pytest_cognito_mfa._simulator import custom_auth, federation, passkeys, rejections, token_claims, user_filter
from pytest_cognito_mfa._simulator import sign_in_flow as steps
from pytest_cognito_mfa._simulator.crypto import webauthn
from pytest_cognito_mfa._simulator.custom_auth import CUSTOM, with_step
from pytest_cognito_mfa._simulator.hosted import tokens as domain_tokens
from pytest_cognito_mfa._simulator.hosted.codes import Codes
from pytest_cognito_mfa._simulator.mfa import lockout
from pytest_cognito_mfa._simulator.mfa.authenticator import Authenticator
from pytest_cognito_mfa._simulator.mfa.challenges import Next
from pytest_cognito_mfa._simulator.mfa.first_factors import Choice, first_challenge
from pytest_cognito_mfa._simulator.mfa.preference import Preference
from pytest_cognito_mfa._simulator.operations import challenge_responses as answers
from pytest_cognito_mfa._simulator.operations import choice_based_sign_in as choice
from pytest_cognito_mfa._simulator.operations import custom_challenges, preferences, sign_in
from pytest_cognito_mfa._simulator.operations.choice_based_sign_in import first_code
from pytest_cognito_mfa._simulator.paging import Page, Pages
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.resources import client_secrets, engine, table
from pytest_cognito_mfa._simulator.sessions import SIGNED_UP, Sessions
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa._simulator.tokens import Tokens

ALLOWED = "nothing wrong is let through"


def tokens_at_once(patch):
    patch.setattr(steps, "next_challenge", lambda standing: Next(None))


def some_are_not_asked(patch):
    """A user without an e-mail address is never asked for a factor."""
    decide = steps.next_challenge
    patch.setattr(steps, "next_challenge", lambda s: decide(s) if "email" in s.attributes else Next(None))


def anybodys_session(patch):
    @contextmanager
    def use(self, token, challenge, client, user):
        session = self.usable(token, challenge)
        yield session
        session.spent = True

    patch.setattr(Sessions, "use", use)


def any_challenges_session(patch):
    usable = Sessions.usable
    patch.setattr(Sessions, "usable", lambda self, token, challenge: usable(self, token, self.challenge_of(token)))


def session_without(patch, **shown):
    """A session that is never seen as spent, or as expired."""
    usable = Sessions.usable

    def careless(self, token, challenge):
        session = self._sessions.get(token)
        kept = session and {name: getattr(session, name) for name in shown}
        for name in kept or ():
            setattr(session, name, shown[name])
        found = usable(self, token, challenge)
        for name, value in kept.items():
            setattr(session, name, value)
        return found

    patch.setattr(Sessions, "usable", careless)


def never_locked_out(patch):
    patch.setattr(lockout, "refuse_locked_out", lambda attempts, now: None)


def locked_out_early(patch):
    patch.setattr(lockout, "FREE_FAILURES", 2)


def any_state(patch):
    for module in (sign_in, answers):
        patch.setattr(module, "refuse_by_state", lambda user, **_: None)


def codes_again(patch):
    patch.setattr(Authenticator, "used", property(lambda self: {}, lambda self, value: None), raising=False)


def any_code(patch):
    patch.setattr(Authenticator, "_step_of", lambda self, code, at: int(at) // 30)


def any_hash(patch):
    for module in (sign_in, answers):
        patch.setattr(module, "check_secret_hash", lambda *arguments: None)


def revoked_counts(patch):
    patch.setattr(Tokens, "revoke_all", lambda self, user: None)


def anothers_tokens(patch):
    said = token_claims._id_claims
    patch.setattr(
        token_claims, "_id_claims", lambda grant: {**said(grant), "sub": "00000000-0000-7000-8000-000000000000"}
    )


def preferred_stays(patch):
    apply = preferences.apply
    patch.setattr(preferences, "apply", lambda now, *more: Preference(apply(now, *more).on, now.preferred))


def half_applied(patch):
    handler = HANDLERS["AdminSetUserPassword"]

    def careless(service, req):
        service.pool(req["UserPoolId"]).user(req["Username"]).enabled = True
        return handler(service, req)

    patch.setitem(HANDLERS, "AdminSetUserPassword", careless)


def undeclared(patch):
    def refusing(service, req):
        raise rejections.USERNAME_EXISTS()

    patch.setitem(HANDLERS, "GlobalSignOut", refusing)


def internal(patch):
    patch.setitem(HANDLERS, "GetUser", lambda service, req: {}["Username"])


def server_error(patch):
    def refusing(service, req):
        raise rejections.INTERNAL()

    patch.setitem(HANDLERS, "GetUser", refusing)


def another_shape(patch):
    contract_of = model.contract_of

    def longer(operation):
        known = contract_of(operation)
        return replace(known, write=lambda _: b'{"More":1}') if operation == "SetUserMFAPreference" else known

    patch.setattr(model, "contract_of", longer)


def true_chance(patch):
    patch.setattr(Sources, "client_id", lambda self: os.urandom(13).hex())


def members_of_no_group(patch):
    row = replace(table.GROUPS, deleting=None)
    patch.setitem(HANDLERS, "DeleteGroup", engine.handler(row, "DeleteGroup"))


def pages_overlap(patch):
    cut = Page.cut

    def careless(self, entries, size, position):
        return cut(self if self.after is None else replace(self, after=type(self.after)()), entries, size, position)

    patch.setattr(Page, "cut", careless)


def codes_beside_mfa(patch):
    """A code is offered as the first factor although MFA is required."""
    decide = Choice.offers_code
    patch.setattr(Choice, "offers_code", lambda self, factor: decide(replace(self, needs_mfa=False), factor))


def any_first_code(patch):
    def careless(service, session, responses):
        return first_code(service, session, {**responses, CODE_PARAMETER[session.challenge]: session.code})

    patch.setattr(answers, "first_code", careless)


def any_custom_answer(patch):
    patch.setattr(custom_challenges, "verify", lambda service, session, answer: with_step(session.attempt, CUSTOM))


def failed_and_goes_on(patch):
    """DefineAuthChallenge cannot end a sign-in."""
    invoked = custom_auth.run

    def run(*given, **members):
        response = dict(invoked(*given, **members))
        return {**response, "challengeName": CUSTOM} if response.pop("failAuthentication", False) else response

    patch.setattr(custom_auth, "run", run)


def every_answer_begins_anew(patch):
    patch.setattr(custom_auth, "with_step", lambda attempt, *_, **__: attempt)


def a_preferred_factor_only(patch):
    """One that is not possible is no reason for a list."""
    patch.setattr(choice, "first_challenge", lambda facts: first_challenge(replace(facts, preferred=None)))


def signed_up_for_ever(patch):
    use = Sessions.use

    @contextmanager
    def careless(self, token, challenge, client, user):
        with use(self, token, challenge, client, user) as session:
            yield session
        session.spent = challenge != SIGNED_UP

    patch.setattr(Sessions, "use", careless)


def any_signature(patch):
    patch.setattr(webauthn, "asserted", lambda *_: None)


def unverified_passkeys(patch):
    ceremony = passkeys.ceremony
    patch.setattr(passkeys, "ceremony", lambda *given, **how: ceremony(*given, **how)._replace(verified=False))


def registered_again(patch):
    """A challenge of a registration is good twice."""
    handler = HANDLERS["CompleteWebAuthnRegistration"]

    def careless(service, req):
        user = service.token_owner(req["AccessToken"], any_status=True)[1]
        begun = user.registration
        answer = handler(service, req)
        user.registration = begun
        return answer

    patch.setitem(HANDLERS, "CompleteWebAuthnRegistration", careless)


def passkeys_of_any_party(patch):
    patch.setattr(passkeys, "usable", lambda pool, user: list(user.passkeys.values()))


def passkeys_are_enough(patch):
    """A passkey counts as both factors although the user has not said so."""
    kind = passkeys.kind
    patch.setattr(passkeys, "kind", lambda *of: "both factors" if kind(*of) != "none" else "none")


def passkeys_by_place(patch):
    """A list of passkeys goes on at a place, whatever was deleted."""
    handler = HANDLERS["ListWebAuthnCredentials"]

    def careless(service, req):
        user = service.token_owner(req["AccessToken"], rejections.TOKEN_REVOKED, any_status=True)[1]
        user.passkeys = {id_: replace(each, number=n) for n, (id_, each) in enumerate(user.passkeys.items())}
        return handler(service, req)

    patch.setitem(HANDLERS, "ListWebAuthnCredentials", careless)


def codes_for_ever(patch):
    """A code of the hosted pages is good twice."""
    use = Codes.use

    def careless(self, code):
        kept = self._issued.get(code)
        found = use(self, code)
        if kept is not None:
            self._issued[code] = kept
        return found

    patch.setattr(Codes, "use", careless)


def no_verifier(patch):
    patch.setattr(domain_tokens, "_hashed", AnyText)


class AnyText(str):
    """Equal to every text."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


def id_tokens_without_openid(patch):
    answer = domain_tokens.answer_of
    patch.setattr(domain_tokens, "answer_of", lambda tokens, with_id: answer(tokens, with_id=True))


def machines_get_every_scope(patch):
    patch.setattr(Tokens, "of_client", _every_scope(Tokens.of_client))


def _every_scope(of_client):
    return lambda self, client, _, *more: of_client(self, client, client.settings["AllowedOAuthScopes"], *more)


def any_domain_secret(patch):
    patch.setattr(client_secrets, "authenticate", lambda client, secret: True)


def links_are_not_followed(patch):
    """A linked identity makes a user of its own."""
    find = federation._holder

    def careless(pool, provider, subject, given):
        found = find(pool, provider, subject, given)
        return found if found and found[0].federated else None

    patch.setattr(federation, "_holder", careless)


def addresses_of_providers_count(patch):
    after = federation._attributes_after
    flags = {"email_verified": "true"}
    patch.setattr(federation, "_attributes_after", lambda *of, **how: {**after(*of, **how), **flags})


def linked_again(patch):
    patch.setattr(federation, "holder", lambda pool, provider, subject: None)


def providers_users_get_passwords(patch):
    handler = HANDLERS["ChangePassword"]

    def careless(service, req):
        user = service.token_owner(req["AccessToken"])[1]
        if not user.federated:
            return handler(service, req)
        user.set_password(req["ProposedPassword"], status="CONFIRMED", at=service.date)
        return {}

    patch.setitem(HANDLERS, "ChangePassword", careless)


def any_page_token(patch):
    """A token of a page is good for any request."""
    begin = Pages.begin

    def careless(self, of, token, refusal=None):
        place = self._given.get(token)
        return begin(self, place.of if place else of, token, refusal)

    patch.setattr(Pages, "begin", careless)


def filters_find_more(patch):
    """Equal counts as beginning with."""
    parse = user_filter.parse
    patch.setattr(user_filter, "parse", lambda text: replace(parse(text), is_prefix=True))


BUGS = {
    any_page_token: {ALLOWED},
    filters_find_more: {"a page of users has whom the filter finds"},
    codes_for_ever: {ALLOWED, "a token is new"},
    no_verifier: {ALLOWED},
    id_tokens_without_openid: {"an id token for openid"},
    machines_get_every_scope: {"the scopes that were asked for"},
    any_domain_secret: {ALLOWED},
    links_are_not_followed: {
        "tokens are of who signed in",
        "what is right is let through",
        "a claim is written, and not verified",
    },
    addresses_of_providers_count: {"a claim is written, and not verified"},
    linked_again: {ALLOWED, "tokens are of who signed in"},
    providers_users_get_passwords: {ALLOWED},
    codes_beside_mfa: {"offers the first factors that count", "asks for the first factor"},
    any_first_code: {ALLOWED},
    any_custom_answer: {"the triggers decide what follows", ALLOWED},
    failed_and_goes_on: {ALLOWED},
    every_answer_begins_anew: {"the triggers decide what follows", "a challenge has its public parameters"},
    a_preferred_factor_only: {"asks for the first factor"},
    signed_up_for_ever: {ALLOWED},
    any_signature: {ALLOWED},
    unverified_passkeys: {ALLOWED, "asks to verify the user"},
    registered_again: {"only accepted calls change a user", ALLOWED, "a passkey is registered once"},
    passkeys_of_any_party: {
        *(ALLOWED, "asks for the first factor", "asks for the passkeys that count"),
        "offers the first factors that count",
    },
    passkeys_are_enough: {"every demanded factor", "offers the first factors that count", "asks for the first factor"},
    passkeys_by_place: {"a listing has everything", "a refusal changes nothing"},
    members_of_no_group: {"only accepted calls change a group"},
    pages_overlap: {"no page repeats another"},
    tokens_at_once: {"every demanded factor"},
    some_are_not_asked: {"every demanded factor"},
    anybodys_session: {ALLOWED},
    any_challenges_session: {ALLOWED, "no exception reaches the caller"},
    never_locked_out: {ALLOWED},
    locked_out_early: {"what is right is let through"},
    any_state: {ALLOWED},
    codes_again: {ALLOWED},
    any_code: {ALLOWED},
    any_hash: {ALLOWED},
    revoked_counts: {ALLOWED},
    anothers_tokens: {"tokens are of who signed in"},
    preferred_stays: {"only accepted calls change a user"},
    half_applied: {"a refusal changes nothing", "only accepted calls change a user"},
    undeclared: {"the model declares the error"},
    internal: {"no exception reaches the caller"},
    server_error: {"no error of the server's"},
    another_shape: {"the answer fits its shape"},
    true_chance: {"the same calls give the same bytes"},
}
SESSIONS = {"a session serves twice": {"spent": False}, "a session lives for ever": {"expires": float("inf")}}


def first_violation(games=120):
    outcomes = (played(planned("planted", game)) for game in range(games))
    return next((outcome.violation for outcome in outcomes if outcome.violation), None)


@pytest.mark.parametrize("plant", BUGS, ids=lambda plant: plant.__name__)
def test_an_injected_bug_is_found(plant, monkeypatch):
    plant(monkeypatch)
    assert first_violation().rule in BUGS[plant]


@pytest.mark.parametrize("shown", SESSIONS.values(), ids=SESSIONS)
def test_a_session_that_outlives_itself_is_caught(shown, monkeypatch):
    session_without(monkeypatch, **shown)
    assert first_violation().rule == ALLOWED


def test_the_driver_tells_of_a_violation_in_few_steps(monkeypatch, capsys):
    tokens_at_once(monkeypatch)
    assert long_run.main(["--steps", "1000", "--seed", "1"]) == 1
    reported = capsys.readouterr().out
    assert "every demanded factor: tokens, not [" in reported
    assert "seed 1, game " in reported
    assert " steps, " in reported.splitlines()[-2]
    shown = reported.split("shortest found, ")[1]
    assert int(shown.split()[0]) <= 3
    assert "-> OK" in shown


def test_hypothesis_catches_it_too(monkeypatch):
    tokens_at_once(monkeypatch)
    generating = settings(max_examples=20, stateful_step_count=30, phases=[Phase.generate])
    with pytest.raises(Violation, match="every demanded factor"):
        run_state_machine_as_test(AnyGame, settings=generating)


def test_a_shorter_game_breaks_the_same_rule(monkeypatch):
    never_locked_out(monkeypatch)
    plans = (planned("planted", game) for game in range(12))
    plan, outcome = next((plan, outcome) for plan in plans if (outcome := played(plan)).violation)
    short = shortest(plan[: outcome.moves], outcome.violation.rule)
    assert len(short) < outcome.moves / 2
    assert played(short).violation.rule == outcome.violation.rule
