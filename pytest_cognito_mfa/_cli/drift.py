"""`cognito-mfa drift`: prints differences between recordings and the simulator, or a live endpoint."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_cognito_mfa._cli.check import is_scenario_or_story
from pytest_cognito_mfa._cli.printing import RED, YELLOW, counted, is_styled, paint
from pytest_cognito_mfa._inference.drift import compare
from pytest_cognito_mfa._inference.files import read_exchanges
from pytest_cognito_mfa._inference.response_diff import text_of
from pytest_cognito_mfa._yaml.regular_files import is_folder
from pytest_cognito_mfa.errors import CassetteError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from pytest_cognito_mfa._inference.drift import ComparedExchange
    from pytest_cognito_mfa._inference.exchanges import RecordedExchange

SUFFIXES = (".yaml", ".yml", ".json")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "cassettes",
        metavar="CASSETTE",
        nargs="+",
        type=Path,
        help="a cassette, or a folder with cassettes, whose scenarios and stories are skipped",
    )
    parser.add_argument("--against", metavar="URL", help="send the requests to this endpoint, not to the simulator")


def run(options: argparse.Namespace) -> int:
    files = list(_files(options.cassettes))
    seen = differing = skipped = 0
    broken: list[str] = []
    for number, (path, is_named) in enumerate(files, 1):
        _progress(number, len(files))
        try:
            found = read_exchanges(path)
        except CassetteError as error:
            if is_named or not _is_of_another_kind(path):
                broken.append(str(error))
            continue
        for place, reason in found.not_compared:
            _line(f"{place}: not compared: {reason}", YELLOW)
        skipped += len(found.not_compared)
        for each in _compared(found, options.against):
            seen, differing = seen + (each.not_compared is None), differing + bool(each.differences)
            skipped += each.not_compared is not None
            _report(each)
    _progress(0, 0)
    for text in broken:
        sys.stderr.write(f"{text}\n")
    sys.stdout.write(_summary(seen, differing, skipped))
    return 1 if differing or broken else 0


def _compared(found: Sequence[RecordedExchange], url: str | None) -> Iterator[ComparedExchange]:
    if url is None or not found:
        return compare(found)
    from pytest_cognito_mfa._inference.live_endpoint import LiveEndpoint  # noqa: PLC0415 - imports botocore

    return LiveEndpoint(url, found[0].region).compare(found)


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """The named files, and the files of a folder that end like cassettes; whether each is named."""
    for path in paths:
        if is_folder(path):
            yield from ((each, False) for each in sorted(path.rglob("*")) if each.suffix in SUFFIXES and each.is_file())
        else:
            yield path, True


def _is_of_another_kind(path: Path) -> bool:
    """Whether it is a scenario or a story; what cannot be read is not."""
    try:
        return is_scenario_or_story(path)
    except OSError:
        return False


def _report(each: ComparedExchange) -> None:
    where = f"{each.recorded.place}: {each.recorded.operation}"
    if each.not_compared is not None:
        _line(f"{where}: not compared: {each.not_compared}", YELLOW)
    for difference in each.differences:
        _line(f"{where}: {text_of(difference)}", RED)


def _summary(seen: int, differing: int, skipped: int) -> str:
    outcome = f"{differing} differ{'s' if differing == 1 else ''}" if differing else "no differences"
    rest = f"; {skipped} not compared" if skipped else ""
    return f"{counted(seen, 'exchange')} compared, {outcome}{rest}\n"


def _line(text: str, colour: str) -> None:
    sys.stdout.write(f"{paint(text, colour, styled=is_styled(sys.stdout))}\n")


def _progress(number: int, count: int) -> None:
    """In a terminal, show the number of the file; clear it at the end."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{number} of {count} files" if count else "\r\x1b[K")
