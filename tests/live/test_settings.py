"""Settings: everything wrong is said at once, and the secret is made once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from luot_server.settings import SettingsError, from_env, kept_secret


def test_everything_has_a_default_but_the_place(tmp_path: Path) -> None:
    settings = from_env({"LUOT_DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/luot.sqlite3"
    assert settings.embedded_database
    assert (settings.host, settings.port, settings.async_mode) == ("127.0.0.1", 8080, "eventlet")
    assert settings.public_url is settings.redis_url is settings.told_clock is settings.metrics_token is None
    assert not settings.metrics_public


def test_options_win_over_the_environment_and_none_means_not_given(tmp_path: Path) -> None:
    settings = from_env({"LUOT_PORT": "81", "LUOT_HOST": "0.0.0.0"}, data_dir=tmp_path, port=0, host=None)
    assert (settings.port, settings.host) == (0, "0.0.0.0")


def test_every_problem_is_named_at_once_with_its_variable(tmp_path: Path) -> None:
    wrong = {
        "LUOT_PORT": "eighty",
        "LUOT_SECRET": "hunter2",
        "LUOT_DATABASE_URL": "mysql://somewhere",
        "LUOT_PUBLIC_URL": "mot-cua",
        "LUOT_ASYNC_MODE": "asyncio",
        "LUOT_REDIS_URL": "localhost",
        "LUOT_CLOCK": "tomorrow",
        "LUOT_METRICS": "everybody",
        "LUOT_LOG_LEVEL": "loud",
        "LUOT_DOSSIER_FILE": "/",
        "LUOT_DOSSIER_URL": "https://one-stop.example/no-gap-for-a-code",
    }
    with pytest.raises(SettingsError) as refused:
        from_env({"LUOT_DATA_DIR": str(tmp_path), **wrong})
    assert {problem.partition(":")[0] for problem in refused.value.problems} == set(wrong)
    assert "hunter2" not in str(refused.value)
    assert not list(tmp_path.iterdir())  # nothing is made on the way to a refusal


def test_only_one_software_is_asked_for_dossiers(tmp_path: Path) -> None:
    asked = {"LUOT_DOSSIER_FILE": str(tmp_path / "export.csv"), "LUOT_DOSSIER_URL": "https://one-stop.example/{code}"}
    for name, value in asked.items():
        settings = from_env({"LUOT_DATA_DIR": str(tmp_path), name: value})
        assert (str(settings.dossier_file or ""), settings.dossier_url or "").count(value) == 1
    with pytest.raises(SettingsError, match="two answers to one question"):
        from_env({"LUOT_DATA_DIR": str(tmp_path), **asked})


def test_postgresql_is_spoken_to_by_the_driver_that_lets_go_of_the_hub(tmp_path: Path) -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = from_env({"LUOT_DATABASE_URL": f"{scheme}://u:p@h/luot"}, data_dir=tmp_path)
        assert settings.database_url == "postgresql+psycopg://u:p@h/luot"
        assert not settings.embedded_database


def test_the_secret_is_made_once_for_this_user_only_and_never_shown(tmp_path: Path) -> None:
    first, second = from_env({}, data_dir=tmp_path), from_env({}, data_dir=tmp_path)
    assert first.secret == second.secret
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert first.secret not in repr(first)
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        from_env({}, data_dir=tmp_path)


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    found: set[str] = set()
    starting = [threading.Thread(target=lambda: found.add(kept_secret(tmp_path))) for _ in range(8)]
    for one in starting:
        one.start()
    for one in starting:
        one.join()
    assert len(found) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
