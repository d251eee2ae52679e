"""`apercu setup`: from an empty folder to a site that can be served; safe to run at every start."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apercu.content import following
from apercu.editing import roles
from apercu.editing.review import setting_up as review
from apercu.ops import pages, sample, static_files, taxonomy
from apercu.ops.taking_turns import alone


class Command(BaseCommand):
    help = "Prepare the database, topics, first pages and the sample digest; run it as often as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-sample", action="store_true", help="leave the sample digest out")
        parser.add_argument("--remove-sample", action="store_true", help="take the sample digest away again")

    def handle(self, *, no_sample: bool, remove_sample: bool, **_options: Any) -> None:
        if no_sample and remove_sample:
            raise CommandError("Choose one of --no-sample and --remove-sample.", returncode=2)
        with alone("setup"):
            self._set_up(no_sample=no_sample, remove_sample=remove_sample)
        self.stdout.write("The site is ready.")

    def _set_up(self, *, no_sample: bool, remove_sample: bool) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if static_files.collect():
            self.stdout.write("Styles and scripts are in place.")
        if added := taxonomy.load():
            self.stdout.write(f"{added} topics and research types were added.")
        if completed := taxonomy.complete():
            self.stdout.write(f"{completed} topics and research types got the words they lacked.")
        if titles := pages.load():
            self.stdout.write(f"Pages were added, to be made your own: {', '.join(titles)}.")
        if groups := roles.make():
            self.stdout.write(f"Groups were added for editors: {', '.join(groups)}.")
        if review.load():
            self.stdout.write("A review was set up: authors submit, reviewers approve.")
        if remove_sample:
            self._remove_sample()
        elif not no_sample and sample.is_wanted():
            totals = sample.load(clock=timezone.now).totals()
            self.stdout.write(f"The sample digest was added: {totals['created']} summaries.")
        following.catch_up_shared()

    def _remove_sample(self) -> None:
        kept = sample.remove(by=None)
        self.stdout.write("The sample digest was taken away.")
        for title in kept:
            self.stdout.write(f"Kept, because somebody edited it: “{title}”.")
