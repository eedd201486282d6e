"""The paper printer on its port: connections, the paper they produce, and the condition it pretends to be in."""

import logging
import socket
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from threading import Condition as Signal
from threading import RLock, Thread
from types import TracebackType

from PIL import Image

from luot_kiosk import clock
from luot_kiosk.paper.parser import Command, Parser
from luot_kiosk.paper.status import Condition, answer_in_turn, automatic_status, real_time_answer
from luot_kiosk.paper.strip import Strip

log = logging.getLogger(__name__)

KEPT = 50  # papers in memory
MOST_WAITING = 4 << 20  # bytes a stopped printer holds back for later
CHUNK = 65_536


@dataclass(frozen=True)
class Sheet:
    """One piece of paper. ``at`` is when it fell (aware UTC); ``cut`` is False where the sender never cut it off."""

    number: int
    at: datetime
    image: Image.Image
    cut: bool

    def png(self) -> bytes:
        stream = BytesIO()
        self.image.save(stream, "PNG")
        return stream.getvalue()


class PaperPrinter:
    """Listens as soon as it is made; port 0 takes a free one. Use it in a ``with``, or call `start` and `stop`."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._listener = socket.create_server((host, port))
        self.host, self.port = self._listener.getsockname()[:2]
        self._sheets: deque[Sheet] = deque(maxlen=KEPT)
        self._printed = 0
        self._condition = Condition.OK
        self._changed = Signal(RLock())
        self._connections: set[_Connection] = set()
        self._stopped = False

    @property
    def url(self) -> str:
        return f"tcp://{self.host}:{self.port}"

    def start(self) -> None:
        Thread(target=self._accept, name="paper", daemon=True).start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            connections = list(self._connections)
        # A bare close would leave the accepting thread waiting on the dead descriptor.
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.debug("listener was closed already")
        self._listener.close()
        for connection in connections:
            connection.hang_up()

    def sheets(self) -> list[Sheet]:
        """The papers, newest first."""
        with self._changed:
            return list(reversed(self._sheets))

    def sheet(self, number: int) -> Sheet | None:
        return next((sheet for sheet in self.sheets() if sheet.number == number), None)

    def wait_for(self, number: int, limit: float) -> Sheet | None:
        """The paper with that number, waiting for it at most ``limit`` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._printed >= number or self._stopped, limit)
        return self.sheet(number)

    @property
    def condition(self) -> Condition:
        return self._condition

    def set_condition(self, condition: Condition) -> None:
        """Break it, or mend it; what waited for paper then comes out."""
        with self._changed:
            self._condition = condition
            self._changed.notify_all()
            connections = list(self._connections)
        for connection in connections:
            if condition.reachable:
                connection.condition_changed()
            else:
                connection.hang_up()

    def __enter__(self) -> "PaperPrinter":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def keep(self, image: Image.Image, *, cut: bool) -> None:
        """A piece has come off."""
        with self._changed:
            self._printed += 1
            self._sheets.append(Sheet(self._printed, clock.now(), image, cut))
            self._changed.notify_all()

    def alive(self) -> bool:
        """Waits while the printer hangs; False once it has been stopped or switched off."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._condition is not Condition.HANGING)
            return not self._stopped and self._condition.reachable

    def able(self) -> bool:
        """Waits until something can be printed again; False once the printer has been stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._condition.prints)
            return not self._stopped

    def forget(self, connection: "_Connection") -> None:
        with self._changed:
            self._connections.discard(connection)

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:  # closed by stop()
                return
            with self._changed:
                if self._stopped or not self._condition.reachable:
                    link.close()
                    continue
                connection = _Connection(self, link)
                self._connections.add(connection)
            Thread(target=connection.run, name="paper connection", daemon=True).start()


class _Connection:
    """One sender. Each has a strip of its own, so that two kiosks never print into one another's slip."""

    def __init__(self, printer: PaperPrinter, link: socket.socket) -> None:
        self._printer = printer
        self._link = link
        self._parser = Parser()
        self._strip = Strip()
        self._waiting: deque[Command] = deque()
        self._waiting_bytes = 0
        self._tells = False
        self._lock = RLock()

    def run(self) -> None:
        try:
            while data := self._received():
                if not self._printer.alive():
                    return
                self._take(self._parser.feed(data))
            self._finish()
        finally:
            self.hang_up()
            self._link.close()
            self._printer.forget(self)

    def condition_changed(self) -> None:
        with self._lock:
            if self._tells:
                self._send(automatic_status(self._printer.condition))
            self._print_waiting()

    def hang_up(self) -> None:
        try:
            self._link.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.debug("connection was closed already")

    def _received(self) -> bytes:
        try:
            return self._link.recv(CHUNK)
        except OSError:
            return b""

    def _take(self, commands: list[Command]) -> None:
        with self._lock:
            for command in commands:
                answer = real_time_answer(command, self._printer.condition)
                if answer is not None:
                    self._send(answer)
                elif self._waiting_bytes < MOST_WAITING:
                    self._waiting.append(command)
                    self._waiting_bytes += len(command.data)
                    self._print_waiting()

    def _print_waiting(self) -> None:
        while self._waiting and self._printer.condition.prints:
            command = self._waiting.popleft()
            self._waiting_bytes -= len(command.data)
            if command.name == "GS a":
                self._tells = bool(command.data[0])
                self._send(automatic_status(self._printer.condition) if self._tells else b"")
            self._send(answer_in_turn(command, self._printer.condition))
            piece = self._strip.apply(command)
            if piece:
                self._printer.keep(piece, cut=True)

    def _finish(self) -> None:
        """The sender has gone; what it sent is still printed, and torn off when it never cut."""
        self._take(self._parser.rest())
        if self._waiting and not self._printer.able():
            return
        with self._lock:
            self._print_waiting()
            piece = self._strip.cut()
        if piece:
            self._printer.keep(piece, cut=False)

    def _send(self, answer: bytes) -> None:
        if answer:
            try:
                self._link.sendall(answer)
            except OSError:
                log.debug("nobody was left to hear the answer")
