import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, draftFor } from "../../counter/web/model";
import type { Errand, Ticket } from "../../server/web/shared/wire";

function serving(errands: Partial<Errand>[], state: Ticket["state"] = "serving"): Ticket {
  return { state, errands: errands.map((it) => ({ outcome: null, purpose: "submit", dossier: null, ...it })) } as Ticket;
}

test("a draft is for the first errand without an outcome, and starts with what is usual for its purpose", () => {
  const done = { result: "accepted" as const, dossiers: [], count: 1, missing: [] };
  const draft = draftFor(serving([{ id: "1", outcome: done }, { id: "2", purpose: "collect_result" }]), null);
  assert.equal(draft?.errand, "2");
  assert.equal(draft?.result, "result_returned");
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
  assert.equal(countOf(draft, 0), 1);
  assert.equal(countOf(draft, 3), 3);
  assert.equal(countOf({ ...draft, result: "advised" }, 0), 0);
  assert.equal(countOf({ ...draft, count: 12 }, 3), 12);
});
