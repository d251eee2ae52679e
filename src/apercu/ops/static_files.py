"""Static files are collected when something changed, not at every start: hashing them all takes seconds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import wagtail
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

import apercu


def collect() -> bool:
    """Collect and compress static files where they are out of date; whether anything was done."""
    stamp = Path(settings.STATIC_ROOT) / "collected"
    state = _state()
    if stamp.exists() and stamp.read_text() == state:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(state)
    return True


def _state() -> str:
    """Versions of the packages that ship files, and the contents of our own."""
    digest = hashlib.sha256(f"{apercu.__version__} {wagtail.__version__}".encode())
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            if Path(apercu.__file__).parent in path.parents:
                digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()
