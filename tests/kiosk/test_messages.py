"""The catalogues: the same keys and the same parameters in every language."""

import re

from luot_kiosk.messages import LANGUAGES, catalogue, say


def test_every_language_has_the_same_keys() -> None:
    first, *others = (set(catalogue(language)) for language in LANGUAGES)
    for other in others:
        assert other == first


def test_every_language_uses_the_same_parameters() -> None:
    for key, text in catalogue("vi").items():
        assert sorted(re.findall(r"\{(\w+)", text)) == sorted(re.findall(r"\{(\w+)", catalogue("en")[key])), key


def test_an_unknown_language_is_vietnamese() -> None:
    assert say("kiosk.title", "fr") == say("kiosk.title", "vi")
