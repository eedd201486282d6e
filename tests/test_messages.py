"""Every sentence exists in every language, every key that is asked for exists, and none lies about unused."""

import json
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from luot_server import messages
from luot_server.domain.text import Text

ROOT = Path(__file__).parents[1]
LITERAL = re.compile(r"""(["'`])([a-z][\w-]*(?:\.[\w-]+)+)\1""")
CALLED = re.compile(r"""(?:\b|_)(?:say|Text|t)\(\s*(["'`])([a-z][\w-]*(?:\.[\w-]+)+)\1""")
BUILT = re.compile(r"""(?:\b|_)(?:say|Text|both|t)\(\s*(?:f(["'])|(`))([a-z][^"'`]*\{[^"'`]*)(?:\1|\2)""")
COMMENTS = ("#", "//", "*")
GAP = re.compile(r"\$?\{[^{}]*\}")
DECLARED = re.compile(r"(?:#|//|\{#|/\*)\s*messages:\s*([\w.*, -]+)")


@dataclass(frozen=True)
class Package:
    """One catalogue and the sources that speak with it."""

    name: str
    folder: Path
    sources: tuple[Path, ...]

    def keys(self, lang: str) -> dict[str, str]:
        merged: dict[str, str] = {}
        for topic in sorted((self.folder / lang).glob("*.json")):
            merged |= json.loads(topic.read_text(encoding="utf-8"))
        return merged

    def texts(self) -> Iterator[tuple[Path, str]]:
        for root in self.sources:
            for file in sorted(root.rglob("*")):
                spoken = file.suffix in {".py", ".ts", ".html", ".json"} and self.folder not in file.parents
                if spoken and "static" not in file.parts and "node_modules" not in file.parts:
                    yield file.relative_to(ROOT), file.read_text(encoding="utf-8")

    def declared(self) -> Iterator[tuple[Path, str]]:
        for file, text in self.texts():
            for declared in DECLARED.finditer(text):
                yield from ((file, pattern) for pattern in re.split(r"[,\s-]+", declared[1]) if "." in pattern)

    def built(self) -> Iterator[str]:
        for _, text in self.texts():
            yield from (GAP.sub("*", built[3]) for built in BUILT.finditer(text))


SERVER = Package("server", ROOT / "server/luot_server/messages", (ROOT / "server/luot_server", ROOT / "server/web"))
PACKAGES = [
    SERVER,
    Package("kiosk", ROOT / "kiosk/luot_kiosk/messages", (ROOT / "kiosk",)),
    Package("display", ROOT / "display/luot_display/messages", (ROOT / "display",)),
    Package("counter", ROOT / "counter/luot_counter/messages", (ROOT / "counter",)),
]

every_package = pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)


def _gaps(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def _code(text: str) -> str:
    """The text without its comment lines: an example there asks for nothing."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(COMMENTS))


@every_package
def test_every_language_says_the_same_things_with_the_same_gaps(package: Package) -> None:
    vi, en = package.keys("vi"), package.keys("en")
    assert vi
    assert vi.keys() == en.keys()
    assert {key for key in vi if _gaps(vi[key]) != _gaps(en[key])} == set()
    assert {key for key in vi if not (vi[key].strip() and en[key].strip())} == set()


@every_package
def test_no_key_stands_in_two_topics(package: Package) -> None:
    for lang in messages.LANGUAGES:
        topics = [json.loads(topic.read_text(encoding="utf-8")) for topic in (package.folder / lang).glob("*.json")]
        assert sum(map(len, topics)) == len(package.keys(lang))


@every_package
def test_every_key_that_is_asked_for_exists(package: Package) -> None:
    keys = package.keys("vi")
    asked = {(str(file), found[2]) for file, text in package.texts() for found in CALLED.finditer(_code(text))}
    assert {(file, key) for file, key in asked if key not in keys} == set()


@every_package
def test_no_key_is_unused_and_no_pattern_is_empty(package: Package) -> None:
    keys = package.keys("vi")
    literals = {found[2] for _, text in package.texts() for found in LITERAL.finditer(text)}
    patterns = {pattern for _, pattern in package.declared()} | set(package.built())
    used = {key for key in keys if key in literals or any(fnmatchcase(key, pattern) for pattern in patterns)}
    assert keys.keys() - used == set()
    empty = {(str(file), it) for file, it in package.declared() if not any(fnmatchcase(key, it) for key in keys)}
    assert empty == set()


def test_a_message_is_filled_per_language() -> None:
    text = Text("competence.own", {"agency": {"vi": "UBND xã Mẫu", "en": "Sample Committee"}})
    assert messages.both(text) == {
        "vi": "UBND xã Mẫu giải quyết thủ tục này ngay tại đây.",
        "en": "Sample Committee decides this here.",
    }
    assert Text.from_data(text.to_data()) == text


def test_what_is_missing_is_said_clearly() -> None:
    with pytest.raises(messages.MissingMessage, match=r"No message 'no\.such' in vi"):
        messages.say("no.such", "vi")
    with pytest.raises(messages.MissingMessage, match=r"needs a value for 'agency'"):
        messages.say("competence.own", "en")


def test_an_unknown_language_is_answered_in_vietnamese() -> None:
    assert messages.say("competence.ask_area", "fr") == messages.say("competence.ask_area", "vi")


def test_the_loaded_catalogue_cannot_be_changed() -> None:
    catalogue: Mapping[str, str] = messages.catalogue("vi")
    with pytest.raises(TypeError):
        catalogue["competence.own"] = ""  # type: ignore[index]
