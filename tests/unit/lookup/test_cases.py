"""What the services say of an article comes to what was expected of it, in one request each."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from apercu.lookup import Identifiers, look_up
from tests.replaying.server import NOON, ReplayServer, Time
from tests.unit.lookup.cases import CASES, expected_of, looked_up, shown

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def test_there_are_the_promised_cases() -> None:
    assert len(CASES) >= 20


@each_case
def test_the_merged_record_is_the_expected_one(replay_server: ReplayServer, case: Path) -> None:
    expected = expected_of(case)
    found = looked_up(replay_server, case)
    assert [answer.service for answer in found.answers] == expected["services"]
    assert {failure.service: failure.code for failure in found.failed} == expected.get("failed", {})
    assert {failure.service: failure.code for failure in found.not_asked} == expected.get(
        "not_asked", {"doi.org": "not-needed"}
    )
    merged = found.merged
    assert merged is not None
    assert merged.reference.to_csl() == expected["reference"]
    assert merged.stage == expected["stage"]
    assert {
        conflict.field: [[shown(one.value), one.service, list(one.also)] for one in conflict.values]
        for conflict in merged.conflicts
    } == expected.get("conflicts", {})
    for field, service in expected.get("from", {}).items():
        assert merged.values[field].service == service, field
    for field, services in expected.get("also", {}).items():
        assert list(merged.values[field].also) == services, field


@each_case
def test_notices_names_and_links_are_the_expected_ones(replay_server: ReplayServer, case: Path) -> None:
    expected = expected_of(case)
    found = looked_up(replay_server, case)
    merged = found.merged
    assert merged is not None
    assert [
        {
            "kind": notice.kind,
            "doi": notice.doi,
            "pmid": notice.pmid,
            "date": notice.date.to_csl() if notice.date else None,
            "sources": list(notice.sources),
        }
        for notice in merged.notices
    ] == expected.get("notices", [])
    assert list(merged.notice_about) == expected.get("notice_about", [])
    assert list(merged.orcids) == expected.get("orcids", [])
    assert list(merged.caveats) == expected.get("caveats", [])
    assert [
        {
            "kind": link.kind,
            "doi": link.identifiers.doi,
            "pmid": link.identifiers.pmid,
            "is_certain": link.is_certain,
            "source": link.source,
        }
        for link in merged.links
    ] == expected.get("links", [])
    if "abstract" in expected:
        assert merged.abstract == expected["abstract"]
        assert {answer.service: answer.abstract for answer in found.answers} == expected["abstracts"]


@each_case
def test_a_known_article_takes_one_request_a_service_and_every_answer_says_its_age(
    replay_server: ReplayServer, case: Path
) -> None:
    found = looked_up(replay_server, case)
    for service in ("crossref", "pubmed", "europepmc", "openalex", "doi"):
        assert len(replay_server.asked_for(f"/{service}/")) <= 1, service
    later = NOON + datetime.timedelta(days=2)
    assert found.merged is not None
    assert found.merged.oldest == min(answer.fetched_at for answer in found.answers)
    for answer in found.answers:
        assert datetime.timedelta(days=1, hours=23) < answer.age(at=later) < datetime.timedelta(days=2)
        assert answer.asked_url.startswith(replay_server.address)
    for value in found.merged.values.values():
        assert value.fetched_at in {answer.fetched_at for answer in found.answers}


def test_a_doi_and_a_pubmed_number_each_go_to_the_service_that_knows_them(
    replay_server: ReplayServer,
) -> None:
    """PubMed by DOI would need two requests: Europe PMC tells its number instead."""
    case = next(case for case in CASES if case.name == "01-agreement")
    looked_up(replay_server, case)
    assert [one.path for one in replay_server.asked] == [
        "/crossref/works/10.1037/pst0000172",
        "/europepmc/search",
        "/pubmed/efetch.fcgi",
        "/openalex/works/doi:10.1037/pst0000172",
    ]
    assert replay_server.asked[1].params["query"] == 'DOI:"10.1037/pst0000172"'
    assert replay_server.asked[2].params["id"] == "29792475"
    replay_server.asked.clear()
    clock = Time()
    look_up(
        Identifiers(pmid="29792475"),
        client=replay_server.client(clock=clock),
        settings=replay_server.settings(),
        at=clock.now(),
    )
    assert [one.path for one in replay_server.asked] == [
        "/pubmed/efetch.fcgi",
        "/crossref/works/10.1037/pst0000172",
        "/europepmc/search",
        "/openalex/works/doi:10.1037/pst0000172",
    ]
