"""Answers that say why there is none, as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpResponse
from ninja.errors import ValidationError

from apercu.reading.api.schemas import Fault, Problem

MEDIA_TYPE = "application/problem+json"


class NoSuchRecord(Exception):
    """Nothing public has this name; the message is a sentence for whoever asked."""


def problem(status: HTTPStatus, detail: str, errors: Iterable[Fault] = ()) -> HttpResponse:
    """The problem as it is answered."""
    body = Problem(
        type="about:blank", title=status.phrase, status=status.value, detail=detail, errors=list(errors)
    )
    return HttpResponse(body.model_dump_json(), status=status.value, content_type=MEDIA_TYPE)


def unreadable(faults: Iterable[Fault]) -> HttpResponse:
    """Parameters that cannot be read, each with what is wrong with it."""
    faults = list(faults)
    sentences = " ".join(f"“{fault.parameter}”: {fault.message}." for fault in faults)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentences, faults)


def faults_of(error: ValidationError) -> list[Fault]:
    """What pydantic found wrong, a parameter at a time."""
    return [
        Fault(
            # ("query", "limit"), or ("query", "asked", "year", 0) for one of several values
            parameter=[part for part in found["loc"] if isinstance(part, str)][-1],
            message=found["msg"].removeprefix("Value error, ").rstrip("."),
        )
        for found in error.errors
    ]
