"""What the paper tests share: a real paper printer on a free port, and the slip of a hall with long names."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from luot_kiosk.messages import say as kiosk_say
from luot_kiosk.paper import PaperPrinter
from luot_kiosk.printing.sample import sample_slip
from luot_server.catalogue.shipped import shipped_facts
from luot_server.domain.slip import SlipFacts
from luot_server.domain.slip_blocks import SlipErrand
from luot_slip import draw

#: The country's 1,549, where they are at hand.
REGISTRY = Path(__file__).parents[3] / "shared" / "data" / "procedures.csv"
CATALOGUES = files("luot_server") / "messages"
HALL_TIME = timezone(timedelta(hours=7))
ISSUED = datetime(2026, 3, 2, 1, 5, tzinfo=UTC).astimezone(HALL_TIME)
TRACK_URL = "https://mot-cua.example/t/9FpKq3x8Zr2mVtW1"
#: As long as the longest official name, 1,094 characters, and one word no line can hold.
LONG = ("Cấp giấy phép cho người đề nghị trong trường hợp có nhiều điều kiện kèm theo, " * 14 + "Ủ" * 200)[:1094]


@pytest.fixture
def paper() -> Iterator[PaperPrinter]:
    with PaperPrinter() as printer:
        yield printer


@pytest.fixture(scope="session")
def sample() -> Image.Image:
    return draw(sample_slip(partial(_spoken, "vi"), ISSUED))


@pytest.fixture
def facts() -> SlipFacts:
    errand = SlipErrand(
        purpose={"vi": "Nộp hồ sơ", "en": "Submit"},
        procedure={"vi": "Khai sinh", "en": "Birth registration"},
        code="1.001193",
        agency={"vi": "UBND xã Ea Kar", "en": "People's Committee of Ea Kar"},
        handover=True,
    )
    return SlipFacts(
        hall={"vi": "Trung tâm thử", "en": "Sample centre"},
        label="A012",
        errands=(errand,),
        issued_at=ISSUED,
        ahead=4,
        expected=(ISSUED + timedelta(minutes=20), ISSUED + timedelta(minutes=35)),
        priority={"vi": "Người cao tuổi", "en": "Elderly"},
        track_url=TRACK_URL,
    )


def _server_says(language: str, key: str, **params: Any) -> str:
    catalogue = json.loads((CATALOGUES / language / "slip.json").read_text("utf-8"))
    sentence: str = catalogue[key].format(**params)
    return sentence


vi, en = partial(_server_says, "vi"), partial(_server_says, "en")


def said(slip: dict[str, Any]) -> str:
    """Everything a reader sees, a line a block."""
    parts = ("text", "name", "value", "caption")
    return "\n".join(" ".join(str(block[part]) for part in parts if part in block) for block in slip["blocks"])


def kinds(slip: dict[str, Any]) -> list[str]:
    return [block["kind"] for block in slip["blocks"]]


def ink_box(image: Image.Image) -> tuple[int, int, int, int]:
    """The smallest box around everything black."""
    box = ImageChops.invert(image.convert("L")).getbbox()
    assert box, "nothing is drawn"
    return box


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one.convert("L"), other.convert("L")).getbbox() is None


def procedures() -> list[str]:
    """Official names: of the whole registry where it is at hand, else of what ships."""
    if REGISTRY.exists():
        with REGISTRY.open(encoding="utf-8", newline="") as file:
            return [row["name"] for row in csv.DictReader(file)]
    return names("procedure")


def names(kind: str) -> list[str]:
    return [fact.data["name"]["vi"] for fact in shipped_facts() if fact.kind == kind]


def longest(names: Iterable[str]) -> str:
    return max(names, key=len)


def _spoken(language: str, key: str, **params: Any) -> str:
    return kiosk_say(key, language, **params)
