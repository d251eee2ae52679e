"""What a mailing says goes into the database and comes back as it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mailing.composing.parts import Cited, Content, InBoth, Part, Term, Unreadable, as_json, read

WORDS = st.text(max_size=30)
KEYS = st.integers(min_value=1, max_value=10**9)
BOTH = st.builds(InBoth, en=WORDS, fr=WORDS)
PARTS = st.builds(
    Part,
    key=KEYS,
    title=WORDS,
    slug=WORDS,
    language=st.sampled_from(["en", "fr"]),
    gist=WORDS,
    implications=WORDS,
    citations=st.lists(st.builds(Cited, html=BOTH, text=BOTH), max_size=2).map(tuple),
    authors=st.lists(WORDS, max_size=2).map(tuple),
    topics=st.lists(KEYS, max_size=3).map(tuple),
    types=st.lists(KEYS, max_size=3).map(tuple),
    studies=st.none() | KEYS,
    participants=st.none() | KEYS,
    years=WORDS,
)
TERMS = st.lists(st.builds(Term, key=KEYS, name=BOTH), max_size=3).map(tuple)
CONTENTS = st.builds(
    Content,
    kind=st.sampled_from(["digest", "alerts"]),
    month=st.none() | st.dates(),
    teaser=WORDS,
    announcements=WORDS,
    language=st.sampled_from(["", "en", "fr"]),
    topics=TERMS,
    types=TERMS,
    summaries=st.lists(PARTS, max_size=3).map(tuple),
)


@given(CONTENTS)
def test_what_is_frozen_is_read_back(content: Content) -> None:
    plain = as_json(content)
    assert json.loads(json.dumps(plain)) == plain
    assert read(plain) == content


@given(CONTENTS)
def test_who_chooses_by_topic_finds_keys_in_what_is_frozen(content: Content) -> None:
    """The sending reads these without knowing the rest."""
    said = [(one["key"], one["topics"], one["types"]) for one in as_json(content)["summaries"]]
    assert said == [(part.key, list(part.topics), list(part.types)) for part in content.summaries]


@pytest.mark.parametrize("said", [{}, {"form": 0}, {"form": 2, "kind": "digest"}])
def test_a_form_of_another_release_is_not_guessed_at(said: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        read(said)
