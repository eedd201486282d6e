"""The demo hall's further screens: one at counter 1, and one with two posters, drawn here from words."""

from __future__ import annotations

import json
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from luot_server.actions import manager
from luot_server.demo.hall import demo_hall
from luot_server.store import media
from luot_server.store.changing import Changing
from luot_slip import FontsMissing
from luot_slip.fonts import Weight, font_file

SIZE: Final = (1440, 1080)
MARGIN: Final = 104
ROW: Final = 190
PAPER, INK, SOFT, RIVER, LINE = "#FAF8F3", "#10242B", "#4A5A60", "#0B5D5A", "#D5DCD8"


def hang_screens(changing: Changing) -> None:
    """Set ``displays`` from the hall's first day on; without the built typeface the posters are left out."""
    hall = demo_hall()
    screens: list[dict[str, Any]] = [
        {"id": "quay-1", "name": "Quầy 1", "layout": "counter", "counter": f"{hall.id}.1", "speaks": False}
    ]
    if images := _posters(changing):
        beside = {"id": "sanh-anh", "name": "Sảnh chờ, có ảnh", "layout": "images", "speaks": False, "images": images}
        screens.append(beside)
    manager.change_setting(changing, "displays", {"zones": [], "screens": screens}, hall.valid_from)


def _posters(changing: Changing) -> list[str]:
    told = json.loads((files(__package__) / "data" / "posters.json").read_text(encoding="utf-8"))
    try:
        drawn = [(one["name"], _png(_poster(one))) for one in told]
    except FontsMissing:
        return []
    width, height = SIZE
    return [
        media.put(
            changing.connection,
            changing.id,
            raw,
            type="image/png",
            name=name,
            at=changing.now,
            width=width,
            height=height,
        ).id
        for name, raw in drawn
    ]


def _poster(told: dict[str, Any]) -> Image.Image:
    """A title and four rows, each in two languages; what stands to the right is a time or a number."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    vietnamese, english = told["title"]
    pen.text((MARGIN, 84), vietnamese, INK, _font("bold", 88))
    pen.text((MARGIN, 194), english, SOFT, _font("regular", 44))
    pen.rectangle((MARGIN, 268, SIZE[0] - MARGIN, 273), fill=INK)
    for at, (first, second, right) in enumerate(told["rows"]):
        top = 282 + at * ROW
        pen.text((MARGIN, top + 28), first, INK, _font("semibold", 56))
        pen.text((MARGIN, top + 104), second, SOFT, _font("regular", 38))
        pen.text((SIZE[0] - MARGIN, top + ROW // 2), right, RIVER, _font("bold", 68), anchor="rm")
        if at < len(told["rows"]) - 1:
            pen.rectangle((MARGIN, top + ROW, SIZE[0] - MARGIN, top + ROW + 1), fill=LINE)
    return picture


def _font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """Raises FontsMissing where the build did not run."""
    path = font_file(weight)
    try:
        return ImageFont.truetype(path, size)
    except OSError as cause:
        raise FontsMissing(f"{path.name} is not built yet; run `make setup`.") from cause


def _png(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.quantize(32).save(stream, "PNG")
    return stream.getvalue()
