"""The documents say what the code does: every code, every place, every key, and the examples work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from apercu.sources.codes import Note, Reason, Refusal
from apercu.sources.detecting import KINDS
from apercu.sources.draft import Place, Unreadable
from apercu.sources.markdown import DIGEST_KEYS, SUMMARY_KEYS, read_markdown

ROOT = Path(__file__).parents[3]
REFERENCE = (ROOT / "docs" / "features" / "sources.md").read_text(encoding="utf-8")
FORMAT = (ROOT / "docs" / "editors" / "markdown-format.md").read_text(encoding="utf-8")
CODE = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src" / "apercu" / "sources").glob("*.py")}


def section(text: str, heading: str) -> str:
    """The text under the headings that begin so, down to the next heading; examples left out."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return "".join(
        body for title, body in zip(parts[1::2], parts[2::2], strict=True) if title.startswith(heading)
    )


def rows(text: str) -> list[str]:
    """The first cells of the tables in a text."""
    return re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)


def used(kind: str) -> Iterator[str]:
    for path, code in CODE.items():
        if path.name != "codes.py":
            yield from re.findall(rf"\b{kind}\.([A-Z][A-Z0-9_]*)\b", code)


def test_every_refusal_is_documented_and_every_documented_one_exists() -> None:
    assert sorted(rows(section(REFERENCE, "Refusals"))) == sorted(str(code) for code in Refusal)


def test_every_caveat_is_documented_and_every_documented_one_exists() -> None:
    assert set(rows(section(REFERENCE, "Caveats"))) == {str(code) for code in Note}


def test_every_reason_is_documented_and_every_documented_one_exists() -> None:
    assert rows(section(REFERENCE, "Left out")) == [str(code) for code in Reason]


@pytest.mark.parametrize("codes", [Refusal, Note, Reason])
def test_every_code_is_used(codes: type[Refusal | Note | Reason]) -> None:
    assert set(used(codes.__name__)) == set(codes.__members__)


def test_no_code_is_written_by_hand() -> None:
    by_hand = [
        (path.name, hit)
        for path, text in CODE.items()
        for hit in re.findall(r'Caveat\(code="|Unreadable\("', text)
    ]
    assert by_hand == []


def test_every_place_and_every_kind_is_documented() -> None:
    assert rows(section(REFERENCE, "Places")) == [str(place) for place in Place]
    assert rows(section(REFERENCE, "Kinds")) == list(KINDS)


def test_every_key_is_documented() -> None:
    assert sorted(rows(section(FORMAT, "A full summary"))) == sorted(SUMMARY_KEYS)
    assert sorted(rows(section(FORMAT, "A digest"))) == sorted(DIGEST_KEYS)


EXAMPLES = re.findall(r"^```markdown\n(.*?)^```$", FORMAT, flags=re.MULTILINE | re.DOTALL)


def test_the_examples_are_found() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize("example", EXAMPLES, ids=["first", "full", "digest"])
def test_every_example_is_read_without_a_caveat(example: str) -> None:
    page = read_markdown(example)
    assert [draft.caveats for draft in page.summaries] + [draft.caveats for draft in page.digests] == [()]


def test_the_full_example_has_everything() -> None:
    draft = read_markdown(EXAMPLES[1]).summaries[0]
    empty = [name for name in draft.__dataclass_fields__ if not getattr(draft, name)]
    assert empty == ["post", "caveats"]
    assert draft.references[0].doi == "10.5555/let.2019"
    for tag in ("<em>", "<strong>", "<a href=", "<h3>", "<ul>", "<blockquote>"):
        assert tag in draft.body


def test_the_digest_example() -> None:
    (digest,) = read_markdown(EXAMPLES[2]).digests
    assert digest.month == "2021-06"
    assert digest.teaser.startswith("<p>…I write")
    assert "waiting rooms" in digest.announcements


def test_the_table_of_what_readers_see() -> None:
    text = "*old* **tested** [the study](https://example.org) H~2~O x^2^ \\*\n\n### What\n\n- one\n\n1. one\n\n> said\\\nit"
    assert read_markdown(f"---\ntitle: A\n---\n{text}\n").summaries[0].body == "\n".join(
        [
            '<p><em>old</em> <strong>tested</strong> <a href="https://example.org">the study</a> H<sub>2</sub>O x<sup>2</sup> *</p>',
            "<h3>What</h3>",
            "<ul>\n<li>one</li>\n</ul>",
            "<ol>\n<li>one</li>\n</ol>",
            "<blockquote>\n<p>said<br>it</p>\n</blockquote>",
        ]
    )


def test_the_most_frequent_fault() -> None:
    wrong, right = re.findall(r"^(title: .*?) +<-", FORMAT, flags=re.MULTILINE)
    with pytest.raises(Unreadable, match="mapping values are not allowed here"):
        read_markdown(f"---\n{wrong}\n---\n")
    assert read_markdown(f"---\n{right}\n---\n").summaries[0].title == "Therapy: a review"
