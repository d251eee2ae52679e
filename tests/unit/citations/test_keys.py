"""Titles: what makes two printings one title, and what sets two works apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.citations.keys import same_title, title_key

TITLE = "Naming what hurts in small groups: A field study of forty therapists"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Naming What Hurts!", "namingwhathurts"),
        ("Naming—what hurts: a study", "namingwhathurtsastudy"),
        ("Émotions à l’œuvre", "emotionsalœuvre"),
        ("Cafe\u0301", "cafe"),
        ("ﬁeld 12½", "field1212"),
        ("RETRACTED: Naming what hurts", "namingwhathurts"),
        ("Retracted article: Naming what hurts", "namingwhathurts"),
        ("[RETRACTED] Naming what hurts", "namingwhathurts"),
        ("Retracted memories", "retractedmemories"),
        ("Retraction: Naming what hurts", "retractionnamingwhathurts"),
        ("Straße", "strasse"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_key_has_letters_and_digits_only(title: str, key: str) -> None:
    assert title_key(title) == key


@given(title=st.text())
def test_the_key_of_a_key_is_the_key(title: str) -> None:
    assert title_key(title_key(title)) == title_key(title)


@given(title=st.text())
def test_case_makes_no_difference(title: str) -> None:
    assert title_key(title.casefold()) == title_key(title)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (TITLE, TITLE.upper()),
        (TITLE, TITLE.replace(":", " -")),
        (TITLE, "RETRACTED: " + TITLE),
        (TITLE, "Naming what hurts in small groups"),
        (TITLE, "Naming what hurts in small grups"),
        ("Does naming help in small groups? A field study", "Does naming help in small groups?"),
        ("Naming what hurts in small groups - a field study", "Naming what hurts in small groups"),
        (TITLE, TITLE.replace("therapists", "theraipsts")),
        (TITLE, TITLE.replace("therapists", "therapist")),
        (TITLE, TITLE.replace("therapists", "therepists")),
        (TITLE, TITLE.replace("field", "feild").replace("small", "smalls")),
        ("Counseling: a meta-analysis of naming", "Counselling: a metaanalysis of naming"),
        ("Well being and naming", "Well-being and naming"),
        ("Émotions et thérapie", "Emotions et therapie"),
        ("Therapists’ naming", "Therapists' naming"),
    ],
)
def test_one_title_printed_twice(a: str, b: str) -> None:
    assert same_title(a, b)
    assert same_title(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (TITLE, ""),
        ("", ""),
        (TITLE, "Correction to: " + TITLE),
        (TITLE, "Reply to “" + TITLE + "”"),
        (TITLE, "Retraction: " + TITLE),
        ("Naming what hurts in small groups", "Naming what hurts in small groups: Part 2"),
        (
            "Naming what hurts in small groups",
            "Naming what hurts in small groups: Study protocol for a trial",
        ),
        ("Naming what hurts in small groups", "Naming what hurts in small groups: Reply to Dahl"),
        ("Naming what hurts in small groups 1", "Naming what hurts in small groups 2"),
        ("Naming what hurts in groups of adults", "Naming what hurts in groups of adolescents"),
        ("Effective naming in small groups", "Ineffective naming in small groups"),
        ("A trial of CBT in small groups", "A trial of CPT in small groups"),
        ("Naming: A field study", "Naming: A laboratory study"),
        ("Naming", "Naming: A field study"),
        (
            "Naming what hurts in small groups: A field study",
            "Naming what hurts in small groups: A laboratory study",
        ),
        ("Naming what hurts in small groups", "What hurts in small groups"),
    ],
)
def test_two_works(a: str, b: str) -> None:
    assert not same_title(a, b)
    assert not same_title(b, a)


@given(title=st.text())
def test_a_title_is_the_same_as_itself_if_it_has_letters(title: str) -> None:
    assert same_title(title, title) == bool(title_key(title))


@given(a=st.text(), b=st.text())
def test_the_order_makes_no_difference(a: str, b: str) -> None:
    assert same_title(a, b) == same_title(b, a)
