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
  const mark: Mark = { position: 6, clock: 0 };
  assert.equal(once(mark, moment(7), NOON), true);
  assert.equal(once(mark, moment(7), NOON), false);
  assert.equal(once(mark, moment(5), NOON), false);
  assert.equal(once(mark, moment(8), NOON), true);
});

test("an expired moment is passed over and not asked for again", () => {
  const mark: Mark = { position: null, clock: 0 };
  assert.equal(once(mark, moment(7, "2026-11-23T11:59:00+07:00"), NOON), false);
  assert.equal(mark.position, 7);
});

test("a device whose clock is hours off still judges by the server's", () => {
  const mark: Mark = { position: null, clock: 0 };
  const wrong = NOON + 5 * 3_600_000;
  passed(mark, 6, "2026-11-23T12:00:00+07:00", wrong);
  assert.equal(once(mark, moment(7), wrong), true);
});

test("a journal that began anew is followed from its beginning", () => {
  const mark: Mark = { position: 5_000, clock: 0 };
  passed(mark, 2, "2026-11-23T12:00:00+07:00", NOON);
  assert.equal(once(mark, moment(3), NOON), true);
});

test("a state ahead of the moments does not swallow them", () => {
  const mark: Mark = { position: 6, clock: 0 };
  passed(mark, 9, "2026-11-23T12:00:00+07:00", NOON);
  assert.equal(once(mark, moment(7), NOON), true);
});
