import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { bellOf, EVERY_MS, RINGS } from "../../server/web/phone/bell";

// A phone as far as a bell knows one: what can be touched, what shakes, what plays.
let shaken: (number | number[])[] = [];
let tones = 0;
let phone: EventTarget;

class Sound {
  state = "running";
  currentTime = 0;
  destination = {};
  resume = () => Promise.resolve();
  createGain = () => ({ gain: ramp(), connect() {}, disconnect() {} });
  createOscillator = () => (tones++, { frequency: {}, connect() {}, start() {}, stop() {} });
}

function ramp() {
  return { value: 1, setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
}

beforeEach(() => {
  shaken = [];
  tones = 0;
  phone = new EventTarget();
  const kept = new Map<string, string>();
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const storage = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value) };
  const parts = { window: { AudioContext: Sound }, document: page, sessionStorage: storage, addEventListener: phone.addEventListener.bind(phone) };
  for (const [name, value] of Object.entries({ ...parts, navigator: { vibrate: (it: number | number[]) => shaken.push(it) } })) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  mock.timers.enable({ apis: ["setTimeout"] });
});

afterEach(() => mock.timers.reset());

function rung(): number {
  return shaken.filter((it) => Array.isArray(it) && it.length > 1).length;
}

/** In steps: a timer set by another one counts from the end of the step. */
function minutesPass(): void {
  for (let passed = 0; passed < RINGS * 4; passed++) mock.timers.tick(EVERY_MS);
}

function switchedOn() {
  const bell = bellOf("kept", () => {});
  bell.turn(true);
  return bell;
}

test("a call rings a few times and not for ever", () => {
  const bell = switchedOn();
  bell.call();
  assert.equal(rung(), 1);
  minutesPass();
  assert.equal(rung(), RINGS);
  assert.equal(bell.ringing, false);
  assert.ok(tones >= RINGS * 2);
});

test("a touch anywhere ends it, and a second call rings anew", () => {
  const bell = switchedOn();
  bell.call();
  phone.dispatchEvent(new Event("pointerdown"));
  assert.equal(shaken[shaken.length - 1], 0);
  minutesPass();
  assert.equal(rung(), 1);
  bell.call();
  assert.equal(rung(), 2);
});

test("a call that was slept through is told once", () => {
  switchedOn().call(1);
  minutesPass();
  assert.equal(rung(), 1);
});

test("who has not switched it on, or has switched it off, hears nothing", () => {
  const bell = bellOf("kept", () => {});
  bell.call();
  bell.soft();
  assert.deepEqual([shaken, tones], [[], 0]);
  bell.turn(true);
  bell.call();
  bell.turn(false);
  shaken = [];
  minutesPass();
  bell.call();
  assert.deepEqual(shaken, []);
});

test("the choice is kept for the next time the page is opened in this tab", () => {
  switchedOn();
  assert.equal(bellOf("kept", () => {}).on, true);
  assert.equal(bellOf("another turn", () => {}).on, false);
});
