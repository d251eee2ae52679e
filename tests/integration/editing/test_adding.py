"""Adding an article by whatever an editor has of it: what is found, what is shown, what is saved."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser
from wagtail.users.models import UserProfile

from apercu.citations.formats.nbib_reading import NOTICES
from apercu.citations.recognising import Kind
from apercu.content.models import Article, Change, KeptAnswer, SiteSettings, Summary
from apercu.editing.adding import limits, looking, sentences
from apercu.fetching import Unfetchable
from apercu.lookup import SERVICES, NoticeKind, finding
from apercu.lookup.unanswered import Unanswered
from tests.builders import make_article, make_digest, make_person, make_summary
from tests.french import english_said
from tests.integration.editing.accounts import account
from tests.integration.editing.adding_desk import SAVE, SCREEN, paste, save, values, words
from tests.services import Services, Work, services_the_desk_asks
from tests.spoken import spoken

pytestmark = pytest.mark.django_db

WORK = Work()
PRINTED = (
    "Okafor, A. N., & Lindqvist, P. (2020). How much the therapist matters: an invented meta-analysis. "
    "Journal of Invented Results, 57(4), 529–537."
)


@pytest.fixture
def services(settings: Any) -> Iterator[Services]:
    """The services of a test, which know nothing yet."""
    with services_the_desk_asks(settings) as running:
        yield running


@pytest.fixture(autouse=True)
def nobody_has_looked_anything_up() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.mark.parametrize(
    "text",
    [
        WORK.doi,
        f"https://doi.org/{WORK.doi}",
        f"doi: {WORK.doi}.",
        f"https://www.tandfonline.com/doi/full/{WORK.doi}?needAccess=true",
        f"PMID: {WORK.pmid}",
        f"https://pubmed.ncbi.nlm.nih.gov/{WORK.pmid}/",
        f"{PRINTED} https://doi.org/{WORK.doi}",
        f"TY  - JOUR\nDO  - {WORK.doi}\nER  - \n",
        f"@article{{x, doi = {{{WORK.doi}}} }}",
        f"PMID- {WORK.pmid}\nTI  - How much the therapist matters: an invented meta-analysis.\n",
        f'[{{"type": "article-journal", "DOI": "{WORK.doi}"}}]',
    ],
)
def test_whatever_names_the_article_leads_to_it(desk: Client, services: Services, text: str) -> None:
    services.know(WORK)
    page = paste(desk, text)
    assert values(page)["title"] == WORK.title
    save(desk, page)
    article = Article.objects.get()
    assert (article.doi, article.pmid, article.volume, article.pages) == (
        WORK.doi,
        WORK.pmid,
        "57",
        "529-537",
    )
    assert [name["family"] for name in article.authors] == ["Okafor", "Lindqvist"]
    assert (article.container_title, article.year) == ("Journal of Invented Results", 2020)


def test_every_value_says_who_gave_it_and_when(desk: Client, services: Services) -> None:
    services.know(WORK)
    page = words(paste(desk, WORK.doi))
    assert "From Crossref, PubMed, Europe PMC, OpenAlex, asked" in page
    assert f"{timezone.localtime():%B}" in page


def test_an_article_keeps_where_each_value_came_from(desk: Client, services: Services) -> None:
    services.know(WORK)
    save(desk, paste(desk, WORK.doi), issue="5")
    provenance = Article.objects.get().provenance
    assert provenance["title"].startswith("crossref 20")
    assert provenance["issue"] == "by hand"
    assert "pasted" not in str(provenance)


def test_the_change_log_says_who_added_it(desk: Client, services: Services) -> None:
    services.know(WORK)
    save(desk, paste(desk, WORK.doi))
    change = Change.objects.filter(object_type="article").latest("pk")
    assert change.by is not None
    assert change.by.get_username() == "editor"
    article = Article.objects.get()
    history = desk.get(f"/desk/snippets/content/article/history/{article.pk}/").content.decode()
    assert "Created" in words(history)


def test_the_abstract_is_not_kept(desk: Client, services: Services) -> None:
    services.know(WORK)
    save(desk, paste(desk, WORK.doi))
    article = Article.objects.get()
    assert "nobody may print" not in str(article.csl)
    assert "abstract" not in article.reference().to_csl()


def test_a_second_look_asks_nobody(desk: Client, services: Services) -> None:
    services.know(WORK)
    paste(desk, WORK.doi)
    asked = len(services.asked)
    assert asked == 4
    assert len(set(services.asked)) == asked
    paste(desk, WORK.doi)
    assert len(services.asked) == asked
    assert KeptAnswer.objects.count() == asked


# --- What is said ------------------------------------------------------------------------------------------


def test_a_conflict_is_shown_and_either_value_can_be_chosen(desk: Client, services: Services) -> None:
    services.know(WORK, pubmed={"volume": "58"}, europepmc={"volume": "58"})
    page = paste(desk, WORK.doi)
    assert "Sources disagree: choose" in words(page)
    assert "57 — Crossref, OpenAlex" in words(page)
    assert "58 — PubMed, Europe PMC" in words(page)
    assert values(page)["volume_choice"] == "0"
    save(desk, page, volume_choice="1")
    article = Article.objects.get()
    assert article.volume == "58"
    assert article.provenance["volume"].startswith("pubmed 20")


def test_of_a_conflict_something_else_may_be_true(desk: Client, services: Services) -> None:
    services.know(WORK, pubmed={"volume": "58"})
    page = paste(desk, WORK.doi)
    refused = save(desk, page, volume_choice="own").content.decode()
    assert "Write what it should be" in refused
    assert not Article.objects.exists()
    save(desk, page, volume_choice="own", volume="59")
    article = Article.objects.get()
    assert (article.volume, article.provenance["volume"]) == ("59", "by hand")


def test_services_that_disagree_about_the_kind(desk: Client, services: Services) -> None:
    services.know(WORK, crossref={"kind": "book"})
    page = paste(desk, WORK.doi)
    assert "Book — Crossref" in words(page)
    save(desk, page, type_choice="own", type="chapter")
    assert Article.objects.get().type == "chapter"


def test_services_that_disagree_about_the_authors(desk: Client, services: Services) -> None:
    services.know(WORK, pubmed={"authors": (("Okafor", "Ada N."), ("Aarne", "Bo"), ("Lindqvist", "Per"))})
    page = paste(desk, WORK.doi)
    assert "Okafor, Ada N.; Aarne, Bo; Lindqvist, Per — PubMed" in words(page)
    save(desk, page, authors_choice="1")
    assert [name["family"] for name in Article.objects.get().authors] == ["Okafor", "Aarne", "Lindqvist"]


def test_a_retraction_is_said_loudly(desk: Client, services: Services) -> None:
    services.know(Work(retracted_by="10.1234/invented.notice"))
    page = paste(desk, WORK.doi)
    assert 'role="alert"' in page
    assert "This article has been retracted." in words(page)
    assert "https://doi.org/10.1234/invented.notice" in page
    save(desk, page)
    assert Article.objects.get().reference().unknown["custom"]["notices"] == [
        {
            "kind": "retraction",
            "doi": "10.1234/invented.notice",
            "date": "2022-03-01",
            "sources": ["crossref", "openalex"],
        }
    ]
    asked = len(services.asked)
    assert "This article has been retracted." in words(paste(desk, WORK.doi))
    assert len(services.asked) == asked
    assert page.index("has been retracted") < page.index("As readers will see it cited")


def test_a_retraction_in_a_pasted_record_is_said_without_any_service(
    desk: Client, services: Services
) -> None:
    services.fail_all()
    page = paste(
        desk, "PMID- 12\nTI  - A study.\nPT  - Retracted Publication\nRIN - Lancet. 2010. PMID: 13\n"
    )
    assert "This article has been retracted." in words(page)
    assert "Lancet. 2010" in words(page)


def test_a_doi_that_leads_to_another_work_than_was_printed(desk: Client, services: Services) -> None:
    services.know(WORK)
    other = PRINTED.replace("How much the therapist matters", "Sleep in shift workers of a northern mine")
    page = words(paste(desk, f"{other} https://doi.org/{WORK.doi}"))
    assert "What was found is another work: check the DOI." in page
    assert "Sleep in shift workers" in page


# --- When nothing answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, b"no"),
        (404, b"Resource not found."),
        (429, b""),
        (403, b""),
        (200, b'{"status": "o'),
        (200, b"<html>"),
    ],
)
def test_failing_services_never_block(desk: Client, services: Services, status: int, body: bytes) -> None:
    services.fail("crossref", "pubmed", "europepmc", "openalex", "doi", status=status, body=body)
    page = paste(desk, f"{PRINTED} https://doi.org/{WORK.doi}")
    assert "Nothing is lost: fill in below what is missing" in words(page)
    assert values(page)["title"] == WORK.title
    save(desk, page)
    article = Article.objects.get()
    assert (article.doi, article.volume, article.pages) == (WORK.doi, "57", "529–537")
    assert article.provenance["title"] == "pasted"


def test_it_says_who_did_not_answer(desk: Client, services: Services) -> None:
    services.know(WORK, openalex=None)
    services.fail("europepmc", status=503)
    page = words(paste(desk, WORK.doi))
    assert "Europe PMC is out of order." in page
    assert "OpenAlex does not know it." in page
    assert "From Crossref" in page


def test_an_old_answer_is_better_than_none_and_says_so(desk: Client, services: Services) -> None:
    services.know(WORK)
    paste(desk, WORK.doi)
    KeptAnswer.objects.update(fetched_at=timezone.now() - datetime.timedelta(days=30))
    services.fail_all()
    page = paste(desk, WORK.doi)
    assert "Crossref does not answer now; this is what it said before." in words(page)
    assert values(page)["title"] == WORK.title


def test_a_doi_nobody_knows_is_filled_in_by_hand(desk: Client, services: Services) -> None:
    page = paste(desk, WORK.doi)
    assert values(page)["doi"] == WORK.doi
    assert "An article needs a title." in save(desk, page).content.decode()
    save(desk, page, title="A study", authors="Okafor, Ada\nTask Force on Outcomes", issued="2020-06")
    article = Article.objects.get()
    assert article.authors == [{"family": "Okafor", "given": "Ada"}, {"literal": "Task Force on Outcomes"}]
    assert (article.doi, article.issued, article.provenance["title"]) == (WORK.doi, [2020, 6], "by hand")


def test_switched_off_nobody_is_asked(desk: Client, services: Services, settings: Any) -> None:
    settings.LOOKUP = False
    services.know(WORK)
    page = paste(desk, f"{PRINTED} https://doi.org/{WORK.doi}")
    assert "looking up is switched off on this site" in words(page)
    assert services.asked == []
    save(desk, page)
    assert Article.objects.get().title == WORK.title


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"issued": "last spring"}, "Write a year (2021), a month (2021-06) or a day (2021-06-15)."),
        ({"issued": "2021-13"}, "Write a year (2021), a month (2021-06) or a day (2021-06-15)."),
        ({"doi": "ten"}, "That is not a DOI."),
        ({"pmid": "ten"}, "A PubMed number has digits alone."),
        ({"url": "javascript:alert(1)"}, "An address begins with https://"),
    ],
)
def test_what_is_typed_wrongly_is_said_and_nothing_is_lost(
    desk: Client, services: Services, changes: dict[str, str], sentence: str
) -> None:
    services.know(WORK)
    page = save(desk, paste(desk, WORK.doi), title="A better title", **changes).content.decode()
    assert sentence in words(page)
    assert values(page)["title"] == "A better title"
    assert not Article.objects.exists()


# --- A printed reference -----------------------------------------------------------------------------------


def test_a_printed_reference_gets_candidates_with_reasons_and_a_person_decides(
    desk: Client, services: Services
) -> None:
    services.know(WORK)
    services.similar = [
        WORK,
        Work(doi="10.1234/other", title="Something else entirely", pmid="9", volume="3"),
    ]
    page = paste(desk, PRINTED)
    assert "Is it one of these?" in words(page)
    assert "same title" in words(page)
    assert f"doi:{WORK.doi}" in page
    assert not any("works/10" in asked for asked in services.asked)
    chosen = paste(desk, PRINTED, confirmed=f"doi:{WORK.doi}")
    assert values(chosen)["doi"] == WORK.doi
    save(desk, chosen)
    assert Article.objects.get().doi == WORK.doi


def test_a_printed_reference_can_be_saved_as_it_is(desk: Client, services: Services) -> None:
    services.similar = [WORK]
    save(desk, paste(desk, PRINTED))
    article = Article.objects.get()
    assert (article.doi, article.title, article.issue) == (None, WORK.title, "4")


@pytest.mark.parametrize("other", ["unknown", "another"])
def test_a_misprinted_doi_leads_to_candidates_by_the_words(
    desk: Client, services: Services, other: str
) -> None:
    if other == "another":
        services.know(
            Work(doi="10.1234/another", pmid="12", title="Sleep in shift workers of a northern mine")
        )
    services.similar = [WORK]
    page = paste(desk, f"{PRINTED} https://doi.org/10.1234/{other}")
    assert "Is it one of these?" in words(page)
    assert f"doi:{WORK.doi}" in page
    services.know(WORK)
    chosen = paste(desk, f"{PRINTED} https://doi.org/10.1234/{other}", confirmed=f"doi:{WORK.doi}")
    assert "Is it one of these?" not in words(chosen)
    assert values(chosen)["doi"] == WORK.doi


def test_nobody_is_asked_twice_where_services_are_down(desk: Client, services: Services) -> None:
    services.fail_all()
    paste(desk, f"{PRINTED} https://doi.org/{WORK.doi}")
    assert [asked for asked in services.asked if "query.bibliographic" in asked] == []


def test_a_title_alone_finds_candidates(desk: Client, services: Services) -> None:
    services.similar = [WORK]
    assert f"doi:{WORK.doi}" in paste(desk, WORK.title)


def test_several_references_are_added_one_at_a_time(desk: Client, services: Services) -> None:
    services.know(WORK)
    page = paste(desk, f"{WORK.doi}\n10.1234/other")
    assert "You pasted 2 references." in words(page)
    assert f'value="{WORK.doi}"' in page
    assert services.asked == []


# --- What is here already ----------------------------------------------------------------------------------


def test_an_article_summarised_before_is_told_of(desk: Client, services: Services) -> None:
    digest = make_digest(month=datetime.date(2021, 5, 1))
    article = make_article(doi=WORK.doi)
    summary = make_summary(title="Therapists matter", digest=digest, articles=[article])
    page = paste(desk, f"https://doi.org/{WORK.doi}")
    assert "You summarised this in May 2021: Therapists matter" in words(page)
    assert f"/desk/snippets/content/summary/edit/{summary.pk}/" in page
    assert services.asked == []


def test_a_draft_being_written_is_told_of(desk: Client, services: Services) -> None:
    make_summary(title="Therapists matter", articles=[make_article(doi=WORK.doi)], publish=False)
    assert "A summary of it is being written: Therapists matter" in words(paste(desk, WORK.doi))


def test_what_an_article_lacks_can_be_filled_in(desk: Client, services: Services) -> None:
    services.know(WORK)
    known = make_article(
        doi=WORK.doi, title="As it was", volume="", pages="", csl={"status": "advance online publication"}
    )
    page = paste(desk, WORK.doi, again="1")
    assert "It still lacks what was found now: Publisher, Volume, Issue, Pages or article number" in words(
        page
    )
    response = save(desk, page, complete="1")
    assert "Filled in:" in words(response.content.decode())
    known.refresh_from_db()
    assert (known.title, known.volume, known.pages) == ("As it was", "57", "529-537")
    assert known.provenance["volume"].startswith("crossref")
    assert "status" not in known.csl


def test_filling_in_leaves_another_year_alone(desk: Client, services: Services) -> None:
    services.know(WORK)
    known = make_article(doi=WORK.doi, year=2019, volume="")
    save(desk, paste(desk, WORK.doi, again="1"), complete="1")
    known.refresh_from_db()
    assert (known.year, known.issued, known.volume) == (2019, [], "57")


def test_an_article_without_a_doi_is_recognised_by_its_title(desk: Client, services: Services) -> None:
    services.know(WORK)
    make_article(doi=None, title=WORK.title, year=2020, authors=[{"family": "Okafor", "given": "A."}])
    page = paste(desk, WORK.doi)
    assert "This article is here already" in words(page)
    refused = save(desk, page).content.decode()
    assert "This article is here already" in words(refused)
    assert Article.objects.count() == 1
    begun = save(desk, page, begin="1")
    assert begun.redirect_chain[-1][0].endswith(f"/summary/add/?article={Article.objects.get().pk}")
    save(desk, page, anyway="1")
    assert Article.objects.count() == 2


def test_a_preprint_under_another_doi_is_pointed_at(desk: Client, services: Services) -> None:
    services.know(WORK)
    make_article(doi="10.31234/osf.io/abcde", title=WORK.title, year=2019)
    page = words(paste(desk, WORK.doi))
    assert "An article with this title is here under another number" in page
    assert "10.31234/osf.io/abcde" in page


def test_two_editors_adding_the_same_article_end_with_one(desk: Client, services: Services) -> None:
    services.know(WORK)
    other = account("bob", "add_article", "change_article")
    mine, theirs = paste(desk, WORK.doi), paste(other, WORK.doi)
    assert "is in the archive now" in words(save(desk, mine).content.decode())
    response = save(other, theirs)
    assert "is here already, so nothing was added twice." in words(response.content.decode())
    assert Article.objects.count() == 1


# --- Onwards to a summary ----------------------------------------------------------------------------------


def test_one_button_saves_and_begins_a_summary(desk: Client, services: Services) -> None:
    services.know(WORK)
    person = make_person(name="Alice Martin", user_id=desk.session["_auth_user_id"])
    response = save(desk, paste(desk, WORK.doi), begin="1")
    article = Article.objects.get()
    assert response.redirect_chain[-1][0] == f"/desk/snippets/content/summary/add/?article={article.pk}"
    form = response.content.decode()
    assert f'name="summary_articles-0-article" value="{article.pk}"' in form
    chosen = LexborHTMLParser(form).css_first('select[name="summary_authors-0-person"] option[selected]')
    assert chosen is not None
    assert chosen.attributes["value"] == str(person.pk)
    assert not Summary.objects.exists()


@pytest.mark.parametrize("asked", ["", "0", "x", "99999999999999999999999", "²"])
def test_a_summary_begun_about_nothing_known_is_a_plain_new_one(desk: Client, asked: str) -> None:
    response = desk.get("/desk/snippets/content/summary/add/", {"article": asked})
    assert response.status_code == 200
    assert 'name="summary_articles-0-article"' not in response.content.decode()


def test_the_chooser_of_a_summary_adds_and_chooses(desk: Client, services: Services) -> None:
    services.know(WORK)
    address = "/desk/snippets/choose/content/article/create/"
    answer = desk.post(address, {"quick_paste": WORK.doi}).json()
    article = Article.objects.get()
    assert (answer["step"], answer["result"]["id"]) == ("chosen", str(article.pk))
    assert article.provenance["title"].startswith("crossref")
    again = desk.post(address, {"quick_paste": f"https://doi.org/{WORK.doi}"}).json()
    assert again["result"]["id"] == str(article.pk)


@pytest.mark.parametrize(
    ("text", "told", "sentence"),
    [
        ("something", {}, "There is no DOI"),
        ("10.1234/unknown", {}, "Nobody who was asked knows"),
        (WORK.doi, {"pubmed": {"volume": "58"}}, "The sources disagree"),
        (WORK.doi, {"crossref": {"retracted_by": "10.1234/n"}}, "There are notices"),
    ],
)
def test_the_chooser_sends_what_needs_a_person_to_the_screen(
    desk: Client, services: Services, text: str, told: dict[str, Any], sentence: str
) -> None:
    services.know(WORK, **told)
    answer = desk.post("/desk/snippets/choose/content/article/create/", {"quick_paste": text}).json()
    assert answer["step"] == "reshow_creation_form"
    assert sentence in answer["htmlFragment"]
    assert SCREEN in answer["htmlFragment"]
    assert not Article.objects.exists()


# --- Who may, and how often --------------------------------------------------------------------------------


def test_the_screen_is_for_those_who_may_add_articles(services: Services, client: Client) -> None:
    reader = account("reader", "change_summary")
    for address in (SCREEN, SAVE):
        assert client.get(address).headers["Location"].startswith("/desk/login/")
        assert reader.post(address, {"paste": WORK.doi}).status_code == 302
    assert services.asked == []
    assert SCREEN not in reader.get("/desk/").content.decode()
    adder = account("adder", "add_article")
    assert SCREEN in adder.get("/desk/").content.decode()
    services.know(WORK)
    page = paste(adder, WORK.doi)
    assert "begin a summary" not in words(page)
    save(adder, page, begin="1")
    assert Article.objects.count() == 1


def test_the_list_of_articles_has_the_button(desk: Client) -> None:
    page = desk.get("/desk/snippets/content/article/").content.decode()
    assert "Add by DOI or reference" in page
    assert (
        "Add by DOI or reference"
        not in account("viewer", "change_article").get("/desk/snippets/content/article/").content.decode()
    )


def test_opening_the_screen_asks_nobody(desk: Client, services: Services) -> None:
    assert desk.get(SCREEN, {"paste": WORK.doi}).status_code == 200
    assert desk.get(SAVE).status_code == 302
    assert services.asked == []


def test_too_many_look_ups_go_on_by_hand(
    desk: Client, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST", 2)
    services.know(WORK)
    for _number in range(2):
        paste(desk, WORK.doi, again="1")
    asked = len(services.asked)
    page = paste(desk, f"{PRINTED} https://doi.org/10.1234/another")
    assert "You have looked up very many articles." in words(page)
    assert len(services.asked) == asked
    assert values(page)["title"] == WORK.title
    save(desk, page)
    assert Article.objects.get().doi == "10.1234/another"


def test_keys_are_sent_and_shown_nowhere(
    desk: Client, services: Services, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LOOKUP_KEYS = {"pubmed": "SECRET-ONE", "openalex": "SECRET-TWO"}
    services.know(WORK)
    services.fail("pubmed", "openalex")
    page = paste(desk, WORK.doi)
    assert any("SECRET-ONE" in asked for asked in services.asked)
    assert any("SECRET-TWO" in asked for asked in services.asked)
    assert "SECRET" not in page + caplog.text + repr(looking.lookup_settings())
    save(desk, page)
    assert "SECRET" not in str(list(Article.objects.values())) + str(list(KeptAnswer.objects.values()))


def test_services_are_told_who_asks(desk: Client, services: Services) -> None:
    site = SiteSettings.load()
    site.contact_email = "digest@example.org"
    site.save()
    services.know(WORK)
    paste(desk, WORK.doi)
    assert all("mailto=digest%40example.org" in asked for asked in services.asked if "crossref" in asked)
    assert all("(+http://localhost:8000; mailto:digest@example.org)" in agent for agent in services.agents)


def test_the_screen_speaks_french(client: Client, services: Services) -> None:
    editor = get_user_model().objects.create_superuser("marie", password="pw")
    UserProfile.objects.create(user=editor, preferred_language="fr")
    client.force_login(editor)
    services.know(Work(retracted_by="10.1234/notice"), pubmed={"volume": "58"}, openalex=None)
    pages = [
        client.get(SCREEN).content.decode(),
        paste(client, ""),
        paste(client, WORK.doi),
        paste(client, "10.1234/unknown"),
        paste(client, f"{PRINTED}\n10.1234/other"),
    ]
    for page in pages:
        said = "\n".join(one.text for one in spoken(page))
        assert english_said(said) <= {"Search"}
    assert "Cet article a été rétracté." in pages[2]


# --- What somebody might try -------------------------------------------------------------------------------


@pytest.mark.parametrize("proposal", ["", "x", "e30:1tabcd:abcdef"])
def test_a_form_that_is_not_ours_saves_nothing(desk: Client, proposal: str) -> None:
    response = desk.post(SAVE, {"proposal": proposal, "title": "A study"}, follow=True)
    assert "open too long" in words(response.content.decode())
    assert not Article.objects.exists()


def test_markup_in_an_answer_is_inert(desk: Client, services: Services) -> None:
    planted = '<script>alert(1)</script><img src=x onerror=alert(1)> "A study"'
    services.know(Work(title=planted, container=planted), pubmed={"volume": planted})
    page = paste(desk, WORK.doi)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    saved = save(desk, page).content.decode()
    assert "<script>alert" not in saved
    assert "<img src=x" not in saved


def test_markup_in_a_paste_is_inert(desk: Client, services: Services) -> None:
    planted = '<script>alert(1)</script>\n10.1234/<script>alert(2)</script>\n10.1234/"><img src=x>'
    for text in (
        planted,
        f"@article{{x, title = {{{planted}}} }}",
        f"TY  - JOUR\nTI  - {planted}\nXX  - <img src=x>\n",
    ):
        page = desk.post(SCREEN, {"paste": text}).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("text", ["", "   ", "hello", "{", "[1]", '{"a": [}', "x" * 300_000])
def test_what_names_no_article_gets_a_sentence(desk: Client, services: Services, text: str) -> None:
    page = paste(desk, text)
    assert "error-message" in page or "A DOI begins with 10." in page
    assert services.asked == []


# --- Words for every code ----------------------------------------------------------------------------------


def test_every_reason_for_no_answer_has_its_sentence() -> None:
    def all_below(error: type[Exception]) -> set[type[Exception]]:
        return {error}.union(*(all_below(one) for one in error.__subclasses__()))

    codes = {error.code for root in (Unfetchable, Unanswered) for error in all_below(root)}  # type: ignore[attr-defined]
    assert codes - {Unfetchable.code, Unanswered.code} <= set(sentences.FAILURES)


def test_every_notice_reason_caveat_and_loss_has_its_words() -> None:
    assert {str(kind) for kind in NoticeKind} | set(NOTICES.values()) <= set(sentences.NOTICES)
    assert set(SERVICES) <= set(sentences.SOURCES)
    assert {str(kind) for kind in Kind} - {"nothing", "too-long"} == set(sentences.KINDS_OF_PASTE)
    page = (Path(__file__).parents[3] / "docs/features/citations.md").read_text("utf-8")
    reading, files = (
        page.split(f"\n## {title}")[1].split("\n## ")[0] for title in ("Reading a printed", "Files")
    )
    codes = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)
    assert set(codes.findall(reading)) <= set(sentences.CAVEATS)
    assert set(codes.findall(files)) == set(sentences.LOSSES)
    source = Path(finding.__file__).read_text("utf-8")
    given = set(re.findall(r'"(title-\w+|year-\w+|first-author|journal|volume|pages|is-preprint)"', source))
    assert given == set(sentences.REASONS)
