"""Candidates for a printed reference: what is proposed, why, and what never is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from apercu.citations.reading import read_reference
from apercu.citations.reference import Name, PartialDate, Reference
from apercu.lookup import Candidate, Finding, candidates, find
from apercu.lookup.finding import bibliographic
from tests.replaying.server import Prepared, ReplayServer, Time

PRINTED = (
    "Fluckiger, C., Del Re, A. C., Wampold, B. E., & Horvath, A. O. (2018). The alliance in adult psychotherapy: "
    "A meta-analytic synthesis. Psychotherapy, 55(4), 316-340."
)
TITLE = "The alliance in adult psychotherapy: A meta-analytic synthesis"


def work(title: Any = TITLE, **fields: Any) -> dict[str, Any]:
    """A work as Crossref lists it: the printed one, unless told otherwise."""
    return {
        "DOI": "10.1037/pst0000172",
        "type": "journal-article",
        "title": [title],
        "author": [
            {"given": "Christoph", "family": "Flückiger", "sequence": "first"},
            {"given": "A. C.", "family": "Del Re", "sequence": "additional"},
        ],
        "container-title": ["Psychotherapy"],
        "volume": "55",
        "issue": "4",
        "page": "316-340",
        "published-print": {"date-parts": [[2018, 12]]},
        "issued": {"date-parts": [[2018, 12]]},
    } | fields


def printed(text: str = PRINTED) -> Reference:
    reference = read_reference(text).reference
    assert reference is not None
    return reference


def found(server: ReplayServer, reference: Reference, *works: Mapping[str, Any]) -> tuple[Candidate, ...]:
    body = json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": works}})
    server.prepare("/crossref/works", Prepared(body=body.encode()))
    clock = Time()
    return candidates(
        reference, client=server.client(clock=clock), settings=server.settings(), at=clock.now()
    )


def finding(server: ReplayServer, reference: Reference) -> Finding:
    clock = Time()
    return find(reference, client=server.client(clock=clock), settings=server.settings(), at=clock.now())


def codes(candidate: Candidate) -> dict[str, bool]:
    return {reason.code: reason.agrees for reason in candidate.reasons}


def test_the_work_is_proposed_with_every_reason(replay_server: ReplayServer) -> None:
    (candidate,) = found(replay_server, printed(), work())
    assert candidate.identifiers.doi == "10.1037/pst0000172"
    assert candidate.is_likely
    assert candidate.score == 1.0
    assert codes(candidate) == {
        "title-same": True,
        "first-author": True,
        "year-same": True,
        "journal": True,
        "volume": True,
        "pages": True,
    }
    author = next(reason for reason in candidate.reasons if reason.code == "first-author")
    assert (author.printed, author.found) == ("Fluckiger", "Flückiger")
    assert candidate.asked_url.startswith(replay_server.address)


def test_the_question_is_made_of_what_was_printed(replay_server: ReplayServer) -> None:
    found(replay_server, printed())
    (asked,) = replay_server.asked
    assert asked.params["query.bibliographic"] == (
        f"Fluckiger Del Re Wampold 2018 {TITLE} Psychotherapy 55 316-340"
    )
    assert asked.params["rows"] == "5"


@pytest.mark.parametrize(
    "title",
    [
        f"Correction to: {TITLE}",
        f"Erratum: {TITLE}",
        f"Corrigendum to “{TITLE}”",
        f"Retraction: {TITLE}",
        f"Expression of Concern: {TITLE}",
        f"Reply to “{TITLE}”",
        f"Authors’ response: {TITLE}",
        f"Comment on {TITLE}",
    ],
)
def test_a_notice_or_reply_never_stands_for_its_article_nor_the_article_for_it(
    replay_server: ReplayServer, title: str
) -> None:
    assert found(replay_server, printed(), work(title)) == ()
    assert found(replay_server, Reference(title=title, authors=(Name(family="Flückiger"),)), work()) == ()


def test_what_crossref_says_is_a_notice_is_none_of_the_article(replay_server: ReplayServer) -> None:
    notice = work(**{"update-to": [{"DOI": "10.5555/other", "type": "correction"}]})
    assert found(replay_server, printed(), notice) == ()


def test_the_title_without_its_subtitle_and_with_a_misprint_is_still_the_title(
    replay_server: ReplayServer,
) -> None:
    for title in (
        "The alliance in adult psychotherapy",
        "The aliance in adult psychotherapy: a meta-analytic synthesis",
    ):
        (candidate,) = found(replay_server, printed(), work(title))
        assert codes(candidate)["title-same"]


def test_another_work_of_the_same_people_is_not_proposed(replay_server: ReplayServer) -> None:
    assert found(replay_server, printed(), work("How central is the alliance in psychotherapy?")) == ()


def test_the_printed_one_comes_before_lesser_ones_and_those_say_what_is_against_them(
    replay_server: ReplayServer,
) -> None:
    preprint = work(
        DOI="10.31234/osf.io/abcde",
        type="posted-content",
        publisher="Center for Open Science",
        **{"container-title": [], "volume": "", "issue": "", "page": "", "published-print": None},
        issued={"date-parts": [[2017, 5]]},
    )
    older = work(DOI="10.5555/older", issued={"date-parts": [[2011]]}, volume="48", page="9-16") | {
        "published-print": {"date-parts": [[2011]]}
    }
    namesake = work(DOI="10.5555/namesake", author=[{"given": "X.", "family": "Somebody"}])
    first, *rest = found(replay_server, printed(), older, preprint, namesake, work())
    assert first.identifiers.doi == "10.1037/pst0000172"
    assert [candidate.is_likely for candidate in rest] == [False, False, False]
    against = {
        candidate.identifiers.doi: {code for code, agrees in codes(candidate).items() if not agrees}
        for candidate in rest
    }
    assert against == {
        "10.31234/osf.io/abcde": {"is-preprint"},
        "10.5555/older": {"year-other", "volume", "pages"},
        "10.5555/namesake": {"first-author"},
    }
    assert all(0 <= candidate.score <= 1 for candidate in (first, *rest))


def test_the_year_online_is_as_good_as_the_year_of_the_issue(replay_server: ReplayServer) -> None:
    reference = Reference(title=TITLE, authors=(Name(family="Flückiger"),), issued=PartialDate(year=2017))
    online = work(**{"published-online": {"date-parts": [[2017, 11, 2]]}})
    (candidate,) = found(replay_server, reference, online)
    assert codes(candidate)["year-same"]
    (candidate,) = found(replay_server, reference, work())
    assert codes(candidate)["year-next"]


def test_a_title_alone_makes_nothing_likely(replay_server: ReplayServer) -> None:
    (candidate,) = found(replay_server, Reference(title=TITLE), work())
    assert not candidate.is_likely
    assert candidate.score < 0.5


def test_a_reworded_title_is_similar_and_no_more(replay_server: ReplayServer) -> None:
    (candidate,) = found(
        replay_server, printed(), work("A meta-analytic synthesis: The alliance in adult psychotherapy")
    )
    assert codes(candidate)["title-similar"]
    assert not candidate.is_likely


def test_a_work_without_a_doi_is_passed_over(replay_server: ReplayServer) -> None:
    assert len(found(replay_server, printed(), work(DOI=None), work())) == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Prepared(status=500), "out-of-order"),
        (Prepared(body=b'{"message": {"items": [{"DOI": "10.1'), "unreadable"),
        (Prepared(body=b"{}"), "unreadable"),
        (Prepared(status=404, body=b"no"), "not-found"),
    ],
)
def test_nobody_answering_is_told_from_nothing_found(
    replay_server: ReplayServer, answer: Prepared, code: str
) -> None:
    replay_server.prepare("/crossref/works", answer)
    told = finding(replay_server, printed())
    assert (told.candidates, [failure.code for failure in told.failed]) == ((), [code])


def test_nothing_printed_asks_nothing(replay_server: ReplayServer) -> None:
    told = finding(replay_server, Reference(volume="5"))
    assert [failure.code for failure in told.failed] == ["no-identifier"]
    assert replay_server.asked == []
    assert bibliographic(Reference(title="word " * 1000)).startswith("word word")
    assert len(bibliographic(Reference(title="word " * 1000))) <= 1_000
