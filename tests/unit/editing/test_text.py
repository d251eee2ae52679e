"""Sentences, syllables and reading levels: what the other checks stand on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.editing.checks.kinds import reading_level
from apercu.editing.checks.kinds.reading_level import hardest, level_of
from apercu.editing.checks.sentences import sentences
from apercu.editing.checks.syllables import syllables
from tests.unit.editing.drafts import codes, entry, french

SENTENCES = [
    ("One. Two. Three.", ["One.", "Two.", "Three."]),
    (
        "Dr. Okafor and Lindqvist et al. (2020) asked. They found little.",
        ["Dr. Okafor and Lindqvist et al. (2020) asked.", "They found little."],
    ),
    (
        "It was 3.5 times as likely, i.e. rare. Was it? It was!",
        ["It was 3.5 times as likely, i.e. rare.", "Was it?", "It was!"],
    ),
    (
        "H. A. Nissen-Lie wrote it. Others, e.g. Orlinsky, agreed.",
        ["H. A. Nissen-Lie wrote it.", "Others, e.g. Orlinsky, agreed."],
    ),
    ("He said: “Stay.” She stayed.", ["He said: “Stay.”", "She stayed."]),
    ("M. Tremblay a répondu. Elle, p. ex., non.", ["M. Tremblay a répondu.", "Elle, p. ex., non."]),
    ("A first item\nA second item", ["A first item", "A second item"]),
    ("And then … nothing came of it.", ["And then … nothing came of it."]),
    ("Élise a lu. Éric a écrit.", ["Élise a lu.", "Éric a écrit."]),
    ("", []),
    ("***\n\n—", []),
]


@pytest.mark.parametrize(("text", "found"), SENTENCES)
def test_a_text_is_cut_where_its_sentences_end(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@settings(deadline=None)
@given(st.text())
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    letters = "".join(one for one in text if one.isalnum())
    assert "".join(one for one in "".join(sentences(text)) if one.isalnum()) == letters


ENGLISH = {
    "the": 1, "client": 2, "clients": 2, "therapy": 3, "therapist": 3, "psychotherapy": 5, "alliance": 3,
    "outcome": 2, "outcomes": 2, "asked": 1, "treated": 2, "reported": 3, "little": 2, "people": 2, "session": 2,
    "sessions": 2, "relationship": 4, "experience": 4, "variation": 4, "anxious": 2, "study": 2, "studies": 2,
    "criteria": 4, "being": 2, "doing": 2, "trusted": 2, "moves": 1, "changes": 2, "houses": 2, "mindfulness": 3,
    "something": 2, "improvement": 3, "mechanism": 4, "association": 5, "depression": 3, "wrote": 1, "age": 1,
    "creative": 3, "evaluate": 4, "patient": 2, "patients": 2, "science": 2, "questions": 2, "cause": 1, "were": 1,
}  # fmt: skip
FRENCH = {
    "le": 1, "la": 1, "thérapie": 3, "alliance": 3, "personne": 2, "personnes": 2, "séance": 2, "étude": 2,
    "étudier": 3, "relation": 3, "question": 2, "qui": 1, "chaque": 1, "psychothérapie": 5, "clientèle": 3,
    "elle": 1, "travail": 2, "beaucoup": 2, "théorie": 3, "lien": 1, "résultat": 3, "résultats": 3, "être": 1,
    "analyse": 3, "réalité": 4, "oublier": 3, "langue": 1, "moins": 1, "leurs": 1, "eau": 1, "prévoir": 2,
}  # fmt: skip


@pytest.mark.parametrize(("word", "count"), [*ENGLISH.items()])
def test_syllables_of_english_words(word: str, count: int) -> None:
    assert syllables(word, "en") == count


@pytest.mark.parametrize(("word", "count"), [*FRENCH.items()])
def test_syllables_of_french_words(word: str, count: int) -> None:
    assert syllables(word, "fr") == count


@settings(deadline=None)
@given(st.text(), st.sampled_from(["en", "fr"]))
def test_every_word_has_a_syllable(word: str, language: str) -> None:
    assert syllables(word, language) >= 1


def test_the_grade_is_that_of_the_published_formula() -> None:
    level = level_of("The cat sat on the mat. It was fat.", "en")
    assert level is not None
    assert (level.sentences, level.words, level.syllables) == (2, 9, 9)
    assert level.score == pytest.approx(0.39 * 4.5 + 11.8 * 1 - 15.59)


def test_the_french_ease_is_that_of_kandel_and_moles() -> None:
    level = level_of("Le chat dort sur le lit. Il est gros.", "fr")
    assert level is not None
    assert (level.sentences, level.words, level.syllables) == (2, 9, 9)
    assert level.score == pytest.approx(207 - 1.015 * 4.5 - 73.6 * 1)


def test_a_text_without_words_has_no_level() -> None:
    assert level_of("… 12 —", "en") is None


HARD = (
    "Notwithstanding the heterogeneity of operationalisations characterising contemporary psychotherapeutic "
    "investigations, multidimensional conceptualisations of interpersonal responsiveness demonstrated "
    "comparatively negligible associations with psychopathological symptomatology across methodologically "
    "dissimilar examinations, notwithstanding considerable intercorrelations between theoretically "
    "distinguishable subcomponents and substantially overlapping psychometric instrumentation throughout "
    "longitudinal administrations in institutional environments. "
)
EASY = "They asked people what helped. Most said it was being heard. A few said it was the tasks they did at home. "
HARD_FRENCH = (
    "Nonobstant l’hétérogénéité des opérationnalisations caractérisant les investigations psychothérapeutiques "
    "contemporaines, les conceptualisations multidimensionnelles de la responsivité interpersonnelle présentaient "
    "des associations comparativement négligeables avec la symptomatologie psychopathologique, indépendamment des "
    "considérations méthodologiques concernant l’instrumentation psychométrique administrée longitudinalement au "
    "sein d’environnements institutionnels considérablement dissemblables. "
)
EASY_FRENCH = (
    "On a demandé aux gens ce qui les aidait. La plupart ont dit : être écouté. Peu ont parlé des tâches. "
)


def test_a_hard_text_is_told_of_with_its_hardest_sentence_first() -> None:
    (found,) = reading_level.CHECK.find(entry(body=f"<p>{EASY * 3}{HARD * 2}</p>"))
    assert found.code == "hard-to-read"
    assert found.quotes[0] == HARD.strip()
    assert codes(reading_level.CHECK, entry(body=f"<p>{EASY * 4}</p>")) == []


def test_a_hard_french_text_is_told_of() -> None:
    (found,) = reading_level.CHECK.find(french(body=f"<p>{EASY_FRENCH * 2}{HARD_FRENCH * 2}</p>"))
    assert found.quotes[0] == HARD_FRENCH.strip()
    assert codes(reading_level.CHECK, french(body=f"<p>{EASY_FRENCH * 4}</p>")) == []


def test_a_few_words_have_no_level_worth_telling() -> None:
    assert codes(reading_level.CHECK, entry(body="<p>Psychopathological symptomatology.</p>")) == []


def test_short_sentences_are_not_what_makes_a_text_hard() -> None:
    assert hardest("Psychopathological symptomatology notwithstanding.", "en") == ()
