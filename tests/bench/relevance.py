"""How well the relevance set is answered, by ours, by its parts, and by others; in a site with the sample digest."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from tests.bench.document import Section
from tests.bench.measuring import APERCU, environment_of, in_a_process

Figures = dict[
    str, dict[str, list[float]]
]  # by way of searching and part of the set: nDCG@10, MRR, success@3
TEXT = """
94 queries as clinicians would type them, with graded answers over the sample digest
(`tests/samples/relevance.yaml`, written before the ranking was). The first three columns of figures are the third kept
aside, which tuning never saw; the last three the rest.
"""


def section() -> Section:
    """The figures as a table, asked of a site with the sample digest."""
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_of(Path(folder))
        subprocess.run([APERCU, "setup"], env=environment, check=True, capture_output=True)
        figures: Figures = json.loads(in_a_process("tests.bench.relevance", environment=environment))
    lines = [
        "| way of searching | nDCG@10 | MRR | success@3 | nDCG@10 | MRR | success@3 |",
        "| --- " * 7 + "|",
        *(f"| {name} | {_said(one['aside'])} | {_said(one['tuned on'])} |" for name, one in figures.items()),
    ]
    return Section(title="Relevance", lines=[*TEXT.strip().splitlines(), "", *lines])


def _said(values: list[float]) -> str:
    return " | ".join(f"{value:.3f}" for value in values)


def main() -> None:
    """Ask everything in every way, and print the figures as JSON."""
    import django

    django.setup()
    from tests import relevance

    asked = relevance.asks()
    parts = {
        "aside": [one for one in asked if one.is_aside],
        "tuned on": [one for one in asked if not one.is_aside],
    }
    figures: Figures = {}
    for name, finds in relevance.ways().items():
        scores = {part: relevance.score(finds, some) for part, some in parts.items()}
        figures[name] = {
            part: [score.ndcg, score.reciprocal_rank, score.success] for part, score in scores.items()
        }
    print(json.dumps(figures))  # noqa: T201 read by the process that started this one


if __name__ == "__main__":
    main()
