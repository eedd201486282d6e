import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, currentErrand, draftFor, resultOf } from "../../counter/web/model";
import type { Decision, Errand, Ticket } from "../../server/web/shared/wire";

const HERE = { accept: "yes" } as Decision;
const ELSEWHERE = { accept: "refer" } as Decision;

function serving(errands: Partial<Errand>[], state: Ticket["state"] = "serving", errand = errands[0]?.id): Ticket {
  const whole = errands.map((it) => ({ outcome: null, purpose: "submit", dossier: null, decision: HERE, ...it }));
  return { state, errand, errands: whole } as Ticket;
}

test("a draft is for the errand the ticket is at, and starts with what is usual for its purpose", () => {
  const ticket = serving([{ id: "1" }, { id: "2", purpose: "collect_result" }], "serving", "2");
  const draft = draftFor(ticket, null)!;
  assert.equal(draft.errand, "2");
  assert.equal(resultOf(draft, currentErrand(ticket)!), "result_returned");
});

test("where the rule refers, the citizen is referred, unless the clerk says otherwise", () => {
  const ticket = serving([{ id: "1", decision: ELSEWHERE }]);
  const draft = draftFor(ticket, null)!;
  assert.equal(resultOf(draft, currentErrand(ticket)!), "referred");
  assert.equal(resultOf({ ...draft, result: "accepted" }, currentErrand(ticket)!), "accepted");
});

test("what has been written stays while the board repeats itself, and goes with the errand", () => {
  const begun = draftFor(serving([{ id: "1" }]), null)!;
  begun.dossiers = "H15-261122-0001";
  assert.equal(draftFor(serving([{ id: "1" }]), begun), begun);
  assert.equal(draftFor(serving([{ id: "9" }]), begun)?.dossiers, "");
  assert.equal(draftFor(serving([{ id: "1" }], "called"), begun), null);
});

test("the count follows the codes until the clerk writes one; accepting means at least one dossier", () => {
  const draft = draftFor(serving([{ id: "1" }]), null)!;
  assert.equal(countOf(draft, "accepted", 0), 1);
  assert.equal(countOf(draft, "accepted", 3), 3);
  assert.equal(countOf(draft, "advised", 0), 0);
  assert.equal(countOf({ ...draft, count: 12 }, "accepted", 3), 12);
});
