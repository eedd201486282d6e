"""Where the slip's code leads, and which phones can follow it."""

import pytest

from luot_server.domain.reach import Reach, Wifi, who_reaches

WIFI = {"ssid": "MotCua", "password": "tuyhoa2026"}


def test_what_a_hall_sets_wins_over_what_the_installation_was_told() -> None:
    assert Reach.read(None, "https://usual.example").turn("x") == "https://usual.example/t/x"
    assert Reach.read({"url": "http://10.0.0.5:8080/"}, "https://usual.example").turn("x") == "http://10.0.0.5:8080/t/x"
    assert Reach.read({}, "https://usual.example") == Reach()
    assert Reach.read({}, "https://usual.example").turn("x") == "/t/x"
    assert Reach.read({"wifi": WIFI}, None) == Reach(), "a network alone leads nowhere"


@pytest.mark.parametrize(
    ("wifi", "code"),
    [
        (Wifi("MotCua", "tuyhoa2026"), "WIFI:T:WPA;S:MotCua;P:tuyhoa2026;;"),
        (Wifi("Trung tâm"), "WIFI:T:nopass;S:Trung tâm;;"),
        (Wifi('a;b,c:d"e\\f', "1;2:3\\45678"), 'WIFI:T:WPA;S:a\\;b\\,c\\:d\\"e\\\\f;P:1\\;2\\:3\\\\45678;;'),
    ],
)
def test_the_code_of_a_network_keeps_every_letter_of_its_name(wifi: Wifi, code: str) -> None:
    assert wifi.code == code


@pytest.mark.parametrize(
    ("raw", "addresses", "good", "key"),
    [
        ({}, [], True, "none"),
        ({"url": "http://nowhere.test"}, [], False, "unknown_name"),
        ({"url": "http://localhost:8080"}, ["127.0.0.1", "::1"], False, "itself"),
        ({"url": "http://0.0.0.0:8080"}, ["0.0.0.0"], False, "itself"),
        ({"url": "https://motcua.example"}, ["203.162.4.190"], True, "all"),
        ({"url": "http://motcua.example"}, ["203.162.4.190", "2405:4800::1"], True, "all_plain"),
        ({"url": "http://192.168.1.10:8080"}, ["192.168.1.10"], False, "inside_only"),
        ({"url": "http://192.168.1.10:8080", "wifi": WIFI}, ["192.168.1.10"], True, "wifi"),
        ({"url": "http://hall.local:8080", "wifi": WIFI}, ["192.168.1.10"], False, "local_name"),
        ({"url": "http://hall.local:8080", "wifi": WIFI}, ["fe80::1%eth0"], False, "local_name"),
    ],
)
def test_which_phones_can_open_the_pages(raw: dict[str, object], addresses: list[str], good: bool, key: str) -> None:
    verdict = who_reaches(Reach.read(raw, None), addresses, "192.168.1.7")
    assert (verdict.good, verdict.said.key) == (good, f"doctor.phones.{key}")
