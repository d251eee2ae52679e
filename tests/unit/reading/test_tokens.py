"""The colours: every text colour at 7:1 or more on its paper (WCAG 2.2, success criterion 1.4.6)."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = resources.files("apercu.reading").joinpath("static/reading/tokens.css").read_text()
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "ink-soft", "accent", "accent-deep"])
def test_text_stands_out_from_its_paper(css: str, text: str) -> None:
    scheme = colours(css)
    assert contrast(scheme[text], scheme["paper"]) >= 7


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_control_stands_out(css: str) -> None:
    scheme = colours(css)
    assert contrast(scheme["control"], scheme["paper"]) >= 3


def test_both_schemes_name_the_same_colours() -> None:
    assert set(colours(LIGHT)) == set(colours(DARK))
