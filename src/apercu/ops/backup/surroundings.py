"""What the site was told from outside, without what is secret."""

from __future__ import annotations

from collections.abc import Mapping

# What may be read by whoever holds a backup. Any other setting is named without its value: a new one is a
# secret until somebody says here that it is not.
PLAIN = frozenset(
    {
        "APERCU_ACCESS_LOG",
        "APERCU_CACHE_MB",
        "APERCU_DATA",
        "APERCU_LOG",
        "APERCU_LOOKUP",
        "APERCU_MAIL_PROVIDER",
        "APERCU_MEANING",
        "APERCU_SEARCH_IN_MEMORY",
        "APERCU_SECOND_FACTOR",
        "APERCU_SECOND_FACTOR_GROUPS",
        "APERCU_SITE_URL",
        "APERCU_TRUSTED_PROXIES",
        "APERCU_WEB_PROCESSES",
    }
)


def described(environ: Mapping[str, str]) -> dict[str, object]:
    """The settings that were set: plain ones with their values, secret ones by name."""
    ours = {name: value for name, value in environ.items() if name.startswith("APERCU_")}
    return {
        "settings": {name: value for name, value in sorted(ours.items()) if name in PLAIN},
        "secret": sorted(ours.keys() - PLAIN),
    }


def differing(said: dict[str, object], environ: Mapping[str, str]) -> list[str]:
    """What the backup's site was told and this one is not, a line each."""
    kept, secret = said.get("settings"), said.get("secret")
    plain = kept if isinstance(kept, dict) else {}
    lines = [
        f"{name}={value}"
        for name, value in plain.items()
        if name != "APERCU_DATA" and environ.get(name) != value
    ]
    names = secret if isinstance(secret, list) else []
    return lines + [f"{name}=(secret, not in the backup)" for name in names if name not in environ]
