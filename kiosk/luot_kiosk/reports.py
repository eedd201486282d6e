"""What the server must learn from this kiosk, sent until it is accepted.

Each matter has a name; a newer report on the same matter replaces the waiting one, so after an hour
without network the server is told how things are, not how they were.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable

from luot_kiosk.client import Call, Json, Refused, Server, Unreachable
from luot_kiosk.printing.port import PrinterStatus
from luot_kiosk.slips import Job

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between attempts
NOT_KNOWN = frozenset({401, 403})  # the device's token was taken back; enrolled anew it still has this to say
OF_A_TICKET = "ticket "  # how the matter of a number's slip begins
KEPT = 500  # reports; beyond it the oldest is dropped


class Reporter:
    """Sends reports in a thread of its own, the longest waiting first."""

    def __init__(
        self, server: Server, first_pause: float = FIRST_PAUSE, heard: Callable[[str], object] = lambda ticket: None
    ) -> None:
        """`heard` is told of each ticket of whose slip the server knows the end, in the reporter's thread."""
        self._server = server
        self._heard = heard
        self._first_pause = first_pause
        self.printer: PrinterStatus | None = None  # as last seen; None: nobody looked yet
        self._waiting: OrderedDict[str, Call] = OrderedDict()
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="reports", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def slip_settled(self, job: Job) -> None:
        if job.ticket is None:
            return
        body = {"result": job.state} | ({"problem": job.problem} if job.problem else {})
        self._add(f"{OF_A_TICKET}{job.ticket}", Call("PUT", f"/tickets/{job.ticket}/print", body=body))

    def order_settled(self, order: str, ticket: str, result: Json) -> None:
        """What became of a slip that staff sent here: `result` and perhaps `problem`."""
        body = {**result, "job": order}
        self._add(f"order {order}", Call("PUT", f"/tickets/{ticket}/print", body=body))

    def printer_changed(self, condition: PrinterStatus) -> None:
        self.printer = condition
        detail = {"detail": condition.problem} if condition.problem else {}
        self._add("printer", Call("PUT", "/devices/self/condition", body={"printer": condition.state} | detail))

    def _add(self, matter: str, call: Call) -> None:
        with self._changed:
            self._waiting[matter] = call
            while len(self._waiting) > KEPT:
                dropped, _ = self._waiting.popitem(last=False)
                log.error("report dropped, too many are waiting: %s", dropped)
            self._changed.notify_all()

    def _run(self) -> None:
        pause = self._first_pause
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._waiting)
                if self._stopping:
                    return
                matter, call = next(iter(self._waiting.items()))
            if self._delivered(matter, call):
                pause = self._first_pause
                with self._changed:
                    newest = self._waiting.get(matter) is call  # else a newer report came meanwhile
                    if newest:
                        del self._waiting[matter]
                        self._settled(matter)
                continue
            with self._changed:
                if matter in self._waiting:
                    self._waiting.move_to_end(matter)  # one report the server stumbles over must not hold up the rest
                self._changed.wait_for(lambda: self._stopping, timeout=pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _settled(self, matter: str) -> None:
        if not matter.startswith(OF_A_TICKET):
            return
        try:
            self._heard(matter.removeprefix(OF_A_TICKET))
        except Exception:  # a full disk, say: after the next start it is told once more, which changes nothing
            log.exception("that %s was delivered could not be kept", matter)

    def _delivered(self, matter: str, call: Call) -> bool:
        try:
            self._server.once(call)
        except Unreachable:
            return False
        except Refused as refusal:
            if refusal.status in NOT_KNOWN:
                return False
            # Repeating it would be refused again.
            log.error("report on %s refused: %s", matter, refusal)
        return True
