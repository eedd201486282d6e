"""The printer that prints: an ESC/POS device on any wire.

One slip: connect, ask (a printer without paper must not keep the slip and print it later, for nobody), send raster
and cut, ask again. Every step has its own limit and the whole job one, because a citizen is standing there.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from PIL import Image

from luot_kiosk.clock import monotonic
from luot_kiosk.printing.port import PrinterState, PrinterStatus, PrintResult, Problem
from luot_kiosk.printing.raster import cut_slip
from luot_kiosk.printing.realtime import Ask, is_answer, request, state_of
from luot_kiosk.printing.wires import DriverMissing, NotFound, Wire, WireClosed, WireError, WireTimeout

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """Seconds. Together they stay under the ten a citizen may be kept waiting."""

    whole_job: float = 9.0
    connect: float = 2.0
    send: float = 3.0
    answer_before: float = 1.0  # asked ahead of the slip: the silent get the slip all the same
    answer: float = 2.0  # the first question; a printer that answered it answers the next ones at once
    answer_next: float = 0.5
    turn: float = 3.0  # until another thread's job is done


NOT_QUITE_NOTHING = 0.02  # seconds; a limit of 0 would mean "do not wait" to a socket

PROBLEM_OF = {
    PrinterState.PAPER_OUT: Problem.PAPER_OUT,
    PrinterState.COVER_OPEN: Problem.COVER_OPEN,
    PrinterState.CUTTER: Problem.CUTTER,
    PrinterState.OFFLINE: Problem.OFFLINE,
    PrinterState.UNKNOWN: Problem.NO_ANSWER,
}


class EscposPrinter:
    """The Printer port over one wire; one job at a time."""

    def __init__(self, wire: Callable[[], Wire], limits: Limits) -> None:
        self._wire = wire
        self._limits = limits
        self._lock = Lock()

    def print(self, image: Image.Image, /) -> PrintResult:
        job = cut_slip(image)
        end = monotonic() + self._limits.whole_job
        if not self._lock.acquire(timeout=self._limits.turn):
            return _failed(PrinterState.UNKNOWN, Problem.BUSY)
        try:
            return self._print(job, end)
        finally:
            self._lock.release()

    def status(self) -> PrinterStatus:
        if not self._lock.acquire(timeout=self._limits.turn):
            return PrinterStatus(PrinterState.UNKNOWN, Problem.BUSY)
        try:
            wire = self._wire()
            if not wire.two_way:  # opening it would already change something: an ordinary file is emptied
                return wire.outlook(self._limits.connect)
            try:
                wire.open(self._limits.connect)
                return self._asked(wire, monotonic() + self._limits.whole_job, self._limits.answer)
            except WireError as trouble:
                return _trouble(trouble)
            finally:
                wire.close()
        finally:
            self._lock.release()

    def _print(self, job: bytes, end: float) -> PrintResult:
        wire = self._wire()
        if not wire.two_way:
            outlook = wire.outlook(_within(end, self._limits.connect))
            if outlook.state is PrinterState.OFFLINE:
                return PrintResult("failed", outlook, outlook.problem)
        try:
            wire.open(_within(end, self._limits.connect))
            before = self._asked(wire, end, self._limits.answer_before)
            if not before.prints and before.state is not PrinterState.UNKNOWN:
                return PrintResult("failed", before, before.problem)
            wire.send(job, _within(end, self._limits.send))
            if before.state is PrinterState.UNKNOWN:
                _drop_late_answers(wire)
        except WireError as trouble:
            log.warning("slip not sent: %s", trouble)
            status = _trouble(trouble)
            return PrintResult("failed", status, status.problem)
        else:
            return _result(self._after(wire, end))
        finally:
            wire.close()

    def _after(self, wire: Wire, end: float) -> PrinterStatus:
        """How the printer is once the whole slip has gone out; a connection lost now says nothing about the paper."""
        try:
            return self._asked(wire, end, self._limits.answer)
        except WireError as trouble:
            log.info("slip sent, no answer: %s", trouble)
            return PrinterStatus(PrinterState.UNKNOWN, _trouble(trouble).problem)

    def _asked(self, wire: Wire, end: float, patience: float) -> PrinterStatus:
        """Ask about paper, then causes. Raises WireError when the connection breaks; silence is an answer: unknown."""
        answers: dict[Ask, int] = {}
        if not wire.two_way:
            return wire.outlook(_within(end, patience))
        for ask in (Ask.PAPER, Ask.OFFLINE_CAUSE, Ask.ERROR_CAUSE, Ask.PRINTER):
            try:
                wire.send(request(ask), _within(end, patience))
                answers[ask] = _answer(wire, min(end, monotonic() + patience))
            except WireTimeout:
                break  # a late answer would be taken for the next question's
            patience = self._limits.answer_next
        state = state_of(answers)
        return PrinterStatus(state, PROBLEM_OF.get(state))


def _result(after: PrinterStatus) -> PrintResult:
    if after.prints:
        return PrintResult("printed", after)
    if after.state is PrinterState.UNKNOWN:
        return PrintResult("unknown", after, after.problem or Problem.NO_ANSWER)
    return PrintResult("failed", after, after.problem)


def _answer(wire: Wire, end: float) -> int:
    while True:
        for byte in wire.receive(max(NOT_QUITE_NOTHING, end - monotonic())):
            if is_answer(byte):
                return byte
        if monotonic() >= end:
            raise WireTimeout("the printer answers with something else")


def _drop_late_answers(wire: Wire) -> None:
    """An answer to the question before the slip must not pass for one to the question after it."""
    try:
        if wire.two_way:
            wire.receive(NOT_QUITE_NOTHING)
    except WireError:
        log.debug("nothing came late")


def _within(end: float, limit: float) -> float:
    """Seconds this step may take."""
    return max(NOT_QUITE_NOTHING, min(limit, end - monotonic()))


def _trouble(trouble: WireError) -> PrinterStatus:
    if isinstance(trouble, DriverMissing):
        return PrinterStatus(PrinterState.OFFLINE, Problem.DRIVER_MISSING)
    if isinstance(trouble, NotFound):
        return PrinterStatus(PrinterState.OFFLINE, Problem.UNREACHABLE)
    if isinstance(trouble, WireClosed):
        return PrinterStatus(PrinterState.OFFLINE, Problem.CONNECTION_LOST)
    return PrinterStatus(PrinterState.UNKNOWN, Problem.NO_ANSWER)


def _failed(state: PrinterState, problem: Problem) -> PrintResult:
    return PrintResult("failed", PrinterStatus(state, problem), problem)
