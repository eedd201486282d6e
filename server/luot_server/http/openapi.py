"""The OpenAPI document: what the code cannot say by itself is added here, and every refusal's code is listed."""

import json
import re
from typing import Any

from apiflask import APIFlask
from flask import current_app

from .access import COOKIE, CSRF_HEADER, Permission
from .answering import HEADER, KEPT_FOR, LONGEST_KEY
from .codes import STATUS_OF
from .files import PART
from .shapes.problem import Problem

Spec = dict[str, Any]

_SCHEMAS = "#/components/schemas/"

#: Sign-ins and cards are answered anew every time: no answer of theirs may lie anywhere.
NEVER_KEPT = ("/session", "/cards", "/slip-previews")

DESCRIPTION = """\
Numbers, calls, outcomes and figures of one-stop counter halls.

Instants are RFC 3339 with an offset, days are local to the hall, durations end in `_seconds`. A list is
`{items, next}`. An object may get further members in a later release: pass over what you do not know.

A refusal is `application/problem+json`; its `code` is stable and explained under `/docs/errors`. Titles and sentences
are in the language of `Accept-Language`, Vietnamese by default.
"""


def install(app: APIFlask) -> None:
    app.config["INFO"] = {"description": DESCRIPTION, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    app.config["SERVERS"] = [{"url": "/"}]
    app.security_schemes = {
        "token": {"type": "http", "scheme": "bearer", "description": "A staff, device or program token."},
        "browser": {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": f"Set by `POST /session`; what changes something also needs the header {CSRF_HEADER}.",
        },
    }

    @app.spec_processor
    def complete(spec: Any) -> Any:
        permissions = _declared("permission")
        files = _declared("largest_file")
        for path, operations in spec.get("paths", {}).items():
            for method, operation in operations.items():
                _describe(operation, method, path, permissions[path, method])
                if largest := files.get((path, method)):
                    operation["requestBody"] = _file_body(largest)
        return _plain_names(_with_problem(spec))


def _declared(what: str) -> dict[tuple[str, str], Any]:
    """{(path of the document, method): what its route declares under this name}."""
    return {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower()): getattr(view, what)
        for rule in current_app.url_map.iter_rules()
        if hasattr(view := current_app.view_functions[rule.endpoint], what)
        for method in rule.methods or ()
    }


def _file_body(largest: int) -> Spec:
    """The request body of a route that takes a file, whole or as a part of a form."""
    file = {"type": "string", "format": "binary", "maxLength": largest}
    form = {"type": "object", "required": [PART], "properties": {PART: file}}
    return {
        "required": True,
        "content": {"application/octet-stream": {"schema": file}, "multipart/form-data": {"schema": form}},
    }


def _describe(operation: Spec, method: str, path: str, permission: Permission) -> None:
    operation["responses"].pop("422", None)  # a refusal like any other
    operation["responses"]["default"] = {
        "description": "Refused: one sentence, a stable code.",
        "content": {"application/problem+json": {"schema": {"$ref": f"{_SCHEMAS}Problem"}}},
    }
    operation["x-roles"] = sorted(permission.roles) or ["anyone"]
    operation["security"] = [{}] if permission.public else [{"token": []}, {"browser": []}]
    if permission.scope:
        operation["x-scope"] = permission.scope
    if method != "get" and not path.endswith(NEVER_KEPT):
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)


_IDEMPOTENCY_KEY: Spec = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    "description": (
        "The same request with the same key is answered again, not done again, for "
        f"{KEPT_FOR.total_seconds() / 3600:.0f} hours; another body under it is refused with `idempotency_mismatch`."
    ),
}


def _with_problem(spec: Any) -> Spec:
    components = spec.setdefault("components", {}).setdefault("schemas", {})
    components.pop("ValidationError", None)
    problem = Problem.model_json_schema(ref_template=_SCHEMAS + "{model}")
    for name, schema in problem.pop("$defs", {}).items():
        components.setdefault(name, schema)
    problem["properties"]["code"] = {"type": "string", "enum": sorted(STATUS_OF)}
    components["Problem"] = problem
    return dict(spec)


def _plain_names(spec: Spec) -> Spec:
    """One schema, one name: what stands within ``Ticket`` as ``Ticket.Errand`` is ``Errand`` wherever it is used."""
    text = re.sub(r'("#/components/schemas/)\w+\.(\w+")', r"\1\2", json.dumps(spec, ensure_ascii=False))
    plain: Spec = json.loads(text)
    schemas = plain["components"]["schemas"]
    for name in [one for one in schemas if "." in one]:
        schemas.setdefault(name.rpartition(".")[2], schemas.pop(name))
        schemas.pop(name, None)
    return plain
