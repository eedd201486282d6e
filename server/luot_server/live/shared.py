"""Several server processes as one: who watches what, and the wake-up, through Redis.

Each server process keeps its connections' rooms in a sorted set, scored with the time they were last seen; one
``luot relay`` reads it, builds only those boards, and emits through python-socketio's own Redis channel. Nothing in
Redis is worth keeping: it may be emptied at any time and is whole again within seconds.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from luot_server import runtime
from luot_server.clock import Clock
from luot_server.live.moments import WORTH_HEARING
from luot_server.live.rooms import LocalRooms, Room
from luot_server.live.trouble import Troubles
from luot_server.live.voices import MOST_SPOKEN, Candidate, Place

ROOMS = "luot:rooms"
WAKE = "luot:wake"
SEEN_EVERY = 5.0  # s
SEEN_FOR = 3 * SEEN_EVERY  # a process that died stops costing anything after this

VOICES = "luot:voices"  # a place's candidates below it, and the channel on which its changes are told
SPOKEN = "luot:spoken"
HEARD_EVERY = 1.0  # s
HEARD_FOR = 3 * HEARD_EVERY  # a process that died speaks for a zone no longer than this


class Shared:
    """One process's end of it."""

    def __init__(self, url: str, clock: Clock) -> None:
        redis: Any = importlib.import_module("redis")
        self._redis = redis.Redis.from_url(url, socket_timeout=2.0, socket_connect_timeout=2.0)
        self._listener = redis.Redis.from_url(url)
        self._clock = clock
        self._troubles = Troubles()

    def wake(self, hall: str, position: int | None) -> None:
        """Tells the relay of a commit; where Redis is away, the relay's next look finds it."""
        with self._troubles.around("waking the relay"):
            self._redis.publish(WAKE, json.dumps([hall, position]))

    def listen(self, wake: Callable[[str, int | None], None]) -> None:
        """Hands on every wake-up, for ever; reconnects by itself."""
        self._follow(WAKE, lambda told: wake(*told))

    def listen_for_voices(self, changed: Callable[[Place], None]) -> None:
        """Hands on every place where somebody else's candidates or words changed, for ever."""
        self._follow(VOICES, lambda told: changed(Place(*told)))

    def _follow(self, name: str, hear: Callable[[Any], None]) -> None:
        while True:
            with self._troubles.around(f"listening to {name}"), self._listener.pubsub() as channel:
                channel.subscribe(name)
                for message in channel.listen():
                    if message["type"] == "message":
                        hear(json.loads(message["data"]))
            runtime.sleep(1.0)

    def reach(self) -> None:
        """Raises where Redis does not answer. The channel's own emit only logs that, and the moment would be lost."""
        self._redis.ping()

    def see(self, rooms: Collection[Room]) -> None:
        if rooms:
            now = self._clock.real_now().timestamp()
            self._redis.zadd(ROOMS, {json.dumps(room): now for room in rooms})

    def seen(self) -> list[Room]:
        now = self._clock.real_now().timestamp()
        self._redis.zremrangebyscore(ROOMS, 0, now - SEEN_FOR)
        return [Room(*json.loads(kept)) for kept in self._redis.zrange(ROOMS, 0, -1)]

    # ── voices: the ledger of all processes ────────────────────────────────────────────────────────

    def enter(self, place: Place, candidate: Candidate) -> None:
        key, now = _key(VOICES, place), self._clock.real_now().timestamp()
        new = self._redis.zadd(key, {json.dumps(candidate): now})
        self._redis.expire(key, int(HEARD_FOR) * 2)
        if new:
            self._tell_of(place)

    def leave(self, place: Place, candidate: Candidate) -> None:
        self._redis.zrem(_key(VOICES, place), json.dumps(candidate))
        self._tell_of(place)

    def candidates(self, place: Place) -> Iterable[Candidate]:
        key, now = _key(VOICES, place), self._clock.real_now().timestamp()
        self._redis.zremrangebyscore(key, 0, now - HEARD_FOR)
        return [Candidate(*json.loads(kept)) for kept in self._redis.zrange(key, 0, -1)]

    def spoke(self, place: Place, stranger: bool, positions: Iterable[int]) -> None:
        key, now = _key(SPOKEN, place), self._clock.real_now().timestamp()
        said = {json.dumps([position, stranger]): now for position in positions}
        if said:
            self._redis.zadd(key, said)
            self._redis.zremrangebyrank(key, 0, -MOST_SPOKEN - 1)
            self._redis.expire(key, int(WORTH_HEARING))
            self._tell_of(place)

    def spoken(self, place: Place) -> Mapping[int, bool]:
        key, now = _key(SPOKEN, place), self._clock.real_now().timestamp()
        said = [json.loads(kept) for kept in self._redis.zrangebyscore(key, now - WORTH_HEARING, "+inf")]
        own = {position for position, stranger in said if not stranger}
        return {position: position not in own for position, _ in said}

    def _tell_of(self, place: Place) -> None:
        self._redis.publish(VOICES, json.dumps(place))


class AnnouncedRooms(LocalRooms):
    """This process's rooms, made known to the relay: at once when one is new, then every few seconds."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared
        self._troubles = Troubles()

    def join(self, room: Room, sid: str) -> None:
        super().join(room, sid)
        self._see([room])

    def keep_announcing(self) -> None:
        while True:
            self._see(self.all())
            runtime.sleep(SEEN_EVERY)

    def _see(self, rooms: Collection[Room]) -> None:
        with self._troubles.around("announcing who watches"):
            self._shared.see(rooms)


class RoomsOfAll:
    """What the relay sees: the rooms of every process."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def of_hall(self, hall: str) -> Collection[Room]:
        return [room for room in self._shared.seen() if room.hall == hall]

    def halls(self) -> Collection[str]:
        return {room.hall for room in self._shared.seen()}


def _key(name: str, place: Place) -> str:
    return f"{name}:{json.dumps(place)}"
