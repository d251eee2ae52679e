"""The `apercu` command: Django's command line, with failures said in sentences."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from apercu.config.environment import misspelt


def main() -> None:
    """Run one command; a wrong setting is a sentence and exit status 2, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apercu.config.settings.base")
    for sentence in misspelt(os.environ):
        sys.stderr.write(f"{sentence}\n")
    try:
        execute_from_command_line(["apercu", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
