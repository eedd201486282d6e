import assert from "node:assert/strict";
import { test } from "node:test";
import { Pack } from "../../display/web/pack";
import { names, packed, RATE } from "./clips";

test("phrases are cut from the pack into one piece, with a breath between them", () => {
  for (const odd of ["a", "ab"]) {
    const clips = [odd, "to"];
    const pack = Pack.read(packed(clips));
    const phrases = [[odd, odd], ["to"]];
    const speech = pack.speech(phrases);
    assert.ok(speech);
    assert.equal(names(speech, clips), `${odd} ${odd} to`);
    assert.equal(pack.seconds(phrases), speech.samples.length / RATE);
    const silent = Array.from(speech.samples).filter((it) => it === 0).length / RATE;
    assert.ok(silent > 0.05 && silent < 0.2);
  }
});

test("one missing clip and the language is left out", () => {
  const pack = Pack.read(packed(["A"]));
  assert.equal(pack.seconds([["A"], ["B"]]), null);
  assert.equal(pack.speech([["toString"]]), null);
});

test("a damaged pack is none", () => {
  const whole = packed(["A"]);
  const broken: [string, ArrayBuffer][] = [
    ["empty", new ArrayBuffer(0)],
    ["cut in its table", whole.slice(0, 12)],
    ["cut in a clip", packed(["A"], { cut: 2 })],
    ["a page in its place", new TextEncoder().encode("<!doctype html><title>Sign in</title>").buffer as ArrayBuffer],
    ["no rate", packed(["A"], { rate: 0 })],
  ];
  for (const [what, bytes] of broken) assert.throws(() => Pack.read(bytes), Error, what);
});
