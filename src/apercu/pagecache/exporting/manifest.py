"""What an export was made of, kept beside it: a later run trusts it only if it was made by the same hand."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from django.conf import settings

import apercu
from apercu.pagecache.exporting import facts as facts_of_now
from apercu.pagecache.exporting.facts import Facts

_PACKAGES = ("django", "wagtail", "pagefind")


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One export."""

    maker: str
    facts: Facts
    related: dict[int, tuple[str, ...]]  # the slugs each summary's page shows as related, in order
    styles: tuple[str, ...]  # static files its pages use
    found: str = ""  # a digest of what its search index was made of
    waiting: tuple[str, ...] = ()  # addresses still as an earlier edition had them
    lost: dict[str, tuple[str, ...]] = field(default_factory=dict)  # links that lead nowhere, by their page


@cache
def maker() -> str:
    """A digest of what makes a page besides its records: our code, templates, styles, words, settings."""
    said = hashlib.blake2b(digest_size=16)
    root = Path(apercu.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in {".pyc", ".po"}:
            said.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    versions = [metadata.version(name) for name in _PACKAGES]
    told = (
        settings.SITE_URL,
        settings.SEARCH_MEANING,
        settings.LANGUAGES,
        settings.STATIC_URL,
        settings.TIME_ZONE,
    )
    said.update(repr((versions, told)).encode())
    return said.hexdigest()


def read(path: Path) -> Manifest | None:
    """The manifest in a file; None where there is none that can be read."""
    try:
        said = json.loads(path.read_text("utf-8"))
        return Manifest(
            maker=said["maker"],
            facts=facts_of_now.from_json(said["facts"]),
            related={int(key): tuple(shown) for key, shown in said["related"].items()},
            styles=tuple(said["styles"]),
            found=said["found"],
            waiting=tuple(said["waiting"]),
            lost={page: tuple(links) for page, links in said["lost"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(path: Path, manifest: Manifest) -> None:
    """Keep a manifest, whole and on the disk before anything relies on it."""
    said = {
        "maker": manifest.maker,
        "facts": manifest.facts.as_json(),
        "related": manifest.related,
        "styles": manifest.styles,
        "found": manifest.found,
        "waiting": manifest.waiting,
        "lost": manifest.lost,
    }
    with path.open("w", encoding="utf-8") as file:
        json.dump(said, file)
        file.flush()
        os.fsync(file.fileno())
