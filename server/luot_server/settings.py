"""What one installation is told from outside: secrets, addresses, ports, and nothing else.

Rules, hours, staff and everything a hall decides live in the database, dated and journaled. This is the
only module that looks at the environment, and it needs only the standard library: it is read before the
async mode is chosen, so before anything else may be imported.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from luot_server import clock

PREFIX = "LUOT_"
ASYNC_MODES = ("eventlet", "gevent", "threading")
LOG_LEVELS = ("debug", "info", "warning", "error")
SHORTEST_SECRET = 32  # characters: 128 bits even if somebody typed hexadecimal digits

DATABASE_SCHEMES = {
    # What people write → the driver used. psycopg 3 is the only one that lets go of the hub while it waits.
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
}


class SettingsError(Exception):
    """Every problem found at once; each line names the variable and what to do about it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One server process's settings; made by :func:`from_env`."""

    data_dir: Path
    database_url: str
    secret: str
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None
    """Where phones and printed codes reach the server; without one, links are paths."""
    async_mode: str = "eventlet"
    redis_url: str | None = None
    """With it, several server processes share rooms, and ``luot relay`` does the telling."""
    told_clock: str | None = None
    metrics_public: bool = False
    metrics_token: str | None = None
    """``/metrics`` answers loopback always, a bearer of this token if set, anybody if public."""
    log_level: str = "info"
    dossier_file: Path | None = None
    """A list the one-stop software exports; asked whether a dossier is ready. Or, instead of it:"""
    dossier_url: str | None = None
    """The address such software answers at, with ``{code}`` in it."""
    dossier_token: str | None = None
    voice_dir: Path | None = None
    """Where made clips are kept; several servers of one machine may share them."""

    @property
    def embedded_database(self) -> bool:
        """A SQLite file of our own, which a start may create and migrate."""
        return self.database_url.startswith("sqlite:")

    @property
    def voice_folder(self) -> Path:
        return self.voice_dir or self.data_dir / "voice"

    def clock(self) -> clock.Clock:
        return clock.from_setting(self.told_clock)

    def __repr__(self) -> str:  # a settings object may end up in a log; its secrets may not
        return f"Settings(data_dir={str(self.data_dir)!r}, host={self.host!r}, port={self.port})"


def from_env(environ: Mapping[str, str] | None = None, /, **given: str | int | Path | None) -> Settings:
    """Settings from ``LUOT_*`` variables; ``given`` (command-line options, None = not given) wins over them.

    Creates the data directory, and in it the secret (mode 0600) where none is set.
    Raises :class:`SettingsError` with all problems at once.
    """
    reader = _Reader(os.environ if environ is None else environ, given)
    data_dir = reader.read("data_dir", _directory, default=_usual_data_dir(reader.environ))
    metrics_public, metrics_token = reader.read("metrics", _metrics, default=(False, None))
    settings = {
        "database_url": reader.read("database_url", _database_url, default=f"sqlite:///{data_dir / 'luot.sqlite3'}"),
        "host": reader.read("host", str, default="127.0.0.1"),
        "port": reader.read("port", _port, default=8080),
        "public_url": reader.read("public_url", _public_url),
        "async_mode": reader.read("async_mode", _one_of(ASYNC_MODES), default="eventlet"),
        "redis_url": reader.read("redis_url", _redis_url),
        "told_clock": reader.read("clock", _told_clock),
        "log_level": reader.read("log_level", _one_of(LOG_LEVELS), default="info"),
        "secret": reader.read("secret", _secret),
        "dossier_file": reader.read("dossier_file", _file),
        "dossier_url": reader.read("dossier_url", _dossier_url),
        "dossier_token": reader.read("dossier_token", str),
        "voice_dir": reader.read("voice_dir", _directory),
    }
    if settings["dossier_file"] and settings["dossier_url"]:
        reader.problems.append("LUOT_DOSSIER_FILE, LUOT_DOSSIER_URL: two answers to one question; unset one of them")
    if settings["secret"] is None and not reader.problems:
        settings["secret"] = reader.attempt("data_dir", lambda: kept_secret(data_dir))
    if reader.problems:
        raise SettingsError(reader.problems)
    return Settings(data_dir=data_dir, metrics_public=metrics_public, metrics_token=metrics_token, **settings)


def kept_secret(data_dir: Path) -> str:
    """The installation's secret, made once. Two processes starting together end up with the same one.

    Written whole under another name and then linked into place: ``link`` fails where the file exists, so
    the slower process reads the faster one's secret and never half of it.
    """
    place = data_dir / "secret"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        draft = data_dir / f".secret-{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            place.hardlink_to(draft)
        draft.unlink()
    if place.stat().st_mode & 0o077:
        raise ValueError(f"{place} can be read by other users; run: chmod 600 {place}")
    secret = place.read_text().strip()
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"{place} holds a secret that is too short; put the old one back from a backup")
    return secret


def tell_library(name: str, value: str) -> None:
    """Set a variable a library reads while it is imported (psycopg's wait function); never one of ours."""
    os.environ[name] = value


def for_child(**told: str) -> dict[str, str]:
    """The environment of a process we start: our own, with ``told`` as ``LUOT_…`` variables on top."""
    return {**os.environ, **{PREFIX + name.upper(): value for name, value in told.items()}}


class _Reader:
    """Reads one setting after another and remembers what was wrong, so that all of it is said at once."""

    def __init__(self, environ: Mapping[str, str], given: Mapping[str, str | int | Path | None]) -> None:
        self.environ = environ
        self.given = given
        self.problems: list[str] = []

    def read(self, name: str, understand: Callable[[str], Any], default: Any = None) -> Any:
        """The setting as understood; ``default`` where it is not told or not understood."""
        told = self.given.get(name)
        text = self.environ.get(PREFIX + name.upper(), "") if told is None else str(told)
        return self.attempt(name, lambda: understand(text.strip()), default) if text.strip() else default

    def attempt(self, name: str, make: Callable[[], Any], default: Any = None) -> Any:
        try:
            return make()
        except (ValueError, OSError) as problem:
            self.problems.append(f"{PREFIX}{name.upper()}: {problem}")
            return default


def _usual_data_dir(environ: Mapping[str, str]) -> Path:
    """Where a user's programs keep data, per the XDG base directories."""
    base = environ.get("XDG_DATA_HOME") or Path(environ.get("HOME") or Path.home(), ".local", "share")
    return Path(base, "luot")


def _directory(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError(f"{path} is a file; give a directory")
    return path


def _database_url(text: str) -> str:
    scheme, colon, rest = text.partition(":")
    driver = DATABASE_SCHEMES.get(scheme)
    if not colon or driver is None:
        raise ValueError(
            f"{scheme!r} is not a database we know; use postgresql://user:password@host/name or sqlite:///file"
        )
    return f"{driver}:{rest}"


def _secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"too short; use at least {SHORTEST_SECRET} random characters, or unset it and one is made")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise ValueError(f"{text!r} is not a port; use a number from 0 (any free one) to 65535")
    return int(text)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"{text!r} is not an address; write it like https://mot-cua.example.gov.vn")
    return text.rstrip("/")


def _redis_url(text: str) -> str:
    if not text.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError(f"{text!r} is not a Redis address; write it like redis://127.0.0.1:6379/0")
    return text


def _file(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.is_dir():
        raise ValueError(f"{path} is a directory; give a file")
    return path


def _dossier_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or "{code}" not in parts.path + parts.query:
        raise ValueError(f"{text!r} is not understood; write it like https://one-stop.example/dossiers/{{code}}")
    return text


def _told_clock(text: str) -> str:
    clock.ToldClock.parse(text)
    return text


def _metrics(text: str) -> tuple[bool, str | None]:
    if text in ("loopback", "public"):
        return text == "public", None
    if text.startswith("token:") and len(text) > len("token:"):
        return False, text.removeprefix("token:")
    raise ValueError(f"{text!r} is not understood; use loopback, public, or token:… with a token of your choice")


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def understand(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"{text!r} is not one of {', '.join(choices)}")
        return text.lower()

    return understand
