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
    state = _state()
    if _is_stamped(state):
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    _stamp().write_text(state)
    return True


def are_collected() -> bool:
    """Whether the files in place are those of this release."""
    return _is_stamped(_state())


def _is_stamped(state: str) -> bool:
    return _stamp().exists() and _stamp().read_text() == state


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / "collected"


def _state() -> str:
    """Versions of the packages that ship files, and the contents of our own."""
    digest = hashlib.sha256(f"{apercu.__version__} {wagtail.__version__}".encode())
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            if Path(apercu.__file__).parent in path.parents:
                digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()
