"""A test client that believes nothing: every API answer is checked against the OpenAPI document it belongs to."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from flask import Flask
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from luot_server.http.codes import STATUS_OF

API = "/api/v1"
PROBLEM = "application/problem+json"
#: For what is found by the hash of its own bytes: pictures and sounds.
FOR_EVER = "public, max-age=31536000, immutable"


class Client:
    """Asks the app; fails the test when an answer has another status, type or shape than the document says."""

    # Every app of a run tells the same document, and telling it costs more than most tests do.
    _document: ClassVar[dict[str, Any]] = {}
    _validators: ClassVar[dict[str, Draft202012Validator]] = {}

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.services = app.extensions["luot"]

    def ask(self, method: str, path: str, **how: Any) -> TestResponse:
        """One request by a client without cookies."""
        browser = self.app.test_client(use_cookies=False)
        response = browser.open(path, method=method, **how)
        self.check(response)
        return response

    def check(self, response: TestResponse) -> None:
        path = response.request.path
        assert response.status_code != 500, f"{response.request.method} {path}: {response.text}"
        assert b"Traceback" not in response.data
        if not path.startswith(API) or path == f"{API}/openapi.json":
            return
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        kept = response.headers["Cache-Control"]
        assert kept == "no-store" or (kept == FOR_EVER and path.rsplit("/", 2)[-2] in ("media", "voice")), kept
        if response.status_code >= 400:
            self._check_problem(response)
        elif operation := self._operation(response):
            self._check_answer(response, operation)

    def _check_problem(self, response: TestResponse) -> None:
        assert response.mimetype == PROBLEM, f"{response.status_code} as {response.mimetype}"
        body = response.get_json(force=True)
        self._validator("#/components/schemas/Problem").validate(body)
        assert body["status"] == response.status_code
        assert STATUS_OF[body["code"]] == response.status_code or body["code"] == "procedure_unknown"
        assert body["type"] == f"/docs/errors#{body['code']}"

    def _check_answer(self, response: TestResponse, operation: dict[str, Any]) -> None:
        told = operation["responses"]
        status = str(response.status_code)
        assert status in told, f"{operation['operationId']} answers {status}, the document knows {sorted(told)}"
        if response.status_code in (204, 304):
            assert response.data == b""
            return
        assert response.mimetype in told[status]["content"]
        if response.mimetype != "application/json":
            return
        where = "/".join(["#/paths", *map(_escaped, self._place(response)), "responses", status, "content"])
        self._validator(f"{where}/{_escaped('application/json')}/schema").validate(response.get_json())

    def _operation(self, response: TestResponse) -> dict[str, Any] | None:
        path, method = self._place(response)
        found: dict[str, Any] | None = self.document["paths"].get(path, {}).get(method)
        assert found is not None, f"{method} {path} is not in the document"
        return found

    def _place(self, response: TestResponse) -> tuple[str, str]:
        """The path template and method of the answer's request."""
        adapter = self.app.url_map.bind("")
        rule, _ = adapter.match(response.request.path, response.request.method, return_rule=True)
        return rule.rule.replace("<", "{").replace(">", "}"), response.request.method.lower()

    def _validator(self, pointer: str) -> Draft202012Validator:
        if pointer not in self._validators:
            schema = {"$ref": f"luot:openapi{pointer}"}
            self._validators[pointer] = Draft202012Validator(schema, registry=self._registry)
        return self._validators[pointer]

    @property
    def document(self) -> dict[str, Any]:
        if not self._document:
            self._document.update(self.app.test_client().get(f"{API}/openapi.json").get_json())
        return self._document

    @cached_property
    def _registry(self) -> Registry[Any]:
        resource = Resource.from_contents(_closed(self.document), default_specification=DRAFT202012)
        registry: Registry[Any] = Registry().with_resource("luot:openapi", resource).crawl()
        return registry


@dataclass(frozen=True)
class Speaker:
    """Somebody with a token (or none), who asks the API by path below /api/v1."""

    client: Client
    token: str | None

    def __call__(self, method: str, path: str, json: Any = None, *, key: str | None = None, **how: Any) -> TestResponse:
        headers = dict(how.pop("headers", {}))
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key is not None:
            headers["Idempotency-Key"] = key
        if json is not None:
            how["json"] = json
        return self.client.ask(method, API + path, headers=headers, **how)

    def get(self, path: str, **how: Any) -> TestResponse:
        return self("GET", path, **how)

    def post(self, path: str, json: Any = None, **how: Any) -> TestResponse:
        return self("POST", path, json, **how)

    def put(self, path: str, json: Any = None, **how: Any) -> TestResponse:
        return self("PUT", path, json, **how)

    def delete(self, path: str, **how: Any) -> TestResponse:
        return self("DELETE", path, **how)


def _closed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every object closed: for clients it is open, but nothing undocumented may go out."""
    closed: dict[str, Any] = deepcopy(document)
    for schema in closed["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return closed


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
