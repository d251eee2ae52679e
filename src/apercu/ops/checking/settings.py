"""The settings: what Django's own deploy check asks, and whether the site's address is a real one."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from apercu.ops.checking import Asked, Finding, good, problem, warning

_HERE = {"localhost", "127.0.0.1", "::1"}


def look(_asked: Asked) -> Iterator[Finding]:
    """Whether this site is set up as one that readers reach."""
    if settings.DEBUG:
        yield problem(
            "DEBUG is on: errors show the code and the settings to everybody.",
            "Unset DJANGO_SETTINGS_MODULE and start `apercu serve` again.",
        )
    url = urlsplit(settings.SITE_URL)
    if url.hostname in _HERE:
        yield warning(
            f"The address is {settings.SITE_URL}: links in feeds and citations lead to this machine.",
            "Set APERCU_SITE_URL=https://your.address and start again.",
        )
        return
    if url.scheme != "https":
        yield problem(
            f"The address {settings.SITE_URL} is not https: editors' passwords cross the net in the open.",
            "Have your proxy speak https, set APERCU_SITE_URL=https://… and start again.",
        )
    found = [one for one in checks.run_checks(include_deployment_checks=True) if not one.is_silenced()]
    for one in found:
        as_level = problem if one.level >= checks.ERROR else warning
        yield as_level(f"{one.msg} ({one.id})", one.hint or "See Django's manual under this number.")
    if not found and url.scheme == "https":
        yield good(f"The site's address is {settings.SITE_URL}; Django's deploy check has nothing to say.")
