"""Services that fail cost an answer, never the look-up: each failure is told, and the rest goes on."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from apercu.fetching import Limits, MemoryStore
from apercu.lookup import SERVICES, Failure, Found, Identifiers, LookupSettings, look_up, policy
from tests.replaying.server import NOON, Prepared, ReplayServer, Time
from tests.unit.lookup.cases import CASES, serve

DOI = "10.1037/pst0000172"
CASE = next(case for case in CASES if case.name == "01-agreement")
CROSSREF = f"/crossref/works/{DOI}"


def found(server: ReplayServer, settings: LookupSettings | None = None, **client: object) -> Found:
    clock = client.pop("clock", None) or Time()
    assert isinstance(clock, Time)
    return look_up(
        Identifiers(doi=DOI),
        client=server.client(clock=clock, **client),  # type: ignore[arg-type]
        settings=settings or server.settings(),
        at=clock.now(),
    )


def failures(told: Found) -> dict[str, str]:
    return {failure.service: failure.code for failure in told.failed}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Prepared(status=404, body=b"Resource not found."), "not-found"),
        (Prepared(status=429, headers={"Retry-After": "7200"}), "rate-limited"),
        (Prepared(status=500), "out-of-order"),
        (Prepared(status=403), "refused"),
        (Prepared(status=400, body=b"?"), "unexpected-status"),
        (Prepared(body=b'{"status":"ok","message":{"DOI":"10.1037/pst0'), "unreadable"),
        (Prepared(body=b"<html>Maintenance</html>"), "unreadable"),
        (Prepared(body=b"[]"), "unreadable"),
        (Prepared(body=b'{"message": 5}'), "unreadable"),
        (Prepared(body=b'{"message": {"title": ["No DOI"]}}'), "unreadable"),
        (Prepared(body=b"[" * 100_000), "unreadable"),
        (Prepared(body=b"\xff\xfe\x00"), "unreadable"),
        (Prepared(body=b"x" * 5000, seconds_a_byte=0.05), "timed-out"),
        (Prepared(body=b"x" * 9_000_000), "too-large"),
        (Prepared(body=b"\0" * 20_000_000, packed=True), "too-large"),
        (Prepared(body=b"0123", cut_after=2), "unreachable"),
        (Prepared(status=302, headers={"Location": "http://10.0.0.1/"}), "not-allowed"),
        (Prepared(status=302, headers={"Location": CROSSREF}), "too-many-redirects"),
        (Prepared(raw=b"nonsense\r\n\r\n"), "garbled"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_service_that_fails_is_told_of_and_the_others_answer(
    replay_server: ReplayServer, answer: Prepared, code: str
) -> None:
    serve(replay_server, CASE)
    replay_server.prepare(CROSSREF, answer)
    told = found(
        replay_server,
        replay_server.settings(crossref_address=f"http://localhost:{replay_server.port}/crossref"),
        limits=Limits(total=1.5),
        resolve=lambda host, port: ["127.0.0.1"],
    )  # a host of its own: what it says about rates is said of it alone
    expected = {"crossref": code}
    if code == "not-found":  # then doi.org is asked, which does not know it either
        expected["doi.org"] = "not-found"
    assert failures(told) == expected
    assert [one.service for one in told.answers] == ["europepmc", "pubmed", "openalex"]
    assert told.merged is not None
    assert told.merged.reference.volume == "55"


def test_when_to_come_back_is_told(replay_server: ReplayServer) -> None:
    replay_server.prepare(CROSSREF, Prepared(status=429, headers={"Retry-After": "7200"}))
    failure = next(one for one in found(replay_server).failed if one.service == "crossref")
    assert failure.retry_at is not None
    assert failure.retry_at - NOON > datetime.timedelta(minutes=119)


def test_offline_nothing_is_asked_and_nothing_raised(replay_server: ReplayServer) -> None:
    told = found(replay_server, offline=True)
    assert told.merged is None
    assert failures(told) == {"crossref": "offline", "europepmc": "offline", "openalex": "offline"}
    assert {one.service: one.code for one in told.not_asked} == {
        "pubmed": "no-identifier",
        "doi.org": "not-needed",
    }
    assert replay_server.asked == []


def test_offline_an_earlier_look_up_is_still_there(replay_server: ReplayServer) -> None:
    serve(replay_server, CASE)
    store, clock = MemoryStore(), Time()
    online = found(replay_server, store=store, clock=clock)
    clock.pass_by(days=100)
    offline = found(replay_server, store=store, clock=clock, offline=True)
    assert offline.merged == online.merged
    assert all(answer.from_cache for answer in offline.answers)
    assert offline.answers[0].age(at=offline.at) > datetime.timedelta(days=99)
    assert len(replay_server.asked) == 4


def test_an_old_answer_given_because_asking_failed_says_so(replay_server: ReplayServer) -> None:
    serve(replay_server, CASE)
    store, clock = MemoryStore(), Time()
    found(replay_server, store=store, clock=clock)
    replay_server.prepare(CROSSREF, Prepared(status=500))
    clock.pass_by(days=30)
    told = found(replay_server, store=store, clock=clock)
    assert {one.service: one.stale_because for one in told.answers} == {
        "crossref": "out-of-order",
        "europepmc": "",
        "pubmed": "",
        "openalex": "",
    }


def test_a_broken_reply_is_not_kept(replay_server: ReplayServer) -> None:
    serve(replay_server, CASE)
    whole = (CASE / "crossref.json").read_bytes()
    replay_server.prepare(CROSSREF, Prepared(body=whole[:200]), Prepared(body=whole))
    store = MemoryStore()
    assert failures(found(replay_server, store=store)) == {"crossref": "unreadable"}
    assert failures(found(replay_server, store=store)) == {}


def test_all_services_together_have_one_patience(replay_server: ReplayServer) -> None:
    for path in (CROSSREF, "/europepmc/search", f"/openalex/works/doi:{DOI}"):
        replay_server.prepare(path, Prepared(body=b"x" * 5000, seconds_a_byte=0.05))
    settings = replay_server.settings(patience=datetime.timedelta(seconds=0.5))
    clock = Time()
    began = clock.monotonic()
    told = found(replay_server, settings, clock=clock)
    assert clock.monotonic() - began < 3
    assert failures(told)["crossref"] == "timed-out"
    assert "no-time" in {one.code for one in told.not_asked}


def test_a_service_can_be_switched_off(replay_server: ReplayServer) -> None:
    serve(replay_server, CASE)
    told = found(replay_server, replay_server.settings(services=frozenset({"crossref"})))
    assert [one.service for one in told.answers] == ["crossref"]
    assert {one.service for one in told.not_asked if one.code == "switched-off"} == set(SERVICES) - {
        "crossref"
    }


def test_nothing_known_asks_nobody(replay_server: ReplayServer) -> None:
    clock = Time()
    told = look_up(
        Identifiers(doi="no doi", pmid="x"),
        client=replay_server.client(clock=clock),
        settings=replay_server.settings(),
        at=clock.now(),
    )
    assert told.answers == ()
    assert told.not_asked == tuple(
        Failure(service=name, code="no-identifier")
        for name in ("crossref", "pubmed", "europepmc", "openalex", "doi.org")
    )
    assert replay_server.asked == []


def test_the_services_learn_who_asks_and_nobody_else_does(replay_server: ReplayServer) -> None:
    serve(replay_server, CASE)
    settings = replay_server.settings(
        mailto="editor@example.org", crossref_token="T-KEY", ncbi_key="N-KEY", openalex_key="O-KEY"
    )
    told = found(replay_server, settings)
    crossref, europepmc, pubmed, openalex = replay_server.asked
    assert crossref.params["mailto"] == "editor@example.org"
    assert crossref.headers["crossref-plus-api-token"] == "Bearer T-KEY"
    assert (pubmed.params["tool"], pubmed.params["email"]) == ("Apercu", "editor@example.org")
    assert pubmed.params["api_key"] == "N-KEY"
    assert openalex.params["api_key"] == "O-KEY"
    assert "crossref-plus-api-token" not in europepmc.headers
    for secret in ("T-KEY", "N-KEY", "O-KEY", "editor@"):
        assert secret not in repr(told)


def test_awkward_dois_arrive_whole(replay_server: ReplayServer) -> None:
    clock = Time()
    doi = "10.1002/(sici)1097-4679(199907)55:7<827::aid-jclp5>3.0.co;2-#"
    look_up(
        Identifiers(doi=doi),
        client=replay_server.client(clock=clock),
        settings=replay_server.settings(),
        at=clock.now(),
    )
    assert replay_server.asked_for("/crossref")[0].path == f"/crossref/works/{doi}"
    assert replay_server.asked_for("/openalex")[0].path == f"/openalex/works/doi:{doi}"
    assert replay_server.asked_for("/doi")[0].path == f"/doi/{doi}"
    assert replay_server.asked_for("/europepmc")[0].params["query"] == f'DOI:"{doi}"'


def test_with_a_key_pubmed_may_be_asked_oftener() -> None:
    name = "eutils.ncbi.nlm.nih.gov"
    without, with_key = policy().host(name), policy(LookupSettings(ncbi_key="K")).host(name)
    assert without is not None
    assert with_key is not None
    assert (without.per_second, with_key.per_second) == (2.7, 9.0)


def test_a_sites_look_ups_go_to_the_services_over_https_and_nowhere_else() -> None:
    site = policy()
    assert (site.schemes, site.ports, site.networks) == (frozenset({"https"}), frozenset({443}), ())
    defaults = LookupSettings()
    for name in ("crossref", "pubmed", "europepmc", "openalex", "doi"):
        address = getattr(defaults, f"{name}_address")
        assert address.startswith("https://")
        assert site.host(address.split("/")[2]) is not None


@pytest.mark.parametrize("name", ["billion-laughs", "external"])
def test_entities_in_xml_are_neither_expanded_nor_fetched(
    replay_server: ReplayServer, tmp_path: Path, name: str
) -> None:
    (tmp_path / "secret").write_text("TOP SECRET")
    doctypes = {
        "billion-laughs": "<!DOCTYPE a [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY {b} '{f'&{a};' * 50}'>" for a, b in zip("abcdef", "bcdefg", strict=True))
        + "]>",
        "external": f"<!DOCTYPE a [<!ENTITY g SYSTEM 'file://{tmp_path}/secret'>]>",
    }
    body = (
        f"<?xml version='1.0'?>{doctypes[name]}<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID>"
        "<Article><ArticleTitle>&g;</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    replay_server.prepare("/pubmed/efetch.fcgi", Prepared(body=body.encode()))
    clock = Time()
    told = look_up(
        Identifiers(pmid="1"),
        client=replay_server.client(clock=clock),
        settings=replay_server.settings(services=frozenset({"pubmed"})),
        at=clock.now(),
    )
    assert failures(told) == {"pubmed": "unreadable"}


def test_an_unknown_pubmed_number_is_not_found(replay_server: ReplayServer) -> None:
    empty = b"<?xml version='1.0'?><!DOCTYPE PubmedArticleSet PUBLIC '-//NLM//DTD' 'x.dtd'><PubmedArticleSet></PubmedArticleSet>"
    replay_server.prepare("/pubmed/efetch.fcgi", Prepared(body=empty))
    replay_server.prepare(
        "/europepmc/search", Prepared(body=json.dumps({"hitCount": 0, "resultList": {"result": []}}).encode())
    )
    clock = Time()
    told = look_up(
        Identifiers(pmid="99999999"),
        client=replay_server.client(clock=clock),
        settings=replay_server.settings(),
        at=clock.now(),
    )
    assert failures(told) == {"pubmed": "not-found", "europepmc": "not-found", "openalex": "not-found"}
