"""The async mode: what is slow lets the others run, and the server knows its database."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from luot_server import runtime, settings
from tests.databases import Postgres

HERE = Path(__file__).parent
PACKAGES = ":".join(str(HERE.parents[1] / part) for part in ("server", "kiosk", "display", "counter"))


@pytest.mark.postgres
def test_neither_a_hash_nor_a_query_stops_the_others(mode: str, postgres: Postgres) -> None:
    answer = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "hub.py"), mode, postgres.empty()],
        env=settings.for_child() | {"PYTHONPATH": PACKAGES},
        capture_output=True,
        text=True,
        check=True,
    )
    for what, (took, longest_wait) in json.loads(answer.stdout).items():
        assert longest_wait < took / 2, what


@pytest.mark.postgres
def test_a_database_of_an_older_version_is_refused_in_one_sentence(postgres: Postgres, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "luot_server.cli", "serve", "--port", "0"],
        env=settings.for_child(database_url=postgres.empty(), data_dir=str(tmp_path)) | {"PYTHONPATH": PACKAGES},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert answer.returncode == 1
    assert answer.stderr == "Error: the database is of an older version; run: luot migrate\n"


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with runtime.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        answer = subprocess.run(
            [sys.executable, "-m", "luot_server.cli", "serve", "--port", str(port)],
            env=settings.for_child(data_dir=str(tmp_path)) | {"PYTHONPATH": PACKAGES},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Error: cannot listen on 127.0.0.1:{port} (")


def test_answers_are_not_held_back_for_the_clients_acknowledgement() -> None:
    with runtime.listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_one_process_has_one_mode() -> None:
    with pytest.raises(ValueError, match="'asyncio' is not one of"):
        runtime.patch("asyncio")
