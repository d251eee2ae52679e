"""Topics and research types in both languages: a new site has them whole, an older one is completed."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import translation

from apercu.content import changes
from apercu.content.models import ResearchType, Topic
from apercu.content.models.taxonomy import Term
from apercu.ops import taxonomy

pytestmark = pytest.mark.django_db

WORDS = ("name_en", "name_fr", "description_en", "description_fr")


def terms() -> list[Term]:
    return [*Topic.objects.all(), *ResearchType.objects.all()]


def empty(*fields: str) -> None:
    """The site as a release before these words left it."""
    for model in (Topic, ResearchType):
        model.objects.update(**dict.fromkeys(fields, ""))


def test_a_new_site_has_every_term_named_and_described_in_both_languages() -> None:
    assert taxonomy.load() == 46
    assert [term.slug for term in terms() for field in WORDS if not getattr(term, field)] == []
    for field in WORDS:
        words = [getattr(term, field) for term in terms()]
        assert len(set(words)) == len(words), f"two terms share a {field}"


def test_french_readers_get_the_french_words() -> None:
    taxonomy.load()
    with translation.override("fr"):
        assert ResearchType.objects.get(slug="randomised-controlled-trial").name == "Essai contrôlé randomisé"
        assert Topic.objects.get(slug="training").description.startswith("Comment on devient thérapeute")


def test_a_site_of_an_older_release_is_completed_once() -> None:
    taxonomy.load()
    empty("name_fr", "description_en", "description_fr")
    assert taxonomy.complete() == 46
    assert Topic.objects.get(slug="empathy").name_fr == "Empathie"
    edition = changes.edition()
    assert taxonomy.complete() == 0
    assert changes.edition() == edition


def test_what_an_editor_wrote_is_never_overwritten() -> None:
    taxonomy.load()
    empty("name_fr", "description_fr")
    Topic.objects.filter(slug="empathy").update(name_fr="L’empathie", description_en="Ours.")
    taxonomy.complete()
    empathy = Topic.objects.get(slug="empathy")
    assert (empathy.name_fr, empathy.description_en) == ("L’empathie", "Ours.")
    assert empathy.description_fr.startswith("Comment les thérapeutes")


@pytest.mark.parametrize("change", [{"name_en": "Empathy in groups"}, {"slug": "empathy-in-groups"}])
def test_a_term_an_editor_renamed_is_left_alone(change: dict[str, str]) -> None:
    taxonomy.load()
    empathy = Topic.objects.get(slug="empathy")
    for field, value in {**change, "name_fr": "", "description_fr": ""}.items():
        setattr(empathy, field, value)
    empathy.save()
    assert taxonomy.complete() == 0
    empathy.refresh_from_db()
    assert (empathy.name_fr, empathy.description_fr) == ("", "")


def test_a_term_somebody_removed_stays_away() -> None:
    taxonomy.load()
    Topic.objects.get(slug="empathy").delete()
    taxonomy.complete()
    assert not Topic.objects.filter(slug="empathy").exists()


def test_a_start_completes_an_older_site_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    taxonomy.load()
    empty("description_fr")
    call_command("setup", "--no-sample")
    assert "46 topics and research types got the words they lacked." in capsys.readouterr().out
    call_command("setup", "--no-sample")
    assert "lacked" not in capsys.readouterr().out
