"""Settings: every problem at once, each in a sentence that says what to set."""

import pytest
from click.testing import CliRunner

from luot_kiosk.cli import kiosk
from luot_kiosk.settings import Settings, SettingsError

GOOD = {
    "LUOT_KIOSK_SERVER": "http://127.0.0.1:8080/",
    "LUOT_KIOSK_TOKEN": "secret",
    "LUOT_KIOSK_HALL": "DL-22015",
    "LUOT_KIOSK_PRINTER": "tcp://127.0.0.1:9100",
}


def test_a_full_environment_is_enough() -> None:
    settings = Settings.read(GOOD, {})
    assert settings.server == "http://127.0.0.1:8080"
    assert (settings.hall, settings.port, settings.idle_seconds) == ("DL-22015", 8090, 60.0)


def test_an_option_overrules_the_environment() -> None:
    settings = Settings.read(GOOD, {"printer": "none", "port": "0"})
    assert settings.printer is None
    assert settings.port == 0


def test_the_api_path_may_be_part_of_the_server() -> None:
    assert Settings.read(GOOD | {"LUOT_KIOSK_SERVER": "https://mot-cua.example/api/v1"}, {}).server == (
        "https://mot-cua.example"
    )


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.read({"LUOT_KIOSK_PORT": "70000", "LUOT_KIOSK_IDLE_SECONDS": "soon"}, {"printer": "lpt1"})
    variables = {problem.params["variable"] for problem in caught.value.problems}
    assert variables == {
        "LUOT_KIOSK_SERVER",
        "LUOT_KIOSK_TOKEN",
        "LUOT_KIOSK_HALL",
        "LUOT_KIOSK_PRINTER",
        "LUOT_KIOSK_PORT",
        "LUOT_KIOSK_IDLE_SECONDS",
    }


@pytest.mark.parametrize("told", ["keyboard", "serial:/dev/ttyACM0", "serial:/dev/ttyACM0:115200"])
def test_a_scanner_types_or_hangs_on_a_line(told: str) -> None:
    assert Settings.read(GOOD | {"LUOT_KIOSK_SCANNER": told}, {}).scanner == told


def test_a_kiosk_has_no_scanner_unless_told() -> None:
    assert Settings.read(GOOD, {}).scanner is Settings.read(GOOD, {"scanner": "none"}).scanner is None
    for wrong in ("serial:", "serial::9600", "usb:1", "yes"):
        with pytest.raises(SettingsError, match="scanner"):
            Settings.read(GOOD | {"LUOT_KIOSK_SCANNER": wrong}, {})


def test_the_token_is_never_shown() -> None:
    assert "secret" not in repr(Settings.read(GOOD, {}))


def test_the_command_names_each_variable_and_exits_2() -> None:
    outcome = CliRunner().invoke(kiosk, ["run", "--server", "not an address"], env={"LUOT_KIOSK_HALL": None})
    assert outcome.exit_code == 2
    for name in ("LUOT_KIOSK_SERVER", "LUOT_KIOSK_TOKEN", "LUOT_KIOSK_HALL", "LUOT_KIOSK_PRINTER"):
        assert name in outcome.output
    assert "Traceback" not in outcome.output
