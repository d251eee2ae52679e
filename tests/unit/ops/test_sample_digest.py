"""The sample digest's texts: complete, of the right length, and every number in them traced to a fact.

The facts of the thirty articles are `tests/samples/sample_facts.json`; a summary's front matter lists the
indexes of the facts it uses. No Django here: YAML, JSON and regular expressions.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "src/apercu/ops/sample"
FACTS = ROOT / "tests/samples/sample_facts.json"
TAXONOMY = ROOT / "src/apercu/content/taxonomy/taxonomy.json"
SUMMARIES = sorted((SAMPLE / "summaries").glob("*.md"))
DIGESTS = sorted((SAMPLE / "digests").glob("*.md"))

BYLINES = {"Sample Editor", "Sample Contributor"}
NEEDED = {"kind", "id", "title", "slug", "month", "position", "language", "authors"} | {
    "topics",
    "types",
    "gist",
    "facts",
    "articles",
}
OPTIONAL = {"studies", "participants"}

each_summary = pytest.mark.parametrize("path", SUMMARIES, ids=lambda path: path.stem)
each_digest = pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)


# --- reading the files -------------------------------------------------------------------------------------


def parts_of(path: Path) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The front matter, then (heading, text) for each section; the text before any heading has heading ''."""
    _, head, text = re.split(r"^---$\n?", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    pieces = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    headings = ["", *pieces[1::2]]
    return yaml.safe_load(head), [(h, t.strip()) for h, t in zip(headings, pieces[::2], strict=True)]


def front_of(path: Path) -> dict[str, Any]:
    return parts_of(path)[0]


@cache
def all_facts() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts


@cache
def taxonomy_names() -> dict[str, frozenset[str]]:
    taxonomy = json.loads(TAXONOMY.read_text(encoding="utf-8"))
    return {facet: frozenset(entry["name"] for entry in entries) for facet, entries in taxonomy.items()}


def key_of(front: Mapping[str, Any]) -> str:
    return str(front["id"]).removeprefix("sample/")


# --- numbers in a text -------------------------------------------------------------------------------------

# Number words that count nothing. Short on purpose: a text that needs another idiom should be reworded.
IDIOMS = re.compile(
    r"\b(?:one another"  # each other
    r"|no one"  # nobody ("someone", "anyone", "everyone" are words of their own)
    r"|one[’']s"  # the possessive of the pronoun
    r"|one-to-one"  # individual therapy
    r")\b",
    re.IGNORECASE,
)
SMALL = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
SMALL |= {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15}
SMALL |= {"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}
ROUND = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
ROUND |= {"ninety": 90}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
SCALES |= {f"{word}s": number for word, number in SCALES.items()}
MULTIPLES = {"twice": 2, "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "twofold": 2}
MULTIPLES |= {"thrice": 3, "triple": 3, "tripled": 3, "threefold": 3, "tenfold": 10}
# "first" and "second" order things and are left alone; from "third" on a word may be a part, so it counts.
PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "fifteenth": 15, "twentieth": 20}
PARTS |= {"hundredth": 100, "thousandth": 1_000}
PARTS |= {f"{word}s": number for word, number in PARTS.items() if word not in {"half", "halves"}}

# A minus (U+2212 or a hyphen) is a sign only where no word or number stands before it: "12-month", "0.1-0.2".
TOKEN = re.compile(
    r"(?P<sign>(?<![\w.)])[−-](?=\.?\d))?"
    r"(?P<numeral>\d{1,3}(?:[,\u2009\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d*\.\d+|\d+)"
    r"|(?P<word>[^\W\d_]+)|(?P<stop>[.,;:!?()–—])"
)

Token = Fraction | str  # a numeral, or a word or a mark
Number = Fraction | str  # a number, or a share written "1/5", so that "one in five" is no 0.2


def tokens_of(text: str) -> list[Token]:
    """Numerals as numbers, words in lower case, punctuation as it is; hyphens and spaces are gone."""
    found: list[Token] = []
    for match in TOKEN.finditer(IDIOMS.sub(" ; ", text.replace("½", " half "))):
        if numeral := match["numeral"]:
            value = Fraction(re.sub(r"[^\d.]", "", numeral))
            found.append(-value if match["sign"] else value)
        else:
            found.append(match[0].lower())
    return found


def cardinal_at(tokens: list[Token], at: int) -> tuple[Fraction | None, int]:
    """The numeral or number in words that starts here ("sixty-two", "two thousand"), and where it ends."""
    total, current, begun, units_open = Fraction(0), Fraction(0), False, True
    while at < len(tokens):
        token = tokens[at]
        if isinstance(token, Fraction):
            if begun:
                break
            current, units_open = token, False
        elif token in ROUND and units_open and current % 100 == 0:
            current += ROUND[token]
        elif token in SMALL and units_open:
            current, units_open = current + SMALL[token], False
        elif token in SCALES:
            scaled = SCALES[token] * (current if begun else Fraction(1))
            total, current = (total, scaled) if SCALES[token] == 100 else (total + scaled, Fraction(0))
            units_open = SCALES[token] != 12
        elif token == "and" and begun and tokens[at - 1] in SCALES and small_at(tokens, at + 1):
            pass
        else:
            break
        begun, at = True, at + 1
    return (total + current if begun else None), at


def small_at(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at] in SMALL.keys() | ROUND.keys()


def share_at(tokens: list[Token], number: Fraction, at: int) -> tuple[Fraction | None, int]:
    """The share that a smaller number begins: "(one) in five", "(one) client in five", "(two) out of ten"."""
    for gap in range(3):
        between, rest = tokens[at : at + gap], tokens[at + gap :]
        if any(isinstance(token, Fraction) or not token.isalpha() for token in between):
            break
        skip = 1 if rest[:1] == ["in"] else 2 if rest[:2] == ["out", "of"] else 0
        if skip:
            whole, end = cardinal_at(tokens, at + gap + skip)
            if whole and 0 < number < whole:
                return number / whole, end
    return None, at


def numbers_in(text: str) -> list[Number]:
    """Every number a text states, in digits or words, and every share ("one in five", "three tenths")."""
    found: list[Number] = []
    tokens, at = tokens_of(text), 0
    while at < len(tokens):
        token = tokens[at]
        number, end = cardinal_at(tokens, at)
        if number is not None:
            share, after = share_at(tokens, number, end)
            if end < len(tokens) and tokens[end] in PARTS:
                share, after = number / PARTS[str(tokens[end])], end + 1
            found.append(number if share is None else f"{share.numerator}/{share.denominator}")
            at = end if share is None else after
            continue
        if token in PARTS:
            found.append(f"1/{PARTS[str(token)]}")
        elif token in MULTIPLES:
            found.append(Fraction(MULTIPLES[str(token)]))
        at += 1
    return found


def numbers_of(facts: Iterable[Mapping[str, Any]]) -> set[Number]:
    """Every number these facts carry: values, intervals, counts, and those in their words."""
    numbers: set[Number] = set()
    for fact in facts:
        for field in ("value", "ci_low", "ci_high", "ci_level", "k_studies", "n_participants"):
            if fact[field] is not None:
                numbers.add(Fraction(str(fact[field])))
        numbers.update(numbers_in(fact["statement"]), numbers_in(fact["note"] or ""))
    return numbers


def untraced(text: str, facts: Iterable[Mapping[str, Any]]) -> list[str]:
    """The numbers of a text that none of these facts carries."""
    known = numbers_of(facts)
    return [n if isinstance(n, str) else f"{float(n):.10g}" for n in numbers_in(text) if n not in known]


# --- each summary ------------------------------------------------------------------------------------------


@each_summary
def test_front_matter_is_complete(path: Path) -> None:
    front, sections = parts_of(path)
    assert NEEDED <= front.keys() <= NEEDED | OPTIONAL
    assert front["kind"] == "summary"
    assert front["language"] == "en"
    assert front["authors"]
    assert set(front["authors"]) <= BYLINES
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", front["slug"])
    assert path.stem == f"{front['month']}-{front['slug']}"
    assert [heading for heading, _ in sections] == ["", "Practice implications"]


@each_summary
def test_lengths(path: Path) -> None:
    body, implications = (len(text.split()) for _, text in parts_of(path)[1])
    assert 90 <= body <= 250
    assert 50 <= implications <= 130


@each_summary
def test_gist_is_one_short_sentence(path: Path) -> None:
    gist = front_of(path)["gist"]
    assert len(gist) <= 200
    assert re.fullmatch(r"[^.?!]*(?:[.](?=\d)[^.?!]*)*[.?!]", gist), gist


@each_summary
def test_topics_and_types_are_of_the_taxonomy(path: Path) -> None:
    front, names = front_of(path), taxonomy_names()
    assert 1 <= len(front["topics"]) == len(set(front["topics"])) <= 6
    assert set(front["topics"]) <= names["topics"]
    assert 1 <= len(front["types"]) == len(set(front["types"])) <= 2
    assert set(front["types"]) <= names["research_types"]


MORE_AUTHORS_THAN_SEEN = {"power-2022-adherence-competence", "varker-2019-telepsychology"}


@each_summary
def test_reference_is_that_of_the_fact_file(path: Path) -> None:
    front = front_of(path)
    article = all_facts()[key_of(front)]
    reference = {field: value for field, value in article["csl"].items() if field != "note"}
    if key_of(front) in MORE_AUTHORS_THAN_SEEN:
        reference["custom"] = {"et-al": True}
    assert front["articles"] == [reference]
    assert front["title"].casefold() != reference["title"].casefold()


@each_summary
def test_listed_facts_exist(path: Path) -> None:
    front = front_of(path)
    facts = all_facts()[key_of(front)]["facts"]
    assert front["facts"]
    assert front["facts"] == sorted(set(front["facts"]))
    assert set(front["facts"]) <= set(range(len(facts)))
    if "studies" in front:
        assert front["studies"] in {fact["k_studies"] for fact in facts}
    if "participants" in front:
        assert front["participants"] in {fact["n_participants"] for fact in facts}


@each_summary
def test_every_number_is_in_a_listed_fact(path: Path) -> None:
    front, sections = parts_of(path)
    facts = all_facts()[key_of(front)]["facts"]
    listed = [facts[index] for index in front["facts"]]
    texts = {"title": front["title"], "gist": front["gist"]} | {h or "body": text for h, text in sections}
    astray = {name: wrong for name, text in texts.items() if (wrong := untraced(text, listed))}
    assert not astray, f"{path.name}: numbers in no listed fact: {astray}"


@each_summary
def test_typography(path: Path) -> None:
    front, sections = parts_of(path)
    prose = "\n".join([front["title"], front["gist"], *(text for _, text in sections)])
    assert not re.search(r"[\"']", prose), "straight quotes"
    assert not re.search(r"(?<!\w)-\d", prose), "a hyphen for a minus"


# --- the whole ---------------------------------------------------------------------------------------------


def test_all_thirty_articles_are_summarised_once() -> None:
    fronts = [front_of(path) for path in SUMMARIES]
    assert len(all_facts()) == 30
    assert Counter(key_of(front) for front in fronts) == Counter(all_facts().keys())
    assert len({front["slug"] for front in fronts}) == 30
    assert len({front["title"] for front in fronts}) == 30


def test_thirteen_digests_of_two_or_three() -> None:
    months = {path.stem for path in DIGESTS}
    assert len(months) == 13
    positions: dict[str, list[int]] = {month: [] for month in months}
    for front in map(front_of, SUMMARIES):
        positions[front["month"]].append(front["position"])
    for month, taken in positions.items():
        assert len(taken) in {2, 3}, month
        assert sorted(taken) == list(range(1, len(taken) + 1)), month


@each_digest
def test_digest(path: Path) -> None:
    front, sections = parts_of(path)
    assert front == {"kind": "digest", "month": path.stem, "id": f"sample/{path.stem}"}
    assert [heading for heading, _ in sections] in ([""], ["", "Announcements"])
    assert all(text for _, text in sections)
    assert numbers_in(sections[0][1]) == []


# --- the checker itself ------------------------------------------------------------------------------------


def fact(statement: str, **fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("value", "ci_low", "ci_high", "ci_level", "k_studies", "n_participants", "note"))
    return {"statement": statement, **empty, **fields}


INVENTED = [
    fact("Dancing meant less worry.", value=-0.39, ci_low=-0.57, ci_high=-0.18, k_studies=22, ci_level=95),
    fact("One dancer in five stopped early.", value=19.7, n_participants=83834, note="Nearly half in 1993."),
    fact("About three tenths of it was explained, in sixty-two studies.", note="Three dozen came later."),
]


@pytest.mark.parametrize(
    "text",
    [
        "The correlation was −0.39 (95% interval −0.57 to −0.18) in twenty-two studies.",
        "Of 83,834 people, 19.7% stopped: one in five, a fifth, one dancer in five.",
        "Nearly half of them, back in 1993; now three tenths, from 62 studies and then thirty-six.",
        "They learned from one another, someone led, and no one fell.",
    ],
)
def test_numbers_of_the_facts_pass(text: str) -> None:
    assert untraced(text, INVENTED) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The correlation was −0.38.", ["-0.38"]),
        ("The correlation was 0.39.", ["0.39"]),  # the sign was lost
        ("Some 83,843 people took part.", ["83843"]),
        ("About 20% stopped.", ["20"]),
        ("About one in four stopped.", ["1/4"]),
        ("Two thirds stayed.", ["2/3"]),
        ("Sixty-three studies, twice as many.", ["63", "2"]),
        ("Several hundred, or four dozen.", ["100", "48"]),
        ("A 12-month wait, between 0.1-0.2.", ["12", "0.1", "0.2"]),
        ("There is one exception.", ["1"]),
        ("A gap of ½ or 1.5 points.", ["1.5"]),
    ],
)
def test_a_planted_number_is_found(text: str, wrong: list[str]) -> None:
    assert untraced(text, INVENTED) == wrong


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("one hundred and nine", [109]),
        ("two thousand two hundred and sixty-six records", [2266]),
        ("more than thirty thousand", [30000]),
        ("30 clinicians in 4 services, 15 per arm", [30, 4, 15]),
        ("between three and twelve months", [3, 12]),
        ("0.2 to 29", [Fraction("0.2"), 29]),
        ("one in five, a fifth, two out of ten", ["1/5", "1/5", "1/5"]),
        (".05", [Fraction("0.05")]),
        ("the SF-12 score", [12]),
    ],
)
def test_numbers_are_read(text: str, numbers: list[Number]) -> None:
    assert numbers_in(text) == numbers
