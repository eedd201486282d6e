"""What the kiosk says and gives while the server is away: from the book, under lent ids, kept in the spool."""

import json
import logging
from datetime import datetime
from typing import Any

from luot_kiosk.book import ADVICE, LATER, SUBMIT, Book, Day
from luot_kiosk.client import Json
from luot_kiosk.halltime import HallTime
from luot_kiosk.messages import LANGUAGES, say
from luot_kiosk.spool import Given, Lent, Spool

log = logging.getLogger(__name__)

BOOK, BOOK_TAG = "book", "book_tag"
PARTICULARS = ("language", "priority", "party", "dossier_count")
REFERS = {"refer": "referred", "no": "guidance"}


class Alone:
    """The kiosk by itself. Usable from any thread."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.time = HallTime(spool)
        kept = spool.fact(BOOK)
        self.book: Book | None = Book(json.loads(kept)) if kept else None

    def keep_book(self, told: Json, tag: str) -> None:
        """A fresh book, and the tag the server knows it by. Raises KeyError, TypeError or ValueError for no book."""
        book = Book(told)
        book.menu(datetime.fromisoformat(told["server_time"]))  # read before it takes the place of a good one
        self.spool.learn(**{BOOK: json.dumps(told), BOOK_TAG: tag})
        self.book = book

    def ready(self) -> bool:
        """Whether numbers could be given now: a book that knows this day, and ids lent for it."""
        day = self._day()
        return day is not None and self.spool.free_ids(day.business_day)[0] > 0

    def day_known(self) -> bool:
        """Whether the book speaks of this day at all."""
        return self._day() is not None

    def now(self) -> datetime | None:
        """The hall's time, in the hall's own zone."""
        now = self.time.now()
        return self.book.local(now) if self.book and now else None

    def menu(self) -> Json | None:
        now = self.time.now()
        return self.book.menu(now) if self.book and now else None

    def version(self) -> int:
        """Of the menu; never a version of the server's."""
        now = self.time.now()
        return -2 - self.book.version(now) if self.book and now else -2

    def lend(self, key: str) -> Lent | None:
        """The id that goes with a request: on the wire first, and for the kiosk's own number if no answer comes."""
        now, day = self.time.now(), self._day()
        return self.spool.lend(key, day.business_day, now) if day and now else None

    def answered(self, key: str, language: str) -> Json | None:
        """What this request was given here before, with its slip unless that is known to be out; None: nothing."""
        given = self.spool.given_for(key)
        if given is None or self.book is None:
            return None
        return given.answer if given.print == "printed" else given.answer | {"slip": self._slip(given, language)}

    def take(self, body: Json, key: str, lent: Lent | None, language: str) -> tuple[int, Json]:
        """A number or a refusal: status and body, in the shape of the server's, `slip` among it."""
        book, now = self.book, self.time.now()
        assert book is not None, "only asked when ready"
        assert now is not None
        asked = body.get("errands") or [body]
        if not all(isinstance(one, dict) and isinstance(one.get("purpose"), str) for one in asked):
            return 400, _refusal("malformed", say("kiosk.error.malformed", language), 400)
        errands = [_errand(book, one) for one in asked]
        for one in errands:
            decision = book.decision(one["procedure"], one["purpose"], one["area"])
            if decision["accept"] in REFERS:
                return 409, self._referred(one["procedure"], decision, language, book.local(now))
        day = book.day(now)
        if day is None or not day.gives(now):
            menu = book.menu(now)
            return 409, _refusal("hall_closed", menu["closed_reason"][language])
        if lent is None:
            log.error("no id is left of today's lease: citizens are sent to the guide until the server is back")
            return 503, _refusal("lease_used_up", say("kiosk.alone.used_up", language), 503)
        given, fresh = self.spool.give(
            key,
            lent,
            book.letters(errands[0]["procedure"], errands[0]["purpose"]),
            book.local(now),
            {name: body.get(name) for name in PARTICULARS} | {"errands": errands},
            lambda label, at: self._answer(book, label, at, lent, errands, body),
        )
        if fresh:
            log.info("number %s given without the server", given.label)
        return 201, given.answer | {"slip": self._slip(given, language)}

    def _day(self) -> Day | None:
        now = self.time.now()
        return self.book.day(now) if self.book and now else None

    def _answer(
        self, book: Book, label: str, at: datetime, lent: Lent, errands: list[Json], body: Json
    ) -> dict[str, Any]:
        """The ticket as the server would show it. How long one waits is not known, so nothing is claimed."""
        said = [_told_errand(book, one) for one in errands]
        return {
            "id": lent.id,
            "hall": book.told["hall"]["id"],
            "business_day": lent.lease.business_day,
            "label": label,
            "state": "waiting",
            "errands": said,
            **{name: said[0][name] for name in ("procedure", "purpose", "agency", "decision", "area")},
            "priority": body.get("priority"),
            "language": body.get("language") or LANGUAGES[0],
            "channel": "offline",
            "issued_at": at.isoformat(),
            "ahead": None,
            "expected": None,
            "track_url": lent.track_url,
            "offline": True,
        }

    def _slip(self, given: Given, language: str) -> Json:
        book = self.book
        assert book is not None
        spoken = given.wish.get("language") or language
        errands = []
        for one in given.wish["errands"]:
            gaps = {"purpose": book.name("purposes", one["purpose"], spoken)}
            if known := book.procedure(one["procedure"]):
                name = known["short_name"]
                gaps |= {"procedure": name.get(spoken) or name[LANGUAGES[0]], "code": known["code"]}
            errands.append(gaps)
        gaps = {"label": given.label, "track_url": str(given.answer["track_url"])} | _moment(given.at)
        if given.wish.get("priority"):
            gaps["priority"] = book.name("priority_classes", given.wish["priority"], spoken)
        return book.slip(spoken, gaps, errands)

    def _referred(self, code: str | None, decision: Json, language: str, at: datetime) -> Json:
        assert self.book is not None
        refusal = _refusal(REFERS[decision["accept"]], str(decision["reason"].get(language)))
        return refusal | {"decision": decision, "slip": self.book.referral(code, language, _moment(at))}


def _errand(book: Book, errand: Json) -> Json:
    """As it will be handed in; an area that nobody could ask for is left to the desk."""
    told = {name: errand.get(name) for name in ("procedure", "purpose", "area", "dossier")}
    known = book.procedure(told["procedure"])
    if told["area"] is None and told["purpose"] == SUBMIT and known and known.get("needs_area"):
        told["area"] = LATER
    return told


def _told_errand(book: Book, errand: Json) -> Json:
    known = book.procedure(errand["procedure"])
    decision = (
        None if errand["purpose"] == ADVICE else book.decision(errand["procedure"], errand["purpose"], errand["area"])
    )
    return errand | {
        "procedure": {"code": known["code"], "name": known["name"]} if known else None,
        "agency": decision["competent"] if decision else None,
        "decision": decision,
    }


def _moment(at: datetime) -> dict[str, str]:
    return {"time": f"{at:%H:%M}", "date": f"{at:%d/%m/%Y}"}


def _refusal(code: str, title: str, status: int = 409) -> Json:
    return {"type": "about:blank", "title": title, "status": status, "code": code}
