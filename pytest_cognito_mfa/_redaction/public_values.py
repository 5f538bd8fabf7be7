"""Values that are not secret: AWS's own words, and the example values of its documentation.

If a user's name is one of AWS's words, such as "token", it is replaced only in members that hold a name.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from pytest_cognito_mfa._aws import service_model

_WORDS: Final = """
__type about access account address admin after already alive allowed amazon amazonaws amazoncognito application arn
attempt attempts attribute attributes auth authentication authorization available aws aws4 because been before
bearer block body boto3 botocore bytes call called cannot challenge change changed characters charset client
close code codes cognito cognito-idp confirmation confirmed connection constraint contact content could
credential custom data date deliver delivery denied described destination detected device digits disabled does
domain edge email enabled encoding endpoint error errors example exceeded exception exist exists expired failed
failure false field file first flow forbidden format found from given gmt greater group has have header headers
hello host hour http https idp incorrect information input interactions internal invalid invocation issued
issuer json jwks keep keep-alive kind known lambda last least length less limit login made match maximum medium
member message method minimum minute missing mode more must name names native network none not null number
operation optional options origin other page parameter parameters password passwords path pattern permitted
phone please policy pool prefix previous provided proxy public python query rate reached read ready reason
record recorded redirect refresh region register registered regular request requests required reset resource
response retry revoked root rule same sample satisfy scope second secret seconds sent server service session
sessions settings setup should sign signature signed signin signup software stand state status string success
such support supported syntax system target test text than that there this time times token tokens too true
trusted type unauthorized unknown unsupported updated urllib3 user user-agent username users using utf-8 valid
validation value values verification verified verifier verify version wait was when will with without word words
wrong year you your
a am an and any are as at be but by can did do for get has he her him his how i if in into is it its let me my new no
nor now of off ok on one or our out own per put say see set she so some the their them they two up us use via was way
we what which who why yes
binary deflate gzip latin-1 loopback provenance
sub name given_name family_name middle_name nickname preferred_username profile picture website gender birthdate
zoneinfo locale phone_number phone_number_verified email_verified updated_at formatted street_address locality
postal_code country identities cognito:username cognito:groups cognito:roles cognito:preferred_role cognito:user_status
client_id token_use auth_time exp iat iss aud jti origin_jti event_id at_hash nonce scope
"""
"""Words from the service's messages, from English, from HTTP, from the cassette format, and names of attributes."""

_MARKED = re.compile(r"[\w.+/=!-]*EXAMPLE[\w.+/=!-]*")
"""As in AKIAIOSFODNN7EXAMPLE. Matches one value; of a compound value (an ARN, JSON) each part is checked by itself."""

_RESERVED = re.compile(
    r"[^\s@]+@(?:[\w-]+\.)*example(?:\.(?:com|net|org))?"  # RFC 2606
    r"|\d[a-z]*example\d{8}"  # AWS's own client ids: 1example23456789
    r"|(?:[a-z0-9-]+_)?0{8}-0{4}-[0-9a-f]000-[0-9a-f]000-0{6}\d{6}"  # UUIDs that were counted by hand
    r"|123456(?:78?9?)?"
)
_LONGEST: Final = 131_072
"""Characters of a value that AWS takes: nobody makes up a longer one of one letter."""
_ACCOUNTS: Final = frozenset({"123456789012", "111122223333", "444455556666", "777788889999"})
"""The account ids of AWS's documentation."""


@functools.lru_cache(maxsize=1)
def aws_words() -> frozenset[str]:
    """In lower case: the names of operations, shapes and members, the model's enum values, and words of sentences."""
    model = service_model()
    found = {*model.shape_names, *model.operation_names, *member_names(), *enum_values(), *re.findall(r"\S+", _WORDS)}
    return frozenset(word.casefold() for word in found)


@functools.lru_cache(maxsize=1)
def member_names() -> frozenset[str]:
    """The names of the model's members."""
    model = service_model()
    shapes = map(model.shape_for, model.shape_names)
    return frozenset(name for shape in shapes for name in getattr(shape, "members", ()))


@functools.lru_cache(maxsize=1)
def enum_values() -> frozenset[str]:
    """Every enum value of the model: an ANSWER may be one (``SMS_MFA``), and is then not secret."""
    model = service_model()
    shapes = map(model.shape_for, model.shape_names)
    return frozenset(value for shape in shapes for value in getattr(shape, "enum", ()) or ())


def is_example(kind: str, value: str) -> bool:
    """Whether `value` is obviously made up and may stay; a password only if it begins with EXAMPLE."""
    if kind == "password":
        return value.startswith("EXAMPLE")
    is_one_letter = 1 < len(value) <= _LONGEST and value[0].isalnum() and value.isascii()  # 000000
    return (
        (is_one_letter and len(set(value.lower())) == 1)
        or value in _ACCOUNTS
        or bool(_MARKED.fullmatch(value) or _RESERVED.fullmatch(value))
    )
