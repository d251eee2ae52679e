"""One work, one Article: whoever adds it, however often, and at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection

from apercu.citations.reference import Name, PartialDate, Reference
from apercu.content import adding
from apercu.content.models import Article, Change
from tests.builders import make_article

WORK = Reference(
    title="How much the therapist matters",
    authors=(Name(family="Okafor", given="Ada N."),),
    container_title="Journal of Invented Results",
    volume="57",
    pages="529-537",
    issued=PartialDate(year=2020, month=12),
    doi="10.1234/invented.57",
    pmid="33030943",
    unknown={"ISSN": "1939-1536"},
)


def without(**fields: object) -> Reference:
    return Reference(**{**vars(WORK), **fields})


def add(reference: Reference, *, even_if_alike: bool = False) -> adding.Added:
    return adding.add_article(reference=reference, provenance={}, even_if_alike=even_if_alike, by=None)


@pytest.mark.django_db
def test_the_record_and_where_it_came_from_are_kept() -> None:
    editor = get_user_model().objects.create_user("editor")
    added = adding.add_article(reference=WORK, provenance={"title": "crossref", "url": "pubmed"}, by=editor)
    article = Article.objects.get()
    assert (added.article, added.was_here) == (article, False)
    assert article.reference() == WORK
    assert article.provenance == {"title": "crossref"}  # there is no address for anybody to have given
    assert Change.objects.latest("pk").by == editor


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "is_known"),
    [
        ({}, True),
        ({"doi": "10.1234/INVENTED.57", "pmid": ""}, True),
        ({"doi": "", "title": "Another title"}, True),
        ({"doi": "", "pmid": ""}, True),
        ({"doi": "", "pmid": "", "issued": PartialDate(year=2019)}, False),
        ({"doi": "", "pmid": "", "authors": ()}, False),
        ({"doi": "10.1234/another", "pmid": ""}, False),
    ],
)
def test_what_names_the_same_work(fields: dict[str, object], is_known: bool) -> None:
    make_article(title=WORK.title, year=2020, authors=[{"family": "Okafor"}], doi=WORK.doi, pmid=WORK.pmid)
    edition = Change.objects.count()
    assert add(without(**fields)).was_here is is_known
    assert Article.objects.count() == (1 if is_known else 2)
    assert (Change.objects.count() == edition) is is_known


@pytest.mark.django_db
def test_a_title_alone_stops_nobody_who_insists() -> None:
    add(without(doi="", pmid=""))
    assert add(without(doi="", pmid="")).was_here
    assert not add(without(doi="", pmid=""), even_if_alike=True).was_here
    assert add(WORK, even_if_alike=True).was_here is False
    assert add(WORK, even_if_alike=True).was_here


@pytest.mark.django_db
def test_an_article_is_found_without_reading_the_archive(django_assert_max_num_queries: object) -> None:
    for number in range(30):
        make_article(year=1990 + number)
    add(WORK)
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(2):
        assert adding.find_article(WORK) is not None


@pytest.mark.django_db
def test_articles_alike_are_those_of_one_title_about_the_same_time() -> None:
    preprint = make_article(title=WORK.title, year=2019, doi="10.31234/osf.io/abcde")
    undated = make_article(title=f"{WORK.title}: a subtitle", year=None)
    make_article(title=WORK.title, year=2011)
    make_article(title="Something else", year=2020)
    assert set(adding.articles_alike(WORK)) == {preprint, undated}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_people_adding_one_work_at_the_same_moment_end_with_one() -> None:
    start = threading.Barrier(8)
    outcomes: list[adding.Added | Exception] = []

    def one_person() -> None:
        try:
            start.wait()
            outcomes.append(add(WORK))
        except (DatabaseError, threading.BrokenBarrierError) as error:
            outcomes.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=one_person) for _number in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert [type(outcome) for outcome in outcomes] == [adding.Added] * 8
    assert sorted(outcome.was_here for outcome in outcomes if isinstance(outcome, adding.Added)) == [
        False,
        *[True] * 7,
    ]
    assert Article.objects.count() == 1
