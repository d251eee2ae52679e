"""Every address of a site, asked with kept pages and without: prints what differs, as JSON.

Run as a process of its own on a site's data folder, so that it is the application as `apercu serve` runs it.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apercu.config.settings.base")

from selectolax.lexbor import LexborHTMLParser

from apercu.config.wsgi import application, django_application
from apercu.content import following
from apercu.pagecache import admitting
from apercu.pagecache.serving import KeptPages
from tests.asking import HOST, Got, ask

ENCODINGS = ("gzip, deflate, br", "gzip", "br", "identity")
PLANTED = "sessionid=planted; csrftoken=planted"
# What is ignored on one page, and what is another page's in other order.
NOISE = "utm_source=a&x=%22&fbclid=1"
OTHER_SPELLINGS = (
    "/summaries/?topic=empathy&type=meta-analysis&year=2021",
    "/summaries/?q=therapy&topic=empathy",
)
OF_ONE_ANSWER = {"etag", "last-modified", "cache-control", "vary", "content-length", "content-encoding"}
START = (
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/api/v1/summaries",
    "/api/v1/search?q=empathy",
    "/missing/",
)


def links_of(got: Got, address: str) -> Iterable[str]:
    if got.headers.get("content-type", "").split(";")[0] not in {"text/html", "application/xml"}:
        return
    tree = LexborHTMLParser(got.text)
    named = [node.attributes.get("href") for node in tree.css("a[href], link[href]")]
    named += [node.attributes.get("src") for node in tree.css("[src]")]
    named += [node.text() for node in tree.css("loc")]
    for name in named:
        parts = urlsplit(urldefrag(urljoin(f"http://{HOST}{address}", name or "")).url)
        is_page = not parts.path.startswith(("/desk/", "/static/")) and "/report/" not in parts.path
        if parts.netloc == HOST and is_page:
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def lasting(got: Got) -> tuple[Any, ...]:
    """What kept pages may not change: the status, every other header, and what a client reads in the end."""
    headers = {name: value for name, value in got.headers.items() if name not in OF_ONE_ANSWER}
    return got.status, headers, got.body


def kind_of(address: str) -> tuple[Any, ...]:
    """The view, the language and the parameters of an address."""
    path, _, query = address.partition("?")
    return admitting._name_of(path), path.startswith("/fr/"), tuple(parse_qs(query))


def main(most: int) -> None:
    """Ask for the whole site, or for at most so many addresses of a kind."""
    assert isinstance(application, KeptPages)
    following.catch_up()
    differing: list[str] = []
    waiting, seen = list(START), set(START)
    not_kept: set[str] = set()
    kinds: Counter[tuple[Any, ...]] = Counter()
    while waiting:
        address = waiting.pop()
        expected = ask(django_application, address)
        for link in sorted(set(links_of(expected, address)) - seen):
            kinds[kind_of(link)] += 1
            if kinds[kind_of(link)] <= most:
                seen.add(link)
                waiting.append(link)
        kept_before = len(application.pages) + len(application.unusual)
        for encoding in ENCODINGS:
            got = ask(application, address, Accept_Encoding=encoding, Cookie=PLANTED, Accept_Language="fr")
            if lasting(got) != lasting(expected):
                differing.append(f"{address} {encoding}")
        if len(application.pages) + len(application.unusual) == kept_before:
            not_kept.add(f"{expected.status} {address}")
    application.background.finish()
    for address in seen:
        expected = ask(application, address)
        for encoding in ENCODINGS:
            got = ask(application, address, Accept_Encoding=encoding, Cookie=PLANTED, Accept_Language="fr")
            head = ask(application, address, method="HEAD", Accept_Encoding=encoding)
            if lasting(got) != lasting(expected) or head.headers != got.headers:
                differing.append(f"{address} {encoding} again")
    one_of_each = {kind_of(address)[:2]: address for address in sorted(seen, reverse=True)}
    for address in (*one_of_each.values(), *OTHER_SPELLINGS):
        noisy = f"{address}{'&' if '?' in address else '?'}{NOISE}"
        if lasting(ask(application, noisy)) != lasting(ask(django_application, noisy)):
            differing.append(noisy)
    json.dump(
        {
            "addresses": len(seen),
            "kinds": len(one_of_each),
            "differing": differing,
            "not_kept": sorted(not_kept),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
