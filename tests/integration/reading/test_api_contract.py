"""What the API says of itself is what it does: asked at random from its own description, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import CheckFunction
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.specs.openapi.checks import positive_data_acceptance

from apercu.content.models import Article
from apercu.reading.api.contract import contract, query_names
from tests.builders import make_article, make_digest, make_summary
from tests.databases import number_from_one

pytestmark = pytest.mark.django_db
MANUAL = Path(__file__).resolve().parents[3] / "docs" / "features" / "api.md"
SLUG = "letters-between-sessions"  # the one the description's examples ask for
MODES = [HypothesisTestMode.EXAMPLES, HypothesisTestMode.COVERAGE, HypothesisTestMode.FUZZING]


@pytest.fixture
def described() -> Iterator[Any]:
    """The API over a small archive, asked within the test's own transaction."""
    number_from_one(Article)  # the description's example asks for the first
    digest = make_digest()
    make_summary(slug=SLUG, digest=digest)
    make_summary(digest=digest, authors=None)
    make_summary(language="fr", legacy=True, articles=[], printed_citation="As printed.")
    make_summary(publish=False)
    make_article()
    signals = (request_started, request_finished)  # they would close the connection, and the test with it
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


# In the suite few at random, beside every example and every border of what may be asked; many in the soak.
@pytest.mark.parametrize("at_random", [20, pytest.param(500, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", sorted(query_names()))
def test_whatever_is_asked_the_answer_is_one_of_those_described(
    described: Any, name: str, at_random: int
) -> None:
    seen: set[int] = set()

    def ask(case: Any) -> None:
        # Any text is a cursor to the description, yet only those we gave are cursors.
        excluded: list[CheckFunction] = [positive_data_acceptance] if "cursor" in (case.query or {}) else []
        response = case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)
        seen.add(response.status_code)

    config = HypothesisTestConfig(
        project=described.config,
        modes=MODES,
        settings=settings(
            max_examples=at_random,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    create_test(operation=described.find_operation_by_id(name), test_func=ask, config=config)()
    assert {200, 405} <= seen


def answers(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for status, answer in methods["get"]["responses"].items():
            for content in answer.get("content", {}).values():
                yield f"{path} {status}", content


def test_every_answer_and_every_schema_has_an_example_that_fits() -> None:
    described = contract()
    found = dict(answers(described))
    assert len(found) >= 3 * len(described["paths"])
    for where, content in found.items():
        validator = Draft202012Validator({**content["schema"], "components": described["components"]})
        assert list(validator.iter_errors(content["example"])) == [], where
    for name, schema in described["components"]["schemas"].items():
        (example,) = schema["examples"]
        validator = Draft202012Validator({**schema, "components": described["components"]})
        assert list(validator.iter_errors(example)) == [], name
        assert set(example) == set(schema["properties"]), f"{name}: the example shows every field"


def test_every_field_and_parameter_is_explained_or_speaks_for_itself() -> None:
    for methods in contract()["paths"].values():
        assert methods["get"]["description"]
        for parameter in methods["get"]["parameters"]:
            assert parameter["description"], parameter["name"]
            assert {"type": "null"} not in parameter["schema"].get("anyOf", [])


def test_the_description_says_who_and_on_what_terms(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    described = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert described["openapi"].startswith("3.1.")
    assert described["info"]["license"]["name"] == "All rights reserved"
    assert described["servers"] == [{"url": "http://localhost:8000"}]
    assert all(set(methods) == {"get"} for methods in described["paths"].values())


def test_the_description_is_a_valid_openapi_document(described: Any) -> None:
    described.validate()


def test_every_address_is_in_the_manual_and_no_other() -> None:
    told = set(re.findall(r"^### `GET (\S+)`$", MANUAL.read_text("utf-8"), re.MULTILINE))
    assert told == {*contract()["paths"], "/api/v1/openapi.json", "/api/v1/docs"}


def test_every_parameter_is_in_the_manual_where_its_address_is() -> None:
    sections = re.split(r"^### ", MANUAL.read_text("utf-8"), flags=re.MULTILINE)
    for path, methods in contract()["paths"].items():
        (section,) = [one for one in sections if one.startswith(f"`GET {path}`")]
        told = set(re.findall(r"^\| `(\w+)` \|", section.split("\n## ")[0], re.MULTILINE))
        taken = {one["name"] for one in methods["get"]["parameters"] if one["in"] == "query"}
        assert told == taken - {"limit", "cursor"}, path
