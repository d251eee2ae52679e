"""Marks show what was asked, passages show it best, and a text in pieces is the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.search.marking import LONG, NO_MARKS, Marks, Pieces, marked, passage


def marks(*words: str, groups: tuple[str, ...] = ()) -> Marks:
    found = NO_MARKS
    for word in words:
        found = found.with_words(word.split())
    return found.with_groups(groups)


def shown(pieces: Pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Clients improved, improving still.", ("improve",), "Clients [improved], [improving] still."),
        ("A therapeutic alliance", ("alliance",), "A therapeutic [alliance]"),
        ("Alliances; misalliance", ("alliance",), "[Alliances]; misalliance"),
        ("The behavior of behaviourists", ("behaviour",), "The [behavior] of behaviourists"),
        ("Drop-out, dropout and drop out", ("drop-out",), "[Drop-out], [dropout] and [drop out]"),
        ("cognitive behavioural therapy", ("cognitive behavioral therapy",), "[cognitive behavioural therapy]"),
        ("cognitive tests", ("cognitive behavioral therapy",), "cognitive tests"),
        ("The client’s view", ("client",), "The [client]’s view"),
        ("Naïve and naive", ("naïve",), "[Naïve] and [naive]"),
        ("<b>alliance</b> & more", ("alliance",), "<b>[alliance]</b> & more"),
    ],
)  # fmt: skip
def test_what_was_asked_is_marked(text: str, asked: tuple[str, ...], expected: str) -> None:
    assert shown(marked(text, "en", marks(*asked))) == expected


def test_what_means_the_same_is_marked_too() -> None:
    found = marked(
        "Premature termination, attrition, early endings", "en", marks("dropout", groups=("dropout",))
    )
    assert shown(found) == "[Premature termination], [attrition], early endings"


def test_french_is_marked_by_french_rules() -> None:
    assert shown(marked("Les thérapies brèves", "fr", marks("thérapie"))) == "Les [thérapies] brèves"


def test_the_beginning_of_a_word_is_marked_as_the_whole_word() -> None:
    assert (
        shown(marked("Therapy for therapists", "en", NO_MARKS.with_start("therap")))
        == "[Therapy] for [therapists]"
    )


def test_the_sentence_with_most_of_it_is_the_passage() -> None:
    text = "Feedback is common. When feedback was given, clients improved more than others did. Nothing else helps."
    found = shown(passage((text,), "en", marks("feedback", "improve")))
    assert "[feedback] was given, clients [improved]" in found


def test_of_equals_the_practice_implications_stand_first() -> None:
    texts = ("Ask about the alliance at the end of every session, and write down what was said about it then.",
             "The alliance was measured at the end of every session, by a short form that all clients filled in.")  # fmt: skip
    assert shown(passage(texts, "en", marks("alliance"))).startswith("Ask about")


def test_a_long_sentence_is_cut_around_what_was_asked() -> None:
    long = "word " * 100 + "alliance " + "word " * 100
    found = shown(passage((long,), "en", marks("alliance")))
    assert "[alliance]" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < LONG + 20


def test_where_nothing_stands_there_is_no_passage() -> None:
    assert passage(("Nothing of it here.", ""), "en", marks("alliance")) == ()
    assert passage(("Nothing asked.",), "en", NO_MARKS) == ()


TEXTS = st.text(alphabet=st.sampled_from('alliance ALLIANCE therapy dropout-é’\n.!?<&"œ1 '), max_size=400)


@given(
    TEXTS,
    st.sampled_from(["alliance", "therapy", "drop-out", "a", "œuvre", "1"]),
    st.sampled_from(["en", "fr"]),
)
def test_the_pieces_together_are_the_text(text: str, asked: str, language: str) -> None:
    assert "".join(piece.text for piece in marked(text, language, marks(asked))) == text


@given(TEXTS, st.sampled_from(["alliance", "therapy", "dropout"]))
def test_a_passage_is_a_part_of_the_text_with_a_mark_in_it(text: str, asked: str) -> None:
    found = passage((text,), "en", marks(asked))
    if found:
        inner = "".join(piece.text for piece in found).removeprefix("… ").removesuffix(" …")
        assert inner in text
        assert any(piece.is_marked for piece in found)
