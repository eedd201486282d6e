"""The kiosk's page is built for Chromium 90: nothing in it is newer, and it is light enough for a slow processor."""

from __future__ import annotations

import gzip
import re
import runpy
import subprocess
from pathlib import Path

import pytest

from luot_kiosk.page import built_files

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "kiosk/luot_kiosk/static/built"
MOST_BYTES = 60_000  # of script, gzipped

# What Chromium learned after release 90 (April 2021), with the release that learned it.
YOUNGER_SCRIPT = {
    r"\.at\(": 92,
    r"randomUUID": 92,
    r"Object\.hasOwn": 93,
    r"\bcause:": 93,
    r"scheduler\.postTask": 94,
    r"\.findLast(Index)?\(": 97,
    r"structuredClone": 98,
    r"showPicker|\.inert\b": 102,
    r"AbortSignal\.(timeout|any)": 103,
    r"\.to(Sorted|Reversed|Spliced)\(": 110,
    r"startViewTransition": 111,
    r"showPopover|popover": 114,
    r"(Object|Map)\.groupBy": 117,
    r"Promise\.withResolvers": 119,
    r"Array\.fromAsync": 121,
    r"Promise\.try|\.union\(|\.isSubsetOf\(": 128,
}
YOUNGER_STYLE = {
    r"accent-color": 93,
    r"scrollbar-gutter": 94,
    r"@layer": 99,
    r"[{;](translate|rotate|scale):": 104,
    r"@media[^{]*[<>]": 104,
    r":has\(": 105,
    r"@container|container-type": 105,
    r"\d[dsl]v[hw]\b": 108,
    r"color-mix\(|oklch\(|\blab\(": 111,
    r"subgrid": 117,
    r"@scope": 118,
    r"@starting-style": 117,
    r"[{;]\s*&|\{[^{}@]*\{": 120,  # one rule within another
    r"light-dark\(|field-sizing": 123,
}
LOWERED = """
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";
const code = readFileSync(process.argv[1], "utf8");
const forms = ["chrome90", "esnext"].map((target) => transformSync(code, { target }).code);
process.exitCode = forms[0] === forms[1] ? 0 : 1;
"""

pytestmark = pytest.mark.skipif(built_files() is None, reason="The pages are not built; `make setup` builds them.")


@pytest.fixture(scope="module")
def script() -> str:
    return (BUILT / "kiosk.js").read_text("utf-8")


def younger(text: str, features: dict[str, int]) -> list[str]:
    return [f"{found[0]!r} needs Chromium {it}" for sign, it in features.items() if (found := re.search(sign, text))]


def test_the_script_is_light(script: str) -> None:
    assert len(gzip.compress(script.encode(), 9)) <= MOST_BYTES


def test_the_script_calls_nothing_younger(script: str) -> None:
    assert younger(script, YOUNGER_SCRIPT) == []


def test_the_style_asks_for_nothing_younger() -> None:
    rules = re.sub(r"@(media|supports|keyframes)([^{]*)\{((?:[^{}]*\{[^{}]*\})*)\}", r"@\1\2{}\3", style())
    assert younger(rules, YOUNGER_STYLE) == []


def test_the_script_has_no_younger_syntax() -> None:
    """The bundler finds nothing left in it to write in an older way."""
    node, _ = runpy.run_path(str(ROOT / "hatch_build.py"))["node_and_npm"]()
    command = [node, "--input-type=module", "--eval", LOWERED, str(BUILT / "kiosk.js")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_younger_would_be_seen() -> None:
    assert younger("const last=all.at(-1)", YOUNGER_SCRIPT) == ["'.at(' needs Chromium 92"]
    assert younger(".a{height:100dvh}", YOUNGER_STYLE) == ["'0dvh' needs Chromium 108"]
    assert younger(".a{color:red;.b{color:blue}}", YOUNGER_STYLE)
    assert not younger(".a{color:red}.b{color:blue}", YOUNGER_STYLE)


def style() -> str:
    return (BUILT / "kiosk.css").read_text("utf-8")
