"""How well the relevance set is answered, by ours, by its parts, and by others; in a site with the sample digest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from tests.bench.measuring import APERCU, ROOT

Figures = dict[
    str, dict[str, list[float]]
]  # by way of searching and part of the set: nDCG@10, MRR, success@3


def table() -> list[str]:
    """The figures as a table of Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"APERCU_DATA": folder}
        subprocess.run([APERCU, "setup"], env=environment, check=True, capture_output=True)
        environment |= {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "apercu.config.settings.base"}
        command = [sys.executable, "-m", "tests.bench.relevance"]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    head = [
        "| way of searching | nDCG@10 | MRR | success@3 | nDCG@10 | MRR | success@3 |",
        "| --- " * 7 + "|",
    ]
    return [
        *head,
        *(f"| {name} | {_said(one['aside'])} | {_said(one['tuned on'])} |" for name, one in figures.items()),
    ]


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
