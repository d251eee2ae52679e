"""Everything under /fr/ speaks French: every kind of page is read word by word, and every word accounted for."""

from __future__ import annotations

import calendar
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, resolve
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import trans_real
from pytest_django import DjangoDbBlocker

from apercu.reading import urls
from apercu.reading.views.errors import broken
from tests.builders import make_topic
from tests.french import english_said, faults
from tests.french_site import READER, make_english, make_french, make_site, own_addresses, written
from tests.spoken import spoken, ways

pytestmark = pytest.mark.django_db

Pages = dict[str, str]  # address to HTML

BEGINNINGS = [
    "/fr/mail/2021-06/",
    "/fr/",
    "/fr/summaries/?topic=empathy&type=survey&year=2021",
    "/fr/summaries/?" + urlencode({"topic": written("astrology"), "type": written("tarot"), "year": 1066}),
    "/fr/summaries/?topic=none",
    "/fr/summaries/english-1/report/thanks/",
]
EVERYWHERE = re.compile(  # what is in no language
    r"/(feeds/|api/|static/|logo/|desk/|changes\.atom|sitemap\.xml|llms\.txt)|.*/data/$|.*\.(ris|bib|json|txt|md|atom)$"
)
NAMES = [
    "APA 7",
    "APA",
    "Vancouver",
    "AMA",
    "Chicago",
    "NLM",
    "RIS",
    "BibTeX",
    "CSL-JSON",
    "JSON",
    "Markdown",
    "Aperçu",
    "Français",
    "1er",
]
LETTER = re.compile(r"[^\W\d_]")


class Nothing(Exception):
    """Takes the database back to where it was."""


class MarkedFrench(trans_real.DjangoTranslation):
    """French in which every word that goes through gettext stands in ⟦⟧, so that the others stand out."""

    def gettext(self, message: str) -> str:
        return f"⟦{message.split(trans_real.CONTEXT_SEPARATOR)[-1]}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n < 2 else msgid2)


@contextmanager
def words_marked() -> Iterator[None]:
    """Within it, French is marked French; what the site keeps of its words is forgotten before and after."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vars(trans_real)["_translations"], "fr", MarkedFrench("fr"))
        forget_words()
        yield
    forget_words()


def forget_words() -> None:
    ours = [module for name, module in sys.modules.items() if name.startswith("apercu.")]
    for kept in (value for module in ours for value in list(vars(module).values())):
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Pages]:
    """All pages under /fr/, the same with marked words, and the English page of each."""
    found = {}
    with django_db_blocker.unblock(), suppress(Nothing), transaction.atomic():
        make_site()
        found["french"] = crawled()
        found["english"] = in_english(found["french"])
        with words_marked():
            make_topic(name=written("Added"), slug="added")  # a change, so that every page is made anew
            found["marked"] = crawled()
        raise Nothing
    return found


@pytest.fixture(scope="module")
def french(pages: dict[str, Pages]) -> Pages:
    return pages["french"]


def crawled() -> Pages:
    """Every page that links under /fr/ lead to, with the answers to mistakes."""
    client, waiting, seen = Client(), [*BEGINNINGS, *own_addresses()], Pages()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        response = client.get(address)
        assert response.status_code == 200, address
        seen[address] = response.content.decode()
        waiting += [link for link in local_links(address, seen[address]) if is_french(link)]
    seen["404"] = client.get("/fr/nowhere/").content.decode()
    seen["a report without words"] = client.post("/fr/summaries/english-1/report/", {}).content.decode()
    seen["an address that is none"] = client.post("/fr/subscribe/", {"email": "a@"}).content.decode()
    nothing = client.post(f"/fr/u/{READER}/choices/", {"topics": "chosen", "types": "chosen"})
    seen["nothing chosen"] = nothing.content.decode()
    seen["a link that is nobody's"] = client.get("/fr/u/nobody/").content.decode()
    seen["a link that is too old"] = client.get("/fr/subscribe/confirm/old/").content.decode()
    with translation.override("fr"):
        seen["500"] = broken(RequestFactory().get("/fr/")).content.decode()
    return seen


def in_english(french: Pages) -> Pages:
    client = Client()
    return {
        address: client.get(address).content.decode() for page in french.values() for address in pair_of(page)
    }


def pair_of(page: str) -> list[str]:
    """The address a page names as its English pair."""
    alternates = [way for way in ways(page) if way.rel == "alternate" and way.hreflang == "en"]
    return [path_of(way.href) for way in alternates if way.href.startswith(settings.SITE_URL)]


def local_links(address: str, page: str) -> list[str]:
    """Where a person can go from a page without leaving the site or the language; no fragments."""
    whole = [
        urljoin(address, way.href.split("#")[0]) for way in ways(page) if not way.rel and not way.hreflang
    ]
    return [link for link in whole if link.startswith("/") and not EVERYWHERE.match(urlsplit(link).path)]


def is_french(address: str) -> bool:
    return address.startswith("/fr/") and not EVERYWHERE.match(urlsplit(address).path)


def path_of(address: str) -> str:
    return address.removeprefix(settings.SITE_URL)


def test_every_kind_of_page_is_read(french: Pages) -> None:
    """A page of a new kind that no link leads to would be read by nobody here."""
    with translation.override("fr"):
        kinds = {resolve(urlsplit(address).path).url_name for address in french if address.startswith("/")}
    wanted = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    files = {pattern.name for pattern in urls.urlpatterns if "." in str(pattern.pattern)}
    files |= {"own_data"}
    only_for_forms = {"choices", "come_back"}  # whoever goes there is sent on
    assert wanted - files - only_for_forms <= kinds
    assert "wagtail_serve" in kinds
    assert {"/fr/summaries/?page=2", "/fr/topics/empathy/?page=2"} <= set(french)


def test_no_english_word_of_the_interface_is_said(french: Pages) -> None:
    said = {
        one.text.replace("\u00a0", " ")
        for page in french.values()
        for one in spoken(page)
        if one.language == "fr"
    }
    assert english_said("\n".join(re.sub("¤[^¤]*¤", "¤", text) for text in said)) == set()


def test_every_word_that_no_editor_wrote_is_marked_for_translation(pages: dict[str, Pages]) -> None:
    assert {rest for page in pages["marked"].values() for rest in unmarked(page)} == set()


def unmarked(page: str) -> list[str]:
    """The words of a page that are neither the interface's nor an editor's, nor a name or an address.

    A marked sentence may hold a link, and so go on over several runs of words.
    """
    runs = (one.text for one in spoken(page) if one.language == "fr" and not one.is_citation)
    rest = "\n".join(map(without_editors, runs))
    while (less := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
        rest = less
    return [line for line in rest.split("\n") if LETTER.search(line)]


def without_editors(text: str) -> str:
    text = re.sub(r"¤[^¤]*(¤|$)", "", text)
    text = re.sub(r"https?://\S+|[\w.]+@[\w.]+", "", text)
    is_cut = text.endswith("…") and text.count("⟦") > text.count("⟧")
    return re.sub("|".join(map(re.escape, NAMES)), "", text) + ("⟧" if is_cut else "")


def test_a_word_without_a_mark_would_be_found() -> None:
    page = '<html lang="fr">{}</html>'
    assert unmarked(page.format("<p>⟦Summary by ⟦x⟧⟧ and ¤Noor¤</p>"))
    assert unmarked(page.format("<p title='Go'>⟦Summary⟧</p>"))
    assert not unmarked(
        page.format("<p>⟦Summary by <a>¤Noor¤</a>⟧, 2021</p><p title='¤cut of…'>⟦cut…</p>⟦Next⟧")
    )


def test_french_words_of_the_interface_are_not_called_english(pages: dict[str, Pages]) -> None:
    """A screen reader would say them with an English voice."""
    said = (
        one for page in pages["marked"].values() for one in spoken(page) if one.language not in {"", "fr"}
    )
    assert {one.text for one in said if "⟦" in one.text} == set()


def test_english_words_of_editors_are_called_english_and_no_others(french: Pages) -> None:
    for address, page in french.items():
        for one in spoken(page):
            if one.text.startswith("¤") and not one.is_citation and one.where not in {"title", "meta"}:
                assert (one.language == "en") == one.text.startswith("¤EN"), (address, one)


def test_pages_are_printed_as_french_is(french: Pages) -> None:
    said = {
        one.text
        for page in french.values()
        for one in spoken(page)
        if one.language == "fr" and not one.is_citation
    }
    bare = {re.sub("¤[^¤]*(¤|$)", "x", text) for text in said}
    assert {text: found for text in bare if (found := faults(text))} == {}


def test_pages_say_what_language_they_are_in(french: Pages) -> None:
    for address, page in french.items():
        assert '<html lang="fr"' in page, address


def test_links_stay_under_fr(french: Pages) -> None:
    leaving = {(address, link) for address, page in french.items() for link in local_links(address, page)}
    assert {(address, link) for address, link in leaving if not is_french(link)} == set()


def test_dates_and_numbers_are_printed_as_in_french(french: Pages) -> None:
    mended = text_of(french["/fr/summaries/english-500/"])
    assert "1er juin 2021" in mended
    assert "9 juillet 2021" in mended
    assert "12\u00a0036" in mended
    assert "juin 2021" in text_of(french["/fr/digests/2021/06/"]).replace("\n", " ")
    with translation.override("fr"):
        assert number_format(0.5) == "0,5"
    for address, page in french.items():
        said = " ".join(re.sub("¤[^¤]*¤", "", one.text) for one in spoken(page) if one.language == "fr")
        assert not set(re.findall(r"\w+", said)) & set(calendar.month_name[1:]), address


def text_of(page: str) -> str:
    return "\n".join(one.text for one in spoken(page))


NOTICE = "Ce contenu n’est offert qu’en anglais."
ENGLISH_NOTICE = "This content is only available in French."


@pytest.mark.parametrize(
    "address", ["/fr/summaries/english-1/", "/fr/digests/2021/06/", "/fr/only-in-english/"]
)
def test_what_is_only_in_english_says_so_in_french(french: Pages, address: str) -> None:
    assert NOTICE in text_of(french[address])


@pytest.mark.parametrize("address", ["/fr/summaries/un-texte/", "/fr/about/", "/fr/topics/"])
def test_what_is_in_french_does_not(french: Pages, address: str) -> None:
    assert NOTICE not in text_of(french[address])


def test_a_french_summary_on_an_english_page_says_so_in_english(pages: dict[str, Pages]) -> None:
    page = pages["english"]["/summaries/un-texte/"]
    assert ENGLISH_NOTICE in text_of(page)
    assert {one.language for one in spoken(page) if one.text == written("On a regardé.")} == {"fr"}
    assert "12,036" in text_of(pages["english"]["/summaries/english-1/"])


def test_each_page_is_canonical_to_itself_and_names_its_pair(pages: dict[str, Pages]) -> None:
    for address, page in pages["french"].items():
        canonical = [path_of(way.href) for way in ways(page) if way.rel == "canonical"]
        if not address.startswith("/"):
            assert canonical == [] or canonical[0].startswith("/fr/")
            continue
        if address.startswith("/fr/mail/"):
            assert canonical == ["/fr/digests/2021/06/"], address
            continue
        assert canonical == [address] or "topic=" in address, address
        pairs = pair_of(page)
        assert pairs == [canonical[0].removeprefix("/fr")], address
        assert f'hreflang="fr" href="{settings.SITE_URL}{canonical[0]}"'.replace("&", "&amp;") in page, (
            address
        )
        english = pages["english"][pairs[0]]
        back = [path_of(way.href) for way in ways(english) if way.rel == "alternate" and way.hreflang == "fr"]
        assert canonical[0] in back, address
        assert [path_of(way.href) for way in ways(english) if way.rel == "canonical"] == pairs


def test_an_empty_site_is_french_too() -> None:
    said = text_of(Client().get("/fr/").content.decode())
    assert "Rien n’est encore publié" in said
    with words_marked():
        make_topic(name=written("Nobody wrote on it"))  # a change, so that the page is made anew
        assert unmarked(Client().get("/fr/").content.decode()) == []


def test_a_site_in_one_language_says_so_at_the_foot_of_the_other() -> None:
    make_english(1)
    assert NOTICE in text_of(Client().get("/fr/").content.decode())
    make_french()
    assert NOTICE not in text_of(Client().get("/fr/").content.decode())
