"""Write docs/fidelity.md: what the simulator does, how sure we are, on whose word, and what is open.

    python docs/generate.py           rewrites the page
    python docs/generate.py --check   shows what is out of date, and then exits with 1

The challenge table, the rules of the preference call and the refusals are read from the package;
only the prose around them and QUESTIONS are written here.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import itertools
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "fidelity.md"

MEANING = {
    "observed": "pasted output of the live service, or a test that its authors run against the live service",
    "documented": "AWS's own text: the developer guide, the API reference, or the model inside botocore",
    "emulator": "only another emulator says so",
    "inferred": "a deduction of ours or of other people's client code; nobody has shown it",
}
"""The kinds of evidence, the strongest first."""

INTRODUCTION = """\
# How faithful the simulator is

<!-- Written by docs/generate.py from the package's own tables; change those, and run it again. -->

AWS publishes neither the source of Cognito nor most of what it answers. So every decision of the simulator's names who
said so, and how that one knows:"""

AFTER_THE_COUNTS = """\
Where they differ, observed beats documented, documented beats emulator, and emulator beats inferred. "Public code"
means a public repository that quotes or tests the live service. Nothing here was measured by us. If you can show that
AWS answers otherwise, that is what we would like to know most."""

BEFORE_THE_CHALLENGES = """\
## Which challenge comes next

After a correct password the first row that fits decides. Who has to choose a new password is asked for that first."""

AFTER_THE_CHALLENGES = """\
- A factor is *on* when a preference call turned it on.
- A message factor is *possible* when the pool offers it and the user has the number or address. An authenticator app is
  possible once it was registered, also after the pool stopped offering it.
- Where MFA is required, what account recovery uses first is not asked for unless the user prefers it, and not offered
  for set-up."""

BEFORE_THE_RULES = """\
## The preference call

What `SetUserMFAPreference` and `AdminSetUserMFAPreference` do:"""

BEFORE_THE_LOCKOUT = """\
## Lockout

What wrong passwords and wrong MFA codes lead to; "guide" is the developer guide:"""

BEFORE_THE_REFUSALS = """\
## Refusals

Every refusal that the simulator can answer, in AWS's words where anyone has published them. A name in braces stands for
a value. Evidence is for the whole: when only the code is known and the words are ours, the source says so."""

BEFORE_THE_DISAGREEMENTS = """\
## Where sources disagree

These concern what is simulated. Each choice follows the order of evidence, unless it says otherwise."""

BEFORE_THE_OPEN = """\
## Open

Nobody has published these. A cassette of the real thing would settle any of them."""


class Question(NamedTuple):
    """A choice that we had to make; `said` is empty where nobody has said anything."""

    asked: str
    said: str
    done: str


QUESTIONS = (
    Question(
        "The text when TOTP is turned on without an authenticator",
        "In 2018 and 2019 `User has not set up software token mfa` or `User has not verified software token mfa` "
        "(aws-amplify/amplify-js#944, #1812); from 2023 on the one text about the delivery "
        "config (aws/aws-sdk-js-v3#4645)",
        "The later text: it is what AWS answers now",
    ),
    Question(
        "May a user of a pool that requires MFA turn every factor off?",
        "The developer guide and botocore's SMSMfaSettings: no. The live Admin call: it is accepted, and sign-in still "
        "asks (aws/aws-sdk-js-v3#7961, aws/aws-sdk#693)",
        "Accepts it, and sign-in still asks: observed beats documented",
    ),
    Question(
        "May a factor be preferred that the pool does not offer?",
        "Several emulators refuse it; the live service accepted SMS in a pool with TOTP alone, and asked for TOTP at "
        "sign-in (aws-amplify/amplify-js#11260)",
        "Accepts it, and sign-in does not use it: observed beats emulators",
    ),
    Question(
        "Is half of a preference request applied when the other half is refused?",
        "In 2018 SMS was applied although a TOTP block that turned nothing on was refused (aws-amplify/amplify-js#944, "
        "#846, #1343). getmoto/moto's later test against AWS has such a block accepted; of others nobody says anything",
        "Applies nothing: the only sighting is of a refusal that was not seen again",
    ),
    Question(
        "May an administrator make TOTP preferred before the user registered an authenticator?",
        "Older SDK documentation: yes. The present API reference, and the live call (aws/aws-sdk-js-v3#4645): no",
        "Refuses it",
    ),
    Question(
        "Does an authenticator that was verified, but never turned on, count where MFA is optional?",
        "The developer guide's steps and one report of 2017 (amazon-archives/amazon-cognito-identity-js#630): yes. "
        "floci-io/floci's documentation and Amplify's advice (aws-amplify/docs#5690): not before the preference call",
        "It does not count: Amplify's documentation is AWS's too, and later than the report",
    ),
    Question(
        "The very first sign-in where MFA is required",
        "The developer guide: tokens, as sign-up's confirmation counts as a factor. getmoto/moto's test against AWS: "
        "`MFA_SETUP`",
        "`MFA_SETUP`: observed beats documented",
    ),
    Question(
        "What follows `MFA_SETUP` with an authenticator",
        "The developer guide: a further `SOFTWARE_TOKEN_MFA`. Live tests of getmoto/moto and amplify-swift: tokens",
        "Tokens: observed beats documented",
    ),
    Question(
        "Under which name `MFA_SETUP` is answered with an e-mail address",
        "The developer guide: `email`. Amplify sends `EMAIL`, and amplify-swift's live tests pass with it",
        "Takes both",
    ),
    Question(
        "Under which name `SELECT_MFA_TYPE` lists the factors",
        "The developer guide: `MFAS_CAN_SELECT`. Amplify's clients read `MFAS_CAN_CHOOSE`, and work",
        "`MFAS_CAN_CHOOSE`",
    ),
    Question(
        "How `SELECT_MFA_TYPE` is answered for e-mail",
        "The API's text: `EMAIL_MFA`. The API's list of values and the SDKs: `EMAIL_OTP`",
        "Takes both",
    ),
    Question(
        "Whether a message factor's challenge carries `USER_ID_FOR_SRP`",
        "After InitiateAuth it does (aws-amplify/amplify-js#6461); after RespondToAuthChallenge a capture in public "
        "code shows it absent",
        "Each as it was captured",
    ),
    Question(
        "A session that is answered a second time",
        "cognito-local: `Invalid session for the user.` The live service: `[...] session can only be used once.` "
        "(aws-amplify/amplify-js#14330)",
        "The live text",
    ),
    Question(
        "When a new authenticator replaces the old one",
        "The API's text until early 2022: with AssociateSoftwareToken. Since then: when the new one is verified",
        "When the new one is verified",
    ),
    Question(
        "Do wrong MFA codes lock a user out?",
        "The developer guide: five do, as passwords do. Public code: six wrong e-mail codes did not; they were the "
        "first factor",
        "Five wrong codes of a sign-in's second factor lock out: nobody has shown the contrary for those",
    ),
    Question(
        "What a locked-out user is told",
        "`Password attempts exceeded` (public copies of a Stack Overflow answer, and clients that match on it); one "
        "report has the text for a wrong password (aws/aws-sdk-js#4642)",
        "`Password attempts exceeded`: more have seen it",
    ),
    Question(
        "The text for a wrong secret hash",
        "`Unable to verify secret hash [...]` (NabuCasa/pycognito#13), and `SecretHash does not match [...]` for "
        "SignUp and a refresh (public code)",
        "The second for those two, the first elsewhere",
    ),
    Question(
        "The status of a request that AWS WAF blocks",
        "The API reference: 400. Two independent clients expect 403",
        "403, against that order: two independent clients are built on it",
    ),
    Question(
        "The content type of answers",
        "The API reference's samples: `application/x-amz-json-1.0`. Live traffic: `application/x-amz-json-1.1` "
        "(aws/aws-sdk-cpp#1789)",
        "`application/x-amz-json-1.1`: observed beats documented",
    ),
    Question(
        "The text when a request prefers two factors, or one that it turns off",
        "",
        "Refuses both with `InvalidParameterException`, in words of its own",
    ),
    Question("A preference request without any settings", "", "Accepts it; nothing changes"),
    Question("An empty settings block", "", "Turns its factor off: AWS's model has plain booleans in it"),
    Question(
        "The text when e-mail is turned on for a user without an address",
        "",
        "Refuses with the text for TOTP, and `EMAIL_OTP` in it",
    ),
    Question(
        "The text of today when SMS is turned on for a user without a number", "", "Refuses with the text of 2018"
    ),
    Question(
        "The preference call of a user who was deleted while the token is still good",
        "",
        "Refuses with `UserNotFoundException`",
    ),
    Question(
        "What is answered to the access token of a disabled user",
        "",
        "Refuses it as a revoked one: botocore says that AdminDisableUser revokes them",
    ),
    Question("The text of a lockout by wrong MFA codes", "", "Refuses with the text of a lockout by wrong passwords"),
    Question("The place of `EMAIL_OTP` in `UserMFASettingList`", "", "Last, after SMS and TOTP"),
    Question(
        "The complete parameters of `SELECT_MFA_TYPE`", "", "`MFAS_CAN_CHOOSE` and `USER_ID_FOR_SRP`, in every case"
    ),
    Question(
        "The error for choosing a factor that was not offered",
        "",
        "Refuses with `InvalidParameterException`, in words of its own",
    ),
    Question(
        "The error where MFA is required and the user's only means is what account recovery uses first",
        "",
        "Refuses with `InvalidParameterException`, in words of its own",
    ),
    Question(
        "A raw capture of the refusal of a wrong TOTP code", "", "Refuses with the text that clients match on, no dot"
    ),
    Question("The length of a `SecretCode`", "", "52 characters: 256 bits in base32"),
    Question(
        "The answers to a body that is no JSON, to an unknown operation and to an unsigned call",
        "",
        "The codes of AWS's other JSON services; a message only where one was seen there",
    ),
    Question("The texts of the refusals that have no message above", "", "Answers their codes without a message"),
)
"""What we chose where sources disagree, and do where there are none."""


# -- Markdown ---------------------------------------------------------------------------


def code(text: str) -> str:
    """`text` in code style, fit for a table's cell: one line, no bare pipe."""
    inside = text.replace("\n", "\\n").replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", inside)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{inside}{space}{fence}"


def prose(text: str) -> str:
    """`text` with its GitHub threads as links, and nothing that would be taken for Markdown or HTML."""
    safe = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
    return re.sub(r"([\w.-]+/[\w.-]+)((?:(?:, )?#\d+)+)", linked, safe)


def linked(threads: re.Match[str]) -> str:
    """The links of `owner/repository#1, #2`."""
    repository, numbers = threads[1], re.findall(r"#(\d+)", threads[2])
    return ", ".join(f"[{repository}#{number}](https://github.com/{repository}/issues/{number})" for number in numbers)


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


# -- the parts of the page --------------------------------------------------------------


def counts(challenges: ModuleType, rejections: ModuleType) -> str:
    rows = Counter(row.source.evidence for row in challenges.ROWS)
    refusals = Counter(refusal.evidence for refusal in rejections.ALL.values())
    head = ("evidence", "what it means", "rows of the challenge table", "refusals")
    lines = [(kind, meaning, str(rows[kind]), str(refusals[kind])) for kind, meaning in MEANING.items()]
    return table(head, [*lines, ("all", "", str(rows.total()), str(refusals.total()))])


def subsets(values: Iterable[str]) -> list[frozenset[str]]:
    values = tuple(values)
    sizes = range(len(values) + 1)
    return [frozenset(some) for size in sizes for some in itertools.combinations(values, size)]


def standings(challenges: ModuleType) -> Iterator[Any]:
    """Every standing that a user can have."""
    factors = (challenges.SMS, challenges.TOTP, challenges.EMAIL)
    attributes = ("phone_number", "email")
    for policy, offered, on, registered, has, recovery in itertools.product(
        ("OFF", "OPTIONAL", "ON"),
        subsets(factors),
        subsets(factors),
        (True, False),
        subsets(attributes),
        (*attributes, None),
    ):
        for preferred in (*on, None):
            yield challenges.Standing(policy, offered, on, preferred, registered, has, recovery)


def what_follows(challenges: ModuleType) -> dict[str, str]:
    """What each row leads to, over all standings that reach it."""
    seen: dict[str, set[str]] = {}
    for standing in standings(challenges):
        row = challenges.deciding_row(standing)
        decided = row.next(standing)
        ends = "a refusal" if decided.refused else "tokens"
        seen.setdefault(row.name, set()).add(code(decided.challenge) if decided.challenge else ends)
    return {name: ", ".join(sorted(ways, reverse=True)) for name, ways in seen.items()}


def challenge_table(challenges: ModuleType) -> str:
    follows = what_follows(challenges)
    lines = []
    for number, row in enumerate(challenges.ROWS, 1):
        source = prose(row.source.place)
        if row.source.where:
            shape, member = row.source.where
            place = f"{shape}.{member}" if member else shape.removesuffix("Request")
            source += f'<br>AWS on {place}: "{prose(row.source.words)}"'
        lines.append((str(number), row.name, follows[row.name], row.source.evidence, source))
    return table(("", "row", "what follows", "evidence", "source"), lines)


def rules(module: ModuleType) -> str:
    """The numbered list of a module's docstring."""
    found = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |\Z)", module.__doc__ or "", re.DOTALL | re.MULTILINE)
    return "\n".join(f"{number}. {prose(text)}" for number, text in found)


def grouped(rejections: ModuleType) -> dict[str, list[str]]:
    """The refusals' names under the titles of rejections.py's comments."""
    source = Path(rejections.__file__ or "").read_text("utf-8")
    titles = [
        (number, found[1])
        for number, line in enumerate(source.splitlines(), 1)
        if (found := re.fullmatch(r"# -- (.+?) -+", line))
    ]
    groups: dict[str, list[str]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in rejections.ALL:
                title = [title for number, title in titles if number < node.lineno][-1]
                groups.setdefault(title, []).append(name)
    return groups


def refusals(rejections: ModuleType) -> str:
    parts = []
    for title, names in grouped(rejections).items():
        lines = []
        for refusal in map(rejections.ALL.__getitem__, names):
            words = "(no message)" if refusal.words is None else code(refusal.words)
            lines.append((code(refusal.code), str(refusal.status), words, refusal.evidence, prose(refusal.source)))
        head = ("code", "status", "words", "evidence", "source")
        parts.append(f"### {title[0].upper()}{title[1:]}\n\n{table(head, lines)}")
    return "\n\n".join(parts)


def disagreements() -> str:
    rows = [map(prose, question) for question in QUESTIONS if question.said]
    return table(("question", "what the sources say", "what the simulator does"), rows)


def open_questions() -> str:
    rows = [(prose(question.asked), prose(question.done)) for question in QUESTIONS if not question.said]
    return table(("not known", "what the simulator does meanwhile"), rows)


def page() -> str:
    from pytest_cognito_mfa._service import challenges, lockout, preference, rejections

    parts = [
        INTRODUCTION,
        counts(challenges, rejections),
        AFTER_THE_COUNTS,
        BEFORE_THE_CHALLENGES,
        challenge_table(challenges),
        AFTER_THE_CHALLENGES,
        BEFORE_THE_RULES,
        rules(preference),
        BEFORE_THE_LOCKOUT,
        rules(lockout),
        BEFORE_THE_REFUSALS,
        refusals(rejections),
        BEFORE_THE_DISAGREEMENTS,
        disagreements(),
        BEFORE_THE_OPEN,
        open_questions(),
    ]
    return "\n\n".join(parts) + "\n"


# -- the command ------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write docs/fidelity.md from the package's tables.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when the page is out of date")
    check = parser.parse_args(arguments).check
    name = PAGE.relative_to(ROOT).as_posix()
    old = PAGE.read_text("utf-8") if PAGE.exists() else ""
    new = page()
    if old == new:
        print(f"{name} is up to date")
        return 0
    if check:
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, "as it should be", lineterm="")
        print("\n".join(lines))
        print(f"{name} is out of date; python docs/generate.py rewrites it")
        return 1
    beside = PAGE.with_suffix(".new")
    beside.write_text(new, "utf-8")
    beside.replace(PAGE)
    print(f"rewrote {name}")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # the package of this checkout, whatever is installed
    sys.exit(main())
