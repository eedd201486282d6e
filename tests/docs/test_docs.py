"""The documentation tells nothing that is not so: links lead somewhere, commands exist, lists are whole."""

import ast
import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from luot_server.catalogue.importing import FORMS
from luot_server.cli import luot
from luot_server.http.boards import live_boards
from luot_server.messages import catalogue
from luot_server.reference import commands
from luot_server.voice.making import PROGRAM

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
SCREENSHOTS = DOCS / "screenshots"
SCREENS = {f"{name}.png" for name in ("kiosk", "kiosk-number", "display", "desk", "phone", "manager", "slip")}

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
#: Rooms whose words are about commands; the pages of commands themselves are made from them.
GENERATED = {DOCS / "reference" / name for name in ("commands.md", "permissions.md", "errors.md", "ticket-life.md")}


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


every_page = pytest.mark.parametrize("page", PAGES, ids=named)
written_page = pytest.mark.parametrize("page", [one for one in PAGES if one not in GENERATED], ids=named)


# ── links ────────────────────────────────────────────────────────────────────────────────────────


@every_page
def test_every_link_leads_somewhere(page: Path) -> None:
    dead = [link for link in LINK.findall(without_fences(page)) if not leads_somewhere(page, link)]

    assert dead == []


def leads_somewhere(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if target.parent == SCREENSHOTS and not any(SCREENSHOTS.glob("*.png")):
        return target.name in SCREENS  # the browser tests have not made them on this machine yet
    return target.is_file() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    headings = HEADING.findall(without_fences(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_index() -> None:
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(text_of(DOCS / "index.md"))}

    assert {named(page) for page in DOCS.rglob("*.md") if page not in linked} == {"docs/index.md"}


# ── commands ─────────────────────────────────────────────────────────────────────────────────────


def test_the_page_of_commands_is_what_they_say() -> None:
    told = text_of(DOCS / "reference" / "commands.md")

    assert told == commands.page(), "run: python -m luot_server.reference.commands > docs/reference/commands.md"


@written_page
def test_every_command_mentioned_exists(page: Path) -> None:
    wrong = [problem for words in mentioned(text_of(page)) if (problem := problem_of(words))]

    assert wrong == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("luot serve --port 8080", None),
        ("luot device enrol --hall DL-22015 --kind kiosk", None),
        ("luot kiosk …", None),
        ("luot serve --colour red", "luot serve has no --colour"),
        ("luot fly", "luot has no fly"),
    ],
)
def test_a_wrong_command_is_noticed(line: str, problem: str | None) -> None:
    assert problem_of(shlex.split(line)) == problem


def mentioned(text: str) -> Iterator[list[str]]:
    """What is written as a command: lines of shell blocks, and whole code spans. The words from `luot` on."""
    lines = [line for language, body in FENCE.findall(text) if language == "sh" for line in body.splitlines()]
    spans = [" ".join(span.split()) for span in SPAN.findall(FENCE.sub("", text))]
    for line in [*lines, *spans]:
        for part in re.split(r"; | && | \| ", line):
            words = [word for word in split(part) if not re.match(r"(export$|[A-Z_]+=)", word)]
            if words and words[0] in ("luot", ".venv/bin/luot"):
                yield ["luot", *words[1:]]


def split(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return []


def problem_of(words: list[str]) -> str | None:
    """What is wrong with a command line, by the commands' own declarations; None when it could be typed."""
    command: click.Command = luot
    context = commands.root()
    for word in words[1:]:
        if word.startswith("-"):
            if word.partition("=")[0] not in options(command, context):
                return f"{context.command_path} has no {word}"
        elif isinstance(command, click.Group) and word != "…":
            child = command.get_command(context, word)
            if child is None:
                return f"{context.command_path} has no {word}"
            command, context = child, click.Context(child, info_name=word, parent=context)
    return None


def options(command: click.Command, context: click.Context) -> set[str]:
    return {name for parameter in command.get_params(context) for name in parameter.opts}


# ── make ─────────────────────────────────────────────────────────────────────────────────────────


@every_page
def test_every_make_target_mentioned_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    mentioned = re.findall(r"(?:`|^)make ([a-z]+)(?:`|$)", text_of(page), re.MULTILINE)

    assert set(mentioned) <= targets


# ── settings ─────────────────────────────────────────────────────────────────────────────────────


def test_settings_lists_exactly_what_is_read() -> None:
    told = re.findall(r"^\| `(LUOT_\w+)`", text_of(DOCS / "reference" / "settings.md"), re.MULTILINE)

    assert sorted(told) == sorted(
        {
            *variables(ROOT / "server/luot_server/settings.py", "LUOT_", "read"),
            *variables(ROOT / "kiosk/luot_kiosk/settings.py", "LUOT_KIOSK_", "get"),
        }
    )


def variables(module: Path, prefix: str, method: str) -> Iterator[str]:
    """The names a settings module asks its reader for."""
    for node in ast.walk(ast.parse(text_of(module))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="reader"), attr=called), args=[ast.Constant(value=str(name)), *_]
            ) if called == method:
                yield prefix + name.upper()


@every_page
def test_every_setting_mentioned_exists(page: Path) -> None:
    known = set(re.findall(r"`(LUOT_\w+)`", text_of(DOCS / "reference" / "settings.md")))

    assert set(re.findall(r"\bLUOT_[A-Z_]*[A-Z]\b", text_of(page))) <= known


# ── codes and boards ─────────────────────────────────────────────────────────────────────────────


def test_every_live_board_is_described_with_its_key() -> None:
    told = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", text_of(DOCS / "reference" / "live.md"), re.MULTILINE)

    assert dict(told) == {board.name: board.key for board in live_boards(Flask("luot_server")).values()}


def test_every_refusal_of_a_watch_is_described() -> None:
    told = re.findall(r"^\| `(\w+)` \| [^|]+\|$", text_of(DOCS / "reference" / "live.md"), re.MULTILINE)

    assert codes("live.") <= set(told)


def test_every_problem_of_a_list_is_described() -> None:
    told = re.findall(r"^\| `(\w+)` \|", text_of(DOCS / "how-to" / "import-a-catalogue.md"), re.MULTILINE)

    columns = {column.id for forms in FORMS.values() for form in forms for column in form.columns}
    assert set(told) == columns | codes("catalogue.problem.")


def codes(topic: str) -> set[str]:
    """The codes that have a sentence in a topic."""
    return {key.removeprefix(topic) for key in catalogue("en") if key.startswith(topic)}


# ── dependencies ─────────────────────────────────────────────────────────────────────────────────


def test_dependencies_lists_exactly_what_is_declared() -> None:
    sections = re.split(r"^## ", text_of(DOCS / "dependencies.md"), flags=re.MULTILINE)[1:]
    told = {
        heading: set(re.findall(r"^\| `([^`]+)`", body, re.MULTILINE))
        for heading, _, body in (section.partition("\n") for section in sections)
    }
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    npm = json.loads(text_of(ROOT / "package.json"))

    declared = {
        "Python, wherever `luot` is installed": names(project["project"]["dependencies"]),
        "Python, the server": names(extras.pop("server")),
        "Python, the kiosk": names(extras.pop("kiosk")),
        "Python, by choice": {name for extra in extras.values() for name in names(extra)} - {"luot"},
        "Python, tests": names(groups["test"]),
        "Python, checks": names(groups["check"]),
        "Programs, not bundled": {PROGRAM},
        "Building": names(project["build-system"]["requires"]),
        "npm, for the pages": {*npm.get("dependencies", {}), *npm["devDependencies"]},
    }

    assert told.keys() == declared.keys()
    undescribed = {part: wanted - told[part] for part, wanted in declared.items() if wanted - told[part]}
    assert undescribed == {}, "say in docs/dependencies.md what it is for, and why not another"
    gone = {part: told[part] - wanted for part, wanted in declared.items() if told[part] - wanted}
    assert gone == {}, "remove it from docs/dependencies.md too"


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;! ]", requirement, maxsplit=1)[0] for requirement in requirements}


# ── decisions ────────────────────────────────────────────────────────────────────────────────────


def test_decisions_are_numbered_without_a_gap() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))

    assert [one.name[:4] for one in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for one in decisions:
        text = text_of(one)
        assert text.startswith(f"# {one.name[:4]} · "), named(one)
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], named(one)
        assert "\n**Status:** " in text, named(one)


# ── every text of the project ────────────────────────────────────────────────────────────────────

#: Written so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(wor[k]|roo[t]|User[s]|home/(?!\.)[a-z]+|tmp/luo[t])/"),
    "the address of a package registry": re.compile(
        r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(org|com)|yarnpk[g]\.com"
    ),
}


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{file}: {what}" for file, text in tracked_texts() for what, words in FORBIDDEN.items() if words.search(text)
    ]

    assert found == []


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        file = ROOT / name
        try:
            yield name, file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or a file somebody is just removing


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def without_fences(page: Path) -> str:
    return FENCE.sub("", text_of(page))
