import assert from "node:assert/strict";
import { test } from "node:test";
import { once, passed, type Mark } from "../../server/web/shared/moments";
import type { Moment } from "../../server/web/shared/wire";

const NOON = Date.parse("2026-11-23T12:00:00+07:00");

function moment(position: number, expires = "2026-11-23T12:00:30+07:00"): Moment {
  const at = "2026-11-23T12:00:00+07:00";
  return { kind: "called", position, ticket: "t", label: "A012", counter: { id: "DL-22015.3", number: 3 }, at, expires_at: expires };
}

test("a moment is shown once, however often it is delivered", () => {
  const mark: Mark = { position: 6, clock: 0, doubted: [] };
  assert.equal(once(mark, moment(7), NOON), true);
  assert.equal(once(mark, moment(7), NOON), false);
  assert.equal(once(mark, moment(5), NOON), false);
  assert.equal(once(mark, moment(8), NOON), true);
});

test("an expired moment is passed over and not asked for again", () => {
  const mark: Mark = { position: null, clock: 0, doubted: [] };
  assert.equal(once(mark, moment(7, "2026-11-23T11:59:00+07:00"), NOON), false);
  assert.equal(mark.position, 7);
});

test("a device whose clock is hours off still judges by the server's", () => {
  const mark: Mark = { position: null, clock: 0, doubted: [] };
  const wrong = NOON + 5 * 3_600_000;
  passed(mark, 6, "2026-11-23T12:00:00+07:00", wrong);
  assert.equal(once(mark, moment(7), wrong), true);
});

test("a device whose clock is set between two states hears the next call once the state beside it tells the time", () => {
  const mark: Mark = { position: null, clock: 0, doubted: [] };
  assert.deepEqual(passed(mark, 6, "2026-11-23T12:00:00+07:00", NOON), []);
  const set = NOON + 3_600_000;
  assert.equal(once(mark, moment(7, "2026-11-23T11:59:00+07:00"), set), false);
  assert.equal(once(mark, moment(8), set), false);
  const after = passed(mark, 8, "2026-11-23T12:00:01+07:00", set + 1_000);
  assert.deepEqual(after.map((it) => it.position), [8], "the other is as old as it seemed");
  assert.deepEqual(passed(mark, 9, "2026-11-23T12:00:02+07:00", set + 2_000), []);
  assert.equal(once(mark, moment(8), set + 2_000), false);
});

test("a journal that began anew is followed from its beginning", () => {
  const mark: Mark = { position: 5_000, clock: 0, doubted: [] };
  passed(mark, 2, "2026-11-23T12:00:00+07:00", NOON);
  assert.equal(once(mark, moment(3), NOON), true);
});

test("a state ahead of the moments does not swallow them", () => {
  const mark: Mark = { position: 6, clock: 0, doubted: [] };
  passed(mark, 9, "2026-11-23T12:00:00+07:00", NOON);
  assert.equal(once(mark, moment(7), NOON), true);
});
