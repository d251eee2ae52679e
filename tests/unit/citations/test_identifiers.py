"""Identifiers: one spelling for each, and nothing taken for one that is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.citations.identifiers import (
    doi_address,
    find_dois,
    is_doi,
    issn_check_digit,
    normalise_doi,
    normalise_issn,
    normalise_orcid,
    normalise_pmcid,
    normalise_pmid,
    orcid_address,
    orcid_check_digit,
    web_address,
    without_trailing_punctuation,
)

SICI = "10.5555/(sici)1097-4679(199901)55:1<1::aid-tst1>3.0.co;2-f"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5555/abc.1", "10.5555/abc.1"),
        ("10.5555/ABC.1", "10.5555/abc.1"),
        (" 10.5555/abc.1 ", "10.5555/abc.1"),
        ("https://doi.org/10.5555/abc.1", "10.5555/abc.1"),
        ("http://doi.org/10.5555/abc.1", "10.5555/abc.1"),
        ("https://dx.doi.org/10.5555/abc.1", "10.5555/abc.1"),
        ("dx.doi.org/10.5555/abc.1", "10.5555/abc.1"),
        ("doi.org/10.5555/abc.1", "10.5555/abc.1"),
        ("doi:10.5555/abc.1", "10.5555/abc.1"),
        ("doi: 10.5555/abc.1", "10.5555/abc.1"),
        ("DOI 10.5555/abc.1", "10.5555/abc.1"),
        ("DOI: https://doi.org/10.5555/abc.1", "10.5555/abc.1"),
        ("10.5555/abc.1.", "10.5555/abc.1"),
        ("10.5555/abc.1).", "10.5555/abc.1"),
        ("10.5555/abc(1)", "10.5555/abc(1)"),
        ("10.5555/abc(1))", "10.5555/abc(1)"),
        ("10.5555/abc>", "10.5555/abc"),
        ("10.1000.10/abc", "10.1000.10/abc"),
        (SICI.upper(), SICI),
        ("https://doi.org/10.5555/%28SICI%29abc%3C1%3E2", "10.5555/(sici)abc<1>2"),
        ("10.5555/100%25", "10.5555/100%25"),
    ],
)
def test_a_doi_has_one_spelling(text: str, doi: str) -> None:
    assert normalise_doi(text) == doi


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10.",
        "10.5555",
        "10.5555/",
        "10.55/abc",
        "11.5555/abc",
        "10.5555/a b",
        "doi:",
        "https://example.org/10.5555/abc",
        "10.5555/...",
    ],
)
def test_what_is_no_doi_gives_nothing(text: str) -> None:
    assert normalise_doi(text) == ""
    assert not is_doi(text)


def test_dois_are_found_in_running_text() -> None:
    text = (
        f"See https://doi.org/10.5555/ABC.1, (doi:10.5555/b(2)), {SICI}; 10.5555/abc.1 again, and 10.55/no."
    )
    assert find_dois(text) == ("10.5555/abc.1", "10.5555/b(2)", SICI)


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("12345678", "12345678"),
        ("PMID: 12345678", "12345678"),
        ("PMID 1", "1"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "12345678"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/12345678", "12345678"),
        ("0012", "12"),
        ("0", ""),
        ("PMC12", ""),
        ("1234567890", ""),
        ("١٢", ""),
        ("", ""),
    ],
)
def test_pubmed_numbers(text: str, pmid: str) -> None:
    assert normalise_pmid(text) == pmid


@pytest.mark.parametrize(
    ("text", "pmcid"),
    [
        ("PMC7654321", "PMC7654321"),
        ("pmc7654321", "PMC7654321"),
        ("PMCID: PMC7654321", "PMC7654321"),
        ("PMC7654321.2", "PMC7654321"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321/", "PMC7654321"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/", "PMC7654321"),
        ("7654321", ""),
        ("PMC", ""),
    ],
)
def test_pubmed_central_numbers(text: str, pmcid: str) -> None:
    assert normalise_pmcid(text) == pmcid


@pytest.mark.parametrize(
    ("text", "issn"),
    [
        ("0317-8471", "0317-8471"),  # the worked example of the ISSN manual
        ("03178471", "0317-8471"),
        ("0317–8471", "0317-8471"),
        ("ISSN 0317-8471", "0317-8471"),
        ("eISSN: 2434-561X", "2434-561X"),
        ("2434-561x", "2434-561X"),
        ("0317-8472", ""),
        ("0317-847", ""),
        ("abcd-efgh", ""),
        ("", ""),
    ],
)
def test_issns_are_checked(text: str, issn: str) -> None:
    assert normalise_issn(text) == issn


@pytest.mark.parametrize(
    ("text", "orcid"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),  # the example of ORCID's own documentation
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("http://orcid.org/0000-0002-1825-0097/", "0000-0002-1825-0097"),
        ("ORCID iD: 0000-0002-1694-233X", "0000-0002-1694-233X"),
        ("000000021694233x", "0000-0002-1694-233X"),
        ("0000-0002-1825-0098", ""),
        ("0000-0002-1825", ""),
        ("", ""),
    ],
)
def test_orcids_are_checked(text: str, orcid: str) -> None:
    assert normalise_orcid(text) == orcid


def test_an_orcid_is_shown_as_an_address() -> None:
    assert orcid_address("0000-0002-1825-0097") == "https://orcid.org/0000-0002-1825-0097"
    assert orcid_address("0000-0002-1825-0098") == ""


NEAR_DOIS = st.from_regex(
    r"(https://(dx\.)?doi\.org/|doi: ?|DOI )?10\.\d{3,5}/[\w()<>%.,;:/-]{0,20}[.,;)\]]{0,3}", fullmatch=True
)
NORMALISERS = [
    normalise_doi,
    normalise_pmid,
    normalise_pmcid,
    normalise_issn,
    normalise_orcid,
    without_trailing_punctuation,
]


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        ("10.5555/abc.1", "https://doi.org/10.5555/abc.1"),
        (SICI, "https://doi.org/10.5555/(sici)1097-4679(199901)55:1%3C1::aid-tst1%3E3.0.co;2-f"),
        ("10.5555/a#b?c%d", "https://doi.org/10.5555/a%23b%3Fc%25d"),
        ("", ""),
    ],
)
def test_a_doi_is_shown_as_an_address_that_leads_to_it(doi: str, address: str) -> None:
    assert doi_address(doi) == address
    assert normalise_doi(address) == doi


@pytest.mark.parametrize("text", ["https://example.org/a?b=c#d", "HTTP://example.org"])
def test_a_web_address_is_kept(text: str) -> None:
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text", ["", "example.org", "javascript:alert(1)", "https://a b", 'https://a"b', "ftp://a", "https://"]
)
def test_what_a_link_may_not_lead_to_is_no_web_address(text: str) -> None:
    assert web_address(text) == ""


@pytest.mark.parametrize("normalise", NORMALISERS)
@given(text=st.one_of(st.text(), NEAR_DOIS, st.from_regex(r"(PMC|ISSN )?[\d-]{1,19}X?", fullmatch=True)))
def test_normalising_twice_is_normalising_once(normalise: Callable[[str], str], text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(text=NEAR_DOIS)
def test_a_normalised_doi_is_found_in_a_sentence(text: str) -> None:
    if doi := normalise_doi(text):
        assert find_dois(f"See {doi}.") == (doi,)


@given(first=st.text("0123456789", min_size=7, max_size=7), wrong=st.sampled_from("0123456789X"))
def test_only_the_right_check_digit_makes_an_issn(first: str, wrong: str) -> None:
    right = issn_check_digit(first)
    assert normalise_issn(first + right)
    assert bool(normalise_issn(first + wrong)) == (wrong == right)


@given(
    first=st.text("0123456789", min_size=15, max_size=15),
    at=st.integers(0, 14),
    digit=st.sampled_from("0123456789"),
)
def test_one_wrong_digit_unmakes_an_orcid(first: str, at: int, digit: str) -> None:
    right = first + orcid_check_digit(first)
    changed = right[:at] + digit + right[at + 1 :]
    assert normalise_orcid(right)
    assert bool(normalise_orcid(changed)) == (changed == right)
