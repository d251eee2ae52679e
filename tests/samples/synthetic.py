"""A page of any size with invented entries, for measuring."""

from __future__ import annotations

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SUBJECTS = [
    "walking",
    "listening",
    "silence",
    "humour",
    "timing",
    "warmth",
    "structure",
    "feedback",
    "homework",
    "attendance",
]
PEOPLE = [
    "Marlowe",
    "Okonjo",
    "Ferreira",
    "Lindqvist",
    "Haddad",
    "Novak",
    "Tremblay",
    "Sato",
    "Mbeki",
    "Larsen",
]
PLACES = [
    "clinics",
    "schools",
    "hospitals",
    "colleges",
    "practices",
    "villages",
    "centres",
    "wards",
    "offices",
    "homes",
]


def synthetic_page(entries: int, *, a_month: int = 25) -> str:
    """A page capture of this many entries, newest month first."""
    lines = [
        "Blog",
        "A digest for people who practise.",
        "This month...",
        "…I write about many things",
        "Topics",
    ]
    for number in range(entries):
        if number % a_month == 0:
            months_ago = number // a_month
            lines.append(f"{MONTHS[11 - months_ago % 12]} {2025 - months_ago // 12}")
        lines.extend(_entry(number))
    return "\n".join(lines) + "\n"


def _entry(number: int) -> list[str]:
    subject, place = SUBJECTS[number % 10], PLACES[number // 10 % 10]
    first, second = PEOPLE[number // 100 % 10], PEOPLE[number // 7 % 10]
    year = 1990 + number % 30
    return [
        f"Does {subject.title()} Matter in {place.title()}? Report {number}",
        f"{first}, A. B., & {second}, C. ({year}). On {subject} in {place}: Report {number}. "
        f"Journal of Invented Results, {number % 60 + 1}({number % 4 + 1}), {number}-{number + 12}. "
        f"https://doi.org/10.5555/invented.{number}",
        f"{first} and {second} asked people in {place} about {subject}. They met {number % 90 + 10} of them twice, "
        "before and after a course of sessions, and compared what was said with what was written down. "
        f"Those who spoke about {subject} early on described the work as easier, r = .{number % 40 + 10}, "
        "although the two groups did not differ in how they fared a year later. The authors ask for caution.",
        "Practice Implications",
        f"Clinicians who work in {place} could ask about {subject} in the first session, and again when the work "
        "seems to stand still. What helps should be decided together.",
    ]
