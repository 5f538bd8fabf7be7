"""The pages of the docs, and the code blocks in them: how a block is named, written to a folder and run."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
from pathlib import Path
from typing import NamedTuple

from pytest_cognito_mfa import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
}
FILES = ("python", "yaml", "ini", "toml")
"""Blocks that are a file; the first line is its name, as a comment."""
COMMANDS = ("sh", "console")
"""Blocks of commands; in a console each begins with ``$ ``, and its output is below it."""
DRAWING = "text"
NOT_RUN = ("pip", "git", "aws", "terraform", "export", "python", ".ci/run", "sphinx-build")


class Block(NamedTuple):
    """A code block of a page."""

    kind: str
    text: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.text.partition("\n")[0].removeprefix("# ")

    @property
    def is_tested(self) -> bool:
        """Whether pytest collects it."""
        return bool(re.search(r"(^|/)test_\w+\.py$|\.cognito\.yaml$", self.name))


def blocks(text: str) -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(\S+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)]


def files(page: str) -> dict[str, str]:
    """The files of a page by name."""
    return {block.name: block.text for block in blocks(PAGES[page]) if block.kind in FILES}


def dialogue(block: Block) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines of its output."""
    lines = re.sub(r"\\\n\s*", "", block.text).splitlines()
    if block.kind == "sh":
        return [(line, []) for line in lines if line and not line.startswith("#")]
    said: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            said.append((line.removeprefix("$ "), []))
        else:
            said[-1][1].append(line)
    return said


class Shell:
    """Runs the commands of a page, those that need no network, in the working directory."""

    def __init__(self, capsys, pytester) -> None:
        self._capsys, self._pytester = capsys, pytester

    def run(self, command: str, output: list[str], *, is_shown: bool) -> None:
        """Run one; where its output is shown, compare it."""
        command, _, target = command.partition(" > ")
        program, *arguments = shlex.split(command)
        if program == "cat":
            shown(Path(arguments[0]), "\n".join([*output, ""]))
        elif program == "pytest":
            self._collect(arguments)
        elif program == "cognito-mfa":
            said = self._ours(arguments, is_shown=is_shown)
            if target:
                Path(target).write_text("\n".join([*said, ""]), "utf-8")
            elif is_shown:
                assert matches(said, output), (command, said, output)
        else:
            assert program in NOT_RUN, f"the command is neither run nor known: {command}"

    def _ours(self, arguments: list[str], *, is_shown: bool) -> list[str]:
        if "--pool" in arguments or "--against" in arguments:
            parsed(arguments)  # it would call AWS
            return []
        self._capsys.readouterr()
        status = cli.main(arguments)
        said = self._capsys.readouterr()
        assert is_shown or status == 0, said
        return (said.out + said.err).splitlines()

    def _collect(self, arguments: list[str]) -> None:
        """Check that every option is known and every named test exists."""
        files = any(Path().rglob("test_*.py"))
        here = [each for each in arguments if not each.startswith("tests/") or not ROOT.joinpath(each).exists()]
        result = self._pytester.inline_run("--collect-only", "-q", "-p", "no:cacheprovider", *here)
        assert result.ret == 0 if files else result.ret in (0, 5), arguments


def parsed(arguments: list[str]) -> None:
    """Read the arguments of one of our commands, as it does."""
    parser = argparse.ArgumentParser()
    importlib.import_module(f"pytest_cognito_mfa._cli.{cli.COMMANDS[arguments[0]].module}").arguments(parser)
    parser.parse_args(arguments[1:])


def shown(path: Path, text: str) -> None:
    """Check that the file has this content; a missing file is written."""
    if path.exists():
        assert path.read_text("utf-8") == text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def matches(said: list[str], shown: list[str]) -> bool:
    """Whether the lines are those that are shown; ``...`` matches any number of lines, or any text inside a line."""
    parts = ["(?:.*\n)*" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n" for line in shown]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in said)) is not None
