"""Links between pages work in a clone: the file is there, and so is the heading; every page is in the contents."""

import re

from pages import DOCS, PAGES, ROOT

LINK = re.compile(r"(?<!!)\[[^]]*\]\((?!https?:)([^)#]*)(?:#([\w-]+))?\)")


def anchors(text):
    """The anchors of the headings, as GitHub and the docs make them."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_leads_somewhere():
    dead = []
    for page, text in PAGES.items():
        for file, anchor in LINK.findall(text):
            target = (ROOT / page).parent.joinpath(file) if file else ROOT / page
            if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
                dead.append((page, file, anchor))

    assert dead == []


def test_every_page_is_in_the_contents():
    listed = {file for file, _ in LINK.findall(PAGES["docs/index.md"])}

    assert {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"index.md"} == listed


def test_the_files_that_contributing_names_are_there():
    named = set(re.findall(r"`((?:pytest_cognito_mfa|tests|docs|\.ci)/[\w./-]*)`", PAGES["docs/contributing.md"]))

    assert named
    assert {name for name in named if not ROOT.joinpath(name).exists()} == set()
