"""What a peer is: something that serves one page at an address while the run lasts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.served import Served


@dataclass(frozen=True, kw_only=True)
class Page:
    """Our page as readers get it: what peers serve the same bytes of, or a text of the same length."""

    title: str
    paragraphs: tuple[str, ...]
    body: bytes  # compressed, as sent
    plain: bytes
    headers: tuple[tuple[str, str], ...]  # those that are not about the connection or the encoding


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where peers are set up, and what they serve; what `stack` holds ends with the run."""

    folder: Path
    page: Page
    ours: Served
    stack: ExitStack

    def room(self, name: str) -> Path:
        """A folder for one peer."""
        made = self.folder / name
        made.mkdir(exist_ok=True)
        return made


@dataclass(frozen=True, kw_only=True)
class Running:
    """One row of the table: an address to load, and what to know of it."""

    name: str
    url: str
    headers: dict[str, str] | None = field(default=None)  # None: as browsers ask


@dataclass(frozen=True, kw_only=True)
class Peer:
    """How a peer is started, and the programs it takes."""

    start: Callable[[Setting], Iterable[Running]]
    programs: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    packages: Mapping[str, str] = field(
        default_factory=dict
    )  # and where one of its files lies, from the root

    def missing(self) -> list[str]:
        """What of that is not on this machine."""
        gone = [name for name in self.programs if not program(name)]
        gone += [str(folder) for folder in self.folders if not folder.is_dir()]
        return gone + [name for name, file in self.packages.items() if not any(Path("/").glob(file))]


def program(name: str) -> str | None:
    """Where a program is; those for administrators are looked for, too. The newest of several versions (`php-fpm*`)."""
    path = "/usr/local/sbin:/usr/sbin:/sbin"
    if not name.endswith("*"):
        return shutil.which(name) or shutil.which(name, path=path)
    found = sorted(one for folder in path.split(":") for one in Path(folder).glob(name))
    return str(found[-1]) if found else None
