"""`apercu import_content`: files in, drafts or published summaries out, every line accounted for."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apercu.importing.options import Options
from apercu.importing.reporting import Report
from apercu.importing.resolving import UnknownName
from apercu.importing.running import run
from apercu.ops import sample
from apercu.sources.detecting import KINDS


class Command(BaseCommand):
    help = "Import summaries from pages, exports or feeds of an existing blog, or from Markdown files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("paths", nargs="+", type=Path, metavar="PATH", help="files, or folders of files")
        add("--kind", choices=sorted(KINDS), help="what the files are, where it is not to be detected")
        add("--topic", action="append", default=[], help="the topic the page was filtered by (repeatable)")
        add("--type", action="append", default=[], help="the research type it was filtered by (repeatable)")
        add("--author", action="append", default=[], help="who signs entries that name nobody (repeatable)")
        add("--language", choices=["en", "fr"], default="", help="the language of the entries")
        add("--month-teaser", default="", metavar="YYYY-MM", help="the month the page's teaser belongs to")
        add(
            "--uploads",
            type=Path,
            metavar="FOLDER",
            help="the images of a WordPress blog (wp-content/uploads)",
        )
        add("--dry-run", action="store_true", help="report what would happen and change nothing")
        add("--publish", action="store_true", help="publish what was imported, and its months")
        add("--report", type=Path, metavar="FILE", help="write the whole report as JSON")
        add("--remove-sample", action="store_true", help="take the sample digest away first")

    def handle(self, *, paths: list[Path], report: Path | None, **given: Any) -> None:
        options = _options(given)
        if report and not report.absolute().parent.is_dir():
            raise CommandError(
                f"The report cannot be written: there is no folder {report.parent}.", returncode=2
            )
        self._offer_to_remove_the_sample(at_once=given["remove_sample"], dry_run=options.dry_run)
        try:
            done = run(paths=paths, options=options, by=None, clock=timezone.now, progress=self._progress())
        except UnknownName as error:
            raise CommandError(str(error), returncode=2) from error
        if report:
            report.write_text(
                json.dumps(done.as_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
            )
        self._say(done, dry_run=options.dry_run)
        if not done.every_file_was_read:
            sys.exit(1)

    def _offer_to_remove_the_sample(self, *, at_once: bool, dry_run: bool) -> None:
        if dry_run or not sample.is_untouched():
            return
        if not at_once and sys.stdin.isatty() and sys.stderr.isatty():
            self.stderr.write("This site still shows the sample digest, untouched.")
            at_once = input("Take it away before importing? [Y/n] ").strip().lower() in {
                "",
                "y",
                "yes",
                "o",
                "oui",
            }
        elif not at_once:
            self.stderr.write(
                "This site still shows the sample digest, untouched; your summaries now stand beside it. "
                "`apercu setup --remove-sample` takes it away."
            )
        if at_once:
            sample.remove(by=None)
            self.stderr.write("The sample digest was taken away.")

    def _progress(self) -> Any:
        if not sys.stderr.isatty():
            return None

        def show(done: int, total: int, path: Path) -> None:
            if done % 10 == 0 or done == total:
                sys.stderr.write(f"\r{path.name}: {done:,} of {total:,}" + ("\n" if done == total else ""))
                sys.stderr.flush()

        return show

    def _say(self, done: Report, *, dry_run: bool) -> None:
        for file in done.files:
            if file.error:
                self.stderr.write(f"{file.path}: not read ({file.error.code}). {file.error.detail}".rstrip())
            for item in file.items:
                if item.outcome == "failed":
                    self.stderr.write(f"{file.path}: “{item.title}” failed. {item.caveats[-1].detail}")
        totals = done.totals()
        outcomes = ("created", "updated", "united", "unchanged", "failed", "left_out")
        told = [f"{totals[name]:,} {name.replace('_', ' ')}" for name in outcomes if totals[name]]
        counts = ", ".join(told) or "nothing to import"
        files = f"{totals['files']:,} file" + ("" if totals["files"] == 1 else "s")
        would = " (dry run: nothing was changed)" if dry_run else ""
        self.stdout.write(f"{files}: {counts}{would}")
        if totals["warnings"]:
            listed = ", ".join(f"{code} ×{count}" for code, count in totals["warnings"].items())
            self.stdout.write(f"Warnings: {listed}")


def _options(given: dict[str, Any]) -> Options:
    month = given["month_teaser"]
    if month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise CommandError(f"--month-teaser is {month!r}; write a month as 2021-06.", returncode=2)
    uploads = given["uploads"]
    if uploads and not uploads.is_dir():
        raise CommandError(f"--uploads is {uploads}, which is no folder.", returncode=2)
    return Options(
        uploads=str(uploads or ""),
        kind=given["kind"],
        topics=tuple(given["topic"]),
        types=tuple(given["type"]),
        authors=tuple(given["author"]),
        language=given["language"],
        month_teaser=month,
        dry_run=given["dry_run"],
        publish=given["publish"],
    )
