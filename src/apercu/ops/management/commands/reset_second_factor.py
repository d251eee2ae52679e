"""Take somebody's second factor away who has lost both the phone and the backup codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError

from apercu.editing.audit.models import What
from apercu.editing.second_factor import guarding


class Command(BaseCommand):
    help = "Remove somebody's second factor and end their sessions; they can set up a new one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the account's user name")

    def handle(self, *_args: Any, name: str, **_options: Any) -> None:
        users = get_user_model()
        user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
        if user is None:
            raise CommandError(f"There is no account called {name}.")
        if guarding.take_away(user=user, by=None, what=What.SECOND_FACTOR_RESET):
            self.stdout.write(f"The second factor of {name} is removed, and {name} is signed out everywhere.")
        else:
            self.stdout.write(f"{name} has no second factor.")
