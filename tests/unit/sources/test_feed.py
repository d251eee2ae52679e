"""Feeds in their dialects: the same post, whichever way a blog prints it."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from apercu.sources.detecting import read_page
from apercu.sources.draft import SourcePage, SummaryDraft
from tests.samples import blogs

HTML = f"<p>{escape(blogs.citation(3), quote=False)}</p><p>{blogs.body(3)}</p><h2>Practice Implications</h2><p>{blogs.implications(3)}</p>"
CODED = escape(HTML)
TITLE = blogs.title(3)
RSS = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Notes</title><language>en-us</language>
<item><title>{TITLE}</title><link>https://b.example.org/3/</link><guid>https://b.example.org/?p=3</guid><dc:creator>Alice Martin</dc:creator><category>Empathy</category>
<pubDate>Fri, 15 Apr 2011 10:00:00 +0000</pubDate><description>Short […]</description><content:encoded><![CDATA[{HTML}]]></content:encoded></item></channel></rss>"""
OLD_RSS = f"""<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Notes</title><language>en</language>
<item><title>{TITLE}</title><link>https://b.example.org/3/</link><author>a@example.org (Alice Martin)</author><category>Empathy</category><pubDate>15 Apr 2011 10:00 GMT</pubDate><description>{CODED}</description></item></channel></rss>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://b.example.org/"><title>Notes</title><dc:language>en</dc:language></channel>
<item rdf:about="https://b.example.org/3/"><title>{TITLE}</title><link>https://b.example.org/3/</link><dc:creator>Alice Martin</dc:creator><dc:subject>Empathy</dc:subject><dc:date>2011-04-15T10:00:00Z</dc:date><description>{CODED}</description></item></rdf:RDF>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title><entry><title>{TITLE}</title><id>https://b.example.org/?p=3</id><link rel="self" href="https://b.example.org/3.atom"/><link href="https://b.example.org/3/"/>
<author><name>Alice Martin</name></author><category term="empathy" label="Empathy"/><published>2011-04-15T10:00:00Z</published><updated>2020-01-01T00:00:00Z</updated><content type="html">{CODED}</content></entry></feed>"""
XHTML = ATOM.replace(
    f'<content type="html">{CODED}</content>',
    f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div></content>',
)
PREFIXED = (
    ATOM.replace("xmlns=", "xmlns:a=")
    .replace("</", "</a:")
    .replace("<", "<a:")
    .replace("<a:/a:", "</a:")
    .replace("<a:/", "</")
)


def read(path: Path, text: str) -> SourcePage:
    path.write_text(text, "utf-8")
    return read_page(path)


@pytest.mark.parametrize(
    "text",
    [RSS, OLD_RSS, RDF, ATOM, XHTML, PREFIXED],
    ids=["rss", "0.91", "rdf", "atom", "xhtml", "prefixed"],
)
def test_every_dialect_gives_the_same_entry(tmp_path: Path, text: str) -> None:
    page = read(tmp_path / "feed.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    (draft,) = page.summaries
    assert page.kind == "feed"
    assert (draft.title, draft.month, draft.authors) == (TITLE, "2011-04", ("Alice Martin",))
    assert draft.citation == blogs.citation(3)
    assert draft.body == f"<p>{blogs.body(3)}</p>"
    assert draft.implications == f"<p>{blogs.implications(3)}</p>"
    assert draft.post is not None
    assert draft.post.labels == ("Empathy",)
    assert draft.post.addresses[0] == "https://b.example.org/3/"
    assert draft.identifier.startswith("post:https://b.example.org/")
    assert page.header.intro == "Notes"
    assert draft.caveats == ()


def one(path: Path, item: str) -> SummaryDraft:
    (draft,) = read(path, f'<rss version="2.0"><channel>{item}</channel></rss>').summaries
    return draft


@pytest.mark.parametrize("end", ["[&amp;#8230;]", "[…]", "…", "... Continue reading Notes"])
def test_a_feed_of_beginnings_says_so(tmp_path: Path, end: str) -> None:
    draft = one(
        tmp_path / "f.xml",
        f"<item><title>A walk</title><link>https://b.example.org/</link><description>They looked, and then {end}</description></item>",
    )
    assert [str(c.code) for c in draft.caveats if c.code == "excerpt-only"] == ["excerpt-only"]


def test_the_line_that_names_the_feed_is_left_over(tmp_path: Path) -> None:
    page = read_page(blogs.write_feed(tmp_path / "feed.xml", 3))
    assert [draft.title for draft in page.summaries] == [blogs.title(n) for n in (3, 2, 1)]
    for draft in page.summaries:
        assert draft.post is not None
        assert draft.post.leftover == (f"The post {draft.title} appeared first on Practice Notes.",)


def test_an_enclosure_is_named(tmp_path: Path) -> None:
    draft = one(
        tmp_path / "f.xml",
        "<item><title>A walk</title><description>Text.</description><enclosure url='https://b.example.org/a.mp3'/></item>",
    )
    assert ("embed-left-out", "https://b.example.org/a.mp3") in [
        (str(c.code), c.detail) for c in draft.caveats
    ]


def test_an_address_that_is_none_is_no_old_address(tmp_path: Path) -> None:
    draft = one(
        tmp_path / "f.xml",
        "<item><title>A</title><link>javascript:alert(1)</link><guid>tag:b,2012:7</guid><description>Text.</description></item>",
    )
    assert draft.post is not None
    assert draft.post.addresses == ()
    assert draft.identifier == "post:tag:b,2012:7"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<?xml version='1.0'?><!-- long --><?xml-stylesheet href='x'?><rss/>", "feed"),
        ("\ufeff\n <feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        ("<?xml version='1.0'?><!DOCTYPE html><html><body><p>June 2021</p></body></html>", "web_page"),
        ("<!-- a page --><p>one</p><p>two</p>", "web_page"),
    ],
)
def test_the_root_element_tells(tmp_path: Path, text: str, kind: str) -> None:
    assert read(tmp_path / "any.txt", text).kind == kind
