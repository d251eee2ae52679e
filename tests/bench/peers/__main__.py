"""`make bench-peers`: ours and what is here of others, in turn, under the same load, and the ratios between them."""

from __future__ import annotations

import argparse
import datetime
import gzip
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from tests.bench import document
from tests.bench.document import Section
from tests.bench.load import CONNECTIONS, Load, client, load
from tests.bench.measuring import APERCU, Row, environment_of
from tests.bench.peers import in_python, nginx, wagtail, wordpress
from tests.bench.peers.peer import Page, Peer, Running, Setting, program
from tests.bench.served import PATIENCE, Served, Unanswered, get, served

PEERS: dict[str, Peer] = {
    "nginx": nginx.PEER,
    "python": in_python.PEER,
    "wordpress": wordpress.PEER,
    "wagtail": wagtail.PEER,
}
ROUNDS, SECONDS, WARMING = 3, 5, 2
OURS = "Aperçu, `apercu serve`"
OF_THE_ENCODING = {"content-encoding", "content-length", "connection", "date", "server", "transfer-encoding"}
TEXT = """
{client}, {connections} connections, {seconds} s in each of {rounds} rounds, everything in turn in each, on the same processors; the median
of the rounds, and the best. Every answer is one article with a text as long as our summary page's ({length:,} characters), asked as
browsers do (gzip) unless the row says otherwise. Bytes are those of one answer with its head. nginx, Granian's dict and Django's
middleware answer our bytes with our headers. WordPress stands on PHP-FPM (4 processes, opcache) and MariaDB, as Debian has
them; its page cache keeps pages as PHP sends them, and nginx compresses each answer. The plain Wagtail site is what
`wagtail start` makes, with one page of a StreamField, SQLite and the same Granian ({workers} worker(s), {threads} threads) as the
middleware and, where the row says nothing else, the dict.
Missing here: {missing}.
"""


def main(arguments: Sequence[str]) -> None:
    """Start ours and the peers asked for, load them in turn, and write the section."""
    asked = _parser().parse_args(arguments)
    names = asked.peers or list(PEERS)
    rounds, seconds = (1, 1) if asked.short else (ROUNDS, SECONDS)
    missing = {name: gone for name in names if (gone := PEERS[name].missing())}
    for name, gone in missing.items():
        _say(f"Left out: {name}, for want of {', '.join(gone)}. Nothing is installed by this command.")
    if not shutil.which("wrk"):
        _say("wrk is not here: the load comes from a client of our own, which says less about fast servers.")
    with tempfile.TemporaryDirectory(prefix="apercu-peers-") as folder, ExitStack() as stack:
        ours, page = _ours(Path(folder), stack)
        setting = Setting(folder=Path(folder), page=page, ours=ours[1], stack=stack)
        rows = [ours[0]]
        for name in names:
            if name not in missing:
                _say(f"Setting up: {name}")
                rows += PEERS[name].start(setting)
        found = _loaded(rows, page.title, rounds=rounds, seconds=seconds)
    said = {name: ", ".join(gone) for name, gone in missing.items()}
    if not shutil.which("wrk"):
        said["wrk"] = "its load"
    section = _section(found, page, said, seconds)
    _say("\n".join(["", *section.lines]))
    if asked.short or asked.peers:
        _say("\nA short run or a part of the peers: nothing was written.")
        return
    run = document.this_run(
        "make bench-peers", client(), *_versions(missing), on=datetime.datetime.now(tz=datetime.UTC).date()
    )
    document.write([section], run=run)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='make bench-peers PARTS="..."',
        description="Measures ours beside other software and writes docs/benchmarks.md; of some peers, or in a "
        "short run, it only shows what it found. What is not on this machine is named and left out.",
    )
    parser.add_argument("peers", nargs="*", metavar="PEER", type=_peer, help=", ".join(PEERS))
    parser.add_argument("--short", action="store_true", help="one second of each, nothing written: a try")
    return parser


def _peer(name: str) -> str:
    if name not in PEERS:
        raise argparse.ArgumentTypeError(f"there is no peer {name!r}; the peers are {', '.join(PEERS)}")
    return name


# --- ours -------------------------------------------------------------------------------------------------


def _ours(folder: Path, stack: ExitStack) -> tuple[tuple[Running, Served], Page]:
    """A site with the sample digest as operators run it, and the page that everybody is measured with."""
    data = folder / "aperçu"
    data.mkdir()
    subprocess.run([APERCU, "setup"], env=environment_of(data), check=True, capture_output=True)
    site = stack.enter_context(served(data))
    http = site.connection()
    listed = get(http, "/summaries/").decode()
    slug = re.findall(r'href="(/summaries/[-a-z0-9]+/)"', listed)[0]
    plain = get(http, slug)
    http.request("GET", slug, headers={"Accept-Encoding": "gzip"})
    answer = http.getresponse()
    body = answer.read()
    http.close()
    headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in OF_THE_ENCODING]
    html = LexborHTMLParser(plain.decode())
    title, main = html.css_first("h1"), html.css_first("main")
    assert title is not None
    assert main is not None
    texts = [" ".join(one.text().split()) for one in main.css("p, li, dd")]
    page = Page(
        title=title.text(strip=True),
        paragraphs=tuple(text for text in texts if text),
        body=body,
        plain=plain,
        headers=tuple(headers),
    )
    return (Running(name=OURS, url=site.url + slug), site), page


# --- load and table ---------------------------------------------------------------------------------------


def _loaded(rows: Sequence[Running], title: str, *, rounds: int, seconds: float) -> dict[str, list[Load]]:
    """Every row loaded once a round: a machine that drifts favours none of them."""
    for row in rows:
        _must_show(row, title)
        load(row.url, seconds=min(WARMING, seconds), headers=row.headers)
    found: dict[str, list[Load]] = {row.name: [] for row in rows}
    for number in range(rounds):
        for row in rows[number % len(rows) :] + rows[: number % len(rows)]:  # type: ignore[operator]
            found[row.name].append(load(row.url, seconds=seconds, headers=row.headers))
            _say(f"  round {number + 1}: {row.name}: {found[row.name][-1].rate:,.0f}/s")
    return found


def _must_show(row: Running, title: str) -> None:
    """A row that redirects, or shows something else, would be fast and mean nothing."""
    where = urlsplit(row.url)
    http = HTTPConnection(where.netloc, timeout=PATIENCE)
    asked = where._replace(scheme="", netloc="").geturl()
    http.request("GET", asked, headers={"Accept-Encoding": "gzip"} if row.headers is None else row.headers)
    answer = http.getresponse()
    body = answer.read()
    if answer.getheader("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    http.close()
    if answer.status != 200 or not all(word.encode() in body for word in re.findall(r"[A-Za-z]{4,}", title)):
        raise Unanswered(f"{row.name} does not show the article at {row.url}.")


def _section(found: dict[str, list[Load]], page: Page, missing: dict[str, str], seconds: int) -> Section:
    rates = {name: statistics.median(one.rate for one in loads) for name, loads in found.items()}
    lines = ["| what | answers/s (best) | p50 | p99 | bytes | ours is |", "| --- " * 6 + "|"]
    for name in sorted(rates, key=lambda one: -rates[one]):
        loads = found[name]
        p50, p99 = (statistics.median(getattr(one, at) for one in loads) * 1000 for at in ("p50", "p99"))
        best = max(one.rate for one in loads)
        share = "" if name == OURS else f"{_ratio(rates[OURS] / rates[name])} times"
        lines.append(
            f"| {name} | {rates[name]:,.0f} ({best:,.0f}) | {p50:.2f} ms | {p99:.2f} ms | {loads[0].size:,.0f} | {share} |"
        )
    text = TEXT.format(
        client=client(),
        connections=CONNECTIONS,
        seconds=seconds,
        rounds=len(found[OURS]),
        workers=in_python.WORKERS,
        threads=in_python.THREADS,
        length=sum(map(len, page.paragraphs)),
        missing="; ".join(f"{name} ({gone})" for name, gone in missing.items()) or "nothing",
    )
    bounds = document.table(_bounds(found, rates))
    return Section(title="Beside other software", lines=[*lines, "", *bounds, "", *text.strip().splitlines()])


def _bounds(found: dict[str, list[Load]], rates: dict[str, float]) -> list[Row]:
    """The ratios that are promised, of what was measured in this run; without wrk no ratio can be judged."""
    promised = [(nginx.NAME, 0.45), (wordpress.KEPT, 3), (wagtail.NAME, 150)]
    rows: list[Row] = []
    for name, least in promised:
        if name in rates:
            bound = f"at least {least}" if shutil.which("wrk") else "none"
            rows.append((f"ours, times {name}", _ratio(rates[OURS] / rates[name]), bound))
    p99 = statistics.median(one.p99 for one in found[OURS]) * 1000
    return [*rows, ("ours, p99", f"{p99:.2f} ms", "under 5 ms")]


def _ratio(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}"


def _versions(missing: dict[str, list[str]]) -> list[str]:
    versions = []
    if "nginx" not in missing:
        said = subprocess.run(
            [str(program("nginx")), "-v"], capture_output=True, text=True, check=True
        ).stderr
        versions.append("nginx " + said.strip().partition("/")[2])
    return versions if "wordpress" in missing else [*versions, wordpress.versions()]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
