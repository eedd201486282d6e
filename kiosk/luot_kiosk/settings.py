"""What the device must be told, read once at start; the only reader of the environment."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from luot_kiosk import enrolment
from luot_kiosk.clock import Told
from luot_kiosk.enrolment import Enrolment

T = TypeVar("T")

PREFIX = "LUOT_KIOSK_"
NO_PRINTER = "none"
NO_SCANNER = "none"
KEYBOARD = "keyboard"
SERIAL_SCANNER = re.compile(r"serial:[^:].*")
STAFF_CODE = re.compile(r"\d{4,8}")  # typed on the screen's own keys
PRINTER_SCHEMES = ("tcp", "usb", "serial", "cups", "file")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the settings: a message key, its parameters and the name to correct."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)


class SettingsError(ValueError):
    """Everything wrong with the settings at once, so that nobody starts the kiosk six times."""

    def __init__(self, problems: list[Problem], language: str) -> None:
        super().__init__("; ".join(f"{problem.key} {dict(problem.params)}" for problem in problems))
        self.problems = problems
        self.language = language  # as far as it could be read: the one to complain in


@dataclass(frozen=True)
class Settings:
    """One kiosk. Durations are seconds."""

    server: str  # origin of the server, without a trailing slash and without /api/v1
    token: str = field(repr=False)  # the device token, of `luot kiosk enrol` or `luot device enrol`
    hall: str
    printer: str | None  # None: this kiosk shows numbers on screen and prints nothing
    port: int = 8090  # 0: any free port
    idle_seconds: float = 60.0  # without a touch, before the page asks "are you still there?"
    menu_seconds: float = 3.0  # between two looks at the menu
    patience_seconds: float = 8.0  # how long a citizen is kept waiting for a number before being told what now
    scanner: str | None = None  # None: no screen asks for a scan; "keyboard", or "serial:DEVICE[:BAUD]"
    language: str = "vi"  # of the page at rest, and of this program's own messages
    data: Path = field(default_factory=lambda: _state_folder(os.environ))  # folder of the spool
    staff_code: str | None = field(default=None, repr=False)  # None: no staff screen
    notify_socket: str | None = None  # where a service manager wants to hear that all is well
    watchdog_seconds: float | None = None  # how long it waits for that word
    now: Told | None = None  # a told time instead of the device's clock, for trying another day

    @classmethod
    def from_env(cls, options: Mapping[str, str | None] | None = None) -> "Settings":
        """Settings from the environment, each overruled by the option of the same lower-case name.

        Raises SettingsError with every problem found.
        """
        return cls.read(os.environ, options or {})

    @classmethod
    def read(cls, environ: Mapping[str, str], options: Mapping[str, str | None]) -> "Settings":
        folder = _Reader(environ, options).get("data", _state_folder(environ), _folder)
        reader = _Reader(environ, options, enrolment.read(folder))
        settings = cls(
            server=reader.get("server", "", _origin),
            token=reader.get("token", "", _token),
            hall=reader.get("hall", "", _required),
            printer=reader.get("printer", None, _printer),
            port=reader.get("port", cls.port, _port),
            idle_seconds=reader.get("idle_seconds", cls.idle_seconds, _between(10, 600)),
            menu_seconds=reader.get("menu_seconds", cls.menu_seconds, _between(0.05, 60)),
            patience_seconds=reader.get("patience_seconds", cls.patience_seconds, _between(0.5, 30)),
            scanner=reader.get("scanner", None, _scanner),
            language=reader.get("language", cls.language, _language),
            data=reader.get("data", _state_folder(environ), _folder),
            staff_code=reader.get("staff_code", None, _staff_code),
            now=reader.get("now", None, _now),
            # The service manager's own names, not ours; it is trusted.
            notify_socket=environ.get("NOTIFY_SOCKET") or None,
            watchdog_seconds=int(environ.get("WATCHDOG_USEC") or 0) / 1_000_000 or None,
        )
        if reader.problems:
            raise SettingsError(reader.problems, settings.language)
        return settings


class _Wrong(Exception):
    def __init__(self, key: str, **params: str) -> None:
        super().__init__(key)
        self.key, self.params = key, params


class _Reader:
    """Reads one value after another and collects what is wrong instead of stopping at the first."""

    def __init__(
        self, environ: Mapping[str, str], options: Mapping[str, str | None], enrolled: Enrolment | None = None
    ) -> None:
        """What neither options nor environment tell is as the device was ``enrolled``."""
        self._environ = environ
        self._options = options
        self._enrolled = asdict(enrolled) if enrolled else {}
        self.problems: list[Problem] = []

    def get(self, name: str, default: T, parse: Callable[[str], T]) -> T:
        variable = PREFIX + name.upper()
        given = self._options.get(name)
        text = (given if given is not None else self._environ.get(variable, "")).strip()
        text = text or self._enrolled.get(name, "")
        if not text and parse not in _NEEDED:
            return default
        try:
            return parse(text)
        except _Wrong as wrong:
            option = "--" + name.replace("_", "-")
            self.problems.append(Problem(wrong.key, {"variable": variable, "option": option, **wrong.params}))
            return default


def _required(text: str) -> str:
    if not text:
        raise _Wrong("kiosk.settings.missing")
    return text


def _token(text: str) -> str:
    if not text:
        raise _Wrong("kiosk.settings.token")
    return text


def _origin(text: str) -> str:
    _required(text)
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Wrong("kiosk.settings.server", value=text)
    return text.rstrip("/").removesuffix("/api/v1")


def _printer(text: str) -> str | None:
    _required(text)
    if text == NO_PRINTER:
        return None
    if text.partition(":")[0] not in PRINTER_SCHEMES:
        raise _Wrong("kiosk.settings.printer", value=text)
    return text


def _scanner(text: str) -> str | None:
    if text == NO_SCANNER:
        return None
    if text != KEYBOARD and not SERIAL_SCANNER.fullmatch(text):
        raise _Wrong("kiosk.settings.scanner", value=text)
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise _Wrong("kiosk.settings.port", value=text)
    return int(text)


def _between(low: float, high: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise _Wrong("kiosk.settings.between", value=text, low=f"{low:g}", high=f"{high:g}")
        return value

    return parse


def _language(text: str) -> str:
    if text not in ("vi", "en"):
        raise _Wrong("kiosk.settings.language", value=text)
    return text


def _folder(text: str) -> Path:
    return Path(text).expanduser()


def _state_folder(environ: Mapping[str, str]) -> Path:
    """Where the device's user keeps what programs must not lose (XDG Base Directory: XDG_STATE_HOME)."""
    home = environ.get("XDG_STATE_HOME", "")
    return (Path(home) if home else Path("~/.local/state").expanduser()) / "luot-kiosk"


def state_folder() -> Path:
    """The data folder where nobody named one."""
    return _state_folder(os.environ)


def origin_of(text: str) -> str | None:
    """The origin of a server as it may be typed; None for what is none."""
    try:
        return _origin(text.strip())
    except _Wrong:
        return None


def _staff_code(text: str) -> str:
    if not STAFF_CODE.fullmatch(text):
        raise _Wrong("kiosk.settings.staff_code")
    return text


def _now(text: str) -> Told:
    try:
        return Told.parse(text)
    except ValueError as wrong:
        raise _Wrong("kiosk.settings.now", value=text) from wrong


_NEEDED: tuple[Callable[[str], object], ...] = (_required, _token, _origin, _printer)
