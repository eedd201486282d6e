"""A citizen's finger at the kiosk's screen."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

PORTRAIT: ViewportSize = {"width": 1080, "height": 1920}
LANDSCAPE: ViewportSize = {"width": 1920, "height": 1080}


class Kiosk:
    """The touch screen; counts the touches."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.touches = 0
        page.goto(url)
        expect(self.tile("2.000815")).to_be_visible()

    def tile(self, code: str) -> Locator:
        return self.page.locator(f"[data-action=procedure][data-code='{code}']")

    def button(self, action: str, code: str | None = None) -> Locator:
        chosen = f"[data-action={action}]" + (f"[data-code='{code}']" if code else "")
        return self.page.locator(f"{chosen}:visible").first

    def touch(self, action: str, code: str | None = None) -> None:
        self.button(action, code).tap()
        self.touches += 1

    def on(self, screen: str) -> None:
        expect(self.page.locator(f"[data-screen={screen}]")).to_be_visible()

    def type(self, letters: str) -> None:
        """On the screen's own keyboard."""
        for letter in letters:
            self.touch("key-space") if letter == " " else self.page.locator(f"[data-key='{letter}']").tap()

    def choose_area(self, kind: str, letters: str, code: str) -> None:
        self.touch("area-elsewhere")
        self.touch(kind)
        self.type(letters)
        self.touch("area", code)

    def number(self) -> str:
        """The number on the screen, once it is there."""
        self.on("number")
        return self.page.locator("[data-role=label]").inner_text().replace("\n", "")


def open_kiosk(browser: Browser, url: str, size: ViewportSize = PORTRAIT) -> Kiosk:
    context = browser.new_context(viewport=size, has_touch=True, locale="vi-VN")
    return Kiosk(context.new_page(), url)


def every_screen(kiosk: Kiosk) -> Iterator[str]:
    """Leads through all questions of the touch screen, and stops at each."""
    yield "home"
    kiosk.touch("fields")
    kiosk.on("fields")
    yield "fields"
    kiosk.touch("field", "ho-tich")
    expect(kiosk.button("procedure")).to_be_visible()
    yield "procedures"
    kiosk.touch("home")
    kiosk.touch("search")
    kiosk.type("khai")
    expect(kiosk.button("procedure", "1.001193")).to_be_visible()
    yield "search"
    kiosk.touch("procedure", "1.001193")
    kiosk.on("here")
    yield "here"
    kiosk.touch("area-elsewhere")
    kiosk.on("area")
    yield "area"
    kiosk.touch("area-other")
    expect(kiosk.button("area")).to_be_visible()
    yield "areas"
    kiosk.touch("back")
    kiosk.touch("area-own")
    kiosk.on("confirm")
    yield "confirm"
    kiosk.touch("priority")
    kiosk.on("priority")
    yield "priority"
    kiosk.touch("help")
    kiosk.on("help")
    yield "help"
    kiosk.touch("home")
    kiosk.touch("collect")
    kiosk.on("dossier")
    yield "dossier"
    kiosk.touch("home")
    kiosk.touch("procedure", "1.001193")
    kiosk.touch("area-elsewhere")
    kiosk.touch("area-outside")
    kiosk.touch("area-enough")
    kiosk.on("referral")
    yield "referral"
    kiosk.touch("home")
    kiosk.touch("procedure", "2.000815")
    kiosk.touch("take")
    expect(kiosk.page.locator("[data-print=printed]")).to_be_visible(timeout=20_000)
    yield "number"
