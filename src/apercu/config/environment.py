"""The environment, read once and checked: a wrong value stops the start with a sentence that names it."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from apercu.config.database_url import database_settings
from apercu.config.email_url import email_settings
from apercu.mailing.bounces import place, providers


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What a site is told from outside."""

    data: Path
    database: dict[str, Any]  # what Django is told of it
    email: dict[str, Any]  # what Django is told of the mail server
    site_url: str
    secret_key: str
    trusted_proxies: int
    search_in_memory: int
    search_meaning: bool  # whether search looks at meaning beside words
    cache_mb: int
    second_factor: str  # of whom a code is asked beside the password: nobody, whoever wants it, everybody
    second_factor_groups: tuple[str, ...]
    lookup: bool  # whether articles are looked up at Crossref, PubMed and others
    pubmed_key: str
    openalex_key: str
    log: str  # the form of the log; none: text on a terminal, JSON elsewhere
    access_log: bool  # whether every request gets a line in the log
    web_processes: int
    bounces: place.Place | None  # the mailbox that bounces come to
    mail_provider: str  # who posts events of bounces and complaints
    mail_provider_secret: str = field(repr=False)


KNOWN = frozenset(
    {
        "APERCU_ACCESS_LOG",
        "APERCU_BOUNCES_URL",
        "APERCU_CACHE_MB",
        "APERCU_DATA",
        "APERCU_DATABASE_URL",
        "APERCU_EMAIL_URL",
        "APERCU_LOG",
        "APERCU_LOOKUP",
        "APERCU_MAIL_PROVIDER",
        "APERCU_MAIL_PROVIDER_SECRET",
        "APERCU_MEANING",
        "APERCU_OPENALEX_KEY",
        "APERCU_PUBMED_KEY",
        "APERCU_SEARCH_IN_MEMORY",
        "APERCU_SECOND_FACTOR",
        "APERCU_SECOND_FACTOR_GROUPS",
        "APERCU_SECRET_KEY",
        "APERCU_SITE_URL",
        "APERCU_TRUSTED_PROXIES",
        "APERCU_WEB_PROCESSES",
    }
)
OF_TESTS = frozenset({"APERCU_REAL_PAGE", "APERCU_TEST_DATA", "APERCU_WRITE_ADDRESSES"})


def read_environment() -> Environment:
    """The site's environment; creates the data folder and, on the first start, the secret key in it."""
    data = Path(os.environ.get("APERCU_DATA") or "var").absolute()
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"APERCU_DATA names {data}, which cannot be created: {error.strerror}."
        ) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"APERCU_DATA names {data}, which this user may not write to.")
    return Environment(
        data=data,
        database=database_settings(os.environ.get("APERCU_DATABASE_URL") or "", data=data),
        email=email_settings(os.environ.get("APERCU_EMAIL_URL") or ""),
        site_url=_site_url(os.environ.get("APERCU_SITE_URL") or "http://localhost:8000"),
        secret_key=os.environ.get("APERCU_SECRET_KEY") or _kept_key(data / "secret-key"),
        trusted_proxies=_trusted_proxies(os.environ.get("APERCU_TRUSTED_PROXIES") or "0"),
        search_in_memory=_search_in_memory(os.environ.get("APERCU_SEARCH_IN_MEMORY") or "5000"),
        search_meaning=_is_on("APERCU_MEANING", os.environ.get("APERCU_MEANING") or "on"),
        cache_mb=_cache_mb(os.environ.get("APERCU_CACHE_MB") or "64"),
        second_factor=_one_of(
            "APERCU_SECOND_FACTOR",
            os.environ.get("APERCU_SECOND_FACTOR") or "optional",
            "off",
            "optional",
            "required",
        ),
        second_factor_groups=_names(os.environ.get("APERCU_SECOND_FACTOR_GROUPS") or ""),
        lookup=_is_on("APERCU_LOOKUP", os.environ.get("APERCU_LOOKUP") or "on"),
        pubmed_key=_key("APERCU_PUBMED_KEY", os.environ.get("APERCU_PUBMED_KEY") or ""),
        openalex_key=_key("APERCU_OPENALEX_KEY", os.environ.get("APERCU_OPENALEX_KEY") or ""),
        log=_one_of("APERCU_LOG", os.environ.get("APERCU_LOG") or "", "json", "text"),
        access_log=_is_on("APERCU_ACCESS_LOG", os.environ.get("APERCU_ACCESS_LOG") or "off"),
        web_processes=_web_processes(os.environ.get("APERCU_WEB_PROCESSES") or "1"),
        bounces=_bounces(os.environ.get("APERCU_BOUNCES_URL") or ""),
        mail_provider=_one_of(
            "APERCU_MAIL_PROVIDER", os.environ.get("APERCU_MAIL_PROVIDER") or "", *providers.NAMES
        ),
        mail_provider_secret=_provider_secret(
            os.environ.get("APERCU_MAIL_PROVIDER") or "", os.environ.get("APERCU_MAIL_PROVIDER_SECRET") or ""
        ),
    )


def misspelt(names: Iterable[str]) -> Iterator[str]:
    """A sentence for every variable that looks like ours and is none, with the name that was meant."""
    for name in sorted(names):
        if name.startswith("APERCU_") and name not in KNOWN | OF_TESTS:
            near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.75)
            meant = f" Did you mean {near[0]}?" if near else ""
            yield f"{name} is no setting of Aperçu and does nothing.{meant}"


def _one_of(name: str, value: str, *words: str) -> str:
    """A setting that is one of a few words, or left empty where it may be."""
    if value and value not in words:
        *others, last = words
        raise ImproperlyConfigured(f"{name} is {value!r}; it should be {', '.join(others)} or {last}.")
    return value


def _is_on(name: str, value: str) -> bool:
    """A setting that is on or off."""
    return _one_of(name, value, "on", "off") == "on"


def _web_processes(value: str) -> int:
    """How many processes answer requests."""
    if not re.fullmatch("[1-9][0-9]?", value):
        raise ImproperlyConfigured(
            f"APERCU_WEB_PROCESSES is {value!r}; it should be a number from 1 to 99, such as the number of "
            "processors."
        )
    return int(value)


def _site_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ImproperlyConfigured(
            f"APERCU_SITE_URL is {value!r}; it should look like https://digest.example.org, without a path."
        )
    return value.rstrip("/")


def _trusted_proxies(value: str) -> int:
    """How many servers of one's own stand in front of this one and add to `X-Forwarded-For`."""
    if not re.fullmatch("[0-9]", value):
        raise ImproperlyConfigured(
            f"APERCU_TRUSTED_PROXIES is {value!r}; it should be the number of your own proxies in front of "
            "the site, from 0 to 9."
        )
    return int(value)


def _search_in_memory(value: str) -> int:
    """Up to how many summaries the search index is kept in memory."""
    if not re.fullmatch("[0-9]{1,7}", value):
        raise ImproperlyConfigured(
            f"APERCU_SEARCH_IN_MEMORY is {value!r}; it should be the number of summaries up to which every "
            "process keeps the search index in memory, such as 5000."
        )
    return int(value)


def _cache_mb(value: str) -> int:
    """How many megabytes of pages every process keeps."""
    if not re.fullmatch("[0-9]{1,5}", value):
        raise ImproperlyConfigured(
            f"APERCU_CACHE_MB is {value!r}; it should be the number of megabytes of pages every process "
            "keeps, such as 64, or 0 to keep none."
        )
    return int(value)


def _bounces(value: str) -> place.Place | None:
    """The mailbox of bounces, if there is one."""
    try:
        return place.place_of(value) if value else None
    except place.NotAPlace as error:
        raise ImproperlyConfigured(
            f"APERCU_BOUNCES_URL is of no use: {error}. It should look like {place.LIKE}"
        ) from None


def _provider_secret(provider: str, value: str) -> str:
    """By what the provider proves who it is; the sentence does not repeat it."""
    if not provider and not value:
        return ""
    if not provider:
        raise ImproperlyConfigured("APERCU_MAIL_PROVIDER_SECRET is set and APERCU_MAIL_PROVIDER is not.")
    if wrong := providers.wrong_secret(provider, value):
        raise ImproperlyConfigured(f"APERCU_MAIL_PROVIDER_SECRET {wrong}.")
    return value


def _names(value: str) -> tuple[str, ...]:
    """Names between commas."""
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _key(name: str, value: str) -> str:
    """A key a service gave out; the sentence does not repeat it, for it may be one with a slip in it."""
    if not re.fullmatch(r"[A-Za-z0-9._~-]{0,200}", value):
        raise ImproperlyConfigured(f"{name} holds other signs than letters, digits, dots and dashes.")
    return value


def _kept_key(path: Path) -> str:
    """The key in the file, made on first use and readable by its owner alone."""
    if not path.exists():
        # Written whole beside its place and then linked: two first starts at once agree on one key.
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix="secret-key-")
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50))
            with contextlib.suppress(FileExistsError):
                os.link(name, path)
            Path(name).unlink()
        except OSError as error:
            raise ImproperlyConfigured(
                f"The secret key cannot be kept in {path}: {error.strerror}."
            ) from error
    key = path.read_text().strip()
    if len(key) < 32:
        raise ImproperlyConfigured(f"{path} holds no usable secret key; delete the file and start again.")
    return key
