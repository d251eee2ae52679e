"""Every code an import can give is a sentence on the desk."""

from __future__ import annotations

import pytest

from apercu.content.rules import _SENTENCES as RULES
from apercu.editing.bringing import words
from apercu.sources.codes import Note, Reason, Refusal
from apercu.sources.detecting import KINDS
from tests.house.test_documents import codes_in

OURS = {code for code in codes_in("importing") if not code.startswith("not-published")}


@pytest.mark.parametrize("code", sorted({*map(str, Note), *map(str, Reason), *map(str, Refusal), *OURS}))
def test_every_code_has_a_sentence(code: str) -> None:
    assert words.sentence(code) != code
    assert words.sentence(code)[-1] in ".?"


def test_no_sentence_is_for_nothing() -> None:
    assert set(words.SENTENCES) == {*map(str, Note), *map(str, Reason), *map(str, Refusal), *OURS}


@pytest.mark.parametrize("rule", RULES)
def test_a_refusal_of_the_gate_says_why(rule: str) -> None:
    assert str(RULES[rule]) in words.sentence(f"not-published-{rule}")


def test_every_kind_has_a_name() -> None:
    assert set(words.KINDS) == set(KINDS)
