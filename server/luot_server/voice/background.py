"""Making what is missing beside a running server, in a process of its own: no request waits for it.

The process is the command ``luot voice make``, at the lowest priority. Displays learn from their board that a pack has
come; until then they ring.
"""

import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Mapping

from .. import runtime
from ..messages import LANGUAGES, say
from .made import Made
from .making import INSTALL, program

log = logging.getLogger(__name__)

LOOK = 0.2  # s between looks whether it is done
LOWEST_PRIORITY = 19


class Maker:
    """Makes the packs that ``made`` lacks; ``environ`` is that of the process it starts."""

    def __init__(self, made: Made, environ: Mapping[str, str]) -> None:
        self._made = made
        self._environ = dict(environ)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns at once. Without the program it says, once, which line installs it."""
        if all(self._made.hash(language) for language in LANGUAGES):
            return
        if program() is None:
            log.warning(say("voice.not_installed", "en", install=INSTALL))
            return
        command = [sys.executable, "-m", "luot_server.cli", "voice", "make"]
        self._process = subprocess.Popen(
            command, env=self._environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        with contextlib.suppress(OSError):  # it is done already
            os.setpriority(os.PRIO_PROCESS, self._process.pid, LOWEST_PRIORITY)
        runtime.spawn(self._follow, self._process, name="voice")

    def stop(self) -> None:
        """A server that ends leaves no process behind; what is half made was not there."""
        if self._process is not None and not self.ended:
            self._process.terminate()
            self._process.wait(2)

    @property
    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _follow(self, process: "subprocess.Popen[bytes]") -> None:
        # Looked at, not waited for: a wait would hold the hub in the green modes.
        while process.poll() is None:
            runtime.sleep(LOOK)
        _, said = process.communicate()
        if process.returncode > 0:
            log.warning("the voice was not made: %s", said.decode(errors="replace").strip().removeprefix("Error: "))
