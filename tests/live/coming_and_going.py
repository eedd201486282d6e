"""A screen that comes and goes as the pages do: it asks again for what came after the last call it heard."""

from __future__ import annotations

from typing import Any


class Watcher:
    """It knows the calls it heard by their positions. ``since``: where the hall stood when it first came."""

    def __init__(self, *halls: Any) -> None:
        """``halls`` are one hall by several server processes, which it visits in turn."""
        self._halls = halls
        self._visits = 0
        self._heard: list[int] = []
        self.twice: list[int] = []
        self.connected = False
        self.since = 0
        self.come()

    def come(self) -> None:
        hall = self._halls[self._visits % len(self._halls)]
        self._visits += 1
        self._screen = hall.screen()
        self.connected = True
        if self._visits > 1:
            self._screen.watch(board="hall", hall=hall.id, after=self._after)
        else:
            self._screen.watch(board="hall", hall=hall.id)
            self.since = self._screen.next("state")["position"]

    @property
    def _after(self) -> int:
        return self._heard[-1] if self._heard else self.since

    def leave(self) -> None:
        """With what has arrived so far; the rest is asked for again."""
        self._screen.close()
        self.connected = False
        for event, said in self._screen.told():
            if event == "moment":
                self._hear(said["position"])

    def heard_until(self, last: int) -> list[int]:
        """The positions of all calls it heard, in the order it first heard them, once ``last`` was among them."""
        while self._after < last:
            self._hear(self._screen.next("moment", timeout=15.0)["position"])
        return self._heard

    def _hear(self, position: int) -> None:
        (self.twice if position in self._heard else self._heard).append(position)
