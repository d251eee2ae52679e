"""The whole sample site, served as it is to people: how much it weighs, and whether every link leads somewhere."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser

from tests.journeys.served import sample_site
from tests.patience import PATIENCE

# slow: what is begun first is not divided among processes, which would each make the site anew.
pytestmark = [pytest.mark.journey, pytest.mark.slow]

SUMMARY = "/summaries/alliance-in-the-room-and-online/"
BUDGETS = {  # bytes over the wire on a first visit, every request counted (issue: 30 kB and 50 kB)
    "/": 30_000,
    "/digests/2021/06/": 30_000,
    SUMMARY: 30_000,
    "/summaries/": 50_000,
    "/summaries/?topic=empathy&type=meta-analysis": 50_000,
    "/topics/": 30_000,
}
SCRIPTS, STYLES = 20_000, 12_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sample_site(tmp_path_factory.mktemp("sample"), tmp_path_factory) as address:
        yield address


# --- weight ----------------------------------------------------------------------------------------------


@dataclass
class Visit:
    """What one first visit to a page fetched."""

    bytes: int = 0
    by_kind: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    addresses: list[str] = field(default_factory=list)
    cookies: list[Any] = field(default_factory=list)


def visited(page: Page, address: str) -> Visit:
    """Fetch a page as a browser does for the first time, and add up what came over the wire."""
    visit, kinds = Visit(), {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    wire.on("Network.requestWillBeSent", lambda event: visit.addresses.append(event["request"]["url"]))

    def finished(event: Any) -> None:
        visit.bytes += event["encodedDataLength"]
        visit.by_kind[kinds.get(event["requestId"], "?")] += event["encodedDataLength"]

    wire.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="networkidle")
    visit.cookies = list(page.context.cookies())
    wire.detach()
    return visit


def test_a_first_visit_is_light(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(width=390)
    for path, language in product(BUDGETS, ("", "/fr")):
        visit = visited(page, f"{site}{language}{path}")
        told = (language, path, dict(visit.by_kind))
        assert 2_000 < visit.bytes <= BUDGETS[path], told
        assert visit.by_kind["Script"] <= SCRIPTS, told
        assert 0 < visit.by_kind["Stylesheet"] <= STYLES, told
        assert not visit.cookies, told
        assert all(address.startswith((site, "data:")) for address in visit.addresses), told


def test_a_summary_loads_no_htmx(site: str, open_page: Callable[..., Page]) -> None:
    visit = visited(open_page(), f"{site}{SUMMARY}")
    assert not [address for address in visit.addresses if "htmx" in address]
    assert visit.by_kind["Script"] < 2_000


# --- links -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What an address answered: where it was led to is the answer of that other address."""

    status: int
    kind: str
    text: str
    moved_to: str = ""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


def answer_of(address: str) -> Answer:
    request = Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        with build_opener(_NoRedirects).open(request, timeout=PATIENCE) as response:
            body = response.read()
            if response.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            kind = response.headers.get_content_type()
            is_text = kind.startswith("text/") or kind.endswith(("+xml", "json", "/xml"))
            return Answer(response.status, kind, body.decode("utf-8") if is_text else "")
    except HTTPError as error:
        return Answer(error.code, "", "", moved_to=urljoin(address, error.headers.get("Location") or ""))


def links_of(answer: Answer, address: str) -> set[str]:
    """Every address of this site that a page names, in its head as well; not the desk's."""
    if answer.kind != "text/html":
        return set()
    tree = LexborHTMLParser(answer.text)
    named = [node.attributes.get("href") for node in tree.css("a[href], link[href]")]
    named += [node.attributes.get("src") for node in tree.css("[src]")]
    absolute = {urldefrag(urljoin(address, name)).url for name in named if name}
    ours = {link for link in absolute if urlsplit(link).netloc == urlsplit(address).netloc}
    return {link for link in ours if not urlsplit(link).path.startswith("/desk/")}


@pytest.fixture(scope="module")
def answers(site: str) -> dict[str, Answer]:
    """Every address that can be reached by following links from the home page and the site map."""
    start = [f"{site}/", f"{site}/sitemap.xml", f"{site}/robots.txt", f"{site}/llms.txt"]
    found: dict[str, Answer] = {}
    waiting = set(start)
    with ThreadPoolExecutor(max_workers=4) as pool:
        while waiting:
            batch = sorted(waiting)
            for address, answer in zip(batch, pool.map(answer_of, batch), strict=True):
                found[address] = answer
            waiting = {
                link for address in batch for link in links_of(found[address], address) if link not in found
            }
    return found


def test_every_link_of_the_whole_site_leads_somewhere(answers: dict[str, Answer]) -> None:
    assert len(answers) > 300
    broken = {address: answer.status for address, answer in answers.items() if answer.status != 200}
    assert not broken


def test_everything_in_the_site_map_is_there_and_canonical(answers: dict[str, Answer], site: str) -> None:
    listed = [
        node.text()
        for address, answer in answers.items()
        if "sitemap" in address
        for node in LexborHTMLParser(answer.text).css("loc")
    ]
    pages = [address for address in listed if not address.endswith(".xml")]
    assert len(pages) > 100
    for address in pages:
        answer = answers.get(address) or answer_of(address)
        assert answer.status == 200, address
        assert _canonical(answer) == address


def test_no_two_addresses_serve_the_same_page_without_one_canonical(answers: dict[str, Answer]) -> None:
    by_content: dict[str, set[str]] = defaultdict(set)
    for answer in answers.values():
        if answer.kind == "text/html" and answer.status == 200:
            main = LexborHTMLParser(answer.text).css_first("main")
            assert main is not None
            by_content[main.html or ""].add(_canonical(answer))
    assert len(by_content) > 100
    assert not [pages for pages in by_content.values() if len(pages) > 1]


def _canonical(answer: Answer) -> str:
    node = LexborHTMLParser(answer.text).css_first('link[rel="canonical"]')
    return (node.attributes.get("href") or "") if node else ""


def test_a_page_past_the_end_is_not_there(site: str) -> None:
    for path in (
        "/summaries/?page=99",
        "/fr/summaries/?page=99",
        "/topics/empathy/?page=2",
        "/types/survey/?page=9",
        "/summaries/?page=0",
        "/summaries/?page=x",
    ):
        assert answer_of(site + path).status == 404, path


def test_another_spelling_of_an_address_leads_to_the_one(site: str) -> None:
    for written, canonical in (
        ("/summaries/?page=1", "/summaries/"),
        ("/summaries/?topic=empathy&page=01", "/summaries/?topic=empathy"),
        ("/digests/2021/6/", "/digests/2021/06/"),
        ("/fr/digests/2021/6/", "/fr/digests/2021/06/"),
    ):
        answer = answer_of(site + written)
        assert (answer.status, answer.moved_to) == (308, site + canonical), written
