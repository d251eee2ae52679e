"""The API's description of itself: OpenAPI 3.1, completed with what ninja cannot know."""

from __future__ import annotations

import copy
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from apercu.content.models import Licence
from apercu.reading import addresses
from apercu.reading.api import examples, places, schemas
from apercu.reading.api.endpoints import api
from apercu.reading.api.problems import MEDIA_TYPE
from apercu.reading.keeping import by_edition
from apercu.reading.viewdata.page import site

VERSION = "1.0.0"
ABOUT = (
    "Everything the digest has published, for programs to read: its summaries of studies and what they mean "
    "for practice, its monthly digests, the articles, topics and research types."
)
RULES = (
    "No key and no cookie. Drafts and withdrawn entries are not here.",
    "A list comes in parts: its “next” is the address of the rest, and null at the end.",
    "An answer carries an ETag. Sent back as If-None-Match, it gives 304 while nothing has changed.",
    "Within v1, addresses, parameters and fields are added, never renamed, retyped or taken away. A program "
    "passes over fields it does not know.",
)
_PROBLEM = "#/components/schemas/Problem"
_TAG = {"description": "Names this state of the answer.", "schema": {"type": "string"}}
_IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of an answer you keep: 304 says that it still holds.",
    "schema": {"type": "string"},
    "example": '"5d41402abc4b2a76b9719d911017c592"',
}
Described = dict[str, Any]


@by_edition
def contract() -> Described:
    """The whole description, with this site's name, address and terms; kept for an edition."""
    described: Described = copy.deepcopy(dict(api.get_openapi_schema(path_prefix=f"{places.ROOT}/")))
    described["info"] = _info()
    described["servers"] = [{"url": addresses.absolute("")}]
    described["externalDocs"] = {
        "description": "The same for people.",
        "url": addresses.absolute(f"{places.ROOT}/docs"),
    }
    described["components"]["schemas"] = _answers(described["components"]["schemas"])
    for path, methods in described["paths"].items():
        methods.pop("head")
        _complete(path, methods["get"])
    return described


def openapi(_request: HttpRequest) -> HttpResponse:
    """The description as a document."""
    return JsonResponse(contract(), json_dumps_params={"indent": 1, "ensure_ascii": False})


def query_names() -> dict[str, tuple[str, ...]]:
    """The query parameters each operation takes, by the operation's name; asks no record."""
    described = api.get_openapi_schema(path_prefix=f"{places.ROOT}/")
    operations = [methods["get"] for methods in described["paths"].values()]
    return {
        one["operationId"]: tuple(found["name"] for found in one["parameters"] if found["in"] == "query")
        for one in operations
    }


def _info() -> Described:
    said = site()
    licence = {"name": said.licence or str(Licence.RESERVED.label)}
    if said.licence_address:
        licence["url"] = said.licence_address
    info: Described = {
        "title": f"{said.name}: read API",
        "version": VERSION,
        "description": "\n\n".join((ABOUT, *RULES)),
        "license": licence,
    }
    if said.contact_email:
        info["contact"] = {"email": said.contact_email}
    return info


def _complete(path: str, operation: Described) -> None:
    """Fill in an operation's examples and every answer it can give."""
    for parameter in operation["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
        parameter.pop("examples", None)  # a list in a schema, but a map in a parameter
        if known := parameter["schema"].get("examples"):
            parameter["example"] = known[0]
        elif parameter["in"] == "path":
            parameter["example"] = examples.PATH[parameter["name"]]
    takes_query = any(one["in"] == "query" for one in operation["parameters"])
    operation["parameters"].append(_IF_NONE_MATCH)
    answer = operation["responses"].pop(200)
    content = answer["content"]["application/json"]
    content["example"] = examples.of(content["schema"]["$ref"].rsplit("/", 1)[1])
    answer["headers"] = {"ETag": _TAG}
    if "cursor" in {one["name"] for one in operation["parameters"]}:
        answer["headers"]["Link"] = {
            "description": 'The rest of the list, rel="next".',
            "schema": {"type": "string"},
        }
    operation["responses"] = {"200": answer, "304": _NOT_MODIFIED}
    if path.endswith("{slug}"):
        operation["responses"]["308"] = _MOVED
    if "{" in path:
        operation["responses"]["404"] = _problem("Nothing public has this name.", examples.MISSING)
    says = "A parameter cannot be read, or is unknown." if takes_query else "A parameter is unknown."
    operation["responses"]["422"] = _problem(says, examples.UNREADABLE)
    operation["responses"]["500"] = _problem("Something broke on our side.", examples.BROKEN)


def _without_null(schema: Described) -> Described:
    """What a query can say: a parameter is given or not, but never null."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if not choices:
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**choices[0], **rest} if len(choices) == 1 else {**rest, "anyOf": choices}


_NOT_MODIFIED = {"description": "What you keep still holds.", "headers": {"ETag": _TAG}}
_MOVED = {
    "description": "It has another slug now.",
    "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
}


def _problem(says: str, example: Described) -> Described:
    return {"description": says, "content": {MEDIA_TYPE: {"schema": {"$ref": _PROBLEM}, "example": example}}}


def _answers(found: Described) -> Described:
    """The schemas of what is answered, with examples; what can be asked stands with each address."""
    problem = schemas.Problem.model_json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    every = {**found, **problem.pop("$defs"), "Problem": problem}
    return {
        name: {**schema, "examples": [examples.of(name)]}
        for name, schema in sorted(every.items())
        if name in examples.NAMES
    }
