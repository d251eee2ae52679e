"""What people paste when they mean an article, and what it is taken for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.citations.formats import bibtex, csl_json, ris
from apercu.citations.identifiers import arxiv_doi, normalise_arxiv, normalise_doi
from apercu.citations.recognising import LONGEST_PASTE, MOST_WORKS, Kind, Pasted, Work, recognise
from apercu.citations.reference import Reference

DOI = "10.1037/pst0000317"
PRINTED = "Nissen-Lie, H. A., Heinonen, E., & Delgadillo, J. (2021). Therapist factors. Psychotherapy, 52(5), 429–438."


def one(text: str) -> Work:
    """The one work of a paste."""
    (work,) = recognise(text).works
    return work


@pytest.mark.parametrize(
    "text",
    [
        DOI,
        DOI.upper(),
        f"doi:{DOI}",
        f"DOI: {DOI}.",
        f"https://doi.org/{DOI}",
        f"http://dx.doi.org/{DOI},",
        f"  <https://doi.org/{DOI}>  ",
        f"({DOI})",
        f"“{DOI}”.",
        f"\u200b{DOI}\ufeff",
        f"https://doi.org/{DOI.replace('/', '%2F')}",
    ],
)
def test_a_doi_in_any_dress(text: str) -> None:
    assert one(text).identifiers.doi == DOI
    assert recognise(text).kind == Kind.DOI


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        (
            "https://www.tandfonline.com/doi/full/10.1080/10503307.2020.1847344?needAccess=true",
            "10.1080/10503307.2020.1847344",
        ),
        ("https://onlinelibrary.wiley.com/doi/epdf/10.1002/wps.20860", "10.1002/wps.20860"),
        ("https://link.springer.com/article/10.1007/s12671-020-01425-3#Sec2", "10.1007/s12671-020-01425-3"),
        ("link.springer.com/content/pdf/10.1007/s12671-020-01425-3.pdf", "10.1007/s12671-020-01425-3"),
        ("https://psycnet.apa.org/doiLanding?doi=10.1037%2Fpst0000317", "10.1037/pst0000317"),
        ("https://psycnet.apa.org/fulltext/10.1037/pst0000317.html", "10.1037/pst0000317"),
        ("https://journals.sagepub.com/doi/abs/10.1177/0956797620915887", "10.1177/0956797620915887"),
        ("https://www.frontiersin.org/articles/10.3389/fpsyg.2020.00001/full", "10.3389/fpsyg.2020.00001"),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0249999",
            "10.1371/journal.pone.0249999",
        ),
        ("https://www.nature.com/articles/s41562-020-00990-w.pdf", "10.1038/s41562-020-00990-w"),
        ("https://www.nature.com/articles/s41562-020-00990-w/figures/2", "10.1038/s41562-020-00990-w"),
        (
            "https://www.medrxiv.org/content/10.1101/2020.05.01.20000001v2.full-text",
            "10.1101/2020.05.01.20000001",
        ),
        ("https://psyarxiv.com/ab3de/", "10.31234/osf.io/ab3de"),
        ("https://osf.io/preprints/psyarxiv/ab3de_v1", "10.31234/osf.io/ab3de"),
    ],
)
def test_a_publishers_address_tells_its_doi(address: str, doi: str) -> None:
    assert recognise(address).kind == Kind.ADDRESS
    assert one(address).identifiers.doi == doi


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("33030943", "pmid", "33030943"),
        ("PMID: 33030943.", "pmid", "33030943"),
        ("https://pubmed.ncbi.nlm.nih.gov/33030943/?from_single_result=x", "pmid", "33030943"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/33030943", "pmid", "33030943"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/?term=33030943", "pmid", "33030943"),
        ("https://europepmc.org/article/MED/33030943", "pmid", "33030943"),
        ("PMC7654321", "pmcid", "PMC7654321"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/pdf/main.pdf", "pmcid", "PMC7654321"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321/", "pmcid", "PMC7654321"),
        ("https://europepmc.org/articles/PMC7654321", "pmcid", "PMC7654321"),
        ("https://europepmc.org/article/PMC/7654321", "pmcid", "PMC7654321"),
        ("arXiv:2101.00001v3", "arxiv", "2101.00001"),
        ("arXiv:2101.00001v3 [stat.AP]", "arxiv", "2101.00001"),
        ("https://arxiv.org/pdf/2101.00001v2.pdf", "arxiv", "2101.00001"),
        ("https://arxiv.org/abs/math.GT/0309136", "arxiv", "math/0309136"),
        ("10.48550/arXiv.2101.00001", "arxiv", "2101.00001"),
    ],
)
def test_numbers_of_indexes(text: str, field: str, value: str) -> None:
    assert getattr(one(text).identifiers, field) == value


def test_an_arxiv_number_is_also_a_doi() -> None:
    assert one("2101.00001").identifiers.doi == "10.48550/arxiv.2101.00001"
    assert arxiv_doi("") == ""


@pytest.mark.parametrize("text", ["2113.00001", "study/1234567", "1234.567", "arXiv:", "٢١٠١.00001", ""])
def test_what_is_no_arxiv_number(text: str) -> None:
    assert normalise_arxiv(text) == ""


def test_an_address_that_names_no_article_is_kept_as_an_address() -> None:
    work = one("https://www.example.org/a-new-study-of-therapists")
    assert not work.identifiers
    assert work.reference == Reference(url="https://www.example.org/a-new-study-of-therapists")


def test_a_printed_reference_needs_no_network() -> None:
    pasted = recognise(PRINTED)
    assert pasted.kind == Kind.REFERENCE
    reference = pasted.works[0].reference
    assert reference is not None
    assert (reference.title, reference.volume, reference.pages) == ("Therapist factors", "52", "429–438")
    assert not pasted.works[0].identifiers


def test_a_printed_reference_broken_into_lines_is_one() -> None:
    broken = PRINTED.replace(" (2021)", "\n(2021)").replace(" Psychotherapy", "\nPsychotherapy")
    assert one(broken).reference == one(PRINTED).reference


def test_a_printed_reference_with_its_doi_and_pubmed_number() -> None:
    identifiers = one(f"{PRINTED} https://doi.org/{DOI} PMID: 33030943; PMCID: PMC7654321").identifiers
    assert (identifiers.doi, identifiers.pmid, identifiers.pmcid) == (DOI, "33030943", "PMC7654321")


def test_a_reading_list_is_several_works() -> None:
    other = PRINTED.replace("Therapist factors", "Something else")
    pasted = recognise(f"{PRINTED}\n\n{other}")
    assert [work.reference.title for work in pasted.works if work.reference] == [
        "Therapist factors",
        "Something else",
    ]


def test_a_list_of_identifiers_is_several_works_and_each_once() -> None:
    works = recognise(f"{DOI}\nPMID 33030943\nhttps://doi.org/10.1002/wps.20860\n{DOI}").works
    assert [work.identifiers.doi or work.identifiers.pmid for work in works] == [
        DOI,
        "33030943",
        "10.1002/wps.20860",
    ]


def test_a_list_may_mix_what_people_have() -> None:
    first, second, third = recognise(f"{DOI}\n{PRINTED}\nPMID: 33030943").works
    assert first.identifiers.doi == DOI
    assert second.reference == one(PRINTED).reference
    assert third.identifiers.pmid == "33030943"


def test_a_doi_inside_a_sentence() -> None:
    assert one(f"have you seen this one? it is at {DOI}, I think").identifiers.doi == DOI


def test_words_alone_may_be_a_title() -> None:
    pasted = recognise("The alliance in adult psychotherapy: a meta-analytic synthesis.")
    assert pasted.kind == Kind.TITLE
    reference = pasted.works[0].reference
    assert reference is not None
    assert reference.title == "The alliance in adult psychotherapy: a meta-analytic synthesis"


@pytest.mark.parametrize("text", ["", "   \n\t ", "hello", "2021", "[1]", "\u200b", "?!"])
def test_nothing_is_nothing(text: str) -> None:
    assert recognise(text) == Pasted(kind=Kind.NOTHING)


def test_a_book_is_not_pasted_here() -> None:
    assert recognise("x " * LONGEST_PASTE).kind == Kind.TOO_LONG


@pytest.mark.parametrize(
    ("kind", "write"),
    [(Kind.RIS, ris.write), (Kind.BIBTEX, bibtex.write), (Kind.CSL_JSON, csl_json.write)],
)
def test_a_files_text_gives_its_records(kind: Kind, write: Callable[[list[Reference]], str]) -> None:
    pasted = recognise(write([_sample()]))
    assert pasted.kind == kind
    assert pasted.works[0].reference == _sample()
    assert pasted.works[0].identifiers.doi == DOI


def _sample() -> Reference:
    return Reference(title="Therapist factors", doi=DOI, container_title="Psychotherapy", volume="52")


def test_several_records_can_each_be_pasted_alone() -> None:
    two = [_sample(), Reference(title="Something else", doi="10.1002/wps.20860")]
    works = recognise(ris.write(two)).works
    assert [one(work.text).reference for work in works] == two


def test_what_a_file_loses_is_told() -> None:
    pasted = recognise("TY  - JOUR\nTI  - A study\nXX  - something\nER  - \n")
    assert [loss.code for loss in pasted.losses] == ["field-not-kept"]


def test_a_damaged_file_is_not_an_error() -> None:
    pasted = recognise('{"title": "A study",}')
    assert (pasted.kind, pasted.works) == (Kind.CSL_JSON, ())
    assert [loss.code for loss in pasted.losses] == ["file-unreadable"]


PIECES = st.sampled_from(
    [
        DOI,
        "doi:",
        "PMID",
        "PMC1",
        "arXiv:",
        "https://",
        "www.",
        ".org/",
        "TY  - ",
        "@article{",
        "{",
        "]",
        '"',
        "\n",
        " ",
        "(2021).",
        "%",
        "10.",
        "/",
        "٣",
    ]
) | st.text(max_size=5)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    pasted = recognise(text)
    assert len(pasted.works) <= MOST_WORKS
    assert bool(pasted.works) or pasted.kind in {Kind.NOTHING, Kind.TOO_LONG, *_FILES}


@given(st.from_regex(r"10\.\d{4,5}/[a-z0-9.()-]{1,20}[a-z0-9]", fullmatch=True))
def test_every_doi_is_found_again_however_it_is_dressed(doi: str) -> None:
    kept = normalise_doi(doi)
    if not kept:
        return
    for dressed in (doi, f"doi: {doi}", f"https://doi.org/{doi}"):
        assert one(dressed).identifiers.doi == kept


_FILES = {Kind.RIS, Kind.BIBTEX, Kind.NBIB, Kind.CSL_JSON}
