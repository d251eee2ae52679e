"""The cases in `tests/samples/lookup`, written by hand: what four services say, what should come of it.

The shapes are the documented ones; articles of DOI prefix 10.5555 and their facts are made up.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from apercu.citations.reference import Name, PartialDate
from apercu.lookup import Found, Identifiers, LookupSettings, look_up
from tests.replaying.server import ReplayServer, Time

FOLDER = Path(__file__).resolve().parents[2] / "samples" / "lookup"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())


def expected_of(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text("utf-8"))
    return expected


def identifiers_of(case: Path) -> Identifiers:
    return Identifiers(**expected_of(case)["asked"])


def serve(server: ReplayServer, case: Path) -> None:
    """Let the server answer as the services do in a case, whichever way they are asked."""
    expected = expected_of(case)
    server.serve_case(
        case,
        doi=expected["reference"]["DOI"],
        pmid=expected["reference"].get("PMID", "none"),
    )


def looked_up(server: ReplayServer, case: Path, settings: LookupSettings | None = None) -> Found:
    serve(server, case)
    clock = Time()
    return look_up(
        identifiers_of(case),
        client=server.client(clock=clock),
        settings=settings or server.settings(),
        at=clock.now(),
    )


def shown(value: Any) -> str:
    """A value as the expectations write it."""
    if isinstance(value, PartialDate):
        return "-".join(f"{part:02}" for part in value.to_csl())
    if isinstance(value, tuple):
        return "; ".join(_shown_name(name) for name in value)
    return str(value)


def _shown_name(name: Name) -> str:
    return name.literal or f"{name.family}, {name.given}"
