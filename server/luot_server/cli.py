"""The ``luot`` command: finds the command asked for, and imports that one only.

Each command is a module of :mod:`luot_server.commands` that holds a click command of its own name; the first line of
its docstring is its line in ``luot --help``, read without importing it. So a kiosk device, which has none of the
server's packages, can list everything, run ``luot kiosk``, and is told what to install for the rest.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

COMMANDS = "luot_server.commands"
OURS = ("luot_server", "luot_kiosk", "luot_slip", "luot_display", "luot_counter")


@dataclass(frozen=True)
class Place:
    """Where a command lives, and the extra its packages come with."""

    module: str
    attribute: str
    extra: str


ELSEWHERE = {"kiosk": Place("luot_kiosk.cli", "kiosk", "kiosk")}


class Dispatcher(click.Group):
    """A group whose commands are found by name and imported when used."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(_places())

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        place = _places().get(name)
        if place is None:
            return None
        with _saying_what_to_install(name):
            command: click.Command = getattr(importlib.import_module(place.module), place.attribute)
        return command

    def invoke(self, context: click.Context) -> Any:
        """As click's own; what a command imports only while it runs may be missing too."""
        with _saying_what_to_install(lambda: context.invoked_subcommand):
            return super().invoke(context)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """As click's own, but from the docstrings: nothing is imported to print a list."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(place.module)) for name, place in sorted(_places().items())])


@click.command(cls=Dispatcher)
@click.version_option(package_name="luot")
def luot() -> None:
    """Lượt: numbers, calls and figures for counter halls.

    Example: luot demo --play
    """


def main() -> None:
    """Exit status 0: done; 1: it could not be done, and one sentence says what to do; 2: not asked for properly."""
    from luot_server.settings import SettingsError

    try:
        luot(prog_name="luot")
    except SettingsError as error:
        for problem in error.problems:
            click.echo(f"Error: {problem}", err=True)
        sys.exit(2)


@contextlib.contextmanager
def _saying_what_to_install(command: str | Callable[[], str | None]) -> Iterator[None]:
    """A package that is not there becomes a sentence; a module of ours that is not there stays an error of ours."""
    try:
        yield
    except ModuleNotFoundError as missing:
        name = command if isinstance(command, str) else command()
        place = _places().get(name or "")
        if place is None or missing.name is None or missing.name.partition(".")[0] in OURS:
            raise
        raise click.ClickException(
            f"'luot {name}' needs {missing.name}, which is not installed; run: pip install \"luot[{place.extra}]\""
        ) from missing


def _places() -> dict[str, Place]:
    spec = importlib.util.find_spec(COMMANDS)
    paths = list(spec.submodule_search_locations or ()) if spec else []
    found = {
        module.name.replace("_", "-"): Place(f"{COMMANDS}.{module.name}", module.name, "server")
        for module in pkgutil.iter_modules(paths)
        if not module.name.startswith("_")
    }
    return found | ELSEWHERE


def _summary(module: str) -> str:
    """The first line of a module's docstring, without running it."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return ""
    docstring = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


if __name__ == "__main__":
    main()
