"""How a line of the log looks: JSON for programs, text for people; each with the number of its request.

A line holds nothing about who asked: no network address, no browser, no words of a search; and nothing that
lets its reader pass for somebody: an address that is a key is cut off, whoever wrote the line.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
import sys
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
# What a line may carry beside its message (`extra=`).
FIELDS = ("method", "path", "status", "milliseconds")
# Whoever has the rest of such an address is taken for the person it was given to.
_KEYS = re.compile(r"(/u/|/subscribe/confirm/|/desk/password_reset/confirm/[^\s/]+/)[\w-]{20,}")


def without_keys(text: str) -> str:
    """The text with every address cut off where it becomes a key."""
    return _KEYS.sub(r"\1…", text)


class RequestId(logging.Filter):
    """Puts the number of the request at hand on every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class AsJson(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if number := getattr(record, "request_id", ""):
            said["request_id"] = number
        said |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return without_keys(json.dumps(said, ensure_ascii=False, default=str))


class AsText(logging.Formatter):
    """A line for people; the request's number stands at its end."""

    def format(self, record: logging.LogRecord) -> str:
        line = without_keys(super().format(record))
        number = getattr(record, "request_id", "")
        return f"{line} [{number}]" if number else line


def logging_settings(form: str, *, access: bool) -> dict[str, Any]:
    """Django's LOGGING; without a form it is text on a terminal and JSON elsewhere."""
    chosen = form or ("text" if sys.stderr.isatty() else "json")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": RequestId}},
        "formatters": {
            "json": {"()": AsJson},
            "text": {"()": AsText, "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": chosen, "filters": ["request_id"]}
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "apercu.access": {"level": "INFO" if access else "WARNING"},
            "apercu.ops": {"level": "INFO"},
        },
    }
