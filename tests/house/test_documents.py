"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from apercu.config.environment import KNOWN

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def codes_in(folder: str) -> set[str]:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/apercu" / folder).rglob("*.py"))
    return set(re.findall(r"""(?:code|fault)=f?"([a-z][a-z-]+[a-z-])["{]""", source)) | set(
        re.findall(r'draft\.(?:topics|types), "([a-z-]+)"', source)
    )


def test_every_warning_of_an_import_is_documented_and_no_other() -> None:
    table = (DOCS / "features" / "importing.md").read_text("utf-8").split("## Codes")[1]
    rows = {
        code
        for row in table.splitlines()
        if row.startswith("| `")
        for code in re.findall(r"`([a-z-]+)…?`", row.split("|")[1])
    }
    assert rows == codes_in("importing")


def test_every_command_of_ours_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if str(app).startswith("apercu.")}
    listed = set(
        re.findall(r"^\| `apercu (\w+)", (DOCS / "operators" / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    assert ours <= listed
    assert listed <= set(get_commands())


def test_every_setting_of_the_environment_is_documented() -> None:
    read = set(
        re.findall(
            r'environ\.get\("(APERCU_\w+)"', (ROOT / "src/apercu/config/environment.py").read_text("utf-8")
        )
    )
    told = set(
        re.findall(r"^\| `(APERCU_\w+)`", (DOCS / "operators" / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    assert read <= told
    assert told - read <= {"APERCU_REAL_PAGE"}
    assert read == KNOWN  # by which a misspelt name is told


DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]


@pytest.mark.parametrize(
    "document", [*DOCUMENTS, *sorted(DOCS.rglob("*.md"))], ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    links = re.findall(r"(?:\]\(|<img src=\")([^)#:\s\"]+)(?:#[^)]*)?[)\"]", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []
