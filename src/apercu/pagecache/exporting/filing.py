"""An address as the name of a file: folders with an `index.html`, endings kept, queries never.

Links lead from file to file by relative addresses, so that the export works in any folder of any host.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

INDEX = "index.html"
LONGEST_NAME = 255  # bytes of one name, on every file system in use
_PAGE = re.compile(r"page=([0-9]+)\Z")


class Unfilable(ValueError):
    """No file can have a name made of this address."""


def file_of(address: str) -> str:
    """The file of an address in an export: `/topics/x/?page=2` is `topics/x/page/2/index.html`."""
    path, _, query = address.partition("?")
    if query:
        found = _PAGE.match(query)
        if found is None or not path.endswith("/"):
            raise Unfilable(f"{address} has a query; a file has none.")
        path = f"{path}page/{found[1]}/"
    name = unquote(path).removeprefix("/")
    if name.endswith("/") or not name:
        name += INDEX
    if not all(map(_is_a_name, name.split("/"))):
        raise Unfilable(f"{address} cannot be the name of a file.")
    return name


def link_to(file: str, *, of: str) -> str:
    """The relative address that leads from one file (`of`) to another; `index.html` is left to the host."""
    here = of.split("/")[:-1]
    there = file.split("/")
    if there[-1] == INDEX:
        there[-1] = ""
    common = 0
    while common < len(here) and common < len(there) - 1 and here[common] == there[common]:
        common += 1
    steps = [".."] * (len(here) - common) + there[common:]
    return quote("/".join(steps), safe="/~@!$'()*+,;=-._") or "./"


def _is_a_name(part: str) -> bool:
    return (
        part not in {"", ".", ".."}
        and not set(part) & {"\0", "\\", "/"}
        and len(part.encode("utf-8", "replace")) <= LONGEST_NAME
    )
