"""Runs a module as a process that ends when the demo does: `python -m luot_server.demo.child MODULE ARG…`.

Its standard input is a pipe the demo holds open. When the demo is gone, however it went, the pipe ends, and a
thread that reads it asks this process to stop, then makes it. Nothing else can do that for a demo killed with -9.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

# Our own references, taken before the async mode replaces them: this thread must sleep for real.
from os import read
from time import sleep

GRACE_SECONDS = 2.5


def main() -> None:
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    module, *arguments = sys.argv[1:]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    while read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
