"""What a printer answers to DLE EOT, the real-time status request.

Every true answer has bits 1 and 4 set and bits 0 and 7 clear; anything else on the wire (noise, an echo, the queue
state some drivers return in its place) is not an answer.
"""

from collections.abc import Mapping
from enum import IntEnum

from luot_kiosk.printing.port import PrinterState


class Ask(IntEnum):
    """The n of DLE EOT n."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4


IS_OFFLINE = 0x08  # to PRINTER
COVER_OPEN, STOPPED_FOR_PAPER, HAS_ERROR = 0x04, 0x20, 0x40  # to OFFLINE_CAUSE
CUTTER_ERROR, FATAL_ERROR = 0x08, 0x20  # to ERROR_CAUSE
NEAR_END, PAPER_OUT = 0x0C, 0x60  # to PAPER


def request(ask: Ask) -> bytes:
    return bytes((0x10, 0x04, ask))


def is_answer(byte: int) -> bool:
    return byte & 0b1001_0011 == 0b0001_0010


def state_of(answers: Mapping[Ask, int]) -> PrinterState:
    """The one thing to tell a person, worst first. Without an answer about paper nothing good is claimed."""
    cause = answers.get(Ask.OFFLINE_CAUSE, 0)
    if cause & COVER_OPEN:  # first: an open cover also reads as no paper
        return PrinterState.COVER_OPEN
    if answers.get(Ask.PAPER, 0) & PAPER_OUT or cause & STOPPED_FOR_PAPER:
        return PrinterState.PAPER_OUT
    if answers.get(Ask.ERROR_CAUSE, 0) & (CUTTER_ERROR | FATAL_ERROR) or cause & HAS_ERROR:
        return PrinterState.CUTTER
    if answers.get(Ask.PRINTER, 0) & IS_OFFLINE:
        return PrinterState.OFFLINE
    if Ask.PAPER not in answers:
        return PrinterState.UNKNOWN
    return PrinterState.NEAR_END if answers[Ask.PAPER] & NEAR_END else PrinterState.OK
