"""Domains of a pool, by a prefix or of one's own, and the look of their pages: styles, older settings and terms.

1. A domain belongs to one pool of the region (observed).  A pool has one by a prefix and one of its own (developer
   guide, quotas).
2. A prefix has lower-case letters, digits and hyphens, and no reserved word between hyphens (observed).
3. A domain of one's own has a certificate in us-east-1 (public code: a linter's rule that quotes a failed deployment).
   No certificate is looked up.  AWS builds it in the background.
4. Managed login, version 2, is not on the LITE tier (the same linter).
5. A pool with a domain cannot be deleted (observed).
6. The older look needs a domain (observed).  A client without its own has that of all clients; without both it is empty
   (botocore GetUICustomization).
7. A style takes no settings or assets if Cognito provides them, and only what an update gives replaces what it has
   (botocore CreateManagedLoginBranding, UpdateManagedLoginBranding).
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import ACCOUNT
from pytest_cognito_mfa._simulator import rejections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pytest_cognito_mfa._simulator.service import Service
    from pytest_cognito_mfa._simulator.state import Pool, Record

TITLE: Final = "Domains"
ALL_CLIENTS: Final = "ALL"

_PREFIX = r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"
_RESERVED = ("aws", "amazon", "cognito")


def of_pool(pool: Pool, *, own: bool) -> str | None:
    """The pool's domain: its own, or its prefix."""
    found = pool.resources[TITLE].values()
    return next((each["Domain"] for each in found if bool(each["CustomDomainConfig"]) is own), None)


def address(pool: Pool) -> str | None:
    """Where the pages of a pool are: at its own domain, or at its prefix; None without a domain."""
    own, prefix = of_pool(pool, own=True), of_pool(pool, own=False)
    by_prefix = prefix and f"https://{prefix}.auth.{pool.region}.amazoncognito.com"
    return f"https://{own}" if own else by_prefix


def at_host(pools: Iterable[Pool], host: str) -> Pool | None:
    """The pool whose domain is this host, with FIPS or without; None if there is none."""
    for pool in pools:
        own, prefix = of_pool(pool, own=True), of_pool(pool, own=False)
        below = f".{pool.region}.amazoncognito.com"
        if (own and host == own.lower()) or (
            prefix and host in (f"{prefix}.auth{below}", f"{prefix}.auth-fips{below}")
        ):
            return pool
    return None


def shown_in_pool(pool: Pool) -> dict[str, str]:
    """The members of UserPoolType that name the domains."""
    named = {"Domain": of_pool(pool, own=False), "CustomDomain": of_pool(pool, own=True)}
    return {member: name for member, name in named.items() if name is not None}


def prepare(service: Service, pool: Pool, domain: Record, request: Mapping[str, Any]) -> None:
    """Complete a domain; AWS's refusal if it may not be."""
    del request
    name, version = domain["Domain"], domain.setdefault("ManagedLoginVersion", 1)
    certificate = domain.setdefault("CustomDomainConfig", {}).get("CertificateArn")
    if certificate is None:
        _check_prefix(name)
    elif certificate.split(":")[3] != "us-east-1":
        raise rejections.NO_SUCH_CERTIFICATE(because="its ARN names another region")
    if version != 1 and pool.configuration.tier == "LITE":
        raise rejections.FEATURE_ABOVE_TIER(tier="LITE", feature=f"Managed Login Version {version}")
    if "Status" in domain:
        return
    if any(name in other.resources[TITLE] for other in service.pools.values()):
        raise rejections.DOMAIN_TAKEN()
    if of_pool(pool, own=certificate is not None) is not None:
        raise rejections.HAS_DOMAIN_ALREADY()
    _complete(service, pool, domain)


def adopt(service: Service, pool: Pool, name: str, *, own: bool) -> None:
    """Give a pool that exists already its domain, whatever the rules of today."""
    certificate = {"CertificateArn": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/{service.sources.uuid()}"}
    domain: Record = {"Domain": name, "UserPoolId": pool.id, "ManagedLoginVersion": 1}
    domain["CustomDomainConfig"] = certificate if own else {}
    _complete(service, pool, domain)
    pool.resources[TITLE][name] = domain | {"Status": "ACTIVE"}


def _complete(service: Service, pool: Pool, domain: Record) -> None:
    distribution = f"d{service.sources.client_id()[:13]}.cloudfront.net"
    domain |= {
        "AWSAccountId": ACCOUNT,
        "CloudFrontDistribution": distribution,
        "S3Bucket": f"aws-cognito-prod-{pool.region[:3]}-assets",
        "Status": "CREATING" if domain["CustomDomainConfig"] else "ACTIVE",
        "Version": _time(service),
    }
    if domain["CustomDomainConfig"]:
        domain["CloudFrontDomain"] = distribution
        service.own_domains.add(domain["Domain"].lower())


def _check_prefix(name: str) -> None:
    if not re.fullmatch(_PREFIX, name):
        raise rejections.BAD_DOMAIN(form=_PREFIX)
    for word in _RESERVED:
        if word in name.split("-"):
            raise rejections.RESERVED_WORD_IN_DOMAIN(word=word)


def _time(service: Service) -> str:
    return datetime.fromtimestamp(service.now, timezone.utc).strftime("%Y%m%d%H%M%S")


# -- what the pages look like -------------------------------------------------------------


def refuse_without_domain(pool: Pool) -> None:
    if not pool.resources[TITLE]:
        raise rejections.NO_DOMAIN()


def prepare_older_look(service: Service, pool: Pool, look: Record, request: Mapping[str, Any]) -> None:
    """Complete the look of the classic pages; their CSS has classes that end in -customizable (public code)."""
    refuse_without_domain(pool)
    for selector in re.findall(r"([^{}]+)\{", request.get("CSS", "")):
        if "-customizable" not in selector:
            raise rejections.CSS_CLASS_NOT_ALLOWED(name=selector.strip().removeprefix("."))
    look["CSSVersion"] = _time(service)
    if "ImageFile" in request:
        place = f"{next(iter(pool.resources[TITLE].values()))['CloudFrontDistribution']}/{pool.id}/{look['ClientId']}"
        look["ImageUrl"] = f"https://{place}/{look['CSSVersion']}/assets/images/image.jpg"


def prepare_style(service: Service, pool: Pool, style: Record, request: Mapping[str, Any]) -> None:
    """Apply either Cognito's own look or what the request gives."""
    del service, pool
    has_own = "Settings" in request
    if request.get("UseCognitoProvidedValues"):
        if has_own:
            raise rejections.STYLE_TWICE()
        style.pop("Settings", None)
    style["UseCognitoProvidedValues"] = not has_own and style.get("UseCognitoProvidedValues", False)


def is_of_client(record: Record, request: Mapping[str, Any]) -> bool:
    return bool(record["ClientId"] == request.get("ClientId"))


def is_terms_of_client(terms: Record, request: Mapping[str, Any]) -> bool:
    return is_of_client(terms, request) and bool(terms["TermsName"] == request.get("TermsName"))


def prepare_terms(service: Service, pool: Pool, terms: Record, request: Mapping[str, Any]) -> None:
    """Terms without links have an empty map of them."""
    del service, pool, request
    terms.setdefault("Links", {})
