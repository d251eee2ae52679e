"""A page of the site made fit for files: relative links, and nothing that needs a server of ours."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from html import unescape

from apercu.pagecache.exporting import filing

STATIC = "/static/"
# Scripts and frames of other hosts are refused even where the host sends no policy of its own.
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; img-src 'self' data:{more}"
)
FOR_SEARCH = "; script-src 'self' 'wasm-unsafe-eval'"  # Pagefind's index is read by WebAssembly
_LINK = re.compile(r'\b(href|src|action)="(/(?!/)[^"]*)"')
_LEFT_OUT = r'(?:/fr)?/(?:api/|desk/|subscribe/|summaries/[^"/]+/report/)'
_ANCHOR = rf'<a [^>]*?href="{_LEFT_OUT}[^>]*>(?:(?!</a>).)*</a>'
_GONE = re.compile(rf"\s*<li>{_ANCHOR}</li>|{_ANCHOR}\s?", re.DOTALL)
_SUGGESTING = re.compile(r'<script src="[^"]*reading/suggest[^"]*" defer></script>\n?| data-suggest="[^"]*"')
_FORM = re.compile(r'<section class="subscribe-here.*?</section>\n?', re.DOTALL)
_CHARSET = '<meta charset="utf-8">'
_SAVED = re.compile(r"/(?:citation|citations)\.(ris|bib|json)\Z")
_RELATED = re.compile(r'<section class="related.*?</section>', re.DOTALL)
_SUMMARY = re.compile(r'<h3[^>]*><a href="(?:/[a-z]{2})?/summaries/([^"/]+)/"')


@dataclass(slots=True)
class Rewritten:
    """A page for files, and what was seen on the way."""

    text: str
    styles: set[str] = field(default_factory=set)  # static files it uses, by their path below /static/
    lost: list[str] = field(default_factory=list)  # links that lead nowhere


def rewritten(html: str, *, file: str, known: Container[str], root: str = "") -> Rewritten:
    """A page as the file it becomes; `known` are all addresses that do.

    With `root` links begin with it instead of being relative: for a page shown at any address.
    """
    seen = Rewritten("")

    def link(found: re.Match[str]) -> str:
        attribute, address = found[1], unescape(found[2])
        path, hash_, fragment = address.partition("#")
        bare, mark, query = path.partition("?")
        if bare.startswith(STATIC):
            seen.styles.add(bare.removeprefix(STATIC))
            target, rest = bare.removeprefix("/"), ""
        elif path in known:
            target, rest = filing.file_of(path), ""
        elif bare in known and query:  # the search page reads what was chosen (`search.js`)
            target, rest = filing.file_of(bare), f"{mark}{query}".replace("&", "&amp;")
        else:
            seen.lost.append(address)
            return found[0]
        where = root + target.removesuffix(filing.INDEX) if root else filing.link_to(target, of=file)
        if where == "./" and fragment and not rest:
            where = ""  # to a place on the same page
        saved = _saved_as(bare) if attribute == "href" and _SAVED.search(bare) else ""
        return f'{attribute}="{where}{rest}{hash_}{fragment}"{saved}'

    head, middle, body = html.partition("</head>")
    body = _GONE.sub("", _FORM.sub("", body))
    head = _LINK.sub(link, _SUGGESTING.sub("", head)).replace(_CHARSET, _CHARSET + _policy(head), 1)
    head = re.sub(r' download="[^"]*"', "", head)
    seen.text = head + middle + _LINK.sub(link, _SUGGESTING.sub("", body))
    return seen


def related_in(html: str) -> tuple[str, ...]:
    """The slugs of the summaries a summary's page shows as related."""
    section = _RELATED.search(html)
    return tuple(_SUMMARY.findall(section[0])) if section else ()


def plain(address: str, text: str) -> str:
    """A file for crawlers or models without what is left out."""
    if address == "/llms.txt":
        return "".join(line for line in text.splitlines(keepends=True) if "/api/" not in line)
    if address == "/robots.txt":
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith("Disallow")]
        return "".join(lines).replace("User-agent: *\n", "User-agent: *\nDisallow:\n", 1)
    return text


def _policy(head: str) -> str:
    more = FOR_SEARCH if "pagecache/search" in head else ""
    return f'\n<meta http-equiv="Content-Security-Policy" content="{POLICY.format(more=more)}">'


def _saved_as(path: str) -> str:
    """The name a citation file is saved under: a file host names none, and "citation" says little."""
    steps = path.strip("/").split("/")
    ending = steps[-1].rpartition(".")[2]
    named = steps[1:-1] if steps[0] == "summaries" and len(steps) > 2 else steps[:-1]
    return f' download="{"-".join(named)}.{ending}"'
