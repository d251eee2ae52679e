"""Laws of what programs read: nothing escapes the place it stands in, and names have the form they claim."""

from __future__ import annotations

import datetime
import json
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from apercu.reading.feeds import atom, json_feed
from apercu.reading.feeds.items import Author, Category, Entry, Feed
from apercu.reading.machine import identity, linked_data
from apercu.sources.richtext import without_controls

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
AT = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))
NAMES = {"a": atom.NAMESPACE}


@settings(deadline=None)
@example("</script><script>alert(1)</script><!-- &amp; \u2028")
@given(texts)
def test_linked_data_reads_back_and_never_leaves_its_script(text: str) -> None:
    script = linked_data.script({"name": text})
    assert not set("<>&\u2028\u2029") & set(script)
    assert json.loads(script) == {"@context": "https://schema.org", "name": text}


def a_feed(text: str) -> Feed:
    entry = Entry(
        id="tag:example.org,2026-03-02:summary/1",
        title=text,
        address="https://example.org/summaries/one/",
        published=AT,
        updated=AT,
        language="en",
        gist=text,
        content=text,
        authors=(Author(name=text),),
        categories=(Category(term="one", scheme="https://example.org/topics/", label=text),),
    )
    return Feed(
        id="urn:uuid:00000000-0000-5000-8000-000000000000",
        title=text,
        address="https://example.org/feed.atom",
        home="https://example.org/",
        updated=AT,
        language="en",
        entries=(entry,),
        author=Author(name="Somebody"),
    )


@settings(deadline=None)
@example("\x00\x0b\x1f\ufffe]]> <b>&amp;</b> \r\n")
@given(texts)
def test_any_text_makes_a_feed_that_can_be_read_and_says_the_text(text: str) -> None:
    document = etree.fromstring(atom.write(a_feed(text)))
    # XML 1.0 §2.11: whoever reads the document makes one line feed of every line end.
    kept = without_controls(text).replace("\r\n", "\n").replace("\r", "\n")
    for path in ("a:title", "a:entry/a:title", "a:entry/a:content", "a:entry/a:author/a:name"):
        assert (document.findtext(path, namespaces=NAMES) or "") == kept
    item = json.loads(json_feed.write(a_feed(text)))["items"][0]
    assert item.get("content_html", "") == text


def test_moments_are_told_in_utc() -> None:
    document = etree.fromstring(atom.write(a_feed("A title")))
    assert document.findtext("a:updated", namespaces=NAMES) == "2026-03-02T04:30:00Z"


def test_a_tag_has_the_form_of_rfc_4151_and_the_day_in_utc() -> None:
    name = identity.tag("summary/7", on=AT)
    assert re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:summary/7", name)
    assert ",2026-03-02:" in name


def test_a_feeds_name_is_the_same_every_time_and_another_for_every_feed() -> None:
    assert identity.of_feed("feeds/topic/1#en") == identity.of_feed("feeds/topic/1#en")
    names = {
        identity.of_feed(f"feeds/{kind}/{n}#{code}")
        for kind in ("topic", "type")
        for n in (1, 2)
        for code in ("en", "fr")
    }
    assert len(names) == 8
    assert all(
        re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", name)
        for name in names
    )
