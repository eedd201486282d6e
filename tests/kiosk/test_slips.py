"""Slips on their way to paper, through every kind of trouble."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from luot_kiosk.printing.port import PrinterState, PrinterStatus, PrintResult, Problem
from luot_kiosk.slips import REMEMBERED, Job, Slips
from luot_slip import draw

SLIP = {"width_mm": 80, "blocks": [{"kind": "number", "text": "A012"}, {"kind": "cut"}]}
OK = PrinterStatus(PrinterState.OK)
PRINTED = PrintResult("printed", OK)


class Device:
    """A printer that does as it is told: a result, or an exception."""

    def __init__(self, *results: PrintResult | Exception) -> None:
        self.results = list(results)
        self.state = PrinterState.OK
        self.printed: list[Any] = []
        self.may_print = threading.Event()
        self.may_print.set()

    def print(self, image: Any) -> PrintResult:
        self.may_print.wait(5)
        self.printed.append(image)
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    def status(self) -> PrinterStatus:
        return PrinterStatus(self.state)


class Watched:
    """A slips and all it told."""

    def __init__(self, device: Device | None, **more: float) -> None:
        self.settled: list[Job] = []
        self.conditions: list[PrinterStatus] = []
        self.slips = Slips(device, draw, on_result=self.settled.append, on_condition=self.conditions.append, **more)


@pytest.fixture
def watch() -> Iterator[Callable[..., Watched]]:
    started: list[Watched] = []

    def start(device: Device | None, **more: float) -> Watched:
        watched = Watched(device, **more)
        watched.slips.start()
        started.append(watched)
        return watched

    yield start
    for watched in started:
        watched.slips.stop()


Eventually = Callable[[Callable[[], bool]], None]


@pytest.mark.parametrize(
    ("result", "state", "problem"),
    [
        (PRINTED, "printed", None),
        (PrintResult("unknown", OK, Problem.NO_ANSWER), "unknown", "no_answer"),
        (PrintResult("failed", OK, Problem.PAPER_OUT), "failed", "paper_out"),
        (RuntimeError("driver fault"), "failed", "fault"),
    ],
)
def test_each_end_of_a_slip(
    watch: Callable[..., Watched], eventually: Eventually, result: Any, state: str, problem: str | None
) -> None:
    watched = watch(Device(result))
    watched.slips.submit("t1", "t1", SLIP)
    eventually(lambda: len(watched.settled) == 1)
    assert (watched.settled[0].state, watched.settled[0].problem) == (state, problem)
    assert watched.slips.jobs() == watched.settled


def test_the_next_slip_is_printed_after_a_fault(watch: Callable[..., Watched], eventually: Eventually) -> None:
    watched = watch(Device(RuntimeError("driver fault"), PRINTED))
    watched.slips.submit("t1", "t1", {"width_mm": 80})  # no blocks at all
    watched.slips.submit("t2", "t2", SLIP)
    watched.slips.submit("t3", "t3", SLIP)
    eventually(lambda: len(watched.settled) == 3)
    assert watched.settled[-1].state == "printed"


def test_nobody_waits_for_a_slow_printer(watch: Callable[..., Watched], eventually: Eventually) -> None:
    device = Device(PRINTED)
    device.may_print.clear()
    watched = watch(device)
    watched.slips.submit("t1", "t1", SLIP)
    eventually(lambda: watched.slips.jobs()[0].state == "printing")
    device.may_print.set()
    eventually(lambda: watched.slips.jobs()[0].state == "printed")


def test_the_same_slip_twice_is_printed_once(watch: Callable[..., Watched], eventually: Eventually) -> None:
    device = Device(PRINTED)
    watched = watch(device)
    watched.slips.submit("t1", "t1", SLIP)
    watched.slips.submit("t1", "t1", SLIP)
    eventually(lambda: len(watched.settled) == 1)
    assert len(device.printed) == 1


def test_a_slip_that_waited_too_long_is_not_printed(watch: Callable[..., Watched], eventually: Eventually) -> None:
    device = Device()
    watched = watch(device, stale_seconds=-1)
    watched.slips.submit("t1", "t1", SLIP)
    eventually(lambda: len(watched.settled) == 1)
    assert watched.settled[0].problem == "late"
    assert not device.printed


def test_a_long_list_lets_citizens_pass_and_comes_out_whole(eventually: Eventually) -> None:
    device = Device(PRINTED, PRINTED)
    watched = Watched(device, stale_seconds=-1)
    for part in ("list-1", "list-2"):
        watched.slips.submit(part, None, SLIP, of_a_list=True)
    for n in range(REMEMBERED + 9):
        watched.slips.submit(f"t{n}", f"t{n}", SLIP)
    watched.slips.start()
    eventually(lambda: len(watched.settled) == REMEMBERED + 11)
    watched.slips.stop()
    assert [one.id for one in watched.settled[-2:]] == ["list-1", "list-2"]
    assert {one.state for one in watched.settled[-2:]} == {"printed"}


def test_the_condition_is_told_once_for_each_change(watch: Callable[..., Watched], eventually: Eventually) -> None:
    device = Device()
    watched = watch(device, look_seconds=0.01)
    eventually(lambda: watched.conditions == [OK])
    device.state = PrinterState.PAPER_OUT
    eventually(lambda: watched.conditions == [OK, PrinterStatus(PrinterState.PAPER_OUT)])
    assert watched.slips.condition() == "paper_out"


def test_without_a_printer_the_number_stays_on_screen(watch: Callable[..., Watched], eventually: Eventually) -> None:
    watched = watch(None)
    watched.slips.submit("t1", "t1", SLIP)
    eventually(lambda: len(watched.settled) == 1)
    assert watched.settled[0].problem == "no_printer"
    assert watched.slips.condition() == "none"
    assert watched.conditions == []
