import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, overtaken, unspoken, type Queue } from "../../display/web/queue";
import { wording } from "../../display/web/wording";
import type { Board, Moment, TicketState } from "../../server/web/shared/wire";

const NOON = "2026-11-23T12:00:00Z";

function moment(position: number, label: string, counter: number, more: Partial<Moment> = {}): Moment {
  const place = { id: `DL-22015.${counter}`, number: counter };
  return { kind: "called", position, ticket: label, label, counter: place, at: NOON, expires_at: "2026-11-23T12:01:00Z", times: 1, ...more };
}

function recall(position: number, label: string, counter: number, times = 2): Moment {
  return moment(position, label, counter, { kind: "recalled", times });
}

function queued(...moments: Moment[]): Queue {
  return moments.reduce(joined, [] as Queue);
}

function brief(queue: Queue): string[] {
  return queue.map((it) => `${it.opening} ${it.label} → ${it.counter.number} (${it.positions.join(" ")})`);
}

test("recalls come first, each kind in its order", () => {
  const queue = queued(moment(1, "A001", 1), recall(2, "B001", 2), moment(3, "A002", 3, { priority: true }), recall(4, "B002", 4, 3));
  assert.deepEqual(brief(queue), ["recall B001 → 2 (2)", "last B002 → 4 (4)", "normal A001 → 1 (1)", "priority A002 → 3 (3)"]);
});

test("a later call of a ticket takes the place of one not said yet, with the newest counter, and is not called a repeat", () => {
  const queue = queued(moment(1, "A001", 1), moment(2, "A002", 2), recall(3, "A002", 5));
  assert.deepEqual(brief(queue), ["normal A002 → 5 (2 3)", "normal A001 → 1 (1)"]);
  assert.equal(joined(queue, recall(3, "A002", 5)), queue);
});

test("what another device said is not owed; a recall made since then still is", () => {
  const queue = queued(moment(1, "A001", 1), moment(2, "A002", 2), recall(3, "A002", 2));
  assert.deepEqual(brief(unspoken(queue, [1])), ["normal A002 → 2 (2 3)"]);
  assert.deepEqual(brief(unspoken(queue, [2])), ["recall A002 → 2 (3)", "normal A001 → 1 (1)"]);
  assert.deepEqual(brief(unspoken(queue, [3])), ["normal A001 → 1 (1)"]);
  assert.equal(unspoken(queue, []), queue);
});

test("a number missed and called anew begins as at first", () => {
  assert.deepEqual(brief(queued(moment(9, "A001", 1, { times: 3 }))), ["normal A001 → 1 (9)"]);
});

test("a call is over when its counter shows something else, or its citizen is being served", () => {
  const [call] = queued(moment(7, "A012", 3));
  assert.ok(call);
  const at = (position: number, label: string | null, state: TicketState) =>
    ({
      position,
      counters: [{ id: "DL-22015.3", number: 3, state: "open", label }],
      calls: [{ ticket: "A012", label: "A012", counter: call.counter, called_at: NOON, times: 1, state }],
    }) as unknown as Board;
  assert.equal(overtaken(call, at(7, "A012", "called")), false);
  assert.equal(overtaken(call, at(8, "A012", "serving")), true);
  assert.equal(overtaken(call, at(8, null, "no_show")), true);
  assert.equal(overtaken(call, at(8, "A013", "called")), true);
  assert.equal(overtaken(call, at(6, null, "waiting")), false, "a board older than the call knows nothing of it");
});

test("a call in words: letter, digit by digit, the counter as a number; several have one opening", () => {
  const words = (...moments: Moment[]) =>
    wording(queued(...moments))
      .map((it) => it.join(" "))
      .join(", ");
  assert.equal(words(moment(1, "A012", 3)), "normal, A 0 1 2, to n3");
  assert.equal(words(moment(1, "K12-AB1012", 104)), "normal, K 1 2 A B 1 0 1 2, to 1 0 4");
  assert.equal(words(moment(1, "C003", 7, { purpose: "collect_result" })), "normal, C 0 0 3, to n7, collect_end");
  assert.equal(
    words(moment(1, "A012", 3), moment(2, "B001", 4, { priority: true })),
    "normal, A 0 1 2, to n3, and, B 0 0 1, to n4",
  );
  assert.equal(words(recall(1, "A012", 3, 3), recall(2, "B001", 4)), "recall, A 0 1 2, to n3, and, B 0 0 1, to n4");
});
