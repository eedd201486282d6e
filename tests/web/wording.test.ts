import assert from "node:assert/strict";
import { test } from "node:test";
import { joined } from "../../display/web/queue";
import { wording } from "../../display/web/wording";
import type { Moment, Purpose } from "../../server/web/shared/wire";
import cases from "../data/wordings.json";

// The same cases hold for domain/voice.py, by which a manager and `luot voice say` hear a call.
test("a call is put together from the same clips here and on the server", () => {
  for (const { label, counter, times, priority, purpose, clips } of cases) {
    const instants = { at: "2026-11-23T02:00:00Z", expires_at: "2026-11-23T02:01:00Z" };
    const kind = times > 1 ? "recalled" : "called";
    const moment: Moment = { kind, position: 1, ticket: "t", label, counter: { id: "c", number: counter }, ...instants, times, priority, purpose: purpose as Purpose };
    assert.deepEqual(wording(joined([], moment)).flat(), clips);
  }
});
