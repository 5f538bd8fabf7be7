"""The README is short, begins with the two commands of a clone, and has only links that work in a clone."""

import re

from pages import PAGES, blocks

README = PAGES["README.md"]
LONGEST = 8 * 1024
ROWS = 10


def test_it_is_short():
    assert len(README.encode()) <= LONGEST


def test_the_first_block_is_two_lines_of_shell():
    first = blocks(README)[0]

    assert first.kind == "sh"
    assert len(first.text.splitlines()) == 2


def test_the_table_of_the_fixture_has_ten_rows():
    assert len(re.findall(r"^\| `cognito\.", README, re.MULTILINE)) == ROWS
