"""`apercu receive_bounces`: one mail from standard input, as a mail system hands it to a pipe."""

from __future__ import annotations

import logging
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from apercu.mailing.bounces.mails import receive_mail
from apercu.ops import left_mails

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Take in one mail that came back, from standard input; for a pipe of Postfix or Exim."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", default="", metavar="ADDRESS", help="the address it came to, which bears the mark"
        )

    def handle(self, *, to: str, **_options: Any) -> None:
        raw = sys.stdin.buffer.read()
        try:
            outcome = receive_mail(raw, at=timezone.now(), source="pipe", came_to=to)
            if outcome.is_for_a_person:
                left_mails.keep(raw)
        except left_mails.Full:
            raise CommandError(
                "This address takes reports of mail systems, and nobody reads it at the moment.",
                returncode=os.EX_DATAERR,
            ) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(
                f"Nothing can be written down now ({type(error).__name__}); the mail is to be brought again.",
                returncode=os.EX_TEMPFAIL,
            ) from error
        except Exception as error:
            logger.exception("A mail by the pipe could not be taken in; the mail system keeps it.")
            raise CommandError("The mail is to be brought again.", returncode=os.EX_TEMPFAIL) from error
        logger.info("A mail by the pipe: %s. %s", outcome.what, outcome.why)
