"""The menu: the last good one is kept, and the page knows whether it is live."""

from collections.abc import Callable
from typing import Any

from luot_kiosk.client import Server
from luot_kiosk.menu import MenuKeeper


def test_the_last_menu_outlives_the_server(hall: Any) -> None:
    keeper = MenuKeeper(Server(hall.url, "device-token"), "DL-22015", 0.05, grace_seconds=0)
    assert keeper.refresh()
    hall.stop()
    assert not keeper.refresh()
    view = keeper.view()
    assert not view.online
    assert view.menu == hall.menu
    hall.start()


def test_a_short_stumble_is_not_called_offline(hall: Any) -> None:
    keeper = MenuKeeper(Server(hall.url, "device-token"), "DL-22015", 0.05, grace_seconds=60)
    keeper.refresh()
    port = hall.stop()
    keeper.refresh()
    assert keeper.view().online
    hall.start(port)


def test_it_recovers_by_itself(hall: Any, eventually: Callable[[Callable[[], bool]], None]) -> None:
    keeper = MenuKeeper(Server(hall.url, "device-token"), "DL-22015", 0.02, grace_seconds=0)
    keeper.start()
    eventually(lambda: keeper.view().online)
    port = hall.stop()
    eventually(lambda: not keeper.view().online)
    hall.start(port)
    eventually(lambda: keeper.view().online)
    keeper.stop()


def test_the_version_grows_only_with_what_is_seen(hall: Any) -> None:
    keeper = MenuKeeper(Server(hall.url, "device-token"), "DL-22015", 0.05)
    keeper.refresh()
    before = keeper.view().version
    hall.menu = hall.menu | {"server_time": "2026-11-23T08:00:05+07:00", "position": 7}
    keeper.refresh()
    assert keeper.view().version == before
    hall.menu = hall.menu | {"open": False}
    keeper.refresh()
    assert keeper.view().version == before + 1


def test_a_refused_device_is_named_as_such(hall: Any) -> None:
    keeper = MenuKeeper(Server(hall.url, "another token"), "DL-22015", 0.05)
    assert not keeper.refresh()
    assert keeper.view().refused == "unauthorised"
    assert not keeper.view().online
