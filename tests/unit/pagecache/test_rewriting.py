"""What a page loses on its way to a file."""

from __future__ import annotations

from django.template.loader import render_to_string

from apercu.pagecache.exporting.rewriting import rewritten
from apercu.reading.viewdata.page import Site


def test_a_file_offers_no_form_to_subscribe_and_no_link_to_one() -> None:
    frame = Site(name="A digest", mail_consent="I would like to receive it.")
    form = render_to_string("reading/components/subscribe_here.html", {"consent": frame.mail_consent})
    foot = render_to_string("reading/components/colophon.html", {"site": frame, "languages": ()})
    assert "/subscribe/" in form
    assert "/subscribe/" in foot
    page = f'<html><head><meta charset="utf-8"></head><body><p>Before.</p>{form}<p>After.</p>{foot}</body></html>'
    known = {"/digests/", "/summaries/", "/feeds/summaries.atom"}
    made = rewritten(page, file="index.html", known=known)
    assert "subscribe" not in made.text
    assert made.lost == []
    assert made.text.index("Before.") < made.text.index("After.") < made.text.index("All digests")
