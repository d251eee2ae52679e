"""The public site as files: everything is there, nothing else, and every link leads somewhere."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from selectolax.lexbor import LexborHTMLParser

from apercu.content import publishing
from apercu.content.models import Person, ResearchType, Summary, Topic
from apercu.mailing.composing import content
from apercu.mailing.composing.archive import made_public
from apercu.pagecache.exporting import finding
from apercu.reading.asking import PAGE_SIZE
from tests.builders import make_digest, make_page, make_person, make_summary, make_topic, make_type
from tests.composed import NOON, start
from tests.exported import SITE_URL, Exported, exported_sample, files_of, handed_out
from tests.patience import PATIENCE
from tests.sites import copy_of_a_site, environment, told_by

# --- the sample site, whole ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return exported_sample(tmp_path_factory)


@pytest.fixture(scope="module")
def crawled(sample: Exported) -> Iterator[dict[str, bytes]]:
    """What a plain file server answers at every address that links lead to from the home page and the site map."""
    with handed_out(sample.folder) as host:
        found: dict[str, bytes] = {}
        waiting = {f"{host}/", f"{host}/sitemap.xml", f"{host}/robots.txt", f"{host}/llms.txt"}
        while waiting:
            address = waiting.pop()
            with urlopen(address, timeout=PATIENCE) as response:
                assert response.url == address, f"{address} was redirected"
                found[address] = response.read()
            waiting |= links_of(found[address], address, host) - found.keys()
        yield {address.removeprefix(host): body for address, body in found.items()}


def links_of(body: bytes, address: str, host: str) -> set[str]:
    """Every address of the export that a file names: relative ones, and absolute ones with the site's own host."""
    if address.endswith(".xml"):
        named = [unquote(one) for one in re.findall(r"<loc>([^<]+)</loc>", body.decode())]
    elif address.endswith(".atom"):
        named = [
            str(node.get("href"))
            for node in ElementTree.fromstring(body).iter("{http://www.w3.org/2005/Atom}link")
        ]
    elif address.endswith("/"):
        tree = LexborHTMLParser(body.decode())
        named = [node.attributes.get("href") or "" for node in tree.css("a[href], link[href]")]
        named += [node.attributes.get("src") or "" for node in tree.css("[src]")]
        named += [node.attributes.get("action") or "" for node in tree.css("[action]")]
    elif address.endswith(("robots.txt", "llms.txt")):
        named = re.findall(rf"{SITE_URL}[^)\s]*", body.decode())
    else:
        return set()
    absolute = {urldefrag(urljoin(address, name.replace(SITE_URL, host))).url for name in named}
    return {link.partition("?")[0] for link in absolute if link.startswith(f"{host}/")}


def test_every_link_leads_to_a_file_that_is_there(crawled: dict[str, bytes]) -> None:
    assert len(crawled) > 500


def test_every_file_can_be_reached(sample: Exported, crawled: dict[str, bytes]) -> None:
    reached = {unquote(path).removeprefix("/") for path in crawled}
    reached = {f"{path}index.html" if path.endswith("/") or not path else path for path in reached}
    alone = {name for name in sample.files if name not in reached}
    assert {"summaries/citations.ris", "summaries/citations.bib", "summaries/citations.json"} <= reached
    # What is found by its address alone, as on the site; of topics without a summary the lists, too.
    assert {re.sub(r".*/", "", name) for name in alone} <= {
        "404.html", "feed.json", "digests.json", "summaries.json", "changes.atom",
        "citations.ris", "citations.bib", "citations.json",
    }  # fmt: skip


def test_no_page_asks_another_host_or_names_what_is_left_out(sample: Exported) -> None:
    for name, body in sample.files.items():
        if name.endswith(".html"):
            tree = LexborHTMLParser(body.decode())
            for node in tree.css("[src], link[rel=stylesheet], form"):
                asked = (
                    node.attributes.get("src") or node.attributes.get("href") or node.attributes.get("action")
                )
                assert asked is not None, name
                assert name == "404.html" or (not urlsplit(asked).netloc and not asked.startswith("/")), (
                    name,
                    asked,
                )
            links = [node.attributes.get("href") or "" for node in tree.css("a")]
            assert not [link for link in links if re.search(r"/report/|api/v1|desk/|page=|style=", link)], (
                name
            )
            assert "data-suggest" not in body.decode(), name
            assert "reading/suggest" not in body.decode(), name
        assert b"/api/v1" not in body or name.endswith(".md"), name


def test_both_languages_and_every_kind_of_page_are_there(sample: Exported) -> None:
    wanted = {
        "index.html", "fr/index.html", "digests/2021/06/index.html", "fr/digests/2021/06/index.html",
        "digests/2021/index.html", "topics/empathy/index.html", "fr/types/meta-analysis/index.html",
        "summaries/empathy-and-outcome/index.html", "summaries/empathy-and-outcome/citation.ris",
        "summaries/empathy-and-outcome.json", "summaries/citations.bib", "feeds/summaries.atom",
        "fr/feeds/digests.json", "topics/empathy/feed.atom", "changes.atom", "about/index.html", "404.html",
        "robots.txt", "llms.txt", "sitemap.xml",
    }  # fmt: skip
    assert wanted <= sample.files.keys()


def test_no_two_files_are_one_where_case_does_not_count(sample: Exported) -> None:
    assert len({name.casefold() for name in sample.files}) == len(sample.files)


# --- a small site, step by step ------------------------------------------------------------------------------


def export(folder: Path, *options: str) -> str:
    said = StringIO()
    call_command("export_site", str(folder), "--processes", "1", *options, stdout=said, stderr=said)
    return said.getvalue()


@pytest.fixture
def no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pagefind takes a second a time, and writes other names every time: one test looks at what it makes."""

    def build(entries: list[finding.Entry], folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "entries.json").write_text(json.dumps(entries))

    monkeypatch.setattr(finding, "build", build)


@pytest.fixture
def small(db: None, no_search: None) -> dict[str, Any]:
    Topic.objects.all().delete()  # a page, two feeds and three lists each, of which a few are enough
    ResearchType.objects.all().delete()
    empathy, training = make_topic(name="Empathy"), make_topic(name="Training")
    trial = make_type(name="Trial")
    june = make_digest(month=datetime.date(2021, 6, 1))
    july = make_digest(month=datetime.date(2021, 7, 1))
    make_page(title="About", slug="about", body="<p>Who we are.</p>")
    return {
        "first": make_summary(title="First things", digest=june, topics=[empathy], types=[trial]),
        "second": make_summary(title="Second things", digest=june, topics=[empathy, training], types=[trial]),
        "third": make_summary(title="Third things", digest=july, topics=[training], types=[trial]),
        "empathy": empathy,
        "june": june,
        "trial": trial,
    }


def rename(summary: Summary, title: str) -> None:
    summary.title = title
    summary.save_revision()
    publishing.publish(record=summary, by=None)


def new_summary(site: dict[str, Any]) -> None:
    august = make_digest(month=datetime.date(2021, 8, 1))
    make_summary(title="Fourth things", digest=august, topics=[site["empathy"]], types=[site["trial"]])


def another_topic(site: dict[str, Any]) -> None:
    summary = site["second"]
    summary.topics = [make_topic(name="Training")]
    summary.save_revision()
    publishing.publish(record=summary, by=None)


def another_slug(site: dict[str, Any]) -> None:
    summary = site["first"]
    summary.slug = "first-of-all"
    summary.save_revision()
    publishing.publish(record=summary, by=None)


def another_author(site: dict[str, Any]) -> None:
    person = make_person()
    person.name = "Alice Martin-Roy"
    person.save()


def another_teaser(site: dict[str, Any]) -> None:
    june = site["june"]
    june.teaser = "<p>Another beginning.</p>"
    june.save_revision()
    publishing.publish(record=june, by=None)


def another_article(site: dict[str, Any]) -> None:
    article = site["third"].summary_articles.first().article
    article.title = "What it was called in print"
    article.save()


def sent_mail(site: dict[str, Any]) -> None:
    mailing = start(content.begin(digest=site["june"], by=None, at=NOON))
    with transaction.atomic():
        made_public(mailing)


def withdrawn_month(site: dict[str, Any]) -> None:
    publishing.unpublish(record=site["june"], by=None)


def another_title(site: dict[str, Any]) -> None:
    rename(site["second"], "Second thoughts")


def another_title_again(site: dict[str, Any]) -> None:
    rename(site["second"], "Third thoughts")


def withdrawn_summary(site: dict[str, Any]) -> None:
    publishing.unpublish(record=site["third"], by=None)


def withdrawn_after_it_was_sent(site: dict[str, Any]) -> None:
    publishing.unpublish(record=site["first"], by=None)


CHANGES = [
    another_title,
    new_summary,
    another_topic,
    another_slug,
    another_author,
    another_teaser,
    another_article,
    sent_mail,
    another_title_again,
    withdrawn_month,
    withdrawn_summary,
    withdrawn_after_it_was_sent,
]


EVERY, EVERY_LONG = 6, 1  # changes between two comparisons with a whole run, in the suite and in `make soak`


@pytest.mark.parametrize("every", [EVERY, pytest.param(EVERY_LONG, marks=pytest.mark.soak)])
def test_what_is_brought_up_to_date_is_what_would_be_made_anew(
    small: dict[str, Any], tmp_path: Path, every: int
) -> None:
    """Every kind of change in turn: the export is, byte for byte, the one a whole run makes."""
    export(tmp_path / "site")
    for number, change in enumerate(CHANGES):  # from one to the next, as they would come
        before = files_of(tmp_path / "site")
        change(small)
        said = export(tmp_path / "site")
        assert said.startswith("What changed was made"), f"{change.__name__}: {said}"
        now = files_of(tmp_path / "site")
        assert now != before
        if (number + 1) % every:
            continue
        whole = tmp_path / f"whole-{number}"
        export(whole)
        fresh = files_of(whole)
        assert [name for name in {**now, **fresh} if now.get(name) != fresh.get(name)] == [], (
            f"change {number}"
        )


def test_an_export_without_a_change_leaves_every_file_as_it_was(
    small: dict[str, Any], tmp_path: Path
) -> None:
    export(tmp_path / "site")
    before = {path: path.stat() for path in (tmp_path / "site").rglob("*")}
    assert "0 pages, 0 files written" in export(tmp_path / "site")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")} == {
        path: stat.st_mtime_ns for path, stat in before.items()
    }


def test_a_file_that_did_not_change_keeps_its_date(small: dict[str, Any], tmp_path: Path) -> None:
    export(tmp_path / "site")
    third = tmp_path / "site" / "summaries" / "third-things.json"
    before = third.stat().st_mtime_ns
    rename(small["first"], "First thoughts")
    export(tmp_path / "site")
    assert third.stat().st_mtime_ns == before
    export(tmp_path / "site", "--whole")
    assert third.stat().st_mtime_ns == before


def test_drafts_are_in_no_file(small: dict[str, Any], tmp_path: Path) -> None:
    make_summary(title="Unspoken things", publish=False, topics=[small["empathy"]])
    small["first"].gist = "A sentence still being weighed."
    small["first"].save_revision()
    export(tmp_path / "site")
    for path in (tmp_path / "site").rglob("*"):
        if path.is_file():
            body = path.read_text("utf-8", "replace")
            assert "nspoken" not in f"{path}{body}", path
            assert "still being weighed" not in body, path


def test_what_is_withdrawn_is_gone_from_every_file(small: dict[str, Any], tmp_path: Path) -> None:
    export(tmp_path / "site")
    assert (tmp_path / "site" / "summaries" / "third-things" / "index.html").exists()
    publishing.unpublish(record=small["third"], by=None)
    export(tmp_path / "site")
    assert not (tmp_path / "site" / "summaries" / "third-things").exists()
    naming = [
        path
        for path in (tmp_path / "site").rglob("*")
        if path.is_file() and b"Third things" in path.read_bytes()
    ]
    # The feed of changes says what was withdrawn, as the site's own does.
    assert {path.name for path in naming} <= {"changes.atom"}


def test_a_renamed_summary_leaves_a_page_that_leads_on(small: dict[str, Any], tmp_path: Path) -> None:
    export(tmp_path / "site")
    another_slug(small)
    export(tmp_path / "site")
    for language in ("", "fr/"):
        page = (tmp_path / "site" / language / "summaries" / "first-things" / "index.html").read_text()
        assert 'http-equiv="refresh" content="0; url=../first-of-all/"' in page


def test_other_styles_or_templates_make_all_pages_anew(
    small: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apercu.pagecache.exporting import manifest

    export(tmp_path / "site")
    monkeypatch.setattr(manifest, "maker", lambda: "another release")
    assert export(tmp_path / "site").startswith("The whole site was made")


def test_another_name_of_the_site_makes_all_pages_anew(small: dict[str, Any], tmp_path: Path) -> None:
    from apercu.content.models import SiteSettings

    export(tmp_path / "site")
    said = SiteSettings.objects.first() or SiteSettings()
    said.name = "Another Digest"
    said.save()
    assert export(tmp_path / "site").startswith("The whole site was made")
    assert "Another Digest" in (tmp_path / "site" / "fr" / "index.html").read_text()


def test_a_long_list_is_several_files(small: dict[str, Any], tmp_path: Path) -> None:
    for number in range(PAGE_SIZE):
        make_summary(
            title=f"Thing {number}", digest=small["june"], topics=[small["empathy"]], types=[small["trial"]]
        )
    export(tmp_path / "site")
    first = (tmp_path / "site" / "topics" / "empathy" / "index.html").read_text()
    assert 'href="page/2/"' in first
    second = (tmp_path / "site" / "topics" / "empathy" / "page" / "2" / "index.html").read_text()
    assert 'href="../../"' in second


def test_a_link_that_leads_nowhere_is_told(small: dict[str, Any], tmp_path: Path) -> None:
    small["first"].body = '<p><a href="/summaries/never-written/">More</a>.</p>'
    small["first"].save_revision()
    publishing.publish(record=small["first"], by=None)
    said = export(tmp_path / "site")
    assert (
        "On /summaries/first-things/ a link leads to /summaries/never-written/, where nothing stands." in said
    )


def test_a_folder_of_somebody_else_is_left_alone(small: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear Alice")
    with pytest.raises(CommandError, match="holds files that are no export"):
        export(tmp_path / "letters")
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_a_file_is_no_folder_to_export_to(small: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(CommandError, match="is a file; name a folder"):
        export(tmp_path / "site")


def test_an_export_can_be_moved_or_lose_its_workshop(small: dict[str, Any], tmp_path: Path) -> None:
    export(tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / "elsewhere")
    assert export(tmp_path / "elsewhere").startswith("The whole site was made")
    rename(small["first"], "First thoughts")
    assert export(tmp_path / "elsewhere").startswith("What changed was made")


def test_people_who_sign_nothing_change_no_page(small: dict[str, Any], tmp_path: Path) -> None:
    export(tmp_path / "site")
    Person.objects.create(name="Nobody Yet")
    export(tmp_path / "site")
    whole = tmp_path / "whole"
    export(whole)
    assert files_of(tmp_path / "site") == files_of(whole)


# --- what goes wrong -----------------------------------------------------------------------------------------


def test_an_export_that_is_killed_or_finds_the_disk_full_leaves_the_earlier_one(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told = kill_exports(tmp_path, tmp_path_factory, stride=120)
    assert told["killed"] >= 2


@pytest.mark.soak
def test_an_export_is_killed_before_any_write(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    told = kill_exports(tmp_path, tmp_path_factory, stride=1)
    assert told["killed"] >= 100


def kill_exports(folder: Path, factory: pytest.TempPathFactory, *, stride: int) -> dict[str, int]:
    """What `killed_export.py` tells of a site of its own."""
    data = copy_of_a_site(folder / "data", factory)
    told: dict[str, int] = told_by(
        "tests.integration.pagecache.killed_export",
        folder / "site",
        stride,
        env=environment(data),
        patience=PATIENCE * 60,
    )
    return told
