"""The caveat codes of the reader and the table that explains them are the same."""

from __future__ import annotations

import re
from pathlib import Path

import apercu.citations.reading

ROOM = Path(apercu.citations.reading.__file__).parent
PAGE = Path(__file__).parents[3] / "docs" / "features" / "citations.md"
CODE = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')
NO_CAVEATS = {"article-journal", "a-z"}


def test_every_caveat_is_explained_and_no_other() -> None:
    sources = [ROOM / "reading.py", *(ROOM / "printed").glob("*.py")]
    given = {code for source in sources for code in CODE.findall(source.read_text(encoding="utf-8"))}
    section = PAGE.read_text(encoding="utf-8").split("## Reading a printed reference")[1].split("\n## ")[0]
    explained = set(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE))
    assert explained == given - NO_CAVEATS
