"""The page shell: one document with its first snapshot embedded; its code is the built bundle."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from flask import Blueprint, render_template

from luot_kiosk.kiosk import Kiosk
from luot_kiosk.local_speech import installed
from luot_kiosk.messages import say


def page_blueprint(kiosk: Kiosk) -> Blueprint:
    page = Blueprint("page", __name__)

    @page.get("/")
    def screen() -> str:
        settings, view, alone = kiosk.settings, kiosk.menu.view(), kiosk.gives_alone()
        snapshot = {
            "hall": settings.hall,
            "language": settings.language,
            "idle_seconds": settings.idle_seconds,
            "online": view.online and not alone,
            "offline": alone,
            "version": kiosk.alone.version() if alone else view.version,
            "printer": kiosk.slips.condition(),
            "scanner": settings.scanner is not None,
            "speech": installed() is not None,
            "menu": kiosk.alone.menu() if alone else view.menu,
            "staff": settings.staff_code is not None,
            "script": script_in_use(),
        }
        return render_template(
            "kiosk.html",
            language=settings.language,
            title=say("kiosk.title", settings.language),
            not_built=say("kiosk.not_built", settings.language),
            built=built_files(),
            snapshot=_for_script(snapshot),
        )

    return page


def script_in_use() -> str | None:
    """The bundle this process serves: a page that was loaded before an upgrade sees that it is the older one."""
    return (built_files() or {}).get("kiosk.js")


@cache
def built_files() -> dict[str, str] | None:
    """The built bundle's files with their hashes, or None where `node build.mjs` has not been run."""
    manifest = files("luot_kiosk") / "static" / "built" / "manifest.json"
    if not manifest.is_file():
        return None
    names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return names


def _for_script(value: Any) -> str:
    """JSON that may stand inside a script element: no `</script>` can end it early."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
