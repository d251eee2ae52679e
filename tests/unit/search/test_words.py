"""A text and a query are read by the same rules, whatever they are spelt like."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apercu.search.words import synonyms
from apercu.search.words.analysing import names_of, read_words, terms_of
from apercu.search.words.folding import folded, parts_of, words_of
from apercu.search.words.spelling import one_spelling
from apercu.search.words.stemming import ENGLISH, FRENCH, stem
from apercu.search.words.stop_words import LIGHT_WORDS, STOP_WORDS


def stems(text: str, language: str = ENGLISH) -> list[str]:
    return [term for term in terms_of(text, language).stems.split() if not term.startswith(synonyms.SIGN)]


def signs(text: str, language: str = ENGLISH) -> set[str]:
    found = terms_of(text, language).stems.split()
    return {term.removeprefix(synonyms.SIGN) for term in found if term.startswith(synonyms.SIGN)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("behaviour", "behavior"),
        ("behavioural", "behavioral"),
        ("counselling", "counseling"),
        ("counsellors", "counselors"),
        ("generalised", "generalized"),
        ("mentalisation", "mentalization"),
        ("organise", "organizing"),
        ("paediatric", "pediatric"),
        ("programme", "programs"),
        ("centre", "centers"),
        ("analyse", "analyzed"),
        ("analysis", "analyses"),
        ("crisis", "crises"),
        ("drop-outs", "drop‑out"),
        ("therapist’s", "therapists"),
        ("Naïve", "naive"),
        ("improving", "improved"),
        ("depression", "depressed"),
    ],
)
def test_two_spellings_or_forms_are_one_word(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mental", "mentalization"),
        ("general", "generalised"),
        ("supervise", "superb"),
        ("therapy", "therapist"),
        ("size", "sise"),
        ("client", "clinic"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("thérapies", "therapie"), ("dépressive", "depressif"), ("l’anxiété", "anxiete"), ("qu'aider", "aider")],
)
def test_french_is_read_with_and_without_accents(one: str, other: str) -> None:
    assert stems(one, FRENCH) == stems(other, FRENCH)


def test_a_french_stem_is_never_an_english_word() -> None:
    assert not set(stems("alliance dépression client", FRENCH)) & set(stems("alliance depression client"))


@pytest.mark.parametrize(
    ("text", "language", "group"),
    [
        ("CBT was offered", ENGLISH, "cbt"),
        ("cognitive-behavioral therapy", ENGLISH, "cbt"),
        ("Cognitive behaviour therapy", ENGLISH, "cbt"),
        ("une TCC", FRENCH, "cbt"),
        ("thérapie cognitivo‑comportementale", FRENCH, "cbt"),
        ("premature termination", ENGLISH, "dropout"),
        ("clients who dropped out", ENGLISH, "dropout"),
        ("drop-out", ENGLISH, "dropout"),
        ("dropouts", ENGLISH, "dropout"),
        ("attrition", ENGLISH, "dropout"),
        ("counter-transference", ENGLISH, "countertransference"),
        ("countertransference", ENGLISH, "countertransference"),
        ("post-traumatic stress disorder", ENGLISH, "ptsd"),
        ("a counselor’s view", ENGLISH, "therapist"),
        ("les patients", FRENCH, "client"),
        ("ACT for pain", ENGLISH, "act"),
    ],
)
def test_what_means_the_same_gets_the_same_sign(text: str, language: str, group: str) -> None:
    assert group in signs(text, language)


@pytest.mark.parametrize("text", ["act on it", "a fit", "the early bird", "terminations of contracts"])
def test_an_ordinary_word_is_no_abbreviation(text: str) -> None:
    assert not signs(text) & {"act", "mi", "dropout"}


def test_every_member_of_every_group_finds_its_own_sign() -> None:
    """The data file read as it is written: a member that could never be found is a mistake in it."""
    for line in synonyms._DATA.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, said = line.split(":", 1)
        for language, listed in zip((ENGLISH, FRENCH), said.split(";"), strict=False):
            for member in listed.split(","):
                assert name.strip() in signs(member.strip().removeprefix("="), language), member


def test_a_phrase_keeps_every_word_and_its_order() -> None:
    assert terms_of("The client’s drop-out, again", ENGLISH).exact == "the client drop out again dropout"


def test_numbers_are_told_apart_and_their_separators_are_not() -> None:
    assert stems("12,036 people") == stems("12036 people")
    assert stems("0.28") != stems("028")


def test_a_name_keeps_its_letters() -> None:
    assert names_of("Nissen-Lie") == "nissen lie nissenlie"
    assert names_of("Mia O’Brien") == "mia obrien"
    assert names_of("Christoph Flückiger") == "christoph fluckiger"
    assert names_of("Michael Helge Rønnestad") == "michael helge ronnestad"


def test_no_word_is_both_a_stop_word_and_a_light_one() -> None:
    assert not STOP_WORDS & LIGHT_WORDS


@given(st.text(max_size=200), st.sampled_from([ENGLISH, FRENCH]))
def test_any_text_is_read_and_no_term_has_a_space(text: str, language: str) -> None:
    terms = terms_of(text, language)
    for word in read_words(text, language):
        assert all(word.stems)
        assert len(word.stems) == len(word.exacts)
    assert "  " not in terms.stems
    assert "  " not in terms.exact


@given(st.text(max_size=60))
@example("𝐴")  # comes apart into a capital
@example("ﬆŒuvre")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_one_spelling_is_the_spelling_of_itself(word: str) -> None:
    assert one_spelling(one_spelling(word)) == one_spelling(word)


@given(st.text(max_size=200))
def test_words_and_their_parts_have_no_signs_in_them(text: str) -> None:
    for word in words_of(text):
        for part in parts_of(word):
            assert not any(sign in part for sign in " -'’‐‑")
            assert stem(part, ENGLISH)
