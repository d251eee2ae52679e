"""Small pages of a research blog, in words of our own, for import tests."""

from __future__ import annotations

from dataclasses import dataclass, replace

INTRO = (
    "This digest sums up recent studies for people who practise. This content is only available in English."
)


@dataclass(frozen=True)
class Entry:
    """One entry as a page prints it."""

    title: str = "Do Brief Walks Before a Session Help Clients to Talk?"
    citation: str = (
        "Marlowe, P. Q., & Okonjo, T. (2019). Walking before talking: A small trial. "
        "Journal of Everyday Care, 12(3), 45-58. https://doi.org/10.5555/walk.2019"
    )
    body: str = (
        "Many clients find the first minutes of a session hard. Marlowe and Okonjo asked forty clients to walk "
        "around the block before they came in, and forty others to come straight in. Those who had walked spoke sooner."
    )
    implications: str = "Clinicians could suggest a short walk to clients who find it hard to begin, and ask afterwards whether it helped."

    def but(self, **changes: str) -> Entry:
        return replace(self, **changes)

    def lines(self) -> list[str]:
        return [
            line
            for line in (self.title, self.citation, self.body, "Practice Implications", self.implications)
            if line
        ]


WALK = Entry()
TEA = Entry(
    title="Does Offering Tea Change the Alliance?",
    citation=(
        "Ferreira-Lund, A. (2018). Tea and the working alliance. Review of Small Gestures, 4, 101-119. "
        "https://doi.org/10.5555/tea.2018"
    ),
    body=(
        "Hospitality is seldom studied. Ferreira-Lund compared rooms with and without a kettle, "
        "and found little between them."
    ),
    implications="Offer tea because it is kind, and attend to the alliance by asking about it.",
)


def page(*months: tuple[str, list[Entry]], teaser: str = "…I write about walking and tea") -> str:
    """A page capture with these months, newest first."""
    lines = [
        "Blog",
        INTRO,
        "This month...",
        teaser,
        "Type of Research",
        "Topics",
        "- ALL Topics (clear)",
        "- Empathy",
    ]
    for heading, entries in months:
        lines.append(heading)
        for entry in entries:
            lines.extend(entry.lines())
    return "\n".join(lines) + "\n"
