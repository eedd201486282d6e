"""Slips on their way to paper: one printer, one thread, one slip at a time.

A printer may take seconds to answer or never do, so nobody who waits for a number waits for it: the
page shows the number at once and asks here how the paper fares.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from queue import Empty, PriorityQueue
from typing import Any, Literal

from PIL import Image

from luot_kiosk import clock
from luot_kiosk.printing.port import Printer, PrinterState, PrinterStatus, Result

log = logging.getLogger(__name__)

STALE_SECONDS = 20.0  # a slip that waited longer behind a jam would come out for somebody who has left
LOOK_SECONDS = 15.0  # between two looks at an idle printer
REMEMBERED = 50  # finished jobs a page may still ask about
CITIZENS, LISTS, STOP = range(3)  # whose slip is printed first
NOT_SEEN = PrinterStatus(PrinterState.UNKNOWN)

State = Literal["waiting", "printing", "printed", "unknown", "failed"]


@dataclass(frozen=True)
class Job:
    """One slip. `ticket` is None for a referral, which has no number."""

    id: str
    ticket: str | None
    slip: dict[str, Any]
    queued_at: float  # monotonic seconds
    state: State = "waiting"
    problem: str | None = None
    of_a_list: bool = False

    @classmethod
    def settled(cls, ticket: str, result: Result, problem: str | None) -> "Job":
        """A job of which only the end is known: its slip was printed, or not, by an earlier run."""
        return cls(ticket, ticket, {}, clock.monotonic(), result, problem)


class Slips:
    """Prints in a thread of its own and tells what became of each slip and of the printer.

    `on_result` and `on_condition` are called in that thread and must not block.
    """

    def __init__(
        self,
        printer: Printer | None,
        draw: Callable[[dict[str, Any]], Image.Image],
        *,
        on_result: Callable[[Job], None],
        on_condition: Callable[[PrinterStatus], None],
        look_seconds: float = LOOK_SECONDS,
        stale_seconds: float = STALE_SECONDS,
    ) -> None:
        self._printer = printer
        self._draw = draw
        self._on_result = on_result
        self._on_condition = on_condition
        self._look_seconds = look_seconds
        self._stale_seconds = stale_seconds
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._queue: PriorityQueue[tuple[int, int, str | None]] = PriorityQueue()
        self._turns = count()
        self._condition: PrinterStatus | None = None
        self._thread = threading.Thread(target=self._run, name="slips", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._queue.put((STOP, 0, None))
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def submit(self, job_id: str, ticket: str | None, slip: dict[str, Any], *, of_a_list: bool = False) -> Job:
        """Queue a slip; the same id again is the same slip and is not printed twice.

        A part of a list is printed when no citizen's slip waits, and is never too late: the guide needs all of it.
        """
        with self._lock:
            known = self._jobs.get(job_id)
            if known is not None:
                return known
            job = self._jobs[job_id] = Job(job_id, ticket, slip, clock.monotonic(), of_a_list=of_a_list)
            self._let_go()
        self._put(job)
        return job

    def again(self, job_id: str) -> Job | None:
        """Queue a failed slip once more; any other stays as it is. None for a job nobody remembers."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None or job.state != "failed":
                return job
            job = self._jobs[job_id] = replace(job, state="waiting", problem=None, queued_at=clock.monotonic())
        self._put(job)
        return job

    def jobs(self) -> list[Job]:
        with self._lock:
            return list(self._jobs.values())

    def condition(self) -> str:
        """The printer as last seen: a PrinterState, or "none" where there is no printer."""
        if self._printer is None:
            return "none"
        return (self._condition or NOT_SEEN).state

    def _put(self, job: Job) -> None:
        self._queue.put((LISTS if job.of_a_list else CITIZENS, next(self._turns), job.id))

    def _let_go(self) -> None:
        """Forgets the oldest finished jobs; one that waits is not lost, however many wait with it."""
        finished = [one.id for one in self._jobs.values() if one.state not in ("waiting", "printing")]
        for job_id in finished[: max(0, len(self._jobs) - REMEMBERED)]:
            del self._jobs[job_id]

    def _run(self) -> None:
        self._look()
        while True:
            try:
                _, _, job_id = self._queue.get(timeout=self._look_seconds)
            except Empty:
                self._look()
                continue
            if job_id is None:
                return
            self._print(job_id)
            self._look()

    def _print(self, job_id: str) -> None:
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            return
        if not job.of_a_list and clock.monotonic() - job.queued_at > self._stale_seconds:
            self._settle(job, "failed", "late")
            return
        self._keep(replace(job, state="printing"))
        result, problem = self._attempt(job)
        self._settle(job, result, problem)

    def _attempt(self, job: Job) -> tuple[Result, str | None]:
        if self._printer is None:
            return "failed", "no_printer"
        try:
            outcome = self._printer.print(self._draw(job.slip))
        except Exception:  # whatever a driver or a slip does, the next citizen's slip must still be printed
            log.exception("slip %s could not be printed", job.id)
            return "failed", "fault"
        return outcome.result, outcome.problem

    def _settle(self, job: Job, result: Result, problem: str | None) -> None:
        if result != "printed":
            log.warning("slip %s: %s (%s)", job.id, result, problem)
        done = replace(job, state=result, problem=problem)
        self._keep(done)
        try:
            self._on_result(done)
        except Exception:  # a full disk, say; see _attempt
            log.exception("what became of slip %s could not be kept", job.id)

    def _keep(self, job: Job) -> None:
        with self._lock:
            if job.id in self._jobs:
                self._jobs[job.id] = job

    def _look(self) -> None:
        """Ask the printer how it is; say so only when it changed."""
        if self._printer is None:
            return
        try:
            condition = self._printer.status()
        except Exception:  # see _attempt
            log.exception("the printer could not be asked for its condition")
            condition = NOT_SEEN
        if condition != self._condition:
            log.info("printer: %s → %s", self.condition(), condition.state)
            self._condition = condition
            self._on_condition(condition)
