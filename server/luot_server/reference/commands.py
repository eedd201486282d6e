"""Every command's own help as a page, so that the reference cannot promise an option that does not exist.

``python -m luot_server.reference.commands > docs/reference/commands.md`` writes it anew; a test compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from luot_server.cli import luot

WIDTH = 100  # characters; fixed, so that the page does not depend on the terminal it was made in


def page() -> str:
    """The whole page, as Markdown with one section a command."""
    return "\n".join(
        [
            "# Commands",
            "",
            "Made from the commands' own help by `python -m luot_server.reference.commands`; do not edit.",
            "",
            "Exit status 0: done. 1: it could not be done, and one sentence says what to do. 2: it was not asked for",
            "properly, or the settings are wrong. Where a command has others, its help says so.",
            "",
            *(line for command, context in commands() for line in _section(command, context)),
        ]
    )


def commands() -> Iterator[tuple[click.Command, click.Context]]:
    """`luot` and every command below it, parents first, each in the order of its parent's help."""
    yield from _from(luot, root())


def root() -> click.Context:
    """The context `luot` runs in."""
    return click.Context(luot, info_name="luot", terminal_width=WIDTH, max_content_width=WIDTH)


def _from(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None and not child.hidden:
                yield from _from(child, click.Context(child, info_name=name, parent=context))


def _section(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield ""
    yield "```text"
    yield from (line.rstrip() for line in command.get_help(context).splitlines())
    yield "```"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
