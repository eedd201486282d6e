"""The real app on the demo hall, asked in process; every API answer is held against the OpenAPI document."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from luot_server.app import create_app
from luot_server.clock import Clock, FixedClock
from luot_server.settings import Settings
from tests.databases import Databases, Sqlite
from tests.halls import MONDAY, seed_template
from tests.http.cast import Cast, join
from tests.http.client import Client, Speaker


@dataclass(frozen=True, kw_only=True)
class ToldSettings(Settings):
    """Settings whose clock is the test's own."""

    at: Clock

    def clock(self) -> Clock:
        return self.at


@dataclass(frozen=True)
class Place:
    """A running app with the demo hall, a neighbouring hall, and the keys of everybody."""

    client: Client
    cast: Cast
    clock: FixedClock

    def as_(self, who: str) -> Speaker:
        """Somebody of the cast who speaks to the API; ``nobody`` has no token."""
        return Speaker(self.client, self.cast.tokens.get(who))


MakePlace = Callable[..., Place]


@pytest.fixture(scope="session")
def make_place(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakePlace]:
    """Make halls, each on a copy of its own of a database with everybody in it; on SQLite unless told ``on``."""
    made: list[Place] = []
    casts: dict[str, Cast] = {}

    def make(clock: FixedClock | None = None, on: Databases = sqlite, **more: object) -> Place:
        at = clock or FixedClock(MONDAY)

        def fill(url: str) -> None:
            _seed(on, url)
            casts[on.name] = join(url)

        told = {"data_dir": tmp_path_factory.mktemp("http"), "secret": "s" * 40, "at": at, **more}
        settings = ToldSettings(database_url=on.copy_of("cast", fill), **told)  # type: ignore[arg-type]
        made.append(Place(Client(create_app(settings)), casts[on.name], at))
        return made[-1]

    yield make
    for place in made:
        place.client.services.store.engine.dispose()


@pytest.fixture
def place(make_place: MakePlace) -> Place:
    """A hall of one's own, Monday 8:00, nobody there."""
    return make_place()


@pytest.fixture(scope="module")
def shared_place(make_place: MakePlace) -> Place:
    """A hall for tests that only look, or leave nothing behind that others see."""
    return make_place()


def _seed(databases: Databases, url: str) -> None:
    """The demo hall; on SQLite a copy of the one other areas' tests use too, for seeding takes its time."""
    if not isinstance(databases, Sqlite):
        seed_template(url)
        return
    seeded = databases.copy_of("seeded", seed_template)
    shutil.copyfile(seeded.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
