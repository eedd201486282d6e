"""The program that docs/how-to/other-screens.md shows, run as it stands there."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.demo import COPY, Demo, wait_until

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "other-screens.md"


class Panel:
    """A panel on a port: what it was sent, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _listen(self) -> None:
        try:
            while True:
                wire, _ = self._listener.accept()
                with wire, wire.makefile("rb") as told:
                    self.lines.append(told.readline().decode("ascii"))
        except OSError:
            return


@pytest.fixture
def panel() -> Iterator[Panel]:
    panel = Panel()
    yield panel
    panel.close()


def test_the_panel_of_the_docs_shows_each_call(hall: Demo, panel: Panel, tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len([line for line in program.splitlines() if line.strip()]) <= 30
    (tmp_path / "panel.py").write_text(program, encoding="utf-8")
    clerk, ticket = hall.clerk(4), hall.issue(COPY)
    command = [sys.executable, str(tmp_path / "panel.py"), hall.server, hall.hall, panel.address]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_until(lambda: panel.lines, 20, "the panel was sent nothing")
            clerk.call(ticket)
            wanted = f"{ticket['label']:>8} {4:>3}\r\n"
            wait_until(lambda: panel.lines[-1] == wanted, 20, f"the panel shows {panel.lines}")
            clerk.do(ticket, "recalls")
            assert process.poll() is None
        finally:
            process.terminate()
    assert panel.lines.count(wanted) == 1, "a recall changes nothing on it"
