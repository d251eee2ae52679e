"""The front matter of a Markdown file: a small, safe part of YAML, read field by field.

Smaller than YAML on purpose: "No" and "2021-06-01" are texts, not a boolean and a date, and there are no
aliases (a few lines of which can unfold into gigabytes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import yaml

from apercu.sources.codes import Note, Refusal
from apercu.sources.draft import Caveat, Unreadable
from apercu.sources.richtext import without_controls

LARGEST = 200_000  # characters
_DEEPEST = 30
_FENCE = "---"
_OPENING = re.compile(r"[\ufeff \t\r\n]*---[ \t]*(?:[\r\n]|\Z)")
_WORDS = {
    str: "a text",
    int: "a whole number",
    list: "a list",
    dict: "keys with values",
    bool: "true or false",
}


class FrontMatter:
    """The values of a front matter, asked for by key; what is wrong with one becomes a caveat."""

    def __init__(self, values: Mapping[str, Any], known: Iterable[str]) -> None:
        self._values = values
        self.caveats: list[Caveat] = []
        known = list(known)
        for key in values:
            if key not in known:
                near = get_close_matches(key.lower(), known, n=1)
                self.note(Note.UNKNOWN_KEY, f"{key}; did you mean {near[0]}?" if near else key)

    def __contains__(self, key: str) -> bool:
        return self._values.get(key) is not None

    def note(self, code: Note, detail: str) -> None:
        """Remember something a person should know."""
        self.caveats.append(Caveat(code=code, detail=detail))

    def text(self, key: str) -> str:
        """A text; a number stands for its digits."""
        value = self._values.get(key)
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self._wrong(key, str, value)
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone stands for a list of one."""
        value = self._values.get(key)
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            self._wrong(key, list, value)
            return ()
        for item in value:
            if not isinstance(item, str | int) or isinstance(item, bool):
                self._wrong(key, str, item)
        return tuple(
            str(item) for item in value if isinstance(item, str | int) and not isinstance(item, bool)
        )

    def number(self, key: str) -> int | None:
        """A whole number that is not negative."""
        value = self._values.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if value is not None:
            self._wrong(key, int, value)
        return None

    def records(self, key: str) -> Sequence[object]:
        """A list of anything; one record alone stands for a list of one."""
        value = self._values.get(key)
        if value is None:
            return ()
        if isinstance(value, dict):
            return (value,)
        if not isinstance(value, list):
            self._wrong(key, list, value)
            return ()
        return value

    def _wrong(self, key: str, expected: type, found: object) -> None:
        self.note(Note.FRONT_MATTER_WRONG_TYPE, wrong_type(key, expected, found))


def wrong_type(key: str, expected: type, found: object) -> str:
    """The detail of a value of the wrong kind: key, what was expected, what was found."""
    shown = str(found)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    return f"{key}: expected {_WORDS[expected]}, found {_WORDS.get(type(found), 'something else')} ({shown})"


def has_front_matter(text: str) -> bool:
    """Whether the first line of the text that is not blank is `---`."""
    return _OPENING.match(text) is not None


def split_front_matter(lines: Sequence[str]) -> tuple[int, int]:
    """The positions of the two `---` lines."""
    opening = next((at for at, line in enumerate(lines) if line.strip("\ufeff \t")), 0)
    if not lines or lines[opening].strip("\ufeff \t") != _FENCE:
        raise Unreadable(Refusal.FRONT_MATTER_MISSING)
    for at in range(opening + 1, len(lines)):
        if lines[at].rstrip() == _FENCE:
            return opening, at
    raise Unreadable(Refusal.FRONT_MATTER_UNREADABLE, "no second --- line")


def read_values(source: str, first_line: int) -> dict[str, Any]:
    """The values between the fences; `first_line` is the number of the first of these lines in the file."""
    if len(source) > LARGEST:
        raise Unreadable(Refusal.FRONT_MATTER_UNREADABLE, f"longer than {LARGEST} characters")
    try:
        values = _Loader(source).get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + first_line}: " if mark else ""
        raise Unreadable(
            Refusal.FRONT_MATTER_UNREADABLE, f"{line}{error.problem or error.context}"
        ) from error
    except (
        yaml.YAMLError,
        ValueError,
        KeyError,
    ) as error:  # ValueError, KeyError: "!!int nine", "!!bool maybe"
        raise Unreadable(Refusal.FRONT_MATTER_UNREADABLE, " ".join(str(error).split())) from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise Unreadable(Refusal.FRONT_MATTER_WRONG_TYPE, wrong_type("front matter", dict, values))
    return {str(key): value for key, value in values.items()}


def write_values(values: Mapping[str, Any]) -> str:
    """The values between two fences, so that `read_values` gives them back; empty ones are left out."""
    kept = {key: value for key, value in values.items() if value not in ("", None)}
    text = yaml.dump(
        kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000
    )
    return f"{_FENCE}\n{text}{_FENCE}\n"


class _Loader(yaml.SafeLoader):
    """YAML without aliases, dates, octal numbers, "yes", and keys given twice."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """One node, if it is neither an alias nor nested beyond reason."""
        if self.check_event(yaml.AliasEvent):
            raise self._refused("aliases (*) are not allowed")
        if self._depth >= _DEEPEST:
            raise self._refused("nested too deep")
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def _refused(self, why: str) -> yaml.YAMLError:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        return yaml.composer.ComposerError(None, None, why, event.start_mark)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping in which no key stands twice: the last would win in silence."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value.__hash__ and str(key.value) in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} is given twice", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    r"""A text without what no page can carry; unlike JSON, YAML leaves the halves of "\ud83d\ude42" apart."""
    halves = str(loader.construct_scalar(node)).encode("utf-16-le", "surrogatepass")
    return without_controls(halves.decode("utf-16-le", "ignore"))


_Loader.add_constructor("tag:yaml.org,2002:str", _text)


class _Dumper(yaml.SafeDumper):
    """Lists are indented under their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


_RESOLVED = (
    ("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z"), ["~", "n", ""]),
    ("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), ["t", "f"]),
    ("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z"), list("-0123456789")),
)
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _RESOLVED:
    _Loader.add_implicit_resolver(_tag, _pattern, _first)
for _kind in ("float", "timestamp", "binary", "omap", "pairs", "set"):
    _Loader.yaml_constructors = {
        tag: construct
        for tag, construct in _Loader.yaml_constructors.items()
        if tag != f"tag:yaml.org,2002:{_kind}"
    }
