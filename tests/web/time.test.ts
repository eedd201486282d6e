import assert from "node:assert/strict";
import { test } from "node:test";
import { HallClock, hourMinute, minutesBetween } from "../../server/web/shared/time";

test("times are read as the hall wrote them, wherever the browser is", () => {
  assert.equal(hourMinute("2026-11-23T07:05:00+07:00"), "7:05");
  assert.equal(hourMinute("2026-11-23T13:40:59.123+07:00"), "13:40");
  assert.equal(minutesBetween("2026-11-23T07:05:00+07:00", "2026-11-23T00:25:30Z"), 20);
  assert.equal(minutesBetween("2026-11-23T07:05:00+07:00", "2026-11-23T07:00:00+07:00"), 0);
});

test("the clock goes on from the server's time in the hall's zone", () => {
  const clock = new HallClock("2026-11-23T07:05:00+07:00");
  assert.equal(hourMinute(clock.now().toISOString()), "7:05");
  clock.hear("2026-11-23T23:59:00+07:00");
  assert.equal(clock.now().toISOString().slice(0, 16), "2026-11-23T23:59");
});
