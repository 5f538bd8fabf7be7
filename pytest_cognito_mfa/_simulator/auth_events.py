"""The history of users that threat protection keeps: which events there are, and the e-mails about risky ones.

1. A pool with threat protection, also in AUDIT, notes an event of each SignIn, SignUp, ForgotPassword, PasswordChange
   and ResendCode of its users (botocore AuthEventType); a password that is recovered counts as PasswordChange (our
   choice).  Calls of users who do not exist, refreshes, and malformed requests are not noted (our choice).
2. A sign-in is one event, through all its challenges: InProgress while one waits, then Pass or Fail.  Its EventId is
   the event_id of the tokens (our reading).
3. ChallengeResponses has an entry for each password and each MFA code that was tried.
4. EventRisk is what the test assumed when the sign-in began: RiskDecision Block for an action that blocks,
   AccountTakeover for another risk, and NoRisk without one.  RiskLevel is left out then (our choice).
5. Where the action for the level says Notify, and NotifyConfiguration is set, the user gets an e-mail once the password
   was right: BlockEmail, MfaEmail or NoActionEmail by the action.  Nobody has shown the default text; ours is short.
6. The code of that e-mail is the feedback token, which UpdateAuthEventFeedback takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._simulator import adaptive_authentication as risk
from pytest_cognito_mfa._simulator import message_texts, rejections
from pytest_cognito_mfa._simulator.outbox import Message
from pytest_cognito_mfa._simulator.rejections.refusal import DENIED, MISMATCH, RESET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Client, Pool, Record, User

    Request = Mapping[str, Any]
    Answer = Mapping[str, Any]

TITLE: Final = "Auth events"
TYPES: Final = {
    **dict.fromkeys(("InitiateAuth", "AdminInitiateAuth"), "SignIn"),
    **dict.fromkeys(("RespondToAuthChallenge", "AdminRespondToAuthChallenge"), "SignIn"),
    "SignUp": "SignUp",
    "ForgotPassword": "ForgotPassword",
    **dict.fromkeys(("ConfirmForgotPassword", "ChangePassword"), "PasswordChange"),
    "ResendConfirmationCode": "ResendCode",
}
"""The type of event by operation."""

_FAILURES: Final = (DENIED, MISMATCH, "InvalidPasswordException", "PasswordHistoryPolicyViolationException", RESET)
_TRIED: Final = {
    **dict.fromkeys(("PASSWORD_VERIFIER", "PASSWORD"), "Password"),
    **dict.fromkeys(("SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"), "Mfa"),
}
_MAILS: Final = {"BLOCK": "BlockEmail", "NO_ACTION": "NoActionEmail"}


def noted(service: Service, operation: str, request: Request, handler: Callable[[Service, Any], Answer]) -> Answer:
    """Let the handler answer, and note the event if the pool keeps a history."""
    client = _client_of(service, request)
    is_refresh = str(request.get("AuthFlow", "")).startswith("REFRESH_TOKEN")
    if client is None or client.pool.threat_protection == "OFF" or is_refresh:
        return handler(service, request)
    user, begun = _before(service, client.pool, operation, request)
    try:
        answer = handler(service, request)
    except rejections.Rejection as refused:
        if user is not None and refused.code in _FAILURES:
            _note(service, client, user, request, _event(service, client, user, request, begun), refused=refused)
        raise
    user = client.pool.find_any(request["Username"]) if operation == "SignUp" else user
    if user is not None:
        _note(service, client, user, request, _event(service, client, user, request, begun), answer=answer)
    return answer


def of_user(pool: Pool, user: User) -> list[Record]:
    """The events of a user."""
    return [event for event in pool.resources[TITLE].values() if event["sub"] == user.sub]


def _client_of(service: Service, request: Request) -> Client | None:
    if "AccessToken" in request:
        owner = service.tokens.owner(request["AccessToken"])
        return owner and owner[0]
    clients = (pool.clients.get(request["ClientId"]) for pool in service.pools.values())
    return next((client for client in clients if client is not None), None)


def _before(service: Service, pool: Pool, operation: str, request: Request) -> tuple[User | None, str | None]:
    """The user of a call, and the event that its session belongs to."""
    if operation == "SignUp":
        return None, None
    if "AccessToken" in request:
        owner = service.tokens.owner(request["AccessToken"])
        return owner and owner[1], None
    members = request.get("ChallengeResponses") or {}
    session = service.sessions.get(request.get("Session") or members.get("PASSWORD_CLAIM_SECRET_BLOCK") or "")
    if "ChallengeName" in request:
        known = session is not None and pool.users.has(session.user)
        return (session.user, session.attempt.event_id) if session is not None and known else (None, None)
    name = request.get("Username") or (request.get("AuthParameters") or {}).get("USERNAME", "")
    return pool.find_any(name), None


def _event(service: Service, client: Client, user: User, request: Request, begun: str | None) -> Record:
    """The event that a call continues, or a new one."""
    events = client.pool.resources[TITLE]
    if begun in events:
        return events.pop(begun)
    context = request.get("ContextData") or request.get("UserContextData") or {}
    return {
        "EventId": service.request_id,
        "CreationDate": service.date,
        "EventRisk": _risk(service, client, request),
        "ChallengeResponses": [],
        "EventContextData": {"IpAddress": context.get("IpAddress") or "127.0.0.1"},
        "sub": user.sub,
        "number": len(events),
    }


def _risk(service: Service, client: Client, request: Request) -> Record:
    """EventRiskType of a call; only a sign-in that begins has a risk."""
    address = risk.address_of(client, request)
    level = service.assessments.level_of(address) if "AuthFlow" in request else "none"
    action = risk.action(client.pool.threat_protection, client.risk_configuration, level, address)
    if "AuthFlow" in request and action == "BLOCK":
        decision = "Block"
    else:
        decision = "NoRisk" if level == "none" else "AccountTakeover"
    known = {} if level == "none" else {"RiskLevel": level.title()}
    return {"RiskDecision": decision, **known, "CompromisedCredentialsDetected": False}


def _note(
    service: Service,
    client: Client,
    user: User,
    request: Request,
    event: Record,
    *,
    refused: rejections.Rejection | None = None,
    answer: Answer | None = None,
) -> None:
    """Store what became of the call in its event."""
    words, given = refused and refused.message, answer or {}
    tried = None if words == rejections.ADDRESS_BLOCKED.words else _tried(service, request)
    succeeded = refused is None or words == rejections.TOO_RISKY.words
    if tried is not None:
        outcome = {"ChallengeName": tried, "ChallengeResponse": "Success" if succeeded else "Failure"}
        event["ChallengeResponses"].append(outcome)
    if _password(request) in service.compromised:
        event["EventRisk"]["CompromisedCredentialsDetected"] = True
    event["EventType"] = TYPES[service.triggers.operation]
    event["EventResponse"] = "Fail" if refused is not None else "InProgress" if "ChallengeName" in given else "Pass"
    event["EventId"] = _continued_as(service, given) or event["EventId"]
    client.pool.resources[TITLE][event["EventId"]] = event
    if tried == "Password" and succeeded:
        _notify(service, client, user, event)


def _password(request: Request) -> str | None:
    """The password that a call sends, or wants to set."""
    members = request.get("AuthParameters") or request.get("ChallengeResponses") or request
    return next((members[name] for name in ("PASSWORD", "Password", "ProposedPassword") if name in members), None)


def _tried(service: Service, request: Request) -> str | None:
    """Whether the call tried a password or an MFA code."""
    members = request.get("ChallengeResponses") or request.get("AuthParameters") or {}
    if "PASSWORD" in members:
        return "Password"
    session = service.sessions.get(request.get("Session") or "")
    is_first = session is not None and session.first_factor
    return None if is_first else _TRIED.get(request.get("ChallengeName", ""))


def _continued_as(service: Service, answer: Answer) -> str | None:
    """The event id of the tokens or the session in an answer."""
    if result := answer.get("AuthenticationResult"):
        return service.tokens.grant_of(result["AccessToken"]).event_id
    parameters = answer.get("ChallengeParameters") or {}
    session = service.sessions.get(answer.get("Session") or parameters.get("SECRET_BLOCK") or "")
    return None if session is None else session.attempt.event_id


def _notify(service: Service, client: Client, user: User, event: Record) -> None:
    """Send the e-mail about a risky sign-in, if the risk configuration says so (rule 5)."""
    takeover = (client.risk_configuration or {}).get("AccountTakeoverRiskConfiguration", {})
    action = takeover.get("Actions", {}).get(f"{event['EventRisk'].get('RiskLevel')}Action", {})
    templates, address = takeover.get("NotifyConfiguration"), user.attributes.get("email")
    if client.pool.threat_protection != "ENFORCED" or not action.get("Notify") or not templates or not address:
        return
    event["token"] = service.sources.opaque(43)
    values = {
        "username": user.username,
        "ip-address": event["EventContextData"]["IpAddress"],
        "login-time": f"{service.sources.clock.now:%Y-%m-%d %H:%M:%S} UTC",
        "event-id": event["EventId"],
        "feedback-token": event["token"],
    }
    text = message_texts.notice(templates.get(_MAILS.get(action["EventAction"], "MfaEmail"), {}), values)
    service.outbox.append(Message(user.username, "EMAIL", address, event["token"], message_texts.SECURITY, *text))
