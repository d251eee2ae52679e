"""Formatted citations follow the articles: made, changed, damaged, cut short, rebuilt; and no page makes one."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from apercu.citations import styles
from apercu.citations.reference import Reference
from apercu.content import changes, following, formatting
from apercu.content.models import Article, FollowerMark, FormattedCitation
from tests.builders import make_article, make_digest, make_summary

pytestmark = pytest.mark.django_db

EACH = 8  # rows an article: four styles in two languages


def catch_up() -> int:
    return following.catch_up(names=[formatting.NAME])


def apa(article: Article) -> str:
    return formatting.formatted([article.pk], language="en")[article.pk, "apa"].text


def stamps() -> set[tuple[int, str, str, str, str]]:
    return set(FormattedCitation.objects.values_list("pk", "style", "language", "made_from", "text"))


class Counted:
    """The formatter, with a count of its calls and a place to fail at."""

    def __init__(self) -> None:
        self.calls = 0
        self.fails_from = 10**9
        self.fails_for = ""

    def __call__(self, reference: Reference, **how: Any) -> Any:
        self.calls += 1
        if self.calls > self.fails_from:
            raise KeyboardInterrupt  # as a stop of the process: nothing catches it
        if self.fails_for and self.fails_for in reference.title:
            raise ValueError("no style has a word for this")
        return self.format(reference, **how)

    format = staticmethod(styles.format_reference)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counted = Counted()
    monkeypatch.setattr(formatting, "format_reference", counted)
    return counted


def test_the_follower_is_registered() -> None:
    assert formatting.NAME in [follower.name for follower in following.followers()]


def test_an_article_is_formatted_in_every_style_and_language() -> None:
    article = make_article(title="A study", volume="3", doi="10.1234/abc")
    catch_up()
    assert FormattedCitation.objects.filter(article=article).count() == EACH
    citation = formatting.formatted([article.pk], language="en")[article.pk, "apa"]
    assert citation.text == (
        "Okafor, A., & Lindqvist, P. (2020). A study. Journal of Invented Results, 3, 1–20. "
        "https://doi.org/10.1234/abc"
    )
    assert "<i>Journal of Invented Results</i>" in citation.html
    french = formatting.formatted([article.pk], styles=["ama"], language="fr")[article.pk, "ama"]
    assert french.text.startswith("Okafor A, Lindqvist P. A study.")


def test_reading_takes_one_query(django_assert_num_queries: Any) -> None:
    articles = [make_article() for _ in range(3)]
    catch_up()
    with django_assert_num_queries(1):
        found = formatting.formatted([one.pk for one in articles], styles=["chicago"], language="en")
    assert found.keys() == {(one.pk, "chicago") for one in articles}


def test_a_change_is_followed_and_nothing_else_is_formatted(counted: Counted) -> None:
    article, other = make_article(), make_article()
    catch_up()
    counted.calls = 0
    article.title = "Another title"
    article.save()
    catch_up()
    assert counted.calls == EACH
    assert "Another title." in apa(article)
    assert "A study of something" in apa(other)


def test_an_article_saved_unchanged_is_not_formatted_again(counted: Counted) -> None:
    article = make_article()
    catch_up()
    before = stamps()
    article.save()
    catch_up()
    assert counted.calls == EACH
    assert stamps() == before


def test_a_bulk_write_names_no_article_and_reaches_all() -> None:
    articles = [make_article() for _ in range(3)]
    catch_up()
    Article.objects.update(container_title="Journal of Everything")
    catch_up()
    assert all("Journal of Everything" in apa(article) for article in articles)


def test_a_deleted_article_takes_its_citations_along() -> None:
    gone, kept = make_article(), make_article()
    catch_up()
    gone.delete()
    catch_up()
    assert set(FormattedCitation.objects.values_list("article", flat=True)) == {kept.pk}


def test_stopped_in_the_middle_it_goes_on_where_it_was(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formatting, "AT_ONCE", 2)
    articles = [make_article() for _ in range(5)]
    counted.fails_from = 2 * EACH + 3
    with pytest.raises(KeyboardInterrupt):
        catch_up()
    assert FormattedCitation.objects.count() == 2 * EACH
    assert following.mark_of(formatting.NAME) == 0
    counted.fails_from, counted.calls = 10**9, 0
    catch_up()
    assert counted.calls == 3 * EACH
    assert FormattedCitation.objects.count() == 5 * EACH
    assert following.mark_of(formatting.NAME) == changes.edition()
    assert len(articles) == 5


def test_an_article_that_cannot_be_formatted_is_told_and_skipped(
    counted: Counted, caplog: pytest.LogCaptureFixture
) -> None:
    counted.fails_for = "Unspeakable"
    bad, good = make_article(title="Unspeakable"), make_article()
    with caplog.at_level(logging.ERROR):
        catch_up()
    assert f"Article {bad.pk} could not be formatted" in caplog.text
    assert apa(good)
    assert not formatting.formatted([bad.pk], language="en")
    assert following.mark_of(formatting.NAME) == changes.edition()


def test_a_damaged_record_is_told_and_skipped(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = make_article(issued=[2020, 13]), make_article(authors=[{"family": ["no", "text"]}])
    fine = make_article()
    with caplog.at_level(logging.ERROR):
        catch_up()
    assert f"record of article {good.pk} could not be read" in caplog.text
    assert apa(fine)
    assert formatting.formatted([bad.pk, good.pk], language="en").keys() <= {(bad.pk, "apa")}


def test_a_rebuild_looks_at_all_and_formats_what_is_missing(counted: Counted) -> None:
    articles = [make_article() for _ in range(3)]
    catch_up()
    counted.calls = 0
    FormattedCitation.objects.filter(article=articles[1], style="ama").delete()
    following.start_again(formatting.NAME)
    catch_up()
    assert counted.calls == 2
    assert FormattedCitation.objects.count() == 3 * EACH


def test_rows_of_a_style_that_is_no_more_are_dropped() -> None:
    article = make_article()
    FormattedCitation.objects.create(
        article=article, style="mla", language="en", html="", text="", made_from=""
    )
    catch_up()
    assert FormattedCitation.objects.count() == EACH


def test_a_restored_backup_is_looked_at_anew() -> None:
    article = make_article()
    catch_up()
    FollowerMark.objects.update(mark=changes.edition() + 50)
    Article.objects.filter(pk=article.pk).update(title="As it was in the backup")
    FollowerMark.objects.update(mark=changes.edition() + 50)
    catch_up()
    assert "As it was in the backup" in apa(article)
    assert following.mark_of(formatting.NAME) == changes.edition()


def test_another_release_formats_everything_again(monkeypatch: pytest.MonkeyPatch, counted: Counted) -> None:
    make_article()
    catch_up()
    monkeypatch.setattr(formatting, "RELEASE", "the next one")
    following.register(formatting.FOLLOWER)  # as a new process does
    counted.calls = 0
    catch_up()
    assert counted.calls == EACH


def test_two_followers_at_once_come_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(title="First")
    catch_up()
    article.title = "Second"
    article.save()
    inner = formatting._write

    def overtaken(made: Any) -> None:
        """While this one was formatting, the article was changed again and another process followed."""
        monkeypatch.setattr(formatting, "_write", inner)
        article.title = "Third"
        article.save()
        catch_up()
        inner(made)

    monkeypatch.setattr(formatting, "_write", overtaken)
    catch_up()
    assert "Third." in apa(article)
    assert FormattedCitation.objects.count() == EACH
    assert following.mark_of(formatting.NAME) == changes.edition()


def test_an_article_deleted_while_it_is_formatted(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, kept = make_article(), make_article()
    inner = formatting._write

    def after_a_deletion(made: Any) -> None:
        monkeypatch.setattr(formatting, "_write", inner)
        gone.delete()
        inner(made)

    monkeypatch.setattr(formatting, "_write", after_a_deletion)
    catch_up()
    assert set(FormattedCitation.objects.values_list("article", flat=True)) == {kept.pk}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_is_locked_while_the_processor_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    inside: list[bool] = []

    def watched(reference: Reference, **how: Any) -> Any:
        inside.append(connection.in_atomic_block)
        return Counted.format(reference, **how)

    monkeypatch.setattr(formatting, "format_reference", watched)
    catch_up()
    assert len(inside) == EACH
    assert not any(inside)


def test_no_page_runs_the_processor(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = make_digest()
    followed = make_summary(digest=digest)
    catch_up()
    not_yet_followed = make_summary(digest=digest)

    def forbidden(*_args: Any, **_how: Any) -> Any:
        raise AssertionError("a page ran the citation processor")

    monkeypatch.setattr(styles, "format_reference", forbidden)
    monkeypatch.setattr(styles, "printed", forbidden)
    monkeypatch.setattr(formatting, "format_reference", forbidden)
    pages = ["/", "/summaries/", "/digests/2021/06/", "/topics/alliance/", f"/summaries/{followed.slug}/"]
    for page in [*pages, f"/summaries/{not_yet_followed.slug}/", f"/fr/summaries/{followed.slug}/"]:
        assert client.get(page, follow=True).status_code == 200
