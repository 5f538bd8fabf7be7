"""Write docs/fidelity.md: what the simulator does, how sure we are, on whose word, and what is open.

Beside it the schema of scenarios that ships, which is made by the botocore that is installed.

    python docs/generate.py           rewrites both
    python docs/generate.py --check   shows what is out of date, and then exits with 1

The challenge table, the numbered rules and the refusals are read from the package, and where a recording
differs from the list that its test holds; only the prose around them is written here, and docs/questions.py.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import itertools
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import yaml
from questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "fidelity.md"
SCHEMA = ROOT / "pytest_cognito_mfa" / "scenario.schema.json"
DIFFERING = ROOT / "tests" / "conformance" / "expected_differences.yaml"

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
means a public repository that quotes or tests the live service; "guide" is the developer guide. Nothing here was
measured by us. If you can show that AWS answers otherwise, that is what we would like to know most."""

BEFORE_THE_CHALLENGES = """\
## Which challenge comes next

After each thing that a sign-in has passed, the first row that fits decides what comes next."""

AFTER_THE_CHALLENGES = """\
- A device is *remembered* when the user confirmed it and it is marked so; it is *trusted* where the pool's
  ChallengeRequiredOnNewDevice lets it stand for the second factor.
- The *risk* of an attempt counts where adaptive authentication is enforced.
- A factor is *on* when a preference call turned it on.
- A message factor is *possible* when the pool offers it and the user has the number or address. An authenticator app is
  possible once it was registered, also after the pool stopped offering it.
- Where MFA is required, by the pool or by the risk, what account recovery uses first is not asked for unless the user
  prefers it, and not offered for set-up."""

RULES = (
    ("Second factors", "Which codes they accept:", "factors"),
    ("Sessions", "What a sign-in that is half-finished may still do:", "sessions"),
    (
        "The preference call",
        "What `SetUserMFAPreference` and `AdminSetUserMFAPreference` do:",
        "preference",
    ),
    (
        "The older SMS setting",
        "What `SetUserSettings` and `AdminSetUserSettings` do:",
        "mfa_options",
    ),
    (
        "Remembered devices",
        "What a device's key is worth at sign-in, and how a device comes to it:",
        "devices",
    ),
    (
        "The proof of a device",
        "How a remembered device proves itself:",
        "operations.device_answers",
    ),
    (
        "Adaptive authentication",
        "What threat protection does about a sign-in of some risk:",
        "risk",
    ),
    (
        "Lockout",
        "What wrong passwords and wrong MFA codes lead to:",
        "lockout",
    ),
    (
        "Password recovery",
        "Where `ForgotPassword` and `AdminResetUserPassword` send the code:",
        "recovery",
    ),
    (
        "Codes and quotas",
        "The codes of sign-up, recovery and attributes; those of MFA live as long as their session:",
        "codes",
    ),
    (
        "Changes of attributes",
        "What the operations that update and delete a user's attributes do:",
        "attribute_changes",
    ),
    (
        "Pool configuration",
        "What `CreateUserPool`, `UpdateUserPool` and `SetUserPoolMfaConfig` make of a pool:",
        "pool_configuration",
    ),
    (
        "App client configuration",
        "What `CreateUserPoolClient` and `UpdateUserPoolClient` make of a client:",
        "client_configuration",
    ),
    (
        "Throttling",
        "What `quotas` in a scenario does; without them nothing is throttled:",
        "_middleware.throttling",
    ),
)
"""(title, what it is about, the module whose docstring is the numbered rules, in `_service` for most)."""

BEFORE_THE_REFUSALS = """\
## Refusals

Every refusal that the simulator can answer, in AWS's words where anyone has published them. A name in braces stands for
a value. Evidence is for the whole: when only the code is known and the words are ours, the source says so."""

BEFORE_THE_DIFFERENCES = """\
## Where a recording differs

Public recordings of the live service, and the examples in AWS's documentation, are compared with the simulator's answer
to the same request in the same state: status, names, order and values of the headers, members of the body with their
order, types and values, and the claims of the tokens, each as far as the source shows it. What is not listed here is
the same; a test holds that. A value that is one of its kind, such as a session, is compared by its type."""

BEFORE_THE_DISAGREEMENTS = """\
## Where sources disagree

These concern what is simulated. Each choice follows the order of evidence, unless it says otherwise."""

BEFORE_THE_OPEN = """\
## Open

Nobody has published these. A cassette of the real thing would settle any of them."""


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


def standings() -> Iterator[Any]:
    """Every standing of a user after the password, and what a device adds elsewhere."""
    from pytest_cognito_mfa._simulator.mfa.factors import FACTORS
    from pytest_cognito_mfa._simulator.mfa.standing import Passed, RiskAction, Standing, Trust

    attributes, trusts = ("phone_number", "email"), get_args(Trust)
    for policy, offered, on, registered, has, recovery, device, risk in itertools.product(
        ("OFF", "OPTIONAL", "ON"),
        subsets(FACTORS),
        subsets(FACTORS),
        (True, False),
        subsets(attributes),
        (*attributes, None),
        trusts,
        get_args(RiskAction),
    ):
        for preferred in (*on, None):
            yield Standing(policy, offered, on, preferred, registered, has, recovery, device=device, risk=risk)
    nobody: frozenset[str] = frozenset()
    for passed, device in itertools.product(get_args(Passed), trusts):
        yield Standing("ON", nobody, nobody, None, False, nobody, None, passed, device)


def what_follows(challenges: ModuleType) -> dict[str, str]:
    """What each row leads to, over all standings that reach it."""
    seen: dict[str, set[str]] = {}
    for standing in standings():
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


def whole(name: str) -> str:
    """The module of the package that an entry of RULES names."""
    return name if name.startswith("_") else f"_service.{name}"


def rules(section: tuple[str, str, str]) -> str:
    """A section: the numbered list of a module's docstring."""
    title, about, name = section
    module = importlib.import_module(f"pytest_cognito_mfa.{whole(name)}")
    found = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |\Z)", module.__doc__ or "", re.DOTALL | re.MULTILINE)
    return "\n\n".join((f"## {title}", about, "\n".join(f"{number}. {prose(text)}" for number, text in found)))


def refusals(rejections: ModuleType) -> str:
    """A table per family, under the first line of its module."""
    parts = []
    for name in rejections.FAMILIES:
        family, lines = getattr(rejections, name), []
        for refusal in vars(family).values():
            if isinstance(refusal, rejections.Refusal):
                words = "(no message)" if refusal.words is None else code(refusal.words)
                lines.append((code(refusal.code), str(refusal.status), words, refusal.evidence, prose(refusal.source)))
        title = (family.__doc__ or "").splitlines()[0].removesuffix(".")
        parts.append(f"### {title}\n\n{table(('code', 'status', 'words', 'evidence', 'source'), lines)}")
    return "\n\n".join(parts)


def recorded_differences() -> str:
    """Each listed difference with its public source; the places are JSON paths, and headers by their names."""
    listed = yaml.safe_load(DIFFERING.read_text("utf-8"))["differences"]
    rows = [
        (prose(entry["source"]), "<br>".join(map(code, entry["differs"])), prose(entry["reason"])) for entry in listed
    ]
    return table(("recorded in", "what differs", "why"), rows)


def disagreements() -> str:
    rows = [map(prose, question) for question in QUESTIONS if question.said]
    return table(("question", "what the sources say", "what the simulator does"), rows)


def open_questions() -> str:
    rows = [(prose(question.asked), prose(question.done)) for question in QUESTIONS if not question.said]
    return table(("not known", "what the simulator does meanwhile"), rows)


def page() -> str:
    from pytest_cognito_mfa._simulator import rejections
    from pytest_cognito_mfa._simulator.mfa import challenges

    parts = [
        INTRODUCTION,
        counts(challenges, rejections),
        AFTER_THE_COUNTS,
        BEFORE_THE_CHALLENGES,
        challenge_table(challenges),
        AFTER_THE_CHALLENGES,
        *map(rules, RULES),
        BEFORE_THE_REFUSALS,
        refusals(rejections),
        BEFORE_THE_DIFFERENCES,
        recorded_differences(),
        BEFORE_THE_DISAGREEMENTS,
        disagreements(),
        BEFORE_THE_OPEN,
        open_questions(),
    ]
    return "\n\n".join(parts) + "\n"


# -- the command ------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    from pytest_cognito_mfa._stories.schema import schema_text

    parser = argparse.ArgumentParser(description="Write docs/fidelity.md and the schema from the package's tables.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when one is out of date")
    check = parser.parse_args(arguments).check
    differ = [written(path, text, check=check) for path, text in ((PAGE, page()), (SCHEMA, schema_text()))]
    return int(check and any(differ))


def written(path: Path, new: str, *, check: bool) -> bool:
    """Whether the file was out of date; it is no longer, unless it is only to `check`."""
    name = path.relative_to(ROOT).as_posix()
    old = path.read_text("utf-8") if path.exists() else ""
    if old == new:
        print(f"{name} is up to date")
        return False
    if check:
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, "as it should be", lineterm="")
        print("\n".join(lines))
        print(f"{name} is out of date; python docs/generate.py rewrites it")
        return True
    beside = path.with_suffix(".new")
    beside.write_text(new, "utf-8")
    beside.replace(path)
    print(f"rewrote {name}")
    return True


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # the package of this checkout, whatever is installed
    sys.exit(main())
