import assert from "node:assert/strict";
import { test } from "node:test";
import { bagsOf, type Handover } from "../../server/web/manager/handover-table";

function a(label: string, to: string, opened: string, late: string | null = null): Handover {
  const place = { ref: to, name: { vi: to, en: to }, address: null };
  return {
    errand: label,
    label,
    procedure: null,
    agency: null,
    from: place,
    to: place,
    medium: "paper",
    dossiers: [],
    count: 1,
    state: "to_send",
    opened_at: `2026-12-${opened}:00.000+07:00`,
    result_due: null,
    return_to: place,
    late: late === null ? null : { since: `2026-12-${late}:00.000+07:00`, what: "not_sent" },
    actions: ["send"],
  };
}

test("the bag that is late the longest comes first, and so does what is late within a bag", () => {
  const bags = bagsOf([
    a("S001", "near", "08T08:00", "08T17:30"),
    a("S002", "far", "07T08:00", "07T17:30"),
    a("S003", "later", "09T07:40"),
    a("S004", "near", "07T16:00", "07T17:30"),
    a("S005", "far", "09T07:35"),
    a("S006", "far", "09T07:30"),
  ], "to");
  const told = bags.map(({ place, items }) => [place.ref, ...items.map((it) => it.label)]);
  assert.deepEqual(told, [
    ["far", "S002", "S006", "S005"],
    ["near", "S004", "S001"],
    ["later", "S003"],
  ]);
});
