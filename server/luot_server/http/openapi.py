"""The OpenAPI document: what the code cannot say by itself is added here, and every refusal's code is listed."""

from typing import Any

from apiflask import APIFlask

from ..messages import catalogue


def codes() -> list[str]:
    """Every stable code a refusal can carry; each has its paragraph in the docs."""
    sentences = {"hall_closed_holiday", "hall_closed_long"}  # further sentences of one code
    return sorted(
        key.removeprefix("error.")
        for key in catalogue("en")
        if key.startswith("error.") and key.removeprefix("error.") not in sentences
    )


def install(app: APIFlask) -> None:
    app.security_schemes = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A staff, device or program token."},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "luot_session"},
    }

    @app.spec_processor
    def complete(spec: Any) -> Any:
        from .schemas import Problem

        components = spec.setdefault("components", {}).setdefault("schemas", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        for name, schema in problem.pop("$defs", {}).items():
            components.setdefault(name, schema)
        problem["properties"]["code"] = {"type": "string", "enum": codes()}
        components["Problem"] = problem
        body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for path in spec.get("paths", {}).values():
            for operation in path.values():
                operation.setdefault("responses", {})["default"] = {
                    "description": "Refused: one sentence, a stable code.",
                    "content": body,
                }
        return spec
