"""The `apercu` command: Django's command line, with failures said in sentences."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError

from apercu.config.environment import misspelt
from apercu.ops import in_use
from apercu.ops.backup import places


def main() -> None:
    """Run one command; a wrong setting is a sentence and exit status 2, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apercu.config.settings.base")
    for sentence in misspelt(os.environ):
        sys.stderr.write(f"{sentence}\n")
    try:
        _take_the_data_folder(settings.DATA)
        _load()
        execute_from_command_line(["apercu", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(_status(2))
    except (DatabaseError, InterfaceError) as error:
        from apercu.config.database_troubles import sentence_for  # its words need the settings

        if (why := sentence_for(error)) is None:
            raise
        sys.stderr.write(f"{why}\n")
        sys.exit(_status(1))
    except in_use.InUse as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(_status(1))
    except KeyboardInterrupt:
        sys.exit(130)


def _load() -> None:
    """Load all parts; what they bring stays to the end, so nothing is looked for that could be thrown away.

    Otherwise Python looks five hundred times and finds nothing: a tenth of what a start costs.
    """
    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()


def _status(usual: int) -> int:
    """The status of a failure: a mail system keeps its mail at one alone, and gives it up at others."""
    return os.EX_TEMPFAIL if sys.argv[1:2] == ["receive_bounces"] else usual


def _take_the_data_folder(data: Path) -> None:
    """Keep `restore` away from it while this command runs, and finish a restore that was killed."""
    in_use.share(data)
    if (data / places.NOTE).exists():
        django.setup()
        from apercu.ops.backup import restoring

        restoring.finish()


if __name__ == "__main__":
    main()
