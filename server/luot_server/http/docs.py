"""`/docs` and `/docs/errors`: the reference as pages, made from the very document programs read.

Rendered whole on the server: nothing to download, no script, and so nothing a strict policy could forbid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app

from ..messages import LANGUAGES, catalogue
from .access import permit
from .codes import ADVICE, NOTES, STATUS_OF
from .pages import guarded, page

Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    summary: str
    roles: list[str]
    scope: str | None
    parameters: list[Spec]
    body: str | None
    answers: list[tuple[str, str | None]]  # (status, type)

    @property
    def anchor(self) -> str:
        words = self.path.removeprefix("/api/v1/").replace("{", "").replace("}", "").replace("/", "-")
        return f"{self.method.lower()}-{words}"


@dataclass(frozen=True)
class Shape:
    """One schema: its members, or the values it may take."""

    name: str
    description: str
    members: list[tuple[str, str, bool]]  # (name, type, always there)
    values: list[Any]


@dataclass(frozen=True)
class Code:
    """One code of a refusal: what people read, and what a program does."""

    code: str
    status: int
    sentences: dict[str, list[str]]  # by language; a code may have several
    advice: str
    note: str | None


def docs() -> Blueprint:
    blueprint = Blueprint("docs", __name__)
    blueprint.after_request(guarded)

    @blueprint.get("/docs")
    @permit()
    def reference() -> Response:
        """Every address and every shape."""
        spec = _spec()
        return page("docs.html", bundle="docs", parts=operations(spec), shapes=shapes(spec), spec=spec)

    @blueprint.get("/docs/errors")
    @permit()
    def errors() -> Response:
        """Every code a refusal can carry; a problem's ``type`` points at its paragraph."""
        return page("errors.html", bundle="docs", codes=all_codes())

    return blueprint


def operations(spec: Spec) -> dict[str, list[Operation]]:
    """The document's operations by tag, in the order of the tags."""
    parts: dict[str, list[Operation]] = {}
    for path, methods in spec["paths"].items():
        for method, told in methods.items():
            parts.setdefault(told["tags"][0], []).append(_operation(method.upper(), path, told))
    return parts


def shapes(spec: Spec) -> list[Shape]:
    return [
        Shape(
            name,
            schema.get("description", "").split("\n\n")[0],
            [
                (member, type_of(told), member in schema.get("required", ()))
                for member, told in schema.get("properties", {}).items()
            ],
            schema.get("enum", []),
        )
        for name, schema in sorted(spec["components"]["schemas"].items())
    ]


def type_of(schema: Spec) -> str:
    """A schema in words: ``list of Errand``, ``string or null``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return " or ".join(type_of(choice) for choice in choices)
    if "const" in schema:
        return f"“{schema['const']}”"
    if "enum" in schema:
        return ", ".join(f"“{value}”" for value in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {type_of(schema.get('items', {}))}"
        case None:
            return "anything"
        case kind:
            return str(kind)


def all_codes() -> list[Code]:
    """Every code, by name."""
    return [
        Code(code, status, _sentences(code), ADVICE[status], NOTES.get(code))
        for code, status in sorted(STATUS_OF.items())
    ]


def _spec() -> Spec:
    app: Any = current_app  # an APIFlask
    spec: Spec = app.spec
    return spec


def _operation(method: str, path: str, told: Spec) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        method,
        path,
        told.get("summary", ""),
        told["x-roles"],
        told.get("x-scope"),
        [{**one, "type": type_of(one.get("schema", {}))} for one in told.get("parameters", ())],
        type_of(body) if body else None,
        list(_answers(told["responses"])),
    )


def _answers(responses: Spec) -> Iterable[tuple[str, str | None]]:
    for status, told in responses.items():
        if status != "default":
            schema = told.get("content", {}).get("application/json", {}).get("schema")
            yield status, type_of(schema) if schema else None


def _sentences(code: str) -> dict[str, list[str]]:
    """The code's own sentence first, then its further ones (``hall_closed``, ``hall_closed_holiday``)."""
    found = {}
    for lang in LANGUAGES:
        words = catalogue(lang)
        keys = sorted(
            key
            for key in words
            if key == f"error.{code}"
            or (key.startswith(f"error.{code}_") and key.removeprefix("error.") not in STATUS_OF)
        )
        found[lang] = [words[key] for key in keys]
    return found
