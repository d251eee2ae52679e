"""Checks on what a summary says, sentence by sentence: what is told of, and what must not be."""

from __future__ import annotations

import pytest

from apercu.editing.checks.entry import Cited, Term
from apercu.editing.checks.kinds import (
    abbreviations,
    author_names,
    causal_words,
    gist,
    implications,
    length,
    links,
    title_style,
    topic_names,
)
from tests.unit.editing.drafts import (
    META_ANALYSIS,
    REFERENCE,
    SURVEY,
    TRIAL,
    codes,
    entry,
    french,
    only,
)

CAUSAL = [
    "Mindfulness leads to more empathy.",
    "A good bond improves the outcome of therapy.",
    "Long hours cause burnout.",
    "The effect of supervision on confidence was large.",
    "Burnout was due to heavy caseloads.",
    "Feedback reduces dropout.",
    "Early trauma results in a heavier burden.",
    "Money worries had a strong impact on burden.",
    "Good supervision protects therapists from burnout.",
]
NOT_CAUSAL = [
    "Mindfulness went with more empathy.",
    "Clients improved throughout treatment.",
    "Does mindfulness lead to more empathy?",
    "This does not mean that long hours cause burnout.",
    "Nothing here shows that hours cause burnout.",
    "Long hours may lead to burnout.",
    "A large sample makes an estimate steadier; it does not turn an association into a cause.",
    "Scores decreased over the year, with increases in the last month.",
    "In a randomised trial, feedback reduced dropout and improves outcome.",
    "Improved empathy went with more training.",
    "Whether feedback reduces dropout remains to be seen.",
    "The therapists reported fewer increases in distress.",
]
CAUSAL_FRENCH = [
    "La pleine conscience entraîne davantage d’empathie.",
    "Les longues heures causent l’épuisement.",
    "L’effet de la supervision sur la confiance était grand.",
    "L’épuisement était attribuable à la charge de travail.",
    "La rétroaction réduit les abandons.",
    "Une bonne alliance améliore les résultats.",
    "Grâce à la supervision, les thérapeutes restent.",
]
NOT_CAUSAL_FRENCH = [
    "La pleine conscience allait de pair avec davantage d’empathie.",
    "La pleine conscience entraîne-t-elle davantage d’empathie ?",
    "Rien n’indique que les longues heures causent l’épuisement.",
    "Les longues heures peuvent conduire à l’épuisement ou non, selon les personnes.",
    "Ce lien ne prouve pas que la supervision améliore les résultats.",
    "Les scores ont diminué pendant l’année.",
]


@pytest.mark.parametrize("sentence", CAUSAL)
def test_words_of_cause_about_a_survey_are_told_of(sentence: str) -> None:
    found = only(causal_words.CHECK, entry(body=f"<p>They asked 300 people. {sentence}</p>"))
    assert found.quotes == (sentence,)
    assert found.field == "body"


@pytest.mark.parametrize("sentence", NOT_CAUSAL)
def test_a_sentence_that_claims_no_cause_is_left_alone(sentence: str) -> None:
    assert codes(causal_words.CHECK, entry(body=f"<p>{sentence}</p>")) == []


@pytest.mark.parametrize("sentence", CAUSAL_FRENCH)
def test_french_words_of_cause_are_told_of(sentence: str) -> None:
    assert only(causal_words.CHECK, french(body=f"<p>{sentence}</p>")).quotes == (sentence,)


@pytest.mark.parametrize("sentence", NOT_CAUSAL_FRENCH)
def test_a_french_sentence_that_claims_no_cause_is_left_alone(sentence: str) -> None:
    assert codes(causal_words.CHECK, french(body=f"<p>{sentence}</p>")) == []


@pytest.mark.parametrize(
    ("types", "told"),
    [
        ((SURVEY,), True),
        ((TRIAL,), False),
        ((META_ANALYSIS,), False),
        ((SURVEY, TRIAL), False),
        ((Term(slug="of-our-own", names=("Of our own",)),), False),
        ((), False),
    ],
)
def test_only_types_that_show_links_alone_are_asked(types: tuple[Term, ...], told: bool) -> None:
    found = codes(causal_words.CHECK, entry(types=types, title="Long hours cause burnout"))
    assert bool(found) is told


def test_the_table_of_types_knows_every_type_we_ship() -> None:
    import json
    from importlib import resources

    text = resources.files("apercu.content").joinpath("taxonomy/taxonomy.json").read_text("utf-8")
    shipped = {row["slug"] for row in json.loads(text)["research_types"]}
    assert shipped == set(causal_words.CAN_SHOW_CAUSES)


ACTIONABLE = [
    "Ask clients after each session what helped.",
    "When a client falls silent, wait before you speak.",
    "Therapists would do well to monitor their level of burnout.",
    "Supervisors should look out for younger colleagues.",
    "Once a month, in supervision, name what you are carrying.",
    "More research is needed. Until then, keep measuring outcome.",
    "Do not sign up for it in the belief that it raises empathy.",
    "Never end without a word about the ending.",
    "Clinicians might consider asking about social support.",
    "Instead, agree on goals first.",
    "It may be more important for therapists to respond to the person than to choose a brand.",
]
NOTHING_TO_DO = [
    "More research is needed.",
    "Higher levels of mindfulness were associated with less distress. The results should be interpreted with caution.",
    "This is a relatively small study, so one should consider the findings quite cautiously.",
    "Results should be taken with a grain of salt.",
    "Both the bond and social support contributed to better outcomes.",
    "Future studies should include larger samples.",
]
ACTIONABLE_FRENCH = [
    "Demandez après chaque séance ce qui a aidé.",
    "Les thérapeutes devraient surveiller leur fatigue.",
    "Il est utile de vérifier l’alliance à chaque séance.",
    "Vérifier l’alliance après chaque séance.",
    "Votre superviseure peut vous y aider.",
]
NOTHING_TO_DO_FRENCH = [
    "D’autres recherches sont nécessaires.",
    "Les résultats doivent être lus avec prudence.",
    "L’alliance allait de pair avec de meilleurs résultats.",
]


@pytest.mark.parametrize("text", ACTIONABLE)
def test_implications_with_something_to_do_pass(text: str) -> None:
    assert codes(implications.CHECK, entry(implications=f"<p>{text}</p>")) == []


@pytest.mark.parametrize("text", NOTHING_TO_DO)
def test_implications_with_nothing_to_do_are_told_of(text: str) -> None:
    assert only(implications.CHECK, entry(implications=f"<p>{text}</p>")).code == "nothing-to-do"


@pytest.mark.parametrize("text", ACTIONABLE_FRENCH)
def test_french_implications_with_something_to_do_pass(text: str) -> None:
    assert codes(implications.CHECK, french(implications=f"<p>{text}</p>")) == []


@pytest.mark.parametrize("text", NOTHING_TO_DO_FRENCH)
def test_french_implications_with_nothing_to_do_are_told_of(text: str) -> None:
    assert only(implications.CHECK, french(implications=f"<p>{text}</p>")).code == "nothing-to-do"


def test_missing_implications_are_the_gates_affair() -> None:
    assert codes(implications.CHECK, entry(implications="<p> </p>")) == []


UNEXPLAINED = [
    ("The WAI was filled in twice.", ["WAI"]),
    ("Scores on the PHQ-9 and the GAD-7 fell.", ["PHQ-9", "GAD-7"]),
    ("IPTs were compared. Later, interpersonal psychotherapy (IPT) was best.", ["IPT"]),
    ("In SWIFT, a panel (SHP), they asked.", ["SWIFT", "SHP"]),
]
EXPLAINED = [
    "Interpersonal psychotherapy (IPT) was best. IPT was also short.",
    "They used the WAI (Working Alliance Inventory). The WAI is short.",
    "The BDI, or Beck Depression Inventory, fell.",
    "CBT and PTSD need no words in the UK or the US.",
    "Phase II and part IV followed (95% CI from 2 to 4; SD = 9.2).",
    "H. A. Nissen-Lie and J. Okafor asked.",
    "THIS WAS SHOUTED FROM THE ROOFTOPS",
]
EXPLAINED_FRENCH = [
    "La thérapie interpersonnelle (TIP) était la meilleure. La TIP est brève.",
    "Selon l’OMS, la TCC aide.",
    "L’inventaire d’alliance de travail, appelé WAI, est bref. Le WAI a deux formes.",
]


@pytest.mark.parametrize(("text", "shorts"), UNEXPLAINED)
def test_an_abbreviation_without_its_words_is_told_of_once(text: str, shorts: list[str]) -> None:
    found = [one.words for one in abbreviations.CHECK.find(entry(body=f"<p>{text}</p>"))]
    assert found == shorts


@pytest.mark.parametrize("text", EXPLAINED)
def test_an_explained_or_known_abbreviation_is_left_alone(text: str) -> None:
    assert codes(abbreviations.CHECK, entry(body=f"<p>{text}</p>")) == []


@pytest.mark.parametrize("text", EXPLAINED_FRENCH)
def test_french_explanations_are_understood(text: str) -> None:
    assert codes(abbreviations.CHECK, french(body=f"<p>{text}</p>")) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nissen-Li and colleagues asked. Orlinski did, too.", ["Orlinski"]),
        ("In this study, Zimmerman and colleagues examined it.", ["Zimmerman"]),
        ("Fluckiger’s team agreed.", ["Fluckiger"]),
        ("Zimmermann, Flückiger and Orlinsky asked.", []),
        ("Zimmermann’s study and Orlinsky’s agreed; the Zimmermanns did, too.", []),
        ("The zimmerman of the village is none of ours.", []),
    ],
)
def test_a_misspelt_author_is_told_of(text: str, names: list[str]) -> None:
    from dataclasses import replace

    from apercu.citations.reference import Name

    authors = tuple(Name(family=one, given="A.") for one in ("Zimmermann", "Flückiger", "Orlinsky"))
    cited = Cited(label="Zimmermann 2021", reference=replace(REFERENCE, authors=authors))
    found = [one.words for one in author_names.CHECK.find(entry(body=f"<p>{text}</p>", articles=(cited,)))]
    assert found == names


TOPICS = (
    Term(slug="adherence", names=("Adherence",), aliases=("Adherance", "treatment fidelity", "compliance")),
    Term(slug="attachment", names=("Attachment", "Attachement"), aliases=("attachment style",)),
    Term(
        slug="countertransference",
        names=("Transference and Countertransference",),
        aliases=("counter-transference",),
    ),
    Term(slug="mentalization", names=("Mentalization",), aliases=("mentalize", "mentalisation")),
    Term(
        slug="behaviour", names=("Cognitive-Behavioural Therapy",), aliases=("cognitive behavioral therapy",)
    ),
    Term(slug="preferences", names=("Client Preferences",)),
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Their adherance was low.", "adherence"),
        ("The capacity to metnalize grew.", "mentalize"),
        ("Insecure atachment was common.", "attachment"),
        ("Counterttransference was managed.", "countertransference"),
    ],
)
def test_a_misspelt_topic_is_told_of_with_what_was_meant(text: str, meant: str) -> None:
    found = only(topic_names.CHECK, entry(body=f"<p>{text}</p>", known_topics=TOPICS))
    assert f"“{meant}”" in found.what


@pytest.mark.parametrize(
    "text",
    [
        "Adherence, attachments and attached people; compliant and preferred.",
        "Behavioral and behavioural, mentalisation, mentalizing and mentalized.",
        "Counter-transference and countertransference; transferred.",
        "A preference, preferences; coherence; detachment.",
    ],
)
def test_a_word_of_the_language_is_no_misspelt_topic(text: str) -> None:
    assert codes(topic_names.CHECK, entry(body=f"<p>{text}</p>", known_topics=TOPICS)) == []


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ('<p>Read more <a href="https://example.org">here</a>.</p>', "link-text"),
        ('<p><a href="https://example.org">Click here</a></p>', "link-text"),
        ('<p><a linktype="page" id="3">https://example.org/a</a></p>', "link-text"),
        ("<p>See https://example.org/study.</p>", "address-in-text"),
        ('<p><a href="https://example.org">cliquez <b>ici</b></a></p>', "link-text"),
        ('<p><a href="https://example.org"></a></p>', "link-text"),
    ],
)
def test_links_that_do_not_say_where_they_lead(html: str, code: str) -> None:
    assert only(links.CHECK, entry(body=html)).code == code


@pytest.mark.parametrize(
    "html",
    [
        '<p>They are listed by <a href="https://example.org">the association’s register</a>.</p>',
        "<p>It was published at example.org in 2020, doi 10.1234/abc.</p>",
        '<p><a href="https://example.org">This month’s questionnaire</a></p>',
    ],
)
def test_links_that_say_it(html: str) -> None:
    assert codes(links.CHECK, entry(body=html)) == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("What weighs on therapists.", ["title-full-stop"]),
        ("WHAT WEIGHS ON THERAPISTS", ["title-in-capitals"]),
        ("WHAT WEIGHS ON THERAPISTS.", ["title-full-stop", "title-in-capitals"]),
        ("What weighs on therapists", []),
        ("What weighs on therapists?", []),
        ("CBT v. IPT for PTSD", []),
        ("Therapy in the U.S.", []),
        ("And then …", []),
        ("Qu’est-ce qui pèse ?", []),
        ("", []),
    ],
)
def test_the_style_of_a_title(title: str, found: list[str]) -> None:
    assert codes(title_style.CHECK, entry(title=title)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Clients who walk begin to talk sooner.", []),
        ("Clients who walk begin to talk sooner. It was a small study.", ["gist-of-several-sentences"]),
        ("word " * 41 + "end.", ["gist-long"]),
        ("What a walk does!", ["gist-is-title"]),
        ("", []),
    ],
)
def test_the_gist_is_one_short_sentence(text: str, found: list[str]) -> None:
    assert codes(gist.CHECK, entry(title="What a walk does", gist=text)) == found


@pytest.mark.parametrize(
    ("count", "found"), [(0, []), (89, ["text-short"]), (90, []), (250, []), (300, []), (301, ["text-long"])]
)
def test_the_length_of_the_text(count: int, found: list[str]) -> None:
    assert codes(length.CHECK, entry(body=f"<p>{'word ' * count}</p>")) == found


def test_a_length_set_aside_is_told_again_only_when_it_has_grown() -> None:
    at = {n: only(length.CHECK, entry(body=f"<p>{'word ' * n}</p>")).fingerprint for n in (320, 330, 420)}
    assert at[320] == at[330] != at[420]
