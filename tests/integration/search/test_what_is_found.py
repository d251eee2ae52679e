"""Words find summaries in any of their forms and fields, and conditions are kept to the letter."""

from __future__ import annotations

import datetime

import pytest

from apercu.querylang import Name
from tests.builders import make_article, make_digest, make_summary, make_topic, make_type
from tests.integration.search.finding import found, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> None:
    """Four summaries that differ in everything."""
    alliance, dropout = (
        make_topic(name="Alliance", name_fr="Alliance thérapeutique", aliases=["working alliance", "WAI"]),
        make_topic(name="Drop-Out", name_fr="Abandon", aliases=["attrition"]),
    )
    survey, trial = make_type(name="Survey", aliases=["poll"]), make_type(name="Trial", aliases=["RCT"])
    make_summary(
        title="The bond and the outcome",
        gist="A stronger bond went with a better outcome.",
        body="<p>They measured the relationship at every session.</p>",
        implications="<p>Ask about the bond; mend a rupture soon.</p>",
        topics=[alliance],
        types=[survey],
        digest=make_digest(month=datetime.date(2019, 3, 1)),
        articles=[
            make_article(
                title="A study of togetherness",
                authors=[
                    {"given": "Christoph", "family": "Flückiger"},
                    {"given": "Mia", "family": "van der Berg"},
                ],
                container_title="Journal of Bonds",
                doi="10.1234/bonds.1",
            )
        ],
    )
    make_summary(
        title="Who leaves early",
        gist="One client in five leaves.",
        body="<p>Premature termination was most frequent among the young. Behavioral signs were few.</p>",
        implications="<p>Ring after a missed session.</p>",
        topics=[dropout],
        types=[trial],
        digest=make_digest(month=datetime.date(2020, 3, 1)),
        articles=[make_article(authors=[{"literal": "The Leaving Group"}], container_title="Psychotherapy")],
    )
    make_summary(
        title="CBT for a fear of heights",
        gist="Exposure helped most people.",
        body="<p>The patients were treated by a clinician over the telephone.</p>",
        implications="<p>Offer exposure in steps.</p>",
        topics=[],
        types=[trial],
        digest=make_digest(month=datetime.date(2021, 3, 1)),
        articles=[make_article(container_title="Fear Today")],
        legacy=True,
    )
    make_summary(
        title="L’empathie du thérapeute",
        gist="Les clients d’un thérapeute empathique allaient mieux.",
        body="<p>L’étude a suivi des thérapies brèves.</p>",
        implications="<p>Demandez si vous avez bien compris.</p>",
        language="fr",
        topics=[],
        types=[survey],
        digest=make_digest(month=datetime.date(2022, 3, 1)),
        articles=[make_article(container_title="Revue des liens")],
        legacy=True,
    )


BOND, LEAVES, CBT, FRENCH = (
    "The bond and the outcome",
    "Who leaves early",
    "CBT for a fear of heights",
    "L’empathie du thérapeute",
)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("bond", [BOND]),
        ("BONDS", [BOND]),
        ("measuring relationships", [BOND]),
        ("rupture", [BOND]),
        ("togetherness", [BOND]),
        ("working alliance", [BOND]),
        ("WAI", [BOND]),
        ("alliance thérapeutique", [BOND]),
        ("alliance therapeutique", [BOND]),
        ("Flückiger", [BOND]),
        ("fluckiger bond", [BOND]),
        ("behaviour", [LEAVES]),
        ("drop-out", [LEAVES]),
        ("dropout", [LEAVES]),
        ("attrition", [LEAVES]),
        ("abandon", [LEAVES]),
        ("premature termination", [LEAVES]),
        ("cognitive behavioural therapy", [CBT]),
        ("therapist phone", [CBT]),
        ("TCC", [CBT]),
        ("empathie", [FRENCH]),
        ("thérapie brève", [FRENCH]),
        ("therapies breves", [FRENCH]),
        ("l'etude", [FRENCH]),
        ("what about the bond?", [BOND]),
        ('"stronger bond"', [BOND]),
        ('"bond stronger"', []),
        ('"better outcome ask"', []),
        ('"Behavioural signs"', [LEAVES]),
        ("exposure -telephone", []),
        ('outcome -"fear of heights"', [BOND]),
        ("author:fluckiger", [BOND]),
        ('author:"van der Berg"', [BOND]),
        ('author:"Berg van"', []),
        ("auteur:leaving", [LEAVES]),
        ("journal:psychotherapy", [LEAVES]),
        ('journal:"Fear Today"', [CBT]),
        ("topic:attrition", [LEAVES]),
        ("sujet:Alliance", [BOND]),
        ("type:poll bond", [BOND]),
        ("year:2020", [LEAVES]),
        ("year:..2019", [BOND]),
        ("doi:10.1234/BONDS.1", [BOND]),
        ("https://doi.org/10.1234/bonds.1", [BOND]),
        ("behav*", [LEAVES]),
        ("year:2021..2022 -cbt", [FRENCH]),
    ],
)
@pytest.mark.usefixtures("archive")
def test_one_is_found(asked: str, titles: list[str]) -> None:
    assert found(asked) == titles


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("bond OR exposure", {BOND, CBT}),
        ("(bond OR exposure) year:2021", {CBT}),
        ("type:RCT", {LEAVES, CBT}),
        ("client", {LEAVES, CBT, FRENCH}),
        ("-bond", {LEAVES, CBT, FRENCH}),
        ("year:2019..2020", {BOND, LEAVES}),
    ],
)
@pytest.mark.usefixtures("archive")
def test_several_are_found(asked: str, titles: set[str]) -> None:
    assert set(found(asked)) == titles


@pytest.mark.usefixtures("archive")
def test_a_misspelt_word_is_taken_for_the_nearest_and_said() -> None:
    asked = results("relatoinship")
    assert [(one.typed, one.taken) for one in asked.understood.corrected] == [
        ("relatoinship", "relationship")
    ]
    assert found("relatoinship") == [BOND]
    assert found("flukiger") == [BOND]


@pytest.mark.parametrize("asked", ['"relatoinship"', "author:flukiger"])
@pytest.mark.usefixtures("archive")
def test_what_is_meant_to_the_letter_is_not_corrected(asked: str) -> None:
    assert found(asked) == []
    assert results(asked).understood.corrected == ()


@pytest.mark.usefixtures("archive")
def test_when_nothing_has_enough_of_the_words_fewer_will_do_and_it_is_said() -> None:
    asked = results("bond telephone")
    assert (asked.total, asked.words_needed, asked.understood.enough) == (2, 1, 2)
    assert results("bond outcome").words_needed == 2


@pytest.mark.usefixtures("archive")
def test_a_topic_that_does_not_exist_is_searched_as_words() -> None:
    asked = results("topic:bond")
    assert [(one.name, one.value) for one in asked.understood.unnamed] == [(Name.TOPIC, "bond")]
    assert asked.total == 0
    assert found('topic:"working"') == [BOND]


@pytest.mark.usefixtures("archive")
def test_a_word_in_the_title_says_more_than_one_in_the_text() -> None:
    make_summary(title="Another subject", body="<p>The bond, the bond and the bond.</p>")
    assert found("bond")[0] == BOND


@pytest.mark.usefixtures("archive")
def test_passages_show_why() -> None:
    (one,) = results("rupture").found
    assert [piece.text for piece in one.passage if piece.is_marked] == ["rupture"]
    (one,) = results("author:fluckiger").found
    assert [piece.text for piece in one.article if piece.is_marked] == ["Flückiger"]


@pytest.mark.usefixtures("archive")
def test_newest_and_oldest_are_orders_of_the_same() -> None:
    newest = found("client", sort="newest")
    assert newest == [FRENCH, CBT, LEAVES]
    assert found("client", sort="oldest") == newest[::-1]
    assert found() == [FRENCH, CBT, LEAVES, BOND]


def test_pages_never_repeat_and_never_leave_out() -> None:
    topic = make_topic(name="Empathy")
    for number in range(45):
        make_summary(title=f"Empathy {number % 3}, study {number}", topics=[topic])
    every = [one.key for one in results("empathy", limit=45).found]
    assert len(set(every)) == 45
    pages = [one.key for at in range(0, 45, 7) for one in results("empathy", offset=at, limit=7).found]
    assert pages == every


def test_beyond_what_is_ordered_anew_pages_go_on_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    from apercu.search import ranking

    monkeypatch.setattr(ranking, "REORDERED", 10)
    for number in range(25):
        make_summary(title=f"Study {number}", body=f"<p>{'empathy ' * (number % 5 + 1)}</p>")
    every = [one.key for one in results("empathy", limit=25).found]
    assert sorted(every) == sorted({*every})
    assert len(every) == 25
    assert [
        one.key for at in range(0, 25, 4) for one in results("empathy", offset=at, limit=4).found
    ] == every
