"""What must be true of every single answer: its status, headers and body, checked by botocore's model."""

import functools
import json
import re

from botocore.parsers import create_parser
from violations import Violation, demand

from pytest_cognito_mfa import _aws as model
from pytest_cognito_mfa._aws.validation import _check

FRAMEWORK = {"SerializationException", "UnknownOperationException", "MissingAuthenticationTokenException"}
"""Errors of AWS's web framework, which no operation lists."""
IN_PROSE_ALONE = {("AdminCreateUser", "AliasExistsException")}
"""Errors that the operation's list lacks, but its text names (AdminCreateUserRequest.ForceAliasCreation)."""
STATUSES = {200, 400}
LONGEST_LINE = 60_000
"""Of a header, with room for its name: what Python's own http.client reads."""

NOT_SIMULATED = (
    (r"(Admin)?RespondToAuthChallenge", r"the challenge \w+ is not simulated"),
    (r"(Admin)?(InitiateAuth|RespondToAuthChallenge)", r"sign-in by password is not simulated for user"),
    (r"(Create|Update)UserPoolClient", r"PublishSecretsInAWSSecretsManager: AWS Secrets Manager is not simulated"),
    (r"InitiatePointInTimeRecovery", r"InitiatePointInTimeRecovery: the users of "),
    (r"GetDerivedToken", r"GetDerivedToken of a "),
)
"""(operation, message): everything that the simulator may refuse as not simulated."""

_FIELD = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
"""The characters of an HTTP header (RFC 9110 5.5)."""


def allow_not_simulated(operation, is_known, text):
    """An error of ours is all right for what is on the list, and for an operation that we do not have."""
    if is_known:
        listed = any(re.fullmatch(name, operation) and re.match(words, text) for name, words in NOT_SIMULATED)
        demand("is simulated", listed, f"{operation}: {text}")
    else:
        demand("is simulated", text.startswith(f"{operation} is not simulated"), text)


def checked(operation, reply):
    """The parsed answer, or its error's code; a Violation where anything about it cannot be AWS's."""
    demand("no error of the server's", reply.status in STATUSES, f"{operation} was answered with {reply.status}")
    headers = dict(reply.headers)
    demand("headers are HTTP's", all(map(_FIELD.fullmatch, headers.values())), f"{operation}: {headers}")
    demand("headers are HTTP's", max(map(len, headers.values())) < LONGEST_LINE, f"{operation}: a long one")
    demand("headers are HTTP's", headers["Content-Length"] == str(len(reply.body)), f"{operation}: its length")
    output = model.service_model().operation_model(operation).output_shape if operation in model.operations() else None
    said = {"status_code": reply.status, "headers": headers, "body": reply.body}
    try:
        parsed = _parser().parse(said, output)
    except Exception as error:  # any answer that botocore cannot read is a violation
        raise Violation("botocore reads the answer", f"{operation}: {error!r} of {reply.body[:200]!r}") from error
    if reply.error is None:
        return _success(operation, output, reply, parsed)
    reported = parsed["Error"]["Code"]
    demand("the error's code in every place", reported == reply.error, f"{reported} and {reply.error}")
    documented = model.documented_errors(operation) if output or operation in model.operations() else set()
    declared = reported in documented | FRAMEWORK or (operation, reported) in IN_PROSE_ALONE
    demand("the model declares the error", declared, f"{operation}: {reported}: {parsed['Error']['Message']}")
    return reported


PAGE_ERRORS = {
    *("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type"),
    *("invalid_scope", "unsupported_token_type", "invalid_token"),
}
"""Of a pool's domain (OAuth 2.0, and the guide)."""


def checked_page(operation, reply):
    """The answer of a pool's domain: its JSON, or where it sends the browser; or its error's code."""
    headers = dict(reply.headers)
    if "Location" in headers:
        demand("a redirect has status 302", reply.status == 302, f"{operation}: {reply.status}")
        return reply.error or {"location": headers["Location"]}
    if reply.error is None:
        demand("a success has status 200", reply.status == 200, f"{operation}: {reply.status}")
        return json.loads(reply.body or b"{}")
    if "Content-Type" in headers:
        said = json.loads(reply.body)["error"]
        demand("an error of OAuth", said == reply.error and said in PAGE_ERRORS, f"{operation}: {said}")
        demand("an error of OAuth has its status", reply.status in (400, 401), f"{operation}: {reply.status}")
    return reply.error


def _success(operation, output, reply, parsed):
    demand("a success has status 200", reply.status == 200, f"{operation}: {reply.status}")
    if output is None:
        demand("nothing where nothing is declared", reply.body == b"", f"{operation}: {reply.body!r}")
        return {}
    answer = json.loads(reply.body)
    found = []
    _output_check(operation)(answer, "", found)
    # AWS's own names are longer than its model says, and a list of nothing is empty although it needs an item there.
    found = [each for each in found if "schemaAttributes" not in each and not each.startswith("Value '[]'")]
    demand("the answer fits its shape", not found, f"{operation}: {found}")
    unknown = answer.keys() - output.members.keys()
    demand("the answer fits its shape", not unknown, f"{operation} has {unknown}")
    parsed.pop("ResponseMetadata", None)
    demand("botocore reads the answer", parsed.keys() == answer.keys(), f"{operation}: {sorted(parsed)}")
    return answer


@functools.cache
def _output_check(operation):
    return _check(model.service_model().operation_model(operation).output_shape)


@functools.cache
def _parser():
    return create_parser("json")
