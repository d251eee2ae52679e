"""Telling a citation from the body text that could stand in its place: right both ways."""

from __future__ import annotations

import pytest

from apercu.citations.reading import looks_like_reference
from tests.unit.citations.printed_samples import AUTHORS, REST, WORKS

BODY = [
    "In this study Aarne and Dahl (2020) looked at forty groups and what was said in them.",
    "Aarne and Dahl (2020) looked at forty groups and what was said in them.",
    "Aarne and Dahl (2020) looked at forty groups. They counted 12, 5-9 of them twice.",
    "Aarne and colleagues (2020) conducted a review of what was said in forty groups. It was little.",
    "Aarne et al. (2020) conducted a review of what was said in forty groups.",
    "Aarne (2020), in a large survey, asked what was said in forty groups.",
    "Aarne and Dahl (2020), who had asked before, asked again.",
    "Ann Aarne (2020) asked what was said in forty groups.",
    "The Northern Psychological Association (2017) recommends asking twice.",
    "NORPSY (2017) recommends asking twice. See also their report of 2018.",
    "See Aarne and Dahl (2020). They asked what was said in forty groups.",
    "As Aarne and Dahl (2020) say, little is said. Others (Gallo, H., 2019) disagree.",
    "This finding repeats Aarne and Dahl (2020). Therapists should ask twice.",
    "Little is said in groups. Aarne and Dahl (2020) asked why.",
    "Little is said in groups. In their study Aarne, B., and Dahl, E. (2020) asked why.",
    "Recently, Aarne (2020) asked why. The answer was published in the Journal of Testing.",
    "A meta-analysis showed a moderate effect, r = − .42, 95% CI [− .55, − .27], k = 12(3), 5-9.",
    "Over 1200 adults were seen by 164 therapists. They came 42.77 times on average (SD = 19.97).",
    "What is said in groups (Aarne, 2018; Dahl, 2019) is little.",
    "Groups say little.",
    "Does Naming Help in Small Groups?",
    "Naming What Hurts: A Field Study",
    "Naming what hurts",
    "June 2021",
    "Practice Implications",
    "Practice implications. Ask twice.",
    "By Ann Aarne, Ph.D.",
    "Aarne, B. is the head of the network.",
    "Posted in Groups, 12 March 2020.",
    "https://www.example.org/naming",
    "(2020)",
    "",
    " ",
    "Aarne, B. (2018). Naming what hurts. Journal of Testing, 5, 3-4. " + "Little is said in groups. " * 60,
]

CITATIONS = [
    "Aarne, B. C., & Dahl, E. (2018). Naming what hurts in",
    "Aarne, B. C., & Dahl, E. (2018). Naming",
    "Aarne, B. C., & Dahl, E. (2018).",
    "Aarne, B. C., Dahl, E., & Gallo, H.",
    "Aarne, B. C. (20l8). Naming what hurts. Journal of Testing, 5, 3-4.",
    "Aarne, B. C. (2018) mNaming: What a telephone can do. Journal of Testing, 5, 3-4.",
    "Ann Aarne & John Dahl (2012). Naming what hurts. Journal of Testing.",
    "Ann Aarne & John Dahl (2012) Naming what hurts. Journal of Testing, 5, 3-4.",
    "Ann Aarne & John Dahl (2012), Naming what hurts, Journal of Testing, 5, 3-4.",
    "Northern Psychological Association. (2017). Guideline for naming. Author.",
    "Aarne & Dahl (2012). Naming what hurts. Journal of Testing, 5, 3-4.",
]


@pytest.mark.parametrize("text", BODY)
def test_body_text_is_no_reference(text: str) -> None:
    assert not looks_like_reference(text)


@pytest.mark.parametrize("text", CITATIONS)
def test_a_citation_is_a_reference(text: str) -> None:
    assert looks_like_reference(text)


@pytest.mark.parametrize("head", [head for head, _, _ in AUTHORS.values()], ids=AUTHORS.keys())
def test_a_citation_with_any_form_of_authors_is_a_reference(head: str) -> None:
    assert looks_like_reference(f"{head} {REST}")


@pytest.mark.parametrize("text", [text for text, _ in WORKS.values()], ids=WORKS.keys())
def test_a_citation_damaged_in_any_way_we_read_is_a_reference(text: str) -> None:
    assert looks_like_reference(text)
