"""The dispatcher: lists without importing, imports only what is asked for, says what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from luot_server import cli

ROOT = Path(__file__).parents[2]


def test_help_lists_every_command_with_its_line_and_imports_none() -> None:
    code = (
        "import sys; from luot_server.cli import luot; luot(['--help'], standalone_mode=False);"
        "sys.exit(any(name in sys.modules for name in ('flask', 'sqlalchemy', 'eventlet', 'PIL')))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": f"{ROOT / 'server'}:{ROOT / 'kiosk'}"},
    )
    for command in ("serve", "relay", "kiosk"):
        assert f"\n  {command} " in answer.stdout


def test_a_server_command_holds_an_example() -> None:
    for name in ("serve", "relay"):
        command = cli.luot.get_command(click.Context(cli.luot), name)
        assert command is not None
        assert "Example: luot" in (command.help or "")


@pytest.mark.parametrize("when", ["import package_nobody_has\n", ""])
def test_a_missing_package_is_one_sentence_that_says_what_to_install(
    when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the command's module needs it or its body."""
    module = f"tried_command_{bool(when)}"
    (tmp_path / f"{module}.py").write_text(
        f"{when}import click\n\n@click.command()\ndef tried():\n    import package_nobody_has\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(cli.ELSEWHERE, "tried", cli.Place(module, "tried", "kiosk"))
    answer = CliRunner().invoke(cli.luot, ["tried"])
    assert answer.exit_code == 1
    assert answer.output == (
        "Error: 'luot tried' needs package_nobody_has, which is not installed; run: pip install \"luot[kiosk]\"\n"
    )


def test_a_part_of_ours_that_is_missing_is_not_taken_for_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli.ELSEWHERE, "tried", cli.Place("luot_server.nowhere", "tried", "server"))
    with pytest.raises(ModuleNotFoundError):
        CliRunner().invoke(cli.luot, ["tried"], catch_exceptions=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serve", "--port", "x"], "LUOT_PORT: 'x' is not a port"),
        (["nonsense"], "No such command 'nonsense'"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence_with_status_2(arguments: list[str], said: str, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "luot_server.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT / "server"), "HOME": str(tmp_path)},
    )
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
