"""A mailing with all that a mail can hold, about invented studies; the golden files are made of it."""

from __future__ import annotations

import datetime
from typing import Any

from apercu.content.models import Digest, SiteSettings
from apercu.mailing.composing import content
from apercu.mailing.models import Mailing, MailSettings
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

NOVEMBER = datetime.date(2026, 11, 1)
NOON = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)


def make_settings() -> None:
    """A site with an address in the post and on the net, and a sender."""
    SiteSettings.objects.create(
        name="The Practice Digest",
        name_fr="Le bulletin de la pratique",
        publisher="Invented Research Network",
        postal_address="1 Example Road\nAnytown  A1B 2C3",
        contact_email="desk@example.org",
    )
    MailSettings.objects.create(sender="digest@example.org", reply_to="desk@example.org")


def make_month(*, month: datetime.date = NOVEMBER) -> Digest:
    """A public digest with three summaries: everything in the first, a list in the second, French the third."""
    digest = make_digest(
        month=month,
        teaser="<p>This month: walking, waiting, and what a <em>second look</em> at a diary shows.</p>",
        announcements=(
            '<h3>An evening on walking</h3><p>Tell us by mail, or <a href="https://events.example.net/walk">'
            'read the programme</a>; see also <a href="/about/">who we are</a>.</p>'
        ),
    )
    alliance = make_topic(name="Alliance", name_fr="Alliance")
    training = make_topic(name="Training", name_fr="Formation")
    trial = make_type(name="Randomised trial", name_fr="Essai randomisé")
    survey = make_type(name="Survey", name_fr="Enquête")
    make_summary(
        title="Walking sessions: what clients & therapists noted",
        slug="walking-sessions",
        digest=digest,
        position=1,
        topics=[alliance, training],
        types=[trial],
        articles=[_article(1)],
        authors=[make_person(name="Noor Haddad"), make_person(name="Zoé Lemieux")],
        gist="An invented trial let half of its clients walk; they said they felt “less watched”.",
        implications=(
            "<p>Ask before you walk: not everybody wants to be <strong>seen outside</strong>.</p>"
            "<ul><li>Agree on what happens when you meet somebody you know.</li>"
            '<li>Keep a <a href="/summaries/waiting-lists/">plan for rain</a>.</li></ul>'
        ),
        studies_count=1,
        participants_count=12036,
    )
    make_summary(
        title="Waiting lists: a letter changed little",
        slug="waiting-lists",
        digest=digest,
        position=2,
        topics=[training],
        types=[survey],
        articles=[_article(2), _article(3)],
        gist="Nobody in an invented survey remembered the letter.",
        implications="<ol><li>Call.</li><li>Say how long it will take, and <em>by when</em> you call again.</li></ol>",
    )
    make_summary(
        title="Un journal relu deux fois",
        slug="un-journal-relu",
        digest=digest,
        position=3,
        language="fr",
        topics=[alliance],
        types=[survey],
        articles=[],
        legacy=True,
        printed_citation="Lemieux, Z. (1999). Relire. Cahiers inventés.",
        gist="À la relecture, l’étude inventée a trouvé autre chose.",
        implications="<p>Relisez vos notes une semaine plus tard.</p><blockquote><p>Rien ne presse.</p></blockquote>",
    )
    return digest


def make_mailing(**fields: Any) -> Mailing:
    """A mailing of that month, being written."""
    make_settings()
    mailing = content.begin(digest=make_month(), by=None, at=NOON)
    for name, value in fields.items():
        setattr(mailing, name, value)
    mailing.save()
    return mailing


def start(mailing: Mailing) -> Mailing:
    """As Send leaves it: frozen, begun."""
    mailing.content = content.frozen(mailing=mailing)
    mailing.state, mailing.started_at = Mailing.State.SENDING, NOON
    mailing.save()
    return mailing


def _article(number: int) -> Any:
    return make_article(
        title=f"An invented study of something, part {number}",
        volume=str(number),
        year=2020 + number,
        doi=f"10.1234/invented.mail.{number}",
    )
