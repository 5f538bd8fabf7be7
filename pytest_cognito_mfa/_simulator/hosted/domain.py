"""Answers a call to a pool's domain: finds the pool, performs the endpoint, and writes its reply.

A domain that no pool has is not in DNS (threedle/ll3m#4).  If no pool has any domain, the test was not set up for
this, and an error of ours says how to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pytest_cognito_mfa._aws import endpoints, hosted
from pytest_cognito_mfa._aws.exchange import Dropped
from pytest_cognito_mfa._aws.hosts import host_of
from pytest_cognito_mfa._simulator import rejections
from pytest_cognito_mfa._simulator.hosted import pages, tokens
from pytest_cognito_mfa._simulator.hosted.user_info import user_info
from pytest_cognito_mfa._simulator.operations.sign_up import confirm_by_link
from pytest_cognito_mfa._simulator.resources import domains
from pytest_cognito_mfa.errors import NotSimulated

if TYPE_CHECKING:
    from pytest_cognito_mfa._aws.exchange import Call, Outcome, Reply
    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool

_WORDS = "An error was encountered with the requested page."


def answer(service: Service, call: Call) -> Outcome:
    """The reply of the endpoint; no connection where no pool has the domain.  Raises `NotSimulated` without domains."""
    __tracebackhide__ = True
    host = host_of(call.url)
    pool = domains.at_host(service.pools.values(), host)
    if pool is None:
        there = [address for each in service.pools.values() if (address := domains.address(each))]
        if not there:
            raise NotSimulated(
                f"{call.operation} was not sent to {host}: no pool of this test in {service.region} has a domain.\n"
                f"  Give the pool one: `Domain: {host.partition('.')[0]}` in the scenario, or CreateUserPoolDomain.\n"
                "  Or answer it yourself: by a mock of your HTTP library, or what is JSON also with\n"
                f'  cognito.answer("{call.operation}", {{...}})'
            )
        return Dropped("dns", reason=f"no pool of this test has the domain {host}; domains: {', '.join(there)}")
    if call.operation in _IN_JSON:
        return _json(service, pool, call)
    if call.operation in (endpoints.AUTHORIZE, endpoints.LOGOUT, endpoints.LOGIN):
        return _sent_on(service, pool, call)
    if call.operation == endpoints.ERROR:
        words = f"{_WORDS} {call.parameters.get('error', '')}".rstrip()
        return hosted.page(words, at=service.now, status=400, error="400")
    if call.operation in endpoints.CONFIRM:
        return _confirmed(service, pool, call)
    raise NotSimulated(
        f"{call.operation} is not simulated.\n"
        f"  Of a pool's domain there are: {', '.join(endpoints.OPERATIONS)}\n"
        "  Give your own answer by a mock of your HTTP library for this URL."
    )


def _json(service: Service, pool: Pool, call: Call) -> Reply:
    try:
        members = _IN_JSON[call.operation](service, pool, call.parameters)
    except rejections.Rejection as refusal:
        return refused(refusal, call.operation, service.now)
    return hosted.json_reply(members, at=service.now)


def _sent_on(service: Service, pool: Pool, call: Call) -> Reply:
    __tracebackhide__ = True
    given = call.parameters
    sent = pages.logout(pool, given) if call.operation == endpoints.LOGOUT else pages.authorize(pool, given)
    of_provider = given.get("idp_identifier") or given.get("identity_provider", "COGNITO") != "COGNITO"
    if sent.refused is None and (call.operation == endpoints.LOGIN or of_provider):
        raise NotSimulated(
            f"{call.operation}: a person signs in on the page that comes now, and pages are not simulated.\n"
            "  What the browser brings back: cognito.authorize('totp', url), with the URL of this request.\n"
            "  To look at the redirect alone, let your client follow none: requests.get(url, allow_redirects=False)"
        )
    parts = urlsplit(call.url)
    location = f"{parts.scheme}://{parts.netloc}{sent.location}" if sent.location.startswith("/") else sent.location
    if sent.refused is None:
        return hosted.redirect(location, at=service.now)
    redirect = hosted.redirect(location, at=service.now, error=sent.refused.code)
    return redirect._replace(reason=sent.refused.reason)


def _confirmed(service: Service, pool: Pool, call: Call) -> Reply:
    """The page of the link in an e-mail; nobody has shown what it says to a wrong link."""
    try:
        confirm_by_link(service, pool, call.parameters)
    except rejections.Rejection as refusal:
        page = hosted.page(_WORDS, at=service.now, status=400, error=refusal.code)
        return page._replace(reason=refusal.reason or refusal.message)
    return hosted.page("Your registration has been confirmed!", at=service.now, status=200)


def refused(refusal: rejections.Rejection, operation: str, now: float) -> Reply:
    """A refusal as JSON; of userInfo it is in WWW-Authenticate too."""
    members = {"error": refusal.code}
    if refusal.message is not None:
        members["error_description"] = refusal.message
    in_header = ", ".join(f'{name}="{text}"' for name, text in members.items())
    challenge = in_header if operation in endpoints.USER_INFO else ""
    reply = hosted.json_reply(members, at=now, status=refusal.status, error=refusal.code, challenge=challenge)
    return reply._replace(reason=refusal.reason)


_IN_JSON = {
    endpoints.TOKEN: tokens.token,
    endpoints.REVOKE: tokens.revoke,
    **dict.fromkeys(endpoints.USER_INFO, user_info),
}
