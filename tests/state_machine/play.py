"""One game: a seeded simulator with a frozen clock, the model of its state, and all that must hold after each call."""

import base64
import functools
import hashlib
import json
import operator
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from aws_rules import EMAIL, REFUSED, SMS, TOTP, next_of
from effects import Done, learn
from federation_rules import PROVIDER
from hosted_rules import PAGES
from known import SEED, Known, read_failures
from registered import REGISTERED
from reply_checks import FRAMEWORK, allow_not_simulated, checked, checked_page
from sign_in_verdicts import FIRST_ANSWERS
from verdicts import Verdict, verdict_on
from violations import Violation, demand

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa import _scenario
from pytest_cognito_mfa._aws import wire as _exchange
from pytest_cognito_mfa._aws.exchange import Reply
from pytest_cognito_mfa._fixture.authorization import authorized
from pytest_cognito_mfa._fixture.federated_sign_in import result_from
from pytest_cognito_mfa._scenario.provisioning import create_service
from pytest_cognito_mfa._simulator import auth_events
from pytest_cognito_mfa._simulator.crypto.webauthn import Authenticator
from pytest_cognito_mfa._simulator.federation import SignInRefused
from pytest_cognito_mfa._simulator.registry import HANDLERS
from pytest_cognito_mfa._simulator.rejections import Rejection
from pytest_cognito_mfa._simulator.simulation import Simulation
from pytest_cognito_mfa._simulator.sources import Sources
from pytest_cognito_mfa.errors import NotSimulated, SettingError

assert REGISTERED, "importing it registers judges and effects"

POOLS = Path(__file__).with_name("pools.yaml")
NOW = 1_700_000_000
URL = "https://cognito-idp.us-east-1.amazonaws.com/"
SIGNATURE = "AWS4-HMAC-SHA256 Credential=fake/20300101/us-east-1/cognito-idp/aws4_request, Signature=0"


@dataclass(frozen=True)
class Ask:
    """A call to be made."""

    operation: str
    request: Any
    signed: bool = True
    body: bytes | None = None
    """What is sent instead of the JSON of `request`."""
    malformed: bool = False
    """It may be none of the model's, so that the verdict on it need not be able to read it."""


@dataclass(frozen=True)
class Visit:
    """An HTTP request to a pool's domain, which `operation` names by its method and path."""

    operation: str
    request: dict
    """`host`, `given` in its form or query, and `basic` or `bearer`, which Authorization carries."""
    malformed: ClassVar = False
    signed: ClassVar = True


@dataclass(frozen=True)
class Door:
    """What happens outside of the application: a sign-in at a provider or on the hosted pages."""

    operation: str
    request: dict
    malformed: ClassVar = False
    signed: ClassVar = True


@dataclass(frozen=True)
class Wait:
    seconds: float


def simulation():
    """The machine's pools, as they are at the start of every game: the service and its simulation."""
    sources = Sources(SEED)
    sources.clock.freeze(NOW)
    service = create_service(_scenario.load(POOLS, region="us-east-1"), sources)
    return service, Simulation(service)


def counted_as(ask):
    """The operation, and the flow or challenge if it is one of AWS's."""
    of = ask.request.get("AuthFlow") or ask.request.get("ChallengeName") if isinstance(ask.request, dict) else None
    return f"{ask.operation} {of}" if isinstance(of, str) and of in WAYS else ask.operation


WAYS = {"USER_AUTH", "USER_PASSWORD_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH", "PASSWORD", *FIRST_ANSWERS}
"""Flows and challenges that are counted by themselves."""


def http_of(ask):
    """Headers and body of the call, as an interceptor gets them."""
    headers = {"X-Amz-Target": f"AWSCognitoIdentityProviderService.{ask.operation}"}
    headers["Content-Type"] = "application/x-amz-json-1.1"
    if ask.signed:
        headers["Authorization"] = SIGNATURE
    return headers, json.dumps(ask.request).encode() if ask.body is None else ask.body


def visited(visit):
    """Method, URL, headers and body."""
    method, path = visit.operation.split(" ")
    url, given = f"https://{visit.request['host']}{path}", urlencode(visit.request["given"])
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
    if "basic" in visit.request:
        pair = ":".join(visit.request["basic"]).encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    elif "bearer" in visit.request:
        headers["Authorization"] = f"Bearer {visit.request['bearer']}"
    return (method, url, headers, given.encode()) if method == "POST" else (method, f"{url}?{given}", headers, None)


def entered(service, door):
    """The simulator's own functions for what happens outside of the application, with their result as a reply."""
    asked = door.request
    try:
        if door.operation == PROVIDER:
            client, name = service.client(asked["ClientId"]), asked["subject"]
            result = result_from(service, "a game", asked["provider"], name, client, claims=asked["claims"])
        else:
            url = f"https://{asked['host']}/oauth2/authorize?{urlencode(asked['given'])}"
            result = {"url": authorized(service, asked["name"], url, {}, {}, provider=None).url}
    except (Rejection, SignInRefused, SettingError) as refused:
        return Reply(400, (), str(refused).encode(), type(refused).__name__)
    return Reply(200, (), json.dumps(result).encode())


def through_the_front(service, simulated):
    """Call as the interceptors do: read HTTP, and answer with the simulation."""

    def answer(ask):
        if isinstance(ask, Door):
            return entered(service, ask)
        if isinstance(ask, Visit):
            outcome, _ = simulated.answer(_exchange.read_other(*visited(ask), domains=()))
            return outcome if isinstance(outcome, Reply) else Reply(400, (), b"", "(no such domain)")
        return simulated.answer(_exchange.read("POST", URL, *http_of(ask)))[0]

    return answer


class Play:
    """`answer` gives the reply to a call; `service` is the service that answers."""

    def __init__(self, service=None, answer=None):
        if service is None:
            service, simulated = simulation()
            answer = through_the_front(service, simulated)
        self.service, self._answer = service, answer
        self.known, self.authenticator = Known(service), Authenticator(Sources(SEED))
        self.log = []
        """Everything done so far: seconds waited, or (call, reply or what we cannot)."""
        self.counts = Counter()
        self._state = frozen(service.pools)

    @property
    def now(self):
        return self.service.now

    def do(self, move):
        if isinstance(move, Wait):
            self.service.sources.clock.advance(seconds=move.seconds)
            self.log.append(move.seconds)
        else:
            self._ask(move)

    def _ask(self, ask):
        if ask.operation in HANDLERS and ask.operation not in model.operations():
            return  # the installed botocore is older than the operation
        verdict = self._verdict(ask)
        sent, last = len(self.service.outbox), self._state
        reply = self._reply(ask)
        self._state = frozen(self.service.pools)
        if reply is None:
            self.counts[counted_as(ask), "(not simulated)"] += 1
            self.known.read_again()
            return
        said = checked(ask.operation, reply) if isinstance(ask, Ask) else checked_page(ask.operation, reply)
        self.counts[counted_as(ask), reply.error or "OK"] += 1
        if reply.error is None:
            self._accepted(ask, verdict, said, reply, sent)
        else:
            # A sign-in on the pages has several steps, and a later one may be refused.
            same = self._state == last or ask.operation == PAGES
            demand("a refusal changes nothing", same, f"{ask.operation}, {said}")
            same = len(self.service.outbox) == sent or ask.operation == PAGES
            demand("a refusal sends nothing", same, f"{ask.operation}, {said}")
            self._refused(ask, verdict, said, reply)
            if ask.operation == PAGES:
                self.known.read_again()
        self._compare(ask)

    def _verdict(self, ask):
        try:
            return verdict_on(self.known, ask.operation, without_nulls(ask.request), self.now)
        except (TypeError, AttributeError, KeyError, ValueError, OverflowError):
            if not ask.malformed:
                raise
            return Verdict(["it cannot be read"])

    def _reply(self, ask):
        try:
            reply = self._answer(ask)
        except NotSimulated as cannot:
            allow_not_simulated(ask.operation, ask.operation in HANDLERS, str(cannot))
            self.log.append((ask, str(cannot)))
            return None
        except Exception as error:
            said = f"{type(error).__name__}: {error}"[:300]
            self.log.append((ask, said))
            raise Violation("no exception reaches the caller", f"{ask.operation}: {said}") from error
        self.log.append((ask, reply))
        return reply

    def _accepted(self, ask, verdict, answer, reply, sent):
        demand("nothing wrong is let through", not verdict.reasons, f"{ask.operation}, though {verdict.reasons}")
        if verdict.tested:
            failures = verdict.user.password_failures if verdict.tested == "password" else verdict.user.code_failures
            failures.succeeded()
        event = dict(reply.headers).get("x-amzn-RequestId")
        request, messages = without_nulls(ask.request), self.service.outbox[sent:]
        learn(Done(self.known, ask.operation, request, verdict, answer, self.now, event, messages))

    def _refused(self, ask, verdict, code, reply):
        if verdict.user and (ask.malformed or code in FRAMEWORK):
            read_failures(verdict.user)
        elif verdict.tested:
            failures = verdict.user.password_failures if verdict.tested == "password" else verdict.user.code_failures
            failures.succeeded() if verdict.is_right else failures.failed(self.now)
        fine = verdict.complete and not verdict.reasons and not ask.malformed and ask.signed and is_text(ask.request)
        # Where a pool tracks sessions, a new sign-in may end the oldest one, which no judge counts.
        fine = fine and not (verdict.user and verdict.user.pool.of.resources.get("Sessions"))
        if fine and verdict.proved and not verdict.code_for:
            fine = REFUSED not in next_of(verdict.user.means(), verdict.proved).steps
        demand("what is right is let through", not fine, f"{ask.operation}: {code}, {reply.body[:200]!r}")

    def _compare(self, ask):
        """The model of every user equals the service's user; and no two users sign in with one name."""
        for pool in self.known.pools.values():
            names = []
            for user in pool.users.values():
                of = user.of
                has = (of.password, of.status, of.enabled, set(of.preference.on), of.preference.preferred)
                demand(
                    "only accepted calls change a user",
                    has == (user.password, user.status, user.enabled, user.on, user.preferred)
                    and user.secret == (of.authenticator and of.authenticator.secret)
                    and user.pending == (of.pending and of.pending.secret)
                    and (user.passkey_mfa, list(user.passkeys)) == (of.preference.passkey, list(of.passkeys))
                    and (user.registration is None) == (of.registration is None),
                    f"{of.username} of {pool.id} after {ask.operation}: {has[1:]}",
                )
                listed = [factor for factor in (SMS, TOTP, EMAIL) if factor in user.on]
                demand("settings are in order", list(of.preference.on) == listed, str(of.preference.on))
                demand("a preferred factor is on", user.preferred in (None, *user.on), f"{user.preferred} of {user.on}")
                memberships = {group.name for group in user.groups}
                demand("only accepted calls change a group", of.groups == memberships, f"{of.username}: {of.groups}")
                demand("nobody chooses a sub", "sub" not in user.attributes, f"{of.username} after {ask.operation}")
                names += pool.aliases_of(user)
            demand("a name signs in one user", len(names) == len(set(names)), f"{names} in {pool.id}")

    def replay(self):
        """Do it all once more: the same seed and calls give the same replies, byte for byte."""
        service, simulated = simulation()
        answer = through_the_front(service, simulated)
        for entry in self.log:
            if not isinstance(entry, tuple):
                service.sources.clock.advance(seconds=entry)
                continue
            ask, before = entry
            try:
                again = answer(ask)
            except NotSimulated as cannot:
                again = str(cannot)
            demand("the same calls give the same bytes", again == before, f"{ask.operation}: {again}")

    def digest(self):
        """Of every reply so far."""
        total = hashlib.sha256()
        for entry in self.log:
            if isinstance(entry, tuple):
                reply = entry[1]
                total.update(reply.encode() if isinstance(reply, str) else repr(reply.headers).encode() + reply.body)
        return total.hexdigest()


def is_text(request):
    """Whether every text in it is valid: a lone surrogate is not."""
    return not any("\ud800" <= character <= "\udfff" for character in json.dumps(request, ensure_ascii=False))


def without_nulls(value):
    """The request as AWS takes it: a member that is null counts as left out."""
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    return value


MAY_CHANGE = {"verifier", "password_attempts", "code_attempts", "requests", "imaginary"}
"""What a refused call may leave behind: what counts for lockouts and quotas, SRP's verifier, and invented users; and
the events of threat protection, which are a kind of resource here.
"""


def frozen(value):
    """The state behind `value`, to be compared with a later one."""
    return _freezer(type(value))(value)


_LEAVES = frozenset({str, int, float, bool, bytes, type(None)})


@functools.cache
def _freezer(kind):
    if issubclass(kind, Mapping):
        return lambda value: [(key, part if type(part) in _LEAVES else frozen(part)) for key, part in value.items()]
    if issubclass(kind, (list, tuple)):
        return lambda value: [part if type(part) in _LEAVES else frozen(part) for part in value]
    if issubclass(kind, (set, frozenset)):
        return sorted
    if not is_dataclass(kind):
        return lambda value: value
    names = {each.name for each in fields(kind)} - MAY_CHANGE - {"pool"}
    special = [name for name in names if name in _SPECIAL]
    plain = operator.attrgetter(*sorted(names - set(special)))

    def members(value):
        found = [part if type(part) in _LEAVES else frozen(part) for part in plain(value)]
        return found + [_SPECIAL[name](getattr(value, name)) for name in special]

    return members


_SPECIAL = {
    # A pool's and a client's settings are replaced member by member, never changed inside one.
    "settings": lambda value: list(value.items()),
    # A kind of resource that nobody has created is there once somebody has asked for one.
    "resources": lambda value: frozen(
        {kind: each for kind, each in value.items() if each and kind != auth_events.TITLE}
    ),
}
