"""Pictures of the screens for README and docs, made only when asked for: LUOT_SCREENSHOTS=1."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).parents[2] / "docs/screenshots"
WANTED = os.environ.get("LUOT_SCREENSHOTS") == "1"
COLOURS = 64  # of a palette: plain pages need no more
MOST_BYTES = 200_000


def keep(page: Page, name: str) -> None:
    """The page at its real size, its typeface loaded, its buttons no longer changing colour."""
    page.evaluate("document.fonts.ready")
    page.evaluate("Promise.allSettled(document.getAnimations().map(it => it.finished))")
    keep_image(Image.open(BytesIO(page.screenshot())), name)


def keep_image(image: Image.Image, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{name}.png"
    few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    assert file.stat().st_size <= MOST_BYTES, f"{file.name} has {file.stat().st_size} bytes"
