"""A small site with every kind of page, whose editors mark each word they write: ¤like this¤, and English ones ¤EN like this¤.

What is left of a French page once their words are taken away, the interface must have said.
"""

from __future__ import annotations

import datetime
from typing import Any

from wagtail.models import Site

from apercu.content import addresses, following, publishing
from apercu.content.models import (
    Article,
    Correction,
    Digest,
    InformationPage,
    Licence,
    SiteSettings,
    Summary,
    Topic,
)
from apercu.mailing import keys, tokens
from apercu.mailing.composing import content
from apercu.mailing.models import LinkToken, MailSettings, Subscriber
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

JUNE, MAY, APRIL = (datetime.date(2021, month, 1) for month in (6, 5, 4))
OLD = datetime.date(2019, 1, 1)
SENT = datetime.datetime(2021, 7, 1, 9, tzinfo=datetime.UTC)
NOW = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)  # so that nothing has run out
READER, LEFT, BLOCKED, ASKED = (sign * 32 for sign in "RLBA")  # tokens in their links
MANY = 23  # more than one page of a list


def written(words: str) -> str:
    """Words of an editor."""
    return f"¤{words}¤"


def english(words: str) -> str:
    """English words of an editor."""
    return written(f"EN {words}")


def make_site() -> None:
    """Settings, a free-form page, three months and their summaries in both languages, formatted citations."""
    _make_settings()
    topic = make_topic(
        name=english("Empathy"),
        slug="empathy",
        name_fr=written("Empathie"),
        description_fr=written("Sentir."),
    )
    make_topic(name=english("Nobody wrote on it"), slug="none", name_fr=written("Rien"))
    kind = make_type(
        name=english("Survey"), slug="survey", name_fr=written("Enquête"), description_fr=written("Demander.")
    )
    june, may, old = (make_digest(month=m, teaser=paragraph(english("This month"))) for m in (JUNE, MAY, OLD))
    Digest.objects.filter(pk=june.pk).update(announcements=paragraph(english("We look for therapists")))
    april = make_digest(month=APRIL, teaser=paragraph(written("Ce mois-ci")))
    for number in range(MANY):
        make_english(number, digest=(june, may, old)[number % 3], topics=[topic], types=[kind])
    make_french(digest=april, topics=[topic], types=[kind])
    _make_legacy()
    _make_mended(topics=[topic], types=[kind])
    _make_mail(june)
    _make_subscribers(topic)
    following.catch_up()


def own_addresses() -> list[str]:
    """The pages of those who ask for the mail, which no public link leads to."""
    asking = ASKED + keys.signature("confirm", ASKED, key=keys.of_the_mail().signing, signs=16)
    own = [addresses.preferences(token) for token in (READER, LEFT, BLOCKED)]
    deeds = [addresses.of_preferences(READER, deed) for deed in ("saved", "subscribed", "leave", "erase")]
    more = ["/subscribe/", "/subscribe/sent/", "/subscribe/forgotten/", addresses.confirm(asking)]
    return [addresses.in_language(path, "fr") for path in (*own, *deeds, *more)]


def make_english(number: int, **fields: Any) -> Summary:
    """A summary in English."""
    return make_summary(
        title=english(f"Summary {number}"),
        slug=f"english-{number}",
        gist=english("In one sentence."),
        body=paragraph(english("They looked.")),
        implications=paragraph(english("Do more of it.")),
        articles=[_article(number)],
        authors=[make_person(name=written("Noor Haddad"))],
        studies_count=number,
        participants_count=12036,
        **fields,
    )


def make_french(**fields: Any) -> Summary:
    """A summary in French."""
    return make_summary(
        title=written("Un texte français"),
        slug="un-texte",
        language="fr",
        gist=written("En une phrase."),
        body=paragraph(written("On a regardé.")),
        implications=paragraph(written("En faire plus.")),
        articles=[_article(1), _article(2)],
        authors=[make_person(name=written("Noor Haddad")), make_person(name=written("Ada Roy"))],
        studies_count=1,
        participants_count=1,
        **fields,
    )


def paragraph(words: str) -> str:
    """Rich text of an editor."""
    return f"<p>{words}</p>"


def _article(number: int) -> Article:
    """One of three articles: formatting a reference takes a while."""
    doi = f"10.1234/e.{number % 3}"
    here = Article.objects.filter(doi=doi).first()
    title, container = written(f"Étude {number % 3}"), written("Revue")
    return here or make_article(title=title, container_title=container, doi=doi)


def _make_settings() -> None:
    SiteSettings.objects.create(
        name=english("The Digest"),
        name_fr=written("Le Bulletin"),
        tagline=english("In short"),
        tagline_fr=written("En bref"),
        introduction=english("We read for you."),
        publisher=written("University Press"),
        publisher_address="https://press.example/",
        licence=Licence.BY,
        contact_email="desk@example.org",
        postal_address=written("1 Road"),
    )
    MailSettings.objects.create(sender="digest@example.org", alerts=True)
    root = Site.objects.get(is_default_site=True).root_page
    for title, french in (("About", "À propos"), ("Only in English", "")):
        root.add_child(
            instance=InformationPage(
                title=english(title),
                slug=title.replace(" ", "-").lower(),
                body=paragraph(english("Who we are.")),
                title_fr=written(french) if french else "",
                body_fr=paragraph(written("Qui nous sommes.")) if french else "",
                show_in_menus=True,
            )
        )


def _make_subscribers(topic: Topic) -> None:
    """One who chose, one who left, one whose mail came back, one who has not confirmed."""
    those: dict[str, dict[str, Any]] = {
        READER: {"state": "active", "often": "alerts", "all_topics": False},
        LEFT: {"state": "left", "left_at": NOW},
        BLOCKED: {"state": "active", "blocked": "bounced"},
        ASKED: {"confirm_hash": tokens.hash_of(ASKED), "confirm_asked_at": NOW},
    }
    for token, fields in those.items():
        one = Subscriber.objects.create(
            **{
                "email": f"{token[0].lower()}@example.org",
                "email_key": token,
                "language": "fr",
                "created_at": NOW,
                "confirmed_at": None if token == ASKED else NOW,
                **fields,
            }
        )
        one.topics.set([topic])
        if token != ASKED:
            LinkToken.objects.create(hash=tokens.hash_of(token), subscriber=one, at=NOW)


def _make_legacy() -> None:
    bare: dict[str, Any] = {"legacy": True, "articles": [], "topics": [], "types": [], "authors": []}
    make_summary(
        title=english("As printed"),
        slug="as-printed",
        body=paragraph(english("Text.")),
        implications="",
        gist="",
        printed_citation=written("Doe (1999). Old."),
        **bare,
    )
    make_summary(
        title=english("No source"),
        slug="no-source",
        body=paragraph(english("Text.")),
        implications="",
        gist="",
        **bare,
    )


def _make_mail(digest: Digest) -> None:
    """A mail that was sent, with what happened to its summaries since: one corrected, one withdrawn."""
    mailing = content.begin(digest=digest, by=None, at=SENT)
    mailing.content = content.frozen(mailing=mailing)
    mailing.subject, mailing.subject_fr = english("June"), written("Juin")
    mailing.started_at = SENT
    mailing.save()
    one, other = Summary.objects.filter(digest=digest, live=True).order_by("pk")[:2]
    Correction.objects.create(summary=one, date=SENT.date(), text=english("A number was put right."))
    publishing.unpublish(record=other, by=None)


def _make_mended(**fields: Any) -> None:
    """One that was first published on the first of a month, and put right later."""
    record = make_english(500, **fields)
    Correction.objects.create(
        summary=record, date=datetime.date(2021, 7, 9), text=english("A number was put right.")
    )
    Summary.objects.filter(pk=record.pk).update(
        first_published_at=datetime.datetime(2021, 6, 1, tzinfo=datetime.UTC),
        last_published_at=datetime.datetime(2021, 7, 9, tzinfo=datetime.UTC),
    )
