"""The section that "Read a failure" shows is the one that pytest prints for the page's own application."""

import pytest
from pages import PAGES, blocks, files

from pytest_cognito_mfa import simulate

PAGE = "docs/how-to/read-a-failure.md"


def test_the_page_shows_the_section_as_it_is():
    module = {}
    exec(files(PAGE)["sign_in.py"], module)
    with simulate() as cognito, pytest.raises(Exception, match="Invalid session for the user"):
        module["sign_in"](cognito.client_id, "undecided", cognito.user("undecided").password, "000000")

    (shown,) = [block.text for block in blocks(PAGES[PAGE]) if block.kind == "console"]
    assert shown.partition(" cognito ")[2].partition("\n")[2] == f"{cognito.transcript}\n"
