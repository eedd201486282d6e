import assert from "node:assert/strict";
import { test } from "node:test";
import { asleep, Renewal, type Ways } from "../../display/web/renewal";
import { arranged, fitsInCells, fitted, marked } from "../../display/web/sizes";
import { HallClock } from "../../server/web/shared/time";
import type { Board, Hours } from "../../server/web/shared/wire";

const PIXELS = 21.6; // of a rem on a screen of 1080 lines

test("up to sixteen counters have labels of 101 pixels, and larger halls the largest there can be", () => {
  for (let count = 1; count <= 16; count += 1) assert.ok(arranged(count, null).size * PIXELS >= 101, `${count} counters`);
  for (let count = 17; count <= 70; count += 1) {
    const { columns, rows, size } = arranged(count, null);
    assert.ok(columns * rows >= count, `${count} counters have a place each`);
    assert.ok(size <= arranged(count - 1, null).size, "one counter more makes no label larger");
  }
  assert.equal(arranged(8, null).columns, 1);
  assert.ok(arranged(8, 8).columns > 1, "upright they stand side by side");
});

test("a label is as large as its room, whatever it is", () => {
  assert.equal(fitted("A012", 100, 15), 15);
  for (const label of ["A012", "A1000", "K2-A012", "K12-AB1012", "W444"]) assert.ok(fitted(label, 20, 15) <= 20 / 2.5);
  assert.ok(fitted("K2-A012", 20, 15) > fitted("KK2A012", 20, 15), "a kiosk's mark takes little of it");
  assert.ok(!fitsInCells("A1000", 17, 4.7));
  assert.deepEqual([marked("K2-A012"), marked("A012")], [["K2-", "A012"], ["", "A012"]]);
});

const morning: Hours = { opens: "07:30", closes: "11:30", first_ticket: "07:15", last_ticket: "11:00" };
const afternoon: Hours = { opens: "13:30", closes: "17:30", first_ticket: "13:15", last_ticket: "17:00" };

function hallAt(time: string, hours: Hours[] = [morning, afternoon], state: "open" | "closed" = "closed"): boolean {
  const counters: Board["counters"] = [{ id: "DL-22015.1", number: 1, state, label: null }];
  return asleep({ counters, hours }, new HallClock(`2026-11-23T${time}:30.000+07:00`));
}

test("night is when the hall is closed and nobody is about to come", () => {
  assert.ok(hallAt("03:00"));
  assert.ok(hallAt("18:00"));
  assert.ok(!hallAt("17:40"), "people are still leaving");
  assert.ok(!hallAt("06:50"), "people are already coming");
  assert.ok(!hallAt("12:30"), "the noon break is no night");
  assert.ok(!hallAt("20:00", [morning, afternoon], "open"), "an evening shift is no night");
  assert.ok(hallAt("10:00", []), "on a holiday all day is night");
});

test("a renewal waits for silence, happens once, and may be tried again", async () => {
  const done: string[] = [];
  let silent: () => void = () => undefined;
  const ways: Ways = {
    clock: new HallClock("2026-11-23T03:00:00.000+07:00"),
    wait: async () => undefined,
    quietly: async (then) => {
      await new Promise<void>((resolve) => (silent = resolve));
      await then();
    },
    reload: async () => void done.push("asked"),
  };
  const renewal = new Renewal({ arrangement: "a1", version: "1" }, ways);
  const other = { arrangement: "a2", version: "1" } as Board;
  renewal.heard(other);
  renewal.heard(other);
  await turns();
  assert.deepEqual(done, []);
  silent();
  await turns();
  assert.deepEqual(done, ["asked"]);
  renewal.heard(other);
  await turns();
  silent();
  await turns();
  assert.deepEqual(done, ["asked", "asked"], "no server answered: the page is still here");
});

test("a page that came back as it was is not fetched for the same again for ten minutes; for something else it is", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-23T03:00:00Z") });
  const kept = new Map<string, string>();
  Object.assign(globalThis, {
    sessionStorage: { getItem: (it: string) => kept.get(it) ?? null, setItem: (it: string, to: string) => kept.set(it, to) },
  });
  let loads = 0;
  const ways: Ways = {
    clock: new HallClock("2026-11-23T10:00:00.000+07:00"),
    wait: async () => undefined,
    quietly: (then) => then(),
    reload: async (leaving) => {
      leaving();
      loads += 1;
    },
  };
  const heard = async (arrangement: string) => {
    new Renewal({ arrangement: "a1", version: "1" }, ways).heard({ arrangement, version: "1" } as Board);
    await turns();
    return loads;
  };
  const seen = [await heard("a2"), await heard("a2"), await heard("a2"), await heard("a3"), await heard("a2")];
  assert.deepEqual(seen, [1, 1, 1, 2, 3]);
  context.mock.timers.tick(9 * 60_000);
  assert.equal(await heard("a2"), 3);
  context.mock.timers.tick(2 * 60_000);
  assert.equal(await heard("a2"), 4);
});

function turns(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
