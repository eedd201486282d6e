"""The demo's processes: started, started again when they die, stopped together."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

STOP_SECONDS = 2.6
LOOK_EVERY = 0.1  # seconds
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0  # seconds before a process that died is started again
SETTLED = 10.0  # seconds after which a process counts as running well


class DidNotStart(Exception):
    """A process did not answer in time; ``log`` tells why."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(name)
        self.name, self.log = name, log


@dataclass
class Child:
    """One process: a module with its arguments, in its own environment.

    It is ready when its ``ready_file`` is there and it ``answers`` as wished.
    """

    name: str
    arguments: list[str]
    environment: Mapping[str, str]
    log: Path
    ready_file: Path | None = None
    answers: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    back_at: float | None = field(default=None)

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def ready(self) -> bool:
        return self.running and (self.ready_file is None or self.ready_file.exists()) and self.answers()

    def start(self, lock: int) -> None:
        if self.ready_file is not None:
            self.ready_file.unlink(missing_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "luot_server.demo.child", *self.arguments],
                env=dict(self.environment),
                stdin=subprocess.PIPE,  # held open as long as we live, see child.py
                stdout=output,
                stderr=output,
                pass_fds=[lock],
                start_new_session=True,  # Ctrl-C in the terminal is ours to pass on
            )
        self.started, self.back_at = time.monotonic(), None


class Household:
    """Processes that share the lock of one data directory."""

    def __init__(self, lock: int) -> None:
        self._lock = lock
        self._children: list[Child] = []

    def start(self, child: Child) -> None:
        child.log.unlink(missing_ok=True)
        child.start(self._lock)
        self._children.append(child)

    def wait_ready(self, children: Iterable[Child], seconds: float, stopped: Callable[[float], bool]) -> None:
        """Returns when all answer, or when ``stopped``. Raises DidNotStart for one that died or took too long."""
        deadline = time.monotonic() + seconds
        for child in children:
            while not child.ready:
                if not child.running or time.monotonic() > deadline:
                    raise DidNotStart(child.name, child.log)
                if stopped(0.03):
                    return

    def keep(self, stopped: Callable[[float], bool], said: Callable[[str], object]) -> None:
        """Until ``stopped``: whoever dies is started again, at once the first time and then ever more slowly."""
        while not stopped(LOOK_EVERY):
            now = time.monotonic()
            for child in self._children:
                if child.running:
                    if now - child.started > SETTLED:
                        child.pause = FIRST_PAUSE
                elif child.back_at is None:
                    child.back_at = now + child.pause
                    child.pause = min(2 * child.pause, LONGEST_PAUSE)
                    said(f"{child.name}: {_ending(child)}; {child.log}")
                elif now >= child.back_at:
                    child.start(self._lock)

    def stop(self) -> None:
        """Asks everybody to stop, all at once, and makes them after STOP_SECONDS."""
        for child in reversed(self._children):
            if child.process is not None and child.running:
                child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            with contextlib.suppress(OSError):
                if child.process.stdin is not None:
                    child.process.stdin.close()
        os.close(self._lock)


def _ending(child: Child) -> str:
    assert child.process is not None
    code = child.process.returncode
    return f"signal {-code}" if code < 0 else f"exit {code}"
