"""The codes of losses and the table that explains them are the same."""

from __future__ import annotations

import re
from pathlib import Path

from apercu.citations import formats

ROOM = Path(formats.__file__).parent
PAGE = Path(__file__).parents[3] / "docs" / "features" / "citations.md"


def test_every_loss_is_explained_and_no_other() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    calls = re.findall(r"Loss\(\s*code=([^,]+?),", source)
    given = {code for call in calls for code in re.findall(r'"([a-z-]+)"', call)}
    section = PAGE.read_text(encoding="utf-8").split("\n## Files")[1].split("\n## ")[0]
    explained = set(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE))
    assert explained == given
