"""What the kiosk asks of a printer, whatever wire it hangs on.

Nothing is guessed: a printer that says nothing is in state ``unknown``, and a slip it may or may not have printed is
``unknown`` too. Only a printer that answered is ever ``ok``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from PIL import Image

Result = Literal["printed", "unknown", "failed"]


class PrinterState(StrEnum):
    OK = "ok"
    NEAR_END = "near_end"  # prints, and somebody should bring a roll
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"  # the knife is stuck, or another fault only a person clears
    OFFLINE = "offline"  # unplugged, switched off, unreachable, or it says so itself
    UNKNOWN = "unknown"  # it gives no answer


class Problem(StrEnum):
    """Why a slip is not known to be on paper; each has a sentence ``printing.problem.…``."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"  # nobody opens the door at that address
    QUEUE_STOPPED = "queue_stopped"  # the print system holds its jobs back
    CONNECTION_LOST = "connection_lost"
    NO_ANSWER = "no_answer"
    DRIVER_MISSING = "driver_missing"
    BUSY = "busy"  # another slip held the printer too long
    NO_PRINTER = "no_printer"


@dataclass(frozen=True)
class PrinterStatus:
    """How a printer is; ``problem`` says why when it is neither ok nor near_end."""

    state: PrinterState
    problem: Problem | None = None

    @property
    def prints(self) -> bool:
        return self.state in (PrinterState.OK, PrinterState.NEAR_END)


@dataclass(frozen=True)
class PrintResult:
    """What became of one slip, and how the printer was afterwards."""

    result: Result
    status: PrinterStatus
    problem: Problem | None = None


class Printer(Protocol):
    """Safe to call from several threads; calls block, never longer than ten seconds, and raise nothing."""

    def print(self, image: Image.Image, /) -> PrintResult:
        """Print and cut one picture."""

    def status(self) -> PrinterStatus:
        """Ask the printer now."""
