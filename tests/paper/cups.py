"""A print system of its own for the tests: the real cupsd on a socket of its own, as whoever runs the tests."""

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

PATIENCE = 10.0
SERVER_BIN = Path("/usr/lib/cups")
RULES = """
Listen {folder}/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
<Location />
Allow all
</Location>
<Policy default>
<Limit All>
</Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}/root
ServerBin {folder}/bin
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/spool
TempDir {folder}/tmp
ErrorLog {folder}/error_log
AccessLog {folder}/access_log
PageLog {folder}/page_log
"""
#: What carries a job to the printer: the last step of the print system, here to a port of ours.
BACKEND = """#!{python}
import os, socket, sys
host, _, port = os.environ["DEVICE_URI"].partition("://")[2].partition(":")
data = open(sys.argv[6], "rb").read() if len(sys.argv) > 6 else sys.stdin.buffer.read()
with socket.create_connection((host, int(port))) as line:
    line.sendall(data)
"""


@dataclass
class Cups:
    """A running cupsd. ``environment`` is what leads the print commands to it."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {"CUPS_SERVER": f"{self.folder}/cups.sock"}

    def start(self) -> None:
        for name in ("root", "cache", "state", "spool", "tmp", "bin/backend"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for tool in ("daemon", "filter", "monitor", "notifier", "cgi-bin"):
            (self.folder / "bin" / tool).symlink_to(SERVER_BIN / tool)
        backend = self.folder / "bin" / "backend" / "luot"
        backend.write_text(BACKEND.format(python=sys.executable))
        backend.chmod(stat.S_IRWXU)
        rules, files = self.folder / "root" / "cupsd.conf", self.folder / "root" / "cups-files.conf"
        rules.write_text(RULES.format(folder=self.folder))
        files.write_text(FILES.format(folder=self.folder))
        cupsd = shutil.which("cupsd") or "/usr/sbin/cupsd"
        self.process = subprocess.Popen(
            [cupsd, "-f", "-c", str(rules), "-s", str(files)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = monotonic() + PATIENCE
        while b"is running" not in self.run("lpstat", "-r"):
            assert monotonic() < end, "cupsd does not answer"
            sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def run(self, *command: str) -> bytes:
        """A print command against this system; what it said."""
        environment = {**os.environ, **self.environment, "LC_ALL": "C"}
        return subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False).stdout
