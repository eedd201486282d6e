"""The page where the paper is seen and the printer is broken and mended."""

from io import BytesIO
from urllib.parse import urlsplit

from flask import Flask, Response, abort, jsonify, render_template, request, send_file

from luot_kiosk.messages import LANGUAGES, say
from luot_kiosk.paper.printer import PaperPrinter, Sheet
from luot_kiosk.paper.status import Condition
from luot_slip.fonts import Weight, font_file

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_BODY_BYTES = 4096
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FACES: tuple[Weight, ...] = ("regular", "semibold", "bold")


def create_app(printer: PaperPrinter, language: str = LANGUAGES[0]) -> Flask:
    """The application around one paper printer."""
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES

    @app.get("/")
    def page() -> str:
        spoken = request.args.get("lang", language)
        spoken = spoken if spoken in LANGUAGES else language
        return render_template("paper.html", **_page(printer, spoken))

    @app.get("/papers.json")
    def papers() -> Response:
        return jsonify(_state(printer))

    @app.get("/papers/<int:number>.png")
    def paper(number: int) -> Response:
        sheet = printer.sheet(number)
        if sheet is None:
            abort(404)
        answer = send_file(BytesIO(sheet.png()), mimetype="image/png")
        answer.headers["Cache-Control"] = "private, max-age=3600, immutable"
        return answer

    @app.post("/condition")
    def condition() -> tuple[Response, int] | Response:
        body = request.get_json(silent=True)
        wanted = body.get("condition") if isinstance(body, dict) else None
        if wanted not in list(Condition):
            return jsonify({"code": "unknown_condition", "conditions": list(Condition)}), 422
        printer.set_condition(Condition(wanted))
        return jsonify({"condition": printer.condition})

    @app.get("/fonts/<weight>.ttf")
    def face(weight: str) -> Response:
        known = next((name for name in FACES if name == weight), None)
        if known is None:
            abort(404)
        return send_file(font_file(known), mimetype="font/ttf", max_age=86_400)

    app.before_request(_only_from_this_machine)
    app.after_request(_protect)
    return app


def _state(printer: PaperPrinter) -> dict[str, object]:
    return {
        "printer": printer.url,
        "condition": printer.condition,
        "papers": [_wire(sheet) for sheet in printer.sheets()],
    }


def _wire(sheet: Sheet) -> dict[str, object]:
    return {
        "number": sheet.number,
        "at": sheet.at.isoformat(timespec="milliseconds"),
        "width": sheet.image.width,
        "height": sheet.image.height,
        "cut": sheet.cut,
    }


def _page(printer: PaperPrinter, language: str) -> dict[str, object]:
    def t(key: str, **params: object) -> str:
        return say(key, language, **params)

    words = {"sheet": t("paper.sheet", number="{number}"), "uncut": t("paper.uncut")}
    return {
        "t": t,
        "language": language,
        "other": next(each for each in LANGUAGES if each != language),
        "snapshot": _state(printer) | {"words": words},
        "conditions": {each.value: t(f"paper.condition.{each.value}") for each in Condition},
        "printer": printer,
    }


def _only_from_this_machine() -> None:
    """A web page elsewhere must not be able to press these buttons, nor reach them under a name of its own."""
    if request.host and urlsplit(f"//{request.host}").hostname not in LOOPBACK_NAMES:
        abort(403)
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        abort(403)


def _protect(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
