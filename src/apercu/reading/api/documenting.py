"""The API's description as a page for people, in English: what one reads before the first request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings

from apercu.reading import addresses
from apercu.reading.api import places
from apercu.reading.api.contract import ABOUT, RULES, Described, contract
from apercu.reading.viewdata.page import HeadLink, InLanguage, Page, site


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One thing that can be asked."""

    name: str
    place: str  # path, query or header
    says: str
    example: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer an address can give."""

    status: str
    says: str
    example: str  # as it is sent, indented; empty where there is no body


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One address."""

    anchor: str
    path: str
    says: str
    parameters: tuple[Parameter, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class ManualPage(Page):
    """All addresses of the API."""

    about: str
    rules: tuple[str, ...]
    version: str
    root: str  # the API's absolute address
    description: str = ""
    document: str  # where the same stands as OpenAPI
    endpoints: tuple[Endpoint, ...]

    @property
    def languages(self) -> tuple[InLanguage, ...]:
        """The home page in each language: this page has one only."""
        return tuple(
            InLanguage(code=code, name=name, address=addresses.in_language("/", code), is_spoken=code == "en")
            for code, name in settings.LANGUAGES
        )

    @property
    def alternates(self) -> tuple[HeadLink, ...]:
        """None: this page has one language only."""
        return ()


def manual_page() -> ManualPage:
    """The manual: the frame's query alone once an edition."""
    described = contract()
    return ManualPage(
        site=site(),
        title="Read API",
        path=f"{places.ROOT}/docs",
        description="Everything the digest has published, for programs to read.",
        about=ABOUT,
        rules=RULES,
        version=described["info"]["version"],
        root=addresses.absolute(places.ROOT),
        document=f"{places.ROOT}/openapi.json",
        endpoints=tuple(_endpoint(path, methods["get"]) for path, methods in described["paths"].items()),
    )


def _endpoint(path: str, operation: Described) -> Endpoint:
    return Endpoint(
        anchor=operation["operationId"].replace("_", "-"),
        path=path,
        says=operation["description"],
        parameters=tuple(_parameters(operation)),
        answers=tuple(_answers(operation)),
    )


def _parameters(operation: Described) -> Iterator[Parameter]:
    for one in operation["parameters"]:
        example = one.get("example", "")
        first = example[0] if isinstance(example, list) else example
        yield Parameter(name=one["name"], place=one["in"], says=one["description"], example=str(first))


def _answers(operation: Described) -> Iterator[Answer]:
    for status, answer in operation["responses"].items():
        content: Described = next(iter(answer.get("content", {}).values()), {})
        yield Answer(
            status=f"{status} {HTTPStatus(int(status)).phrase}",
            says="" if status == "200" else answer["description"],
            example=_printed(content["example"]) if content else "",
        )


def _printed(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)
