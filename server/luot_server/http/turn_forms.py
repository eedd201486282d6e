"""The turn's own pages, `/t/<token>` and what its holder does from there; each is whole without script.

GET asks, POST does and redirects, so that a reload repeats nothing; what a second press could repeat, the form itself
names (`http/turns.py`). No CSRF token is needed: these forms act by the token in their address and never by a cookie,
and whoever could send one from elsewhere holds the turn already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from ..domain.feedback import LONGEST_TEXT, LOW, STEPS, Reason
from ..messages import say
from .pages import error_page, language, like_a_page, page
from .turn_page import FACES, day_in_words, meaning_of, turn_page

Turn = Mapping[str, Any]
Form = MultiDict[str, str]

# messages: mark.reason.*

NO_TURN = ("pages.no_turn", "pages.no_turn_next")

# What is done where; the part of the turn's page that then says so.
AFTERWARDS = {"late": "", "rejoin": "", "leave": "", "rating": "rating", "complaint": "complaints"}

# One question each; asked only of whoever may, by the turn board's `may`.
QUESTIONS = {"late": "delay", "complaint": "complain"}


def turn_forms(turn_of: Callable[[str], Turn | None], act: Callable[[str, str, Form, str], str | None]) -> Blueprint:
    """The blueprint.

    `turn_of(token)` is the `turn` board's state with `answer_by`, the local day a complaint made now is answered by;
    None for no genuine token. `act(token, what, form, lang)` does one of AFTERWARDS and says "" once it is done, the
    sentence of a refusal, or None for no genuine token.
    """
    blueprint = Blueprint("turn", __name__)
    like_a_page(blueprint)

    @blueprint.get("/t/<token>")
    def turn(token: str) -> Response:
        found = turn_of(token)
        return _turn(token, found) if found else error_page(404, NO_TURN)

    @blueprint.get("/t/<token>/leave")
    def ask_to_leave(token: str) -> AnyResponse:
        found = turn_of(token)
        if not found:
            return error_page(404, NO_TURN)
        return _question("leave", token, found) if meaning_of(found)["leave"] else _back(token)

    @blueprint.get("/t/<token>/<any(late, complaint):what>")
    def ask(token: str, what: str) -> AnyResponse:
        found = turn_of(token)
        if not found:
            return error_page(404, NO_TURN)
        return _question(what, token, found) if QUESTIONS[what] in found.get("may", ()) else _back(token)

    @blueprint.post("/t/<token>/<any(late, rejoin, leave, rating, complaint):what>")
    def do(token: str, what: str) -> AnyResponse:
        found = turn_of(token)
        refusal = act(token, what, request.form, language(found)) if found else None
        if found is None or refusal is None:
            return error_page(404, NO_TURN)
        if not refusal:
            return _back(token, done=what if what == "late" else None, _anchor=AFTERWARDS[what] or None)
        # Here, at the text that was typed, what is wrong with it can be put right.
        if what == "complaint" and "complain" in found.get("may", ()):
            return _question(what, token, found, status=422, notice=refusal, text=request.form.get("text", ""))
        return _turn(token, turn_of(token) or found, status=409, notice=refusal)

    return blueprint


def _turn(token: str, turn: Turn, *, status: int = 200, notice: str = "") -> Response:
    lang = language(turn)
    words = turn_page(turn, partial(say, lang=lang), lang)
    done = "" if notice or request.args.get("done") != "late" else _let_go_first(turn, lang)
    return page(
        "phone.html",
        status=status,
        lang=lang,
        token=token,
        turn=words,
        hall_name=turn["hall_name"],
        reloads=words.tone != "ended",
        notice=notice,
        done=done,
        steps=STEPS[::-1],
        low=LOW,
        reasons=list(Reason),
        faces=FACES,
        snapshot={"turn": turn, "token": token, "most": LONGEST_TEXT},
    )


def _question(what: str, token: str, turn: Turn, *, status: int = 200, **more: str) -> Response:
    lang = language(turn)
    return page(
        f"phone_{what}.html",
        status=status,
        lang=lang,
        token=token,
        turn=turn,
        most=LONGEST_TEXT,
        due=day_in_words(turn["answer_by"], partial(say, lang=lang)),
        **more,
    )


def _let_go_first(turn: Turn, lang: str) -> str:
    """What became of it, as things stand at this very reload."""
    if turn["state"] != "waiting" or turn["ahead"] is None:
        return ""
    return say("phone.late_done", lang, label=turn["label"], ahead=turn["ahead"])


def _back(token: str, **more: str | None) -> AnyResponse:
    return redirect(url_for(".turn", token=token, lang=request.args.get("lang"), **more), 303)  # type: ignore[arg-type]
