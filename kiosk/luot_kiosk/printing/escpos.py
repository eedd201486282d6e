"""The printer that prints: an ESC/POS device on any wire.

One slip: connect, ask (a printer without paper must not keep the slip and print it later, for nobody), send raster
and cut, ask again. Every step has its own limit and the whole job one, because a citizen is standing there.
"""

import logging
from collections.abc import Callable
from threading import Lock

from PIL import Image

from luot_kiosk.clock import monotonic
from luot_kiosk.printing.port import PrinterState, PrinterStatus, PrintResult, Problem
from luot_kiosk.printing.raster import cut_slip
from luot_kiosk.printing.realtime import Ask, is_answer, request, state_of
from luot_kiosk.printing.wires import DriverMissing, NoAnswers, NotFound, Wire, WireClosed, WireError, WireTimeout

log = logging.getLogger(__name__)

# Seconds. Together they stay under the ten a citizen may be kept waiting.
WHOLE_JOB = 9.0
TO_CONNECT = 2.0
TO_SEND = 3.0
TO_ANSWER = 2.0  # the first question; a printer that answered it answers the next ones at once
TO_ANSWER_BEFORE = 1.0  # asked ahead of the slip: the silent get the slip all the same
TO_ANSWER_NEXT = 0.5
TO_GET_THE_PRINTER = 3.0

PROBLEM_OF = {
    PrinterState.PAPER_OUT: Problem.PAPER_OUT,
    PrinterState.COVER_OPEN: Problem.COVER_OPEN,
    PrinterState.CUTTER: Problem.CUTTER,
    PrinterState.OFFLINE: Problem.OFFLINE,
    PrinterState.UNKNOWN: Problem.NO_ANSWER,
}


class EscposPrinter:
    """The Printer port over one wire; one job at a time."""

    def __init__(self, wire: Callable[[], Wire]) -> None:
        self._wire = wire
        self._lock = Lock()

    def print(self, image: Image.Image, /) -> PrintResult:
        job = cut_slip(image)
        end = monotonic() + WHOLE_JOB
        if not self._lock.acquire(timeout=TO_GET_THE_PRINTER):
            return _failed(PrinterState.UNKNOWN, Problem.BUSY)
        try:
            return self._print(job, end)
        finally:
            self._lock.release()

    def status(self) -> PrinterStatus:
        if not self._lock.acquire(timeout=TO_GET_THE_PRINTER):
            return PrinterStatus(PrinterState.UNKNOWN, Problem.BUSY)
        try:
            wire = self._wire()
            try:
                wire.open(TO_CONNECT)
                return _asked(wire, monotonic() + TO_ANSWER + TO_ANSWER_NEXT, TO_ANSWER)
            except WireError as trouble:
                return _trouble(trouble)
            finally:
                wire.close()
        finally:
            self._lock.release()

    def _print(self, job: bytes, end: float) -> PrintResult:
        wire = self._wire()
        try:
            wire.open(_within(end, TO_CONNECT))
            before = _asked(wire, end, TO_ANSWER_BEFORE)
            if not before.prints and before.state is not PrinterState.UNKNOWN:
                return PrintResult("failed", before, before.problem)
            wire.send(job, _within(end, TO_SEND))
        except WireError as trouble:
            log.warning("slip not sent: %s", trouble)
            status = _trouble(trouble)
            return PrintResult("failed", status, status.problem)
        else:
            return _result(_after(wire, end))
        finally:
            wire.close()


def _after(wire: Wire, end: float) -> PrinterStatus:
    """How the printer is once the whole slip has gone out; a connection lost now says nothing about the paper."""
    try:
        return _asked(wire, end, TO_ANSWER)
    except WireError as trouble:
        log.info("slip sent, no answer: %s", trouble)
        return PrinterStatus(PrinterState.UNKNOWN, _trouble(trouble).problem)


def _result(after: PrinterStatus) -> PrintResult:
    if after.prints:
        return PrintResult("printed", after)
    if after.state is PrinterState.UNKNOWN:
        return PrintResult("unknown", after, after.problem or Problem.NO_ANSWER)
    return PrintResult("failed", after, after.problem)


def _asked(wire: Wire, end: float, patience: float) -> PrinterStatus:
    """Ask about paper, then causes. Raises WireError when the connection breaks; silence is an answer: unknown."""
    answers: dict[Ask, int] = {}
    for ask in (Ask.PAPER, Ask.OFFLINE_CAUSE, Ask.ERROR_CAUSE, Ask.PRINTER):
        try:
            wire.send(request(ask), _within(end, patience))
            answers[ask] = _answer(wire, min(end, monotonic() + patience))
        except (WireTimeout, NoAnswers):
            break  # a late answer would be taken for the next question's
        patience = TO_ANSWER_NEXT
    state = state_of(answers)
    return PrinterStatus(state, PROBLEM_OF.get(state))


def _answer(wire: Wire, end: float) -> int:
    while True:
        for byte in wire.receive(_within(end, TO_ANSWER)):
            if is_answer(byte):
                return byte
        if monotonic() >= end:
            raise WireTimeout("the printer answers with something else")


def _within(end: float, limit: float) -> float:
    """Seconds this step may take. Never quite nothing: a limit of 0 would mean "do not wait" to a socket."""
    return max(0.05, min(limit, end - monotonic()))


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
