"""Write what the package itself says into the docs: tables of settings, operations, errors, rules and refusals.

Beside them the JSON Schema of scenarios that ships with the package.

    python docs/generate.py           rewrites what is out of date
    python docs/generate.py --check   shows what is out of date, and then exits with 1

Each generated part of a page is between two comments (docs/generator/pages.py); all other text is written by hand.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]


def files() -> Iterator[tuple[Path, str]]:
    """Every file that is generated, wholly or in part, and its text as it must be."""
    from generator.pages import generated_pages, renewed

    from pytest_cognito_mfa._stories.schema import schema_text

    for page in generated_pages(ROOT / "docs"):
        yield page, renewed(page.read_text("utf-8"))
    yield ROOT / "pytest_cognito_mfa" / "scenario.schema.json", schema_text()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write the generated parts of the docs, and the schema of scenarios.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a file is out of date")
    check = parser.parse_args(arguments).check
    differ = [update(path, text, check=check) for path, text in files()]
    return int(check and any(differ))


def update(path: Path, new: str, *, check: bool) -> bool:
    """Write the file, or only `check` it; return whether it was out of date."""
    name = path.relative_to(ROOT).as_posix()
    old = path.read_text("utf-8") if path.exists() else ""
    if old == new:
        return False
    if check:
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), name, "as it should be", lineterm="")
        print("\n".join(lines))
        print(f"{name} is out of date; run: python docs/generate.py")
        return True
    beside = path.with_suffix(".new")
    beside.write_text(new, "utf-8")
    beside.replace(path)
    print(f"rewrote {name}")
    return True


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # the package of this checkout, whatever is installed
    sys.exit(main())
