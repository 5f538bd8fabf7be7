"""Writes the scenario of an import, after checking that it loads.

1. Names and IDs that must be unique are made unique; each change is reported.
2. Account numbers in ARNs become the one in AWS's examples.
3. Standard attributes with their default settings are omitted from a pool's schema.
4. Comments at the top list what was not imported, or changed.
"""

from __future__ import annotations

import itertools
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pytest_cognito_mfa._aws.constants import ACCOUNT, DEFAULT_REGION
from pytest_cognito_mfa._cli.importers.imported import map_scalars
from pytest_cognito_mfa._cli.importers.members import CLIENT, POOL, ordered
from pytest_cognito_mfa._cli.importers.resources import listed
from pytest_cognito_mfa._cli.importers.users import with_sign_up_names
from pytest_cognito_mfa._scenario import REGION, load
from pytest_cognito_mfa._scenario.aws_shapes import members_of
from pytest_cognito_mfa._simulator.pools.schema import described, schema
from pytest_cognito_mfa._yaml.atomic_write import write_file
from pytest_cognito_mfa._yaml.dump import to_yaml
from pytest_cognito_mfa.errors import ImportingError, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pytest_cognito_mfa._cli.importers.imported import Imported, ImportedPool

_ACCOUNT_IN_ARN: Final = re.compile(r"(arn:[\w-]+:[\w-]*:[\w-]*:)[0-9]{12}(?=:)")
_LINE_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def scenario_text(imported: Imported, sources: Iterable[str]) -> str:
    """The text of the scenario. Raises ImportingError if it has no pool or does not load."""
    sources = list(sources)
    if not imported.pools:
        raise ImportingError(f"{', '.join(sources)}: no user pool found")
    region = _region(imported)
    pools = [
        _pool(pool, region, imported) for pool in _unique_names(imported)
    ]  # before the header, because it reports changes
    tree = ({"region": region} if region else {}) | {"pools": pools}
    text = "".join(f"{line}\n" for line in _header(imported, sources)) + to_yaml(map_scalars(tree, _hide_account))
    _check(text)
    return text


def write(text: str, target: Path, *, force: bool) -> None:
    """Write the text to a file in one step; an existing file is replaced only with `force`."""
    try:
        write_file(target, text.encode(), replace=force)
    except FileExistsError:
        raise ImportingError(f"{target}: file exists; add --force to replace it") from None
    except OSError as error:
        raise ImportingError(f"{target}: cannot be written: {error.strerror}") from None


def _region(imported: Imported) -> str | None:
    """The given region, or else the one in the ID of the first pool."""
    found = imported.region or next((pool.id.rpartition("_")[0] for pool in imported.pools if pool.id), None)
    return found if found and re.fullmatch(REGION, found) else None


def _unique_names(imported: Imported) -> list[ImportedPool]:
    """The pools with unique client names and client IDs; two pools may have one name."""
    ids: set[str] = set()
    for pool in imported.pools:
        taken: set[str] = set()
        for client in pool.clients:
            name = client["ClientName"]
            numbered = (f"{name}-{number}" for number in itertools.count(2))
            free = next(each for each in itertools.chain([name], numbered) if each not in taken)
            taken.add(free)
            if free != name:
                client["ClientName"] = free
                imported.note(pool.settings["Name"], name, f"another client has this name; renamed to {free}")
            if client.get("ClientId") in ids:
                imported.note(
                    pool.settings["Name"], free, "another client has its ClientId; the simulator generates a new one"
                )
                del client["ClientId"]
            ids |= {client["ClientId"]} if "ClientId" in client else set()
    return imported.pools


def _pool(pool: ImportedPool, region: str | None, imported: Imported) -> dict[str, Any]:
    settings = dict(pool.settings)
    if pool.id and pool.id.rpartition("_")[0] != region:
        imported.note(
            settings["Name"], "Id", f"not in {region}, the region of this scenario; the simulator generates a new one"
        )
        del settings["Id"]
    if "SchemaAttributes" in settings:
        settings = _short_schema(settings)
    names = members_of(*POOL)
    own = members_of(*CLIENT)
    whole = ordered({"Name": settings.pop("Name"), **settings}, ["Id", "Name", *names])
    clients = [ordered(client, ["ClientName", "ClientId", *own]) for client in pool.clients]
    users = [ordered(user, ["Username"]) for user in with_sign_up_names(pool, imported)]
    return {**whole, **({"clients": clients} if clients else {}), **listed(pool), **({"users": users} if users else {})}


def _short_schema(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The pool with a short `Schema` in place of `SchemaAttributes`, if both mean the same."""
    printed = settings["SchemaAttributes"]
    standard = {attribute["Name"]: attribute for attribute in schema(None)}
    special = [each for each in printed if standard.get(each.get("Name")) != each and each.get("Name") != "identities"]
    if all("Name" in each for each in printed) and described(schema(special)) == described(printed):
        kept = {name: value for name, value in settings.items() if name != "SchemaAttributes"}
        return kept | ({"Schema": special} if special else {})
    return dict(settings)


def _header(imported: Imported, sources: list[str]) -> list[str]:
    lines = [f"# Imported by cognito-mfa from {', '.join(sources)}."]
    if imported.findings:
        lines.append("# Not imported, or changed:")
        lines += [f"#   {finding}" for finding in imported.findings]
    return [_LINE_BREAKS.sub(" ", line) for line in lines]


def _hide_account(value: Any) -> Any:
    return _ACCOUNT_IN_ARN.sub(rf"\g<1>{ACCOUNT}", value) if isinstance(value, str) else value


def _check(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scenario.yaml")
        path.write_text(text, "utf-8")
        try:
            load(path, region=DEFAULT_REGION)
        except ScenarioError as error:
            lines = text.splitlines()
            wrong = "".join(f"\n  {lines[each.line - 1].strip()}: {each.text}" for each in error.mistakes)
            raise ImportingError(f"the input is inconsistent, so the scenario would not load:{wrong}") from None
