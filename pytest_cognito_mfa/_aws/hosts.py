"""The hosts of AWS: those of user pools and their regions, of identity pools, of hosted pages, and of other services.

Names are compared as DNS compares them: in lower case, and a dot at the end makes no difference.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import SplitResult, urlsplit

SUFFIXES = (
    *("amazonaws.com", "api.aws", "on.aws"),
    *("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    *("amazonaws.eu", "api.amazonwebservices.eu"),
    *("c2s.ic.gov", "api.aws.ic.gov"),
    *("sc2s.sgov.gov", "api.aws.scloud"),
    *("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    *("csp.hci.ic.gov", "api.aws.hci.ic.gov"),
)
"""The domains of every partition of AWS, with dual stack and without (botocore's partitions.json; on.aws: PrivateLink
and function URLs)."""

_DOMAINS = tuple(f".{suffix}" for suffix in SUFFIXES)
# A host may be that of a VPC endpoint: vpce-0a1b-2c3d.cognito-idp.us-east-1.vpce.amazonaws.com.
_HOST = (
    r"(?:[a-z0-9-]+\.)?{service}(?:-fips)?\.(?:dualstack\.)?(?P<region>[a-z0-9-]+)\.(?:vpce\.)?"
    rf"(?:{'|'.join(map(re.escape, SUFFIXES))})"
)
_USER_POOLS = re.compile(_HOST.replace("{service}", "cognito-idp"))
_IDENTITY_POOLS = re.compile(_HOST.replace("{service}", "cognito-identity"))
_HOSTED_PAGES = ".amazoncognito.com"
_DOMAIN_OF_POOL = re.compile(r"[^.]+\.auth(?:-fips)?\.(?P<region>[a-z0-9-]+)\.amazoncognito\.com")


def split(url: str) -> SplitResult:
    """The parts of a URL; empty if it cannot be read: the library that was asked for it reports that itself."""
    try:
        return urlsplit(url)
    except ValueError:  # for example a bracket without its partner
        return urlsplit("")


def host_of(url: str) -> str:
    """The host that `url` names, as DNS compares it; empty if it names none."""
    return (split(url).hostname or "").rstrip(".")


@functools.lru_cache(maxsize=64)
def region_of(url: str) -> str | None:
    """The region of AWS's user pools at this URL; None if it is an endpoint of the user's."""
    found = _USER_POOLS.fullmatch(host_of(url))
    return found["region"] if found else None


def is_identity_pools(host: str) -> bool:
    return _IDENTITY_POOLS.fullmatch(host) is not None


def is_hosted_pages(host: str) -> bool:
    """Whether the host is a pool's domain below AWS's own; a pool may have a custom domain besides."""
    return host.endswith(_HOSTED_PAGES)


def hosted_region_of(url: str) -> str | None:
    """The region of a pool's domain below AWS's own; None for any other host."""
    found = _DOMAIN_OF_POOL.fullmatch(host_of(url))
    return found["region"] if found else None


def is_aws(host: str) -> bool:
    """Whether the host is one of AWS's services, in any partition."""
    return host.endswith(_DOMAINS)
