"""What is in a copy: what was asked for, nothing else, in the language it was asked in."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import combinations

import pytest

from apercu.content import publishing
from apercu.content.models import Digest, SiteSettings, Summary
from apercu.mailing.composing import content, html, message, text
from apercu.mailing.composing.headers import NoSender
from apercu.mailing.composing.letter import NoSuchPart, letter
from apercu.mailing.composing.parts import Content
from apercu.mailing.composing.prepared import Copy
from apercu.mailing.models import Mailing, MailSettings
from tests.builders import make_digest, make_summary
from tests.composed import NOON, make_mailing, start

pytestmark = pytest.mark.django_db

ANNA = Copy(
    to="anna@example.org", token="T" * 32, message_id="<m@example.org>", bounces="b@example.org", date=NOON
)
MARK = re.compile(r"%[A-Z-]+%")


@pytest.fixture
def mailing() -> Mailing:
    return start(make_mailing())


def read(written: bytes) -> tuple[EmailMessage, str, str]:
    parsed = BytesParser(policy=policy.default).parsebytes(written)
    assert isinstance(parsed, EmailMessage)
    plain, rich = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None
    assert rich is not None
    return parsed, plain.get_content(), rich.get_content()


def copy(mailing: Mailing, *, language: str = "en", parts: tuple[int, ...]) -> tuple[EmailMessage, str, str]:
    return read(message.prepared_for(mailing=mailing, language=language, parts=parts).for_one(ANNA))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_copy_has_every_summary_asked_for_and_no_other(mailing: Mailing, language: str) -> None:
    slugs = {part.key: part.slug for part in content.of_mailing(mailing).summaries}
    titles = {part.key: part.title for part in content.of_mailing(mailing).summaries}
    linked_by_another = "waiting-lists"  # the text of walking-sessions leads to it
    for count in (1, 2, 3):
        for parts in combinations(slugs, count):
            headers, plain, rich = copy(mailing, language=language, parts=parts)
            for part in (plain, rich):
                found = set(re.findall(r"http://localhost:8000(?:/fr)?/summaries/([\w-]+)/", part))
                assert found - {linked_by_another} == {slugs[key] for key in parts} - {linked_by_another}
            named = {key for key, title in titles.items() if title.replace("&", "&amp;") in rich}
            assert named == set(parts)
            assert {key for key in titles if _squeezed(titles[key]) in _squeezed(plain)} == set(parts)
            assert not any(titles[key] in headers["Subject"] for key in set(titles) - set(parts))
            assert not MARK.search(plain + rich + str(headers))


def _squeezed(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def test_a_copy_with_some_says_calmly_how_many_others_there_were(mailing: Mailing) -> None:
    first, *_rest = content.of_mailing(mailing).keys
    said = "This month has 2 more summaries, outside the topics and types you chose."
    for part in copy(mailing, parts=(first,))[1:]:
        assert said in _squeezed(part)
        assert "http://localhost:8000/digests/2026/11/" in part
    assert not any(
        "outside the topics" in _squeezed(part)
        for part in copy(mailing, parts=content.of_mailing(mailing).keys)[1:]
    )


def test_the_order_is_the_months_whatever_order_is_asked_for(mailing: Mailing) -> None:
    keys = content.of_mailing(mailing).keys
    assert copy(mailing, parts=keys)[1:] == copy(mailing, parts=keys[::-1])[1:]


@pytest.mark.parametrize("parts", [(), (0,)])
def test_a_copy_of_nothing_is_refused(mailing: Mailing, parts: tuple[int, ...]) -> None:
    with pytest.raises(NoSuchPart):
        message.prepared_for(mailing=mailing, language="en", parts=parts)


def test_the_words_somebody_wrote_stand_over_every_copy(mailing: Mailing) -> None:
    mailing.subject, mailing.preheader = "On walking", "And on waiting"
    key = content.of_mailing(mailing).keys[1]
    headers, _plain, rich = copy(mailing, parts=(key,))
    assert headers["Subject"] == "On walking"
    assert "And on waiting" in rich
    mailing.subject_fr = ""
    assert copy(mailing, language="fr", parts=(key,))[0]["Subject"] == "On walking"


def test_without_a_sender_there_is_no_mail(mailing: Mailing) -> None:
    MailSettings.objects.all().delete()
    with pytest.raises(NoSender, match="Settings > Mail"):
        copy(mailing, parts=content.of_mailing(mailing).keys)


def test_what_is_frozen_stays_as_it_was(mailing: Mailing) -> None:
    before = copy(mailing, parts=content.of_mailing(mailing).keys)[1:]
    summary = Summary.objects.get(slug="walking-sessions")
    summary.title = "Standing sessions"
    summary.save_revision()
    publishing.publish(record=summary, by=None)
    publishing.unpublish(record=Summary.objects.get(slug="waiting-lists"), by=None)
    mailing.refresh_from_db()
    assert copy(mailing, parts=content.of_mailing(mailing).keys)[1:] == before


def test_a_draft_says_what_readers_may_see_now() -> None:
    mailing = make_mailing()
    make_summary(title="Not public", digest=mailing.digest, publish=False)
    publishing.unpublish(record=Summary.objects.get(slug="waiting-lists"), by=None)
    assert [part.slug for part in content.of_mailing(mailing).summaries] == [
        "walking-sessions",
        "un-journal-relu",
    ]
    publishing.unpublish(record=Digest.objects.get(), by=None)
    hidden = content.of_mailing(Mailing.objects.get())
    assert hidden == Content(kind="digest", month=datetime.date(2026, 11, 1))


def test_a_digest_has_one_mailing_until_that_is_cancelled() -> None:
    mailing = make_mailing()
    assert mailing.digest is not None
    with pytest.raises(content.AlreadyBegun) as raised:
        content.begin(digest=mailing.digest, by=None, at=NOON)
    assert raised.value.mailing == mailing
    mailing.state = Mailing.State.CANCELLED
    mailing.save()
    again = content.begin(digest=mailing.digest, by=None, at=NOON)
    assert [mailing.name, again.name] == ["2026-11", "2026-11-2"]


def test_a_mailing_of_an_empty_month_is_called_by_it() -> None:
    mailing = content.begin(digest=make_digest(publish=False), by=None, at=NOON)
    assert (mailing.subject, mailing.subject_fr, mailing.preheader) == ("June 2021", "Juin 2021", "")


def test_a_title_that_fills_the_subject_is_cut_at_a_word() -> None:
    digest = make_digest()
    make_summary(title="A very long title of a study " * 15, digest=digest)
    make_summary(digest=digest)
    mailing = content.begin(digest=digest, by=None, at=NOON)
    assert len(mailing.subject) <= 200
    assert re.search(r"\w…” and 1 more$", mailing.subject)


def test_an_alert_has_the_public_ones_in_their_order() -> None:
    one, other, third = (make_summary(title=title) for title in ("One", "Other", "Third"))
    publishing.unpublish(record=third, by=None)
    alerts = content.begin_alerts(summaries=[other.pk, third.pk, one.pk], at=NOON)
    assert content.of_mailing(alerts).keys == (other.pk, one.pk)
    assert alerts.subject == "New: “Other” and 1 more"
    assert alerts.subject_fr == "Du nouveau\u00a0: «\u00a0Other\u00a0» et 1 autre"
    assert content.begin_alerts(summaries=[one.pk], at=NOON).name == "2026-11-30-new-2"


def test_a_long_month_stays_under_the_size_mailboxes_cut_at() -> None:
    mailing = make_mailing()
    whole = content.of_mailing(mailing)
    long = replace(whole.summaries[0], implications="<p>" + "Much to do. " * 400 + "</p>", slug="long")
    many = replace(whole, summaries=tuple(replace(long, key=n, title=f"Title no {n}.") for n in range(20)))
    said = letter(mailing=mailing, content=many, language="en")
    written = html.write(said)
    assert 0 < written.whole < 20
    assert html.LARGEST - 10_000 < written.size <= html.LARGEST
    assert written.html.count("Practice implications</h3>") == written.whole
    assert all(f"Title no {n}." in written.html for n in range(20))
    assert "/u/%TOKEN%/" in written.html.partition("Title no 19.")[2]
    assert text.write(said).count("Title no") == 40  # in the list and above each; text is never cut


def test_the_html_is_fit_for_mailboxes(mailing: Mailing) -> None:
    written = copy(mailing, language="fr", parts=content.of_mailing(mailing).keys)[2]
    assert "@media (prefers-color-scheme: dark)" in written
    assert 'name="color-scheme" content="light dark"' in written
    assert written.count('lang="fr" dir="ltr"') == 2
    assert '<td class="opening" style="' in written
    for word in ("&apos;", "<img", "<script", "<link", "display:flex", "display:grid", "var(--"):
        assert word not in written
    assert all('role="presentation"' in table for table in re.findall(r"<table[^>]*>", written))
    assert re.search(r'<h2[^>]* lang="en"', written)
    assert not re.search(r'<h2[^>]* lang="fr"', written)


def test_a_test_says_so_and_leads_to_nobodys_choices() -> None:
    mailing = make_mailing()
    headers, plain, rich = read(
        message.test_copy(mailing=mailing, language="en", to="me@example.org", at=NOON)
    )
    assert headers["Subject"].startswith("[Test] November 2026")
    assert headers["To"] == "me@example.org"
    assert "/u/test/" in plain
    for part in (plain, rich):
        assert "This is a test, sent to you alone." in _squeezed(part)
    other = read(message.test_copy(mailing=mailing, language="en", to="you@example.org", at=NOON))[0]
    assert headers["Message-ID"] != other["Message-ID"]


def test_what_editors_write_is_text_in_the_mail_and_nothing_else() -> None:
    mailing = make_mailing()
    summary = Summary.objects.get(slug="walking-sessions")
    summary.gist = "<script>alert(1)</script> & <b>more</b>"
    summary.implications = '<p onclick="x()">Do.<script>y()</script> <a href="javascript:z()">this</a></p>'
    summary.save_revision()
    publishing.publish(record=summary, by=None)
    SiteSettings.objects.update(name='The "<Digest>"', postal_address="1 <Road>")
    _headers, plain, rich = copy(mailing, parts=content.of_mailing(mailing).keys)
    assert "<script" not in rich
    assert "onclick" not in rich
    assert "javascript" not in rich
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;more&lt;/b&gt;" in rich
    assert "1 &lt;Road&gt;" in rich
    assert "1 <Road>" in plain
