"""The generated reference is up to date, whole, and served without anything from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from luot_server.http.codes import STATUS_OF
from luot_server.messages import LANGUAGES, catalogue
from luot_server.reference import pages
from tests.http.conftest import MakePlace, Place

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
SERVER = ROOT / "server" / "luot_server"

#: Further sentences of one code.
BEFORE = {f"handover_before_{move}" for move in ("receive", "return", "arrive")}
SENTENCES = BEFORE | {
    "complaint_over_early",
    "complaint_over_times",
    "dossier_code_none",
    "hall_closed_holiday",
    "hall_closed_long",
    "hall_closed_serving",
    "quota_used_long",
    "capacity_used_long",
    "visit_taken_over",
    "rating_over_not_served",
    "delay_over_day",
    "delay_over_never",
    "rejoin_over_day",
    "rejoin_over_not_missed",
    "rejoin_over_times",
    "area_unknown_ended",
    "procedure_unknown_ended",
}


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    return make_place()


def test_every_generated_page_is_up_to_date() -> None:
    stale = [name for name, content in pages().items() if REFERENCE.joinpath(name).read_text("utf-8") != content]
    assert stale == [], "run: python -m luot_server.reference"


def test_every_code_has_a_status_a_sentence_in_each_language_and_is_used() -> None:
    for lang in LANGUAGES:
        said = {key.removeprefix("error.") for key in catalogue(lang) if key.startswith("error.")}
        assert said - SENTENCES == STATUS_OF.keys()
    source = "\n".join(file.read_text("utf-8") for file in SERVER.rglob("*.py") if file.name != "codes.py")
    # Put together from what the address names.
    built = {"hall_unknown", "counter_unknown", "ticket_unknown", "device_unknown"}
    assert {code for code in STATUS_OF if f'"{code}"' not in source} - built == set()


def test_the_document_is_sound(place: Place) -> None:
    document = place.client.document
    assert document["openapi"] == "3.1.0"
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    text = str(document)
    wanted = set(re.findall(r"#/components/schemas/([\w.]+)", text))
    assert wanted <= document["components"]["schemas"].keys()
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            assert told["summary"], f"{method} {path} says nothing"
            assert "default" in told["responses"]


def test_the_pages_answer_offline_and_anchor_everything(place: Place) -> None:
    reference = place.client.ask("GET", "/docs")
    errors = place.client.ask("GET", "/docs/errors")
    for page in (reference, errors):
        assert page.status_code == 200
        assert page.mimetype == "text/html"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert not re.search(r"<script|style=|https?://(?!127\.)", page.text)
    assert {f'id="{code}"' for code in STATUS_OF if f'id="{code}"' not in errors.text} == set()
    for path in place.client.document["paths"]:
        assert path in reference.text
    for link in re.findall(r'href="#([^"]+)"', reference.text):
        assert f'id="{link}"' in reference.text
    assert "API reference" in place.client.ask("GET", "/docs?lang=en").text
