"""What holds for the reading of any text, and of any reference that was printed well."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.citations.printed.dates import MONTH_NAMES
from apercu.citations.printed.letters import words
from apercu.citations.reading import looks_like_reference, read_reference
from apercu.citations.reference import Name, PartialDate, Reference
from tests.unit.citations.printed_samples import AUTHORS, REST, WORKS

# Words that say what the next one is; they go when it goes to its field.
LABELS = MONTH_NAMES | words(
    "doi org https http www etal pmid pmcid pmc and und colleagues others eds hrsg dir dirs coord coords éds dans",
    "vol vols volume volumes iss issue nos page pages art article number chap chapter chapters edition",
    "retrieved from available accessed url repéré récupéré date",
    "advance advanced online publication",  # "advance-online": spelled out as a status
)
# A loaded machine may be slow; how fast reading is, is tested in `test_reading_damage.py`.
UNHURRIED = settings(deadline=None)
WORD = re.compile(r"[^\W\d_]{3,}")
SAMPLES = [f"{head} {REST}" for head, _, _ in AUTHORS.values()] + [text for text, _ in WORKS.values()]


@st.composite
def damaged_references(draw: st.DrawFn) -> str:
    """Pieces of printed references in a wrong order, with characters lost, doubled and strewn in."""
    pieces = draw(st.lists(st.sampled_from(SAMPLES), min_size=1, max_size=2))
    printed = " ".join(pieces).split(" ")
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(printed) - 1))
        kind = draw(st.sampled_from(["lose", "double", "strew", "cut", "glue"]))
        if kind == "lose" and len(printed) > 1:
            del printed[at]
        elif kind == "double":
            printed.insert(at, printed[at])
        elif kind == "strew":
            printed.insert(
                at,
                draw(
                    st.sampled_from(
                        [
                            "(",
                            ")",
                            ".",
                            ",",
                            "&",
                            "12",
                            "(2019).",
                            "In",
                            "(Eds.),",
                            "doi:",
                            "…",
                            "Aarne, B.,",
                            "?",
                        ]
                    )
                ),
            )
        elif kind == "cut":
            printed[at] = printed[at][: draw(st.integers(0, len(printed[at])))]
        elif kind == "glue" and at:
            printed[at - 1 : at + 1] = [printed[at - 1] + printed[at]]
    return " ".join(printed)[: draw(st.integers(1, 600))]


ANY_TEXT = st.one_of(st.text(max_size=200), damaged_references())


def words_of(text: str) -> set[str]:
    plain = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFC", text))
    return set(WORD.findall(plain.lower()))


def text_of(reference: Reference) -> str:
    names = (*reference.authors, *reference.editors)
    parts = [
        getattr(name, part) for name in names for part in ("family", "given", "suffix", "particle", "literal")
    ]
    parts += [
        getattr(reference, name)
        for name in Reference.__dataclass_fields__
        if name != "type" and isinstance(getattr(reference, name), str)
    ]
    parts += [str(value) for value in reference.unknown.values()]
    return " ".join(parts)


@UNHURRIED
@given(text=ANY_TEXT)
def test_no_word_is_lost(text: str) -> None:
    """Each word of three letters or more is in a field, in what is unread, or names the next one."""
    printed = read_reference(text)
    kept = words_of(printed.unread) | (words_of(text_of(printed.reference)) if printed.reference else set())
    assert words_of(text) - kept - LABELS == set()


@UNHURRIED
@given(text=ANY_TEXT)
def test_no_word_is_invented(text: str) -> None:
    """A field says what is printed: only a status is spelled out, and a type is ours."""
    printed = read_reference(text)
    if printed.reference is not None:
        read = words_of(text_of(printed.reference))
        assert read - words_of(text) - {"advance", "online", "publication"} == set()


@UNHURRIED
@given(text=ANY_TEXT)
def test_reading_keeps_the_raw_text_and_says_why_it_failed(text: str) -> None:
    printed = read_reference(text)
    assert printed.raw == text
    assert printed.reference is not None or printed.caveats
    assert len(set(printed.caveats)) == len(printed.caveats)
    if printed.reference is not None:
        assert printed.reference.title or (
            (printed.reference.authors or printed.reference.editors) and printed.reference.issued
        )


@UNHURRIED
@given(text=ANY_TEXT)
def test_spacing_makes_no_difference(text: str) -> None:
    spaced = "  " + text.replace(" ", " \n\u00a0") + "\t"
    assert read_reference(spaced).reference == read_reference(text).reference
    assert looks_like_reference(spaced) == looks_like_reference(text)


# --- a reference printed well, in the APA form ---

SYLLABLES = ["ka", "lo", "mi", "ber", "sund", "åse", "vik", "ræl", "zé"]
WORDS = (
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3)
    .map("".join)
    .filter(lambda word: len(word) > 3)
)
CAPITALISED = WORDS.map(str.capitalize)
FAMILIES = st.one_of(
    CAPITALISED,
    st.tuples(CAPITALISED, st.sampled_from(["-", " "]), CAPITALISED).map("".join),
    CAPITALISED.map("O’{}".format),
)
INITIALS = st.lists(st.sampled_from("ABCDEFGHIJKLMNOPRSTVÅÉØ").map("{}.".format), min_size=1, max_size=3).map(
    " ".join
)
PERSONS = st.builds(
    Name,
    family=FAMILIES,
    given=INITIALS,
    particle=st.sampled_from(["", "", "", "van der", "de", "von"]),
    suffix=st.sampled_from(["", "", "", "Jr.", "III"]),
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(lambda words: " ".join(words).capitalize())
TITLES = st.builds(
    lambda main, subtitle, end: main + subtitle + end,
    SENTENCES,
    st.one_of(
        st.just(""), SENTENCES.map(": {}".format), SENTENCES.map("? {}".format), WORDS.map(" vs. {}".format)
    ),
    st.sampled_from(["", "", "?", "!"]),
)
JOURNALS = st.builds(
    lambda first, joint, rest: first + joint + rest,
    CAPITALISED,
    st.sampled_from([" of ", " & ", ": ", ", ", " and ", " "]),
    st.lists(CAPITALISED, min_size=1, max_size=3).map(" ".join),
)
NUMBERS = st.integers(1, 999).map(str)
PAGES = st.tuples(st.integers(1, 9999), st.sampled_from("-–‐−"), st.integers(1, 9999)).map(
    lambda range_: "".join(map(str, range_))
)


@st.composite
def well_formed(draw: st.DrawFn) -> Reference:
    volume = draw(NUMBERS)
    article = draw(st.booleans())
    return Reference(
        title=draw(TITLES),
        authors=tuple(draw(st.lists(PERSONS, min_size=1, max_size=6))),
        container_title=draw(JOURNALS),
        volume=volume,
        issue=draw(st.one_of(st.just(""), NUMBERS)),
        pages="" if article else draw(PAGES),
        number=draw(st.integers(10_000, 999_999).map("e{}".format)) if article else "",
        issued=PartialDate(year=draw(st.integers(1900, 2099))),
        doi=draw(
            st.one_of(
                st.just(""),
                st.from_regex(r"10\.\d{4,5}/[a-z]{3}\.[0-9]{4}(\([0-9]{2}\)[0-9])?", fullmatch=True),
            )
        ),
    )


def printed_in_apa(reference: Reference) -> str:
    names = []
    for name in reference.authors:
        family = f"{name.particle} {name.family}".strip()
        names.append(f"{family}, {name.given}" + (f", {name.suffix}" if name.suffix else ""))
    authors = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
    stop = "" if reference.title[-1] in "?!" else "."
    issue = f"({reference.issue})" if reference.issue else ""
    doi = f" https://doi.org/{reference.doi}" if reference.doi else ""
    assert reference.issued is not None
    return (
        f"{authors} ({reference.issued.year}). {reference.title}{stop} {reference.container_title}, "
        f"{reference.volume}{issue}, {reference.pages or reference.number}.{doi}"
    )


@UNHURRIED
@given(reference=well_formed())
def test_a_reference_printed_well_comes_back(reference: Reference) -> None:
    printed = read_reference(printed_in_apa(reference))
    assert printed.reference == reference
    assert printed.unread == ""
    assert printed.caveats == ()


@UNHURRIED
@given(reference=well_formed())
def test_a_reference_printed_well_looks_like_one(reference: Reference) -> None:
    assert looks_like_reference(printed_in_apa(reference))


@UNHURRIED
@given(reference=well_formed(), rest=st.lists(WORDS, min_size=3, max_size=30))
def test_a_sentence_about_the_same_authors_does_not(reference: Reference, rest: list[str]) -> None:
    families = " and ".join(name.family for name in reference.authors[:2])
    year = reference.issued.year if reference.issued else 2020
    assert not looks_like_reference(f"{families} ({year}) {' '.join(rest)}.")
    assert not looks_like_reference(f"In this study {families} ({year}) {' '.join(rest)}.")
