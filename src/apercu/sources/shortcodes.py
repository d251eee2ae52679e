"""WordPress's shortcodes (`[caption]…[/caption]`) and embedded players, turned into plain HTML or noted.

A bracket is a shortcode only where it cannot be a word in brackets: it is one of WordPress's own, it has
attributes, an end, or a name no word has. "[sic]" and "[3]" are text.
"""

from __future__ import annotations

import re
from html import escape, unescape

from apercu.sources.codes import Note
from apercu.sources.draft import Caveat, Picture
from apercu.sources.richtext import safe_address

_CODE = re.compile(
    r"(?P<escaped>\[)?\[(?P<end>/)?(?P<name>[A-Za-z][A-Za-z0-9_-]{0,60})"
    r"(?P<attributes>(?:\s[^\[\]<>]{0,2000})?(?:<a\s[^<>]{0,500}>[^<>]{0,500}</a>)?)(?P<closed>/)?\](?P<escaped_end>\])?"
)
_ATTRIBUTE = re.compile(r"([\w-]{1,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'\]]{1,500}))")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\[\]]{1,1000}")
_TAG_ATTRIBUTE = re.compile(
    r"([a-z-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]{1,2000}))", re.IGNORECASE
)
_IMAGE = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
_FRAME = re.compile(r"<(?:iframe|video|audio|source|embed|object)\b([^<>]*)>", re.IGNORECASE)
_PLAYERS = frozenset(["embed", "video", "audio", "youtube", "vimeo", "soundcloud", "playlist", "wpvideo"])
_KNOWN = _PLAYERS | {"caption", "wp_caption", "gallery", "more", "nextpage"}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def without_comments(html: str) -> str:
    """The HTML without comments: the block editor writes its own marks as such."""
    return _COMMENT.sub("", html) if "<!--" in html else html


def without_shortcodes(html: str) -> tuple[str, list[Caveat]]:
    """The HTML with every shortcode resolved, and what a person should know of them."""
    if "[" not in html:
        return html, []
    reading = _Shortcodes(html)
    return reading.resolved(), reading.caveats


def pictures_of(html: str) -> tuple[Picture, ...]:
    """The images the HTML shows, each once."""
    found: dict[str, Picture] = {}
    for tag in _IMAGE.findall(html):
        said = _said(_TAG_ATTRIBUTE, tag)
        address = next(
            (a for key in ("src", "data-src", "data-lazy-src") if (a := safe_address(said.get(key, "")))), ""
        )
        shown = address or said.get("src", "")[:80]
        if shown and shown not in found:
            found[shown] = Picture(address=shown, alt=" ".join(said.get("alt", "").split()))
    return tuple(found.values())


def frames_of(html: str) -> list[Caveat]:
    """The players and frames the HTML embeds from elsewhere: a draft has none."""
    addresses = []
    for tag in _FRAME.findall(html):
        said = _said(_TAG_ATTRIBUTE, tag)
        addresses.append(said.get("src") or said.get("data") or "")
    return [Caveat(code=Note.EMBED_LEFT_OUT, detail=a[:500]) for a in dict.fromkeys(addresses) if a]


class _Shortcodes:
    """Goes through a text from bracket to bracket."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._codes = list(_CODE.finditer(html))
        self._ended = {code["name"].lower() for code in self._codes if code["end"]}
        self.caveats: list[Caveat] = []
        self._unknown: dict[str, None] = {}

    def resolved(self) -> str:
        parts: list[str] = []
        at = 0
        for code in self._codes:
            parts.append(self._html[at : code.start()])
            parts.append(self._resolve(code))
            at = code.end()
        parts.append(self._html[at:])
        self.caveats += [Caveat(code=Note.SHORTCODE_UNKNOWN, detail=name) for name in self._unknown]
        return "".join(parts)

    def _resolve(self, code: re.Match[str]) -> str:
        if code["escaped"] and code["escaped_end"]:  # "[[caption]]" is how one writes of a shortcode
            return code[0][1:-1]
        outer = code["escaped"] or "", code["escaped_end"] or ""
        return f"{outer[0]}{self._inner(code)}{outer[1]}"

    def _inner(self, code: re.Match[str]) -> str:
        name = code["name"].lower()
        printed = code[0][len(code["escaped"] or "") : len(code[0]) - len(code["escaped_end"] or "")]
        if not self._is_shortcode(code, name):
            return printed
        if name in ("caption", "wp_caption"):
            inside = "" if code["end"] else _said(_ATTRIBUTE, code["attributes"]).get("caption", "")
            return f"<br>{escape(unescape(inside), quote=False)}<br>" if inside else "<br>"
        if name == "gallery":
            self._note(Note.GALLERY_LEFT_OUT, code["attributes"])
            return "<br>"
        if name in _PLAYERS:
            return self._player(code)
        if name not in _KNOWN:
            self._unknown[name] = None
        return ""

    def _player(self, code: re.Match[str]) -> str:
        """`[embed]address[/embed]` leaves the address; one in an attribute becomes a link."""
        if code["end"]:
            return "<br>"
        address = _ADDRESS.search(unescape(code["attributes"]))
        self._note(Note.EMBED_LEFT_OUT, address[0] if address else self._following_address(code))
        if address is None:
            return "<br>"
        return f'<br><a href="{escape(address[0])}">{escape(address[0], quote=False)}</a><br>'

    def _following_address(self, code: re.Match[str]) -> str:
        found = _ADDRESS.match(self._html[code.end() : code.end() + 1000].lstrip())
        return found[0] if found else code["name"].lower()

    def _is_shortcode(self, code: re.Match[str], name: str) -> bool:
        if name in _KNOWN:
            return True
        tells = code["end"] or code["closed"] or _ATTRIBUTE.search(code["attributes"])
        if code["end"]:
            return True
        return bool(tells) or name in self._ended or "_" in name or name.count("-") > 1

    def _note(self, note: Note, detail: str) -> None:
        self.caveats.append(Caveat(code=note, detail=" ".join(detail.split())[:500]))


def _said(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """The attributes in a text, by name."""
    found: dict[str, str] = {}
    for name, *values in pattern.findall(text):
        found.setdefault(name.lower(), unescape(next(filter(None, values), "")).strip())
    return found
