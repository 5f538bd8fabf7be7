"""How Sphinx builds the docs: `sphinx-build -W -n --keep-going -b html docs OUTPUT`.

The pages are plain Markdown that also reads well in a clone.  Two things are added while they are read: the lists of
links on the front page become the table of contents, and docs/changes.md becomes CHANGELOG.md.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "pytest-cognito-mfa"
author = "The pytest-cognito-mfa authors"
project_copyright = author
extensions = ["myst_parser"]
exclude_patterns = ["generator"]
nitpicky = True
myst_heading_anchors = 3
myst_links_external_new_tab = False
suppress_warnings: list[str] = []
html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["tables.css"]
html_copy_source = False
html_show_sphinx = False
smartquotes = False
pygments_style = "tango"

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"


def prepare(app: Sphinx, page: str, source: list[str]) -> None:
    """Add what plain Markdown cannot say."""
    if page == "index":
        source[0] += "\n" + "\n\n".join(tables_of_contents(source[0])) + "\n"
    elif page == "changes":
        app.env.note_dependency(str(CHANGELOG))
        source[0] = CHANGELOG.read_text("utf-8")


def tables_of_contents(text: str) -> list[str]:
    """A hidden table of contents for each section of the front page, by the links in its lists."""
    tables = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        pages = re.findall(r"^- \[[^]]+\]\(([\w/-]+)\.md\)", body, re.MULTILINE)
        if pages:
            tables.append("\n".join(["```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```"]))
    return tables


def setup(app: Sphinx) -> None:
    app.connect("source-read", prepare)
