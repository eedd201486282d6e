"""One walk over every screen of the kiosk, stopping at each: for whoever looks at, listens to or measures them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.kiosk.answers import CARD, UNKNOWN_CODE, a_standing, a_turn
from tests.kiosk.hall import HallServer
from tests.kiosk.touching import on, scan, touch, type_code

BIRTH, COPY, LAND, NOWHERE, ID_CARD = "1.001193", "2.000815", "1.115279", "2.000884", "1.014063"
TOKEN = "0123456789abcdefABCDEF_-0123456789"
DOSSIER = "H15.50-260804-0583"
SCANNED = "054190123456||CÔNG DÂN MẪU|01011950|Nữ|Phường 2, Tuy Hòa, Phú Yên|15042021"
STATE = Path(__file__).parents[2] / "kiosk/web/state.ts"


def screen_names() -> set[str]:
    """Every name a screen can have, as the page's own types spell them."""
    return set(re.findall(r'^  \| \{ name: "(\w+)"', STATE.read_text("utf-8"), re.MULTILINE))


def prepare(hall: HallServer) -> None:
    """What the walk needs to be known at the hall."""
    hall.cards[SCANNED] = CARD
    hall.turns[TOKEN] = a_turn("A012", "no_show")
    hall.decisions[NOWHERE, ""] = UNKNOWN_CODE
    due = ("Hồ sơ chưa có kết quả; ngày hẹn trả là 27/11/2026.", "Not ready; due on 27/11/2026.")
    hall.standings[DOSSIER] = a_standing(DOSSIER, "not_ready", due)


def every_screen(page: Page, hall: HallServer) -> Iterator[str]:
    """Names each stop; the first word is the screen's name. Begins and ends at home."""
    prepare(hall)
    yield "home"
    touch(page, "fields")
    on(page, "fields")
    yield "fields"
    touch(page, "field", "ho-tich")
    expect(page.locator("[data-action=procedure]").first).to_be_visible()
    yield "procedures"
    touch(page, "home")
    touch(page, "search")
    yield "search, nothing typed"
    type_code(page, "khai")
    expect(page.locator(f"[data-code='{BIRTH}']")).to_be_visible()
    yield "search, found"
    type_code(page, "zz")
    expect(page.locator(".empty")).to_be_visible()
    yield "search, nothing found"
    yield from _the_area(page)
    yield from _several(page)
    yield from _the_slip(page)
    yield from _the_dossier(page)
    yield from _where_else(page)
    yield from _the_number(page, hall)


def _the_area(page: Page) -> Iterator[str]:
    touch(page, "home")
    touch(page, "procedure", LAND)
    on(page, "here")
    yield "here"
    touch(page, "area-elsewhere")
    on(page, "area")
    yield "area"
    touch(page, "area-other")
    expect(page.locator("[data-action=area]").first).to_be_visible()
    yield "areas"
    touch(page, "area", "old:22024")
    on(page, "split")
    yield "split"
    touch(page, "back")
    touch(page, "back")
    touch(page, "card")
    on(page, "card")
    yield "card"
    touch(page, "card-scan")
    expect(page.locator(".scan")).to_be_visible()
    yield "card, waiting for it"
    scan(page, "no card at all")
    expect(page.get_by_role("alert")).to_be_visible()
    yield "card, unreadable"
    touch(page, "card-scan")
    scan(page, SCANNED)
    on(page, "carded")
    yield "carded"
    touch(page, "area")
    on(page, "confirm")
    yield "confirm"
    touch(page, "priority-by-card")
    touch(page, "priority")
    on(page, "priority")
    yield "priority"
    touch(page, "help")
    on(page, "help")
    yield "help"
    touch(page, "home")


def _several(page: Page) -> Iterator[str]:
    touch(page, "procedure", COPY)
    touch(page, "party")
    on(page, "party")
    yield "party"
    touch(page, "back")
    touch(page, "another")
    on(page, "more")
    yield "more"
    touch(page, "procedure", BIRTH)
    touch(page, "area-own")
    on(page, "confirm")
    yield "confirm, two errands"
    touch(page, "home")


def _the_slip(page: Page) -> Iterator[str]:
    touch(page, "slip")
    on(page, "slip")
    yield "slip"
    scan(page, f"https://mot-cua.example/t/{TOKEN}")
    on(page, "turn")
    yield "turn, missed"
    touch(page, "rejoin")
    expect(page.locator("[data-role=told]")).to_be_visible()
    yield "turn, waiting again"
    touch(page, "leave-line")
    on(page, "leave")
    yield "leave"
    touch(page, "home")


def _the_dossier(page: Page) -> Iterator[str]:
    touch(page, "collect")
    on(page, "dossier")
    yield "dossier"
    type_code(page, "H15.50-260231")
    expect(page.get_by_role("alert")).to_contain_text("31/02/2026")
    yield "dossier, no such day"
    touch(page, "no-dossier")
    on(page, "choose")
    yield "choose"
    touch(page, "back")
    scan(page, DOSSIER)
    on(page, "confirm")
    yield "confirm, not ready"
    touch(page, "home")


def _where_else(page: Page) -> Iterator[str]:
    touch(page, "procedure", ID_CARD)
    on(page, "referral")
    yield "referral"
    touch(page, "home")
    touch(page, "procedure", NOWHERE)
    on(page, "referral")
    yield "referral, nobody knows where"
    touch(page, "home")


def _the_number(page: Page, hall: HallServer) -> Iterator[str]:
    touch(page, "procedure", COPY)
    on(page, "confirm")
    hall.faults.extend(["lose"] * 20)
    touch(page, "take")
    on(page, "trouble")
    yield "trouble"
    hall.faults.clear()
    touch(page, "retry")
    expect(page.locator("[data-print=printed]")).to_be_visible()
    yield "number"
    expect(page.locator("[data-action=done]")).to_be_enabled()
    touch(page, "done")
    on(page, "home")
