"""The hall display is built for Chromium 63, a television's of 2019: nothing in it is newer, and it is light."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

import luot_display
from luot_display.page import BUILT
from tests.kiosk.test_old_hardware import YOUNGER_SCRIPT, YOUNGER_STYLE, younger
from tests.web.hall_boards import VOICE, full, screen

ROOT = Path(__file__).parents[2]

# What Chromium learned after release 63 (December 2017) and before 90, with the release that learned it. What is
# younger than 90 is listed for the kiosk.
SCRIPT = {
    r"ResizeObserver|import\.meta": 64,
    r"\.trim(Start|End)\(|AbortController|audioWorklet": 66,
    r"\.flat(Map)?\(|navigator\.locks": 69,
    r"globalThis|queueMicrotask|Intl\.RelativeTimeFormat": 71,
    r"fromEntries|matchAll|adoptedStyleSheets": 73,
    r"allSettled": 76,
    r"WeakRef|FinalizationRegistry": 84,
    r"replaceAll|Promise\.any": 85,
    r"replaceChildren": 86,
}
STYLE = {
    r"[{;]\s*(row-|column-)?gap:": 66,
    r"conic-gradient": 69,
    r"prefers-color-scheme": 76,
    r"\b(min|max|clamp)\(": 79,
    r"color-scheme:": 81,
    r"content-visibility": 85,
    r"[{;]\s*(inset|(margin|padding)-(block|inline)):": 87,
    r"[{;]\s*aspect-ratio:|:(is|where)\(": 88,
}
LOWERED = """
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";
const code = readFileSync(process.argv[1], "utf8");
const forms = ["chrome63", "esnext"].map((target) => transformSync(code, { target }).code);
process.exitCode = forms[0] === forms[1] ? 0 : 1;
"""
# A browser of today without what that one has not learned yet: the page has to do without it as well.
FORGET = """
for (const path of [
  "ResizeObserver", "AbortController", "AbortSignal", "BigInt", "TransformStream", "WebTransport", "queueMicrotask",
  "structuredClone", "WeakRef", "FinalizationRegistry", "AudioWorkletNode", "scheduler", "CompressionStream",
  "Array.prototype.flat", "Array.prototype.flatMap", "Array.prototype.at", "Array.prototype.findLast",
  "Array.prototype.toSorted", "String.prototype.trimStart", "String.prototype.trimEnd", "String.prototype.matchAll",
  "String.prototype.replaceAll", "String.prototype.at", "Object.fromEntries", "Object.hasOwn", "Object.groupBy",
  "Promise.allSettled", "Promise.any", "Promise.withResolvers", "Intl.RelativeTimeFormat", "Intl.ListFormat",
  "Element.prototype.toggleAttribute", "Element.prototype.replaceChildren", "Document.prototype.adoptedStyleSheets",
  "Blob.prototype.text", "Blob.prototype.arrayBuffer", "Crypto.prototype.randomUUID", "Navigator.prototype.locks",
]) {
  const steps = path.split("."), name = steps.pop();
  const owner = steps.reduce((it, step) => it[step], window);
  delete owner[name];
  if (name in owner) window.kept = [...window.kept ?? [], path];
}
"""

pytestmark = pytest.mark.skipif(
    not (BUILT / "manifest.json").exists() or shutil.which("chromium") is None,
    reason="needs the built pages (`python hatch_build.py`) and Chromium (`apt-get install chromium`)",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = Flask(__name__, static_folder=None)
    shown = {"board": full(), "screen": screen(), "voice": VOICE}
    app.register_blueprint(luot_display.blueprint(lambda hall, name, tried: shown))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/display/hall"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_calls_nothing_younger() -> None:
    assert younger((BUILT / "display.js").read_text("utf-8"), {**SCRIPT, **YOUNGER_SCRIPT}) == []


def test_its_style_asks_for_nothing_younger() -> None:
    style = (BUILT / "display.css").read_text("utf-8")
    rules = re.sub(r"@(media|supports)([^{]*)\{((?:[^{}]*\{[^{}]*\})*)\}", r"@\1\2{}\3", style)
    assert younger(rules, {**STYLE, **YOUNGER_STYLE}) == []


def test_it_has_no_younger_syntax() -> None:
    """The bundler finds nothing left in it to write in an older way."""
    node, _ = runpy.run_path(str(ROOT / "hatch_build.py"))["node_and_npm"]()
    command = [node, "--input-type=module", "--eval", LOWERED, str(BUILT / "display.js")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_it_runs_where_nothing_younger_is(browser: Browser, address: str) -> None:
    page = browser.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda it: mistakes.append(str(it)))
    page.route_web_socket("**/socket.io/**", lambda _: None)
    page.add_init_script(FORGET)
    page.goto(address)
    assert page.inner_text(".last .label") == "A012"
    assert page.locator(".counters li").count() == 8
    assert page.evaluate("window.kept ?? null") is None
    assert mistakes == []
    page.close()


def test_what_is_younger_would_be_seen() -> None:
    assert younger("all.flat()", SCRIPT) == ["'.flat(' needs Chromium 69"]
    assert younger(".a{display:flex;gap:8px}", STYLE)
    assert younger(".a{width:min(3em,10vw)}", STYLE) == ["'min(' needs Chromium 79"]
    assert not younger(".a{grid-gap:8px;grid-template:minmax(0,1fr)/auto}", STYLE)
