import assert from "node:assert/strict";
import { test } from "node:test";
import { Announcer } from "../../display/web/announcer";
import type { Moment } from "../../server/web/shared/wire";

function call(label: string, expires = "2026-11-23T12:01:00Z"): Moment {
  return { kind: "called", position: 1, ticket: "t", label, counter: { id: "DL-22015.3", number: 3 }, at: "2026-11-23T12:00:00Z", expires_at: expires };
}

const noon = () => Date.parse("2026-11-23T12:00:00Z");

test("a second call waits until the chime and the voice of the first are over", async () => {
  const heard: string[] = [];
  const sound = (name: string) => async (it: Moment) => {
    heard.push(`${name} ${it.label} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    heard.push(`${name} ${it.label} ends`);
  };
  const announcer = new Announcer([sound("chime"), sound("voice")], noon);
  void announcer.announce(call("A012"));
  await announcer.announce(call("B003"));
  assert.deepEqual(
    heard,
    ["A012", "B003"].flatMap((it) => ["chime", "voice"].flatMap((name) => [`${name} ${it} begins`, `${name} ${it} ends`])),
  );
});

test("a call too old when its turn comes is not announced", async () => {
  const heard: string[] = [];
  const announcer = new Announcer([async (it) => void heard.push(it.label)], noon);
  await announcer.announce(call("A012", "2026-11-23T11:59:59Z"));
  assert.deepEqual(heard, []);
});

test("a sound that fails does not silence the next call", async (context) => {
  context.mock.method(console, "error", () => undefined);
  const heard: string[] = [];
  const announcer = new Announcer([(it) => (it.label === "A012" ? Promise.reject(new Error("no device")) : Promise.resolve(void heard.push(it.label)))], noon);
  void announcer.announce(call("A012"));
  await announcer.announce(call("B003"));
  assert.deepEqual(heard, ["B003"]);
});
