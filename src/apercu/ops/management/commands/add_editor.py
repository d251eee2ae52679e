"""`apercu add_editor`: a login with a role, and a link by which its owner chooses the password."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from apercu.editing import inviting, roles


class Command(BaseCommand):
    help = "Make a login for an editor and print the link by which they choose their password, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", required=True, choices=sorted(roles.BY_KEY), help="what they may do")
        parser.add_argument("--email", required=True, help="their address; they sign in with it")
        parser.add_argument("--name", default="", help="their name, as it is printed under a summary")

    def handle(self, *, role: str, email: str, name: str, **_options: Any) -> None:
        try:
            validate_email(email)
            invitation = inviting.invite(role=roles.BY_KEY[role], email=email.strip(), name=name.strip())
        except (ValidationError, inviting.NotInvited) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)])), returncode=2) from error
        days = invitation.lasts.days
        done = "is ready" if invitation.is_new else "was here already and has the role now"
        self.stderr.write(f"The login {invitation.user.get_username()} {done}.")
        self.stderr.write(f"Give its owner this link to choose a password. It works once, for {days} days:")
        self.stdout.write(f"{settings.SITE_URL}{invitation.path}")
