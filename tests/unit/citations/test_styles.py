"""What stands around the CSL processor: escaping, punctuation, suppression, names, dates, links, languages."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.citations.reference import Name, PartialDate, Reference
from apercu.citations.styles import DEFAULT, LANGUAGES, STYLES, format_reference, year_suffixes
from tests.unit.citations.formatted_samples import CUT, HARD, journal, people, person
from tests.unit.citations.test_reference import REFERENCES

each_style = pytest.mark.parametrize("style", STYLES)


def text(reference: Reference, **how: str) -> str:
    return format_reference(reference, **how).text


# --- escaping ----------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags of a text, and whether each is closed in its order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: set[str] = set()
        self.opened: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.opened.append(tag)
        assert [name for name, _value in attrs] == (["href"] if tag == "a" else [])
        self.addresses += [value or "" for _name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def tags(html: str) -> Tags:
    parser = Tags()
    parser.feed(html)
    parser.close()
    assert not parser.opened
    return parser


HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>&amp; " onclick="x'


@each_style
def test_what_a_record_says_is_inert(style: str) -> None:
    reference = Reference(
        title=HOSTILE,
        authors=(person(HOSTILE, HOSTILE, suffix=HOSTILE), Name(literal=HOSTILE)),
        editors=(person(HOSTILE),),
        container_title=HOSTILE,
        publisher=HOSTILE,
        volume=HOSTILE,
        pages=HOSTILE,
        status=HOSTILE,
        url=f"https://example.org/{HOSTILE}",
        unknown={"genre": HOSTILE},
    )
    html = format_reference(reference, style=style).html
    assert tags(html).seen <= {"i", "b", "sup", "sub"}
    assert "&lt;script&gt;" in html.lower()


@given(reference=REFERENCES, style=st.sampled_from(sorted(STYLES)), language=st.sampled_from(LANGUAGES))
def test_any_record_gives_well_formed_harmless_html(reference: Reference, style: str, language: str) -> None:
    done = format_reference(reference, style=style, language=language)
    seen = tags(done.html)
    assert seen.seen <= {"i", "b", "sup", "sub", "a"}
    assert all(address.startswith(("https://", "http://")) for address in seen.addresses)
    assert not re.search("[\ue000-\ue0ff]", done.html + done.text)


@each_style
def test_faces_of_a_title_survive(style: str) -> None:
    title = "<i>In vitro</i> and H<sub>2</sub>O and x<sup>2</sup> and <b>bold</b>"
    html = format_reference(journal("Tagg", title=title), style=style).html
    assert re.search(
        "<i>In vitro</i> and H<sub>2</sub>O and x<sup>2</sup> and <b>bold</b>", html, re.IGNORECASE
    )


def test_italics_within_italics_are_upright() -> None:
    book = Reference(type="book", title="Notes on <i>Hamlet</i> today", authors=(person("Doe", "J."),))
    assert "<i>Notes on </i>Hamlet<i> today</i>" in format_reference(book).html


@pytest.mark.parametrize("title", ["a <i>b", "a</i> b", "a <b>b <i>c</b> d</i>", "<i></i>a", "<u>a</u>"])
def test_a_tag_without_its_partner_stays_text(title: str) -> None:
    tags(format_reference(journal("Tagg", title=title)).html)
    assert "<" not in re.sub(
        r"</?[ib]>|</?a\b[^>]*>", "", format_reference(journal("Tagg", title=title)).html
    )


def test_plain_text_has_neither_tags_nor_entities() -> None:
    reference = journal("Tagg", title="<i>Mind</i> & body", container_title="A & B")
    assert "Mind & body. A & B" in text(reference)


# --- punctuation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Where is empathy?", "Where is empathy? Journal"),
        ("Listen!", "Listen! Journal"),
        ("Being asked “Who am I?”", "Being asked “Who am I?” Journal"),
        ("Is it <i>mind?</i>", "Is it mind? Journal"),
        ("In the U.S.", "In the U.S. Journal"),
        ("And then ...", "And then ... Journal"),
        ("It is “good enough”", "It is “good enough.” Journal"),
        ("The clients’", "The clients’. Journal"),
    ],
)
def test_a_title_ends_its_sentence_once(title: str, printed: str) -> None:
    assert printed in text(journal("Quist", title=title))


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("The client's view", "The client’s view"),
        ("The clients' view of it", "The clients’ view of it"),
        ('Being "good enough"', "Being “good enough"),
        ("Being 'good enough' here", "Being ‘good enough’ here"),
        ("Therapy in the '90s", "Therapy in the ’90s"),
        ('("Mind")', "(“Mind”)"),
    ],
)
def test_quotation_marks_are_typographic(title: str, printed: str) -> None:
    assert printed in text(journal("O'Hara", title=title))
    assert "O’Hara" in text(journal("O'Hara", title=title))


def test_quotation_marks_within_a_quoted_title_are_single() -> None:
    printed = text(journal("Typo", title="What “good enough” means"), style="chicago")
    assert "“What ‘Good Enough’ Means.”" in printed
    assert "“Being ‘Good Enough.’”" in text(journal("T", title='Being "good enough"'), style="chicago")
    assert "“The Clients’.”" in text(journal("T", title="The clients'"), style="chicago")


def test_chicago_sets_titles_in_capitals_of_headlines() -> None:
    title = "long-term outcomes of the first-episode: a state-of-the-art review of the 2nd wave, pH vs mood"
    assert (
        "“Long-Term Outcomes of the First-Episode: A State-of-the-Art Review of the 2nd Wave, pH vs Mood.”"
    ) in text(journal("Case", title=title), style="chicago")


def test_titles_in_other_languages_keep_their_case() -> None:
    title = "Les effets de la psychothérapie"
    french = journal("Cas", title=title, unknown={"language": "fr-CA"})
    assert f"“{title}.”" in text(french, style="chicago")
    assert f"« {title} »." in " ".join(text(french, style="chicago", language="fr").split()).replace(
        "\u00a0", " "
    )


# --- what is there, once -----------------------------------------------------------------------------------


@each_style
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_in_the_place_of_the_author_is_printed_once(style: str, language: str) -> None:
    for name in ("no author", "no author, book", "no author, no date"):
        printed = text(HARD[name], style=style, language=language).lower()
        assert printed.count(HARD[name].title.lower()) == 1


@each_style
def test_editors_in_the_place_of_authors_are_printed_once(style: str) -> None:
    assert text(HARD["edited book"], style=style).count("Edgar") == 1


@each_style
def test_numbered_styles_show_no_number(style: str) -> None:
    assert not text(journal("Numb"), style=style)[0].isdigit()


def test_editors_have_a_capital_label_in_apa() -> None:
    assert "(Eds.), Handbook" in text(HARD["chapter"])
    assert "(Ed.), Handbook" in text(HARD["chapter, one editor"])


def test_a_thesis_has_no_stray_label() -> None:
    assert text(HARD["thesis"]) == (
        "Thesing, T. (2016). A thesis on alliance [Doctoral dissertation]. University of Fjord."
    )


def test_no_date_is_said() -> None:
    assert "(n.d.)" in text(journal("Undated", issued=None))
    assert "(s. d.)" in " ".join(text(journal("Undated", issued=None), language="fr").split())
    raw = journal("Undated", issued=None, unknown={"issued": {"raw": "long ago"}})
    assert "(n.d.)" in text(raw)


def test_dates_with_a_month_have_a_space_in_nlm() -> None:
    printed = text(journal("Month", issued=PartialDate(year=2020, month=4, day=5)), style="vancouver")
    assert "2020 Apr 5;12(3)" in printed


def test_statuses() -> None:
    assert "Journal of Results. Advance online publication. https://doi.org/10.1080" in text(HARD["advance"])
    assert "(in press)" in text(HARD["in press"])
    assert "Article e0249999" in text(HARD["article number"])


@pytest.mark.parametrize("pages", ["e0249999", "102002", "CD012345"])
def test_an_article_number_is_told_by_its_shape(pages: str) -> None:
    assert f", Article {pages}." in text(journal("Numb", pages=pages))


@pytest.mark.parametrize("pages", ["426", "e12-e19", "S12", "1018", "110–119"])
def test_pages_are_no_article_number(pages: str) -> None:
    assert "Article" not in text(journal("Numb", pages=pages))


# --- names -------------------------------------------------------------------------------------------------


def test_of_twenty_one_authors_the_first_nineteen_and_the_last() -> None:
    printed = text(HARD["twenty-one"])
    assert "Mans, G. X., … Manu, G. X." in printed
    assert "Mant" not in printed
    assert "… " not in text(HARD["twenty"])


def test_a_cut_list_says_et_al() -> None:
    assert text(CUT["cut after one"]).startswith("Lone, A. M., et al. (2020)")
    assert text(CUT["cut after two"]).startswith("Pair, A., Other, B., et al. (2020)")
    assert text(CUT["cut after one"], style="vancouver").startswith("Lone AM, et al. A trial")
    assert text(CUT["cut after one"], style="ama").startswith("Lone AM, et al. A trial")
    assert text(CUT["cut after one"], style="chicago").startswith("Lone, Ada Mary, et al. 2020")
    assert "et al. (2020)" in text(CUT["cut after twenty-five"])
    seven = journal("Six", authors=people("Six", 7), authors_cut=True)
    assert text(seven, style="ama").startswith("Sixa GX, Sixb GX, Sixc GX, et al.")


def test_a_cut_list_of_authors_leaves_the_editors_alone() -> None:
    chapter = Reference(**{**vars(HARD["chapter"]), "authors_cut": True})
    assert text(chapter).count("et al.") == 1
    assert "In A. Edwin & B. Itor (Eds.)" in text(chapter)


@pytest.mark.parametrize(
    ("given", "apa", "vancouver"),
    [
        ("Anne-Kathrin Maria", "Doe, A.-K. M.", "Doe AKM"),
        ("J.-P.", "Doe, J.-P.", "Doe JP"),
        ("J.P.", "Doe, J. P.", "Doe JP"),
        ("V. N. L. S.", "Doe, V. N. L. S.", "Doe VNLS"),
        ("EH", "Doe, E. H.", "Doe EH"),
        ("Alexander von", "Doe, A. von.", "Doe A von"),
        ("Élodie", "Doe, É.", "Doe É"),
        ("", "Doe.", "Doe"),
    ],
)
def test_given_names_as_initials(given: str, apa: str, vancouver: str) -> None:
    reference = journal("Doe", authors=(person("Doe", given),))
    assert text(reference).startswith(f"{apa} (2020)")
    assert text(reference, style="vancouver").startswith(f"{vancouver}. A trial")


def test_particles_suffixes_and_groups() -> None:
    assert text(HARD["particle"]).startswith("van den Berg, J., & Humboldt, A. von. (2020)")
    assert text(HARD["particle"], style="chicago").startswith("Berg, Jan van den, and Alexander von Humboldt")
    assert text(HARD["suffix"]).startswith("King, M. L., Jr. (2020)")
    assert text(HARD["group"]).startswith("Fjord Research Group. (2020)")


# --- links -------------------------------------------------------------------------------------------------


def test_a_doi_is_one_link_and_printed_once() -> None:
    reference = journal("Link", doi="10.1234/abc_1", url="https://doi.org/10.1234/abc_1")
    for style in STYLES:
        done = format_reference(reference, style=style)
        assert tags(done.html).addresses == ["https://doi.org/10.1234/abc_1"]
        assert done.text.count("10.1234/abc_1") == 1
    assert format_reference(reference, style="ama").html.endswith(">doi:10.1234/abc_1</a>")


def test_a_doi_is_printed_as_it_is_and_encoded_in_its_address() -> None:
    done = format_reference(HARD["long DOI"])
    assert done.text.endswith("https://doi.org/10.1002/(sici)1097-4679(199901)55:1<1::aid-jclp1>3.0.co;2-#")
    assert tags(done.html).addresses == [
        "https://doi.org/10.1002/(sici)1097-4679(199901)55:1%3C1::aid-jclp1%3E3.0.co;2-%23"
    ]


def test_an_address_is_a_link() -> None:
    done = format_reference(HARD["report"])
    assert tags(done.html).addresses == ["https://example.org/report?a=1&b=2"]
    assert done.text.endswith("https://example.org/report?a=1&b=2")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", 'https://x"y'])
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert tags(format_reference(Reference(**{**vars(HARD["report"]), "url": url})).html).addresses == []


# --- languages, letters, threads ---------------------------------------------------------------------------


def test_french_labels() -> None:
    printed = text(HARD["chapter"], language="fr")
    assert "Dans A. Edwin et B. Itor (Éds.), Handbook of therapy (2ᵉ éd., p." in printed
    assert text(HARD["two"], language="fr").startswith("Twosome, A. B. et Secund, C. (2020)")
    first = Reference(**{**vars(HARD["book"]), "edition": "1"})
    assert "(1ʳᵉ éd.)" in text(first, language="fr")


def test_letters_of_years() -> None:
    def work(title: str, **fields: Any) -> Reference:
        return journal("Doe", **{"title": title, **fields})

    references = (
        work("The zebra"),
        work("An ant"),
        work("Bees", authors=(person("Doe", "A. M."),)),
        work("Ants", issued=PartialDate(year=2021)),
        work("Ant hills", issued=PartialDate(year=2020, month=2)),
        work("Doe by another name", authors=(person("Doe", "Bo"),)),
        work("Unsigned", authors=()),
        work("Unsigned too", authors=()),
    )
    assert year_suffixes(references) == ("c", "a", "b", "", "d", "", "", "")
    assert "(2020c)" in text(references[0], year_suffix="c")
    assert "2020c." in text(references[0], year_suffix="c", style="chicago")
    assert "(n.d.-a)" in text(journal("Doe", issued=None), year_suffix="a")


def test_the_twenty_seventh_letter() -> None:
    many = [journal("Doe", title=f"{number:02}") for number in range(28)]
    assert year_suffixes(many)[25:] == ("z", "aa", "ab")


def test_threads_do_not_mix_their_references() -> None:
    names = [name for name in HARD if name != "long DOI"] * 2
    alone = {
        (name, style): text(HARD[name], style=style) for name in set(names) for style in ("apa", "chicago")
    }
    asked = [(name, style) for name in names for style in ("apa", "chicago")]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda each: text(HARD[each[0]], style=each[1]), asked))
    assert done == [alone[each] for each in asked]


def test_the_default_style_is_apa() -> None:
    assert DEFAULT == "apa"
    assert [style.key for style in STYLES.values()] == list(STYLES)


def test_an_empty_record_prints_nothing_and_does_not_fail() -> None:
    for style in STYLES:
        assert "None" not in text(Reference(), style=style)
