import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Announcer, type Unsaid } from "../../display/web/announcer";
import { Pack } from "../../display/web/pack";
import type { Sound } from "../../display/web/speaker";
import type { Board, Moment, Voice } from "../../server/web/shared/wire";
import { EVERY, names, packed } from "./clips";

const NOON = Date.parse("2026-11-23T12:00:00Z");
const PLACE = { hall: "DL-22015", zone: null };
const PACK = Pack.read(packed(EVERY));
const EVERYTHING: Voice = { languages: ["vi", "en"], times: 2, chime: true, packs: { vi: "vi", en: "en" } };
const ONCE: Voice = { ...EVERYTHING, languages: ["vi"], times: 1 };

// Where a test ends in the middle of a sound, what watches the sound does not keep the process.
const every = globalThis.setInterval;
Object.assign(globalThis, { setInterval: (then: () => void, ms: number) => every(then, ms).unref() });

/** What a tab keeps over a reload. */
const kept = new Map<string, string>();
Object.assign(globalThis, {
  sessionStorage: { getItem: (it: string) => kept.get(it) ?? null, setItem: (it: string, to: string) => kept.set(it, to) },
});
beforeEach(() => kept.clear());

/** A screen whose loudspeaker is silent until the test lets each stretch of sound end. */
class Screen {
  seconds = 0;
  able = true;
  /** Since the server's last ping, in ms. */
  silence = 0;
  heard: string[] = [];
  told: string[] = [];
  unsaid: readonly Unsaid[] = [];
  readonly announcer: Announcer;
  private end: ((through: boolean) => void) | null = null;
  private onAble: (able: boolean) => void = () => undefined;

  constructor(voice = ONCE, { counters = null as string[] | null, pack = PACK as Pack | null } = {}) {
    const around = {
      counters,
      line: {
        tell: (event: string, it: object) => void this.told.push(`${event} ${JSON.stringify(it)}`),
        silence: () => this.silence,
        hangUp: () => this.announcer.line(false),
      },
      now: () => NOON + this.seconds * 1000,
      onAble: () => undefined,
      onUnsaid: (it: readonly Unsaid[]) => (this.unsaid = it),
    };
    const screen = this;
    this.announcer = new Announcer(PLACE, voice, around, {
      speaker(onAble) {
        screen.onAble = onAble;
        return {
          get able() {
            return screen.able;
          },
          play: (sound) => screen.play(sound),
          hush: () => screen.end?.(false),
          look: () => undefined,
        };
      },
      packs: () => ({ of: () => pack ?? undefined, prepare: () => Promise.resolve(), ready: () => Promise.resolve() }),
    });
  }

  /** Connected, to be heard, and chosen. */
  chosen(spoken: number[] = [], alone = true): this {
    this.announcer.line(true);
    this.announcer.voice({ ...PLACE, speaking: true, alone, spoken });
    return this;
  }

  silenced(): void {
    this.able = false;
    this.end?.(false);
    this.onAble(false);
  }

  touched(): void {
    this.able = true;
    this.onAble(true);
  }

  call(position: number, label: string, more: Partial<Moment> = {}): void {
    const expires = new Date(NOON + (this.seconds + 60) * 1000).toISOString();
    const instants = { at: new Date(NOON).toISOString(), expires_at: expires };
    this.announcer.call({ kind: "called", position, ticket: label, label, counter: { id: "c3", number: 3 }, ...instants, ...more });
  }

  /** Lets what sounds end, and whatever follows begin. */
  async through(ends = 1): Promise<void> {
    for (; ends > 0; ends--) {
      await settled();
      this.end?.(true);
    }
    await settled();
  }

  private play({ chime, speech }: Sound): Promise<boolean> {
    assert.equal(this.end, null, "something sounds already");
    this.heard.push(`${chime ? "♪ " : ""}${speech ? names(speech) : ""}`.trim());
    return new Promise((resolve) => {
      this.end = (through) => {
        this.end = null;
        resolve(through);
      };
    });
  }
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

const A012 = "normal A 0 1 2 to n3";
const B003 = "normal B 0 0 3 to n3";
const SPOKEN = (...positions: number[]) => `spoken ${JSON.stringify({ ...PLACE, positions })}`;

test("a call is chimed and said, then again, then in English; the next waits for the end of it, and the server is told", async () => {
  const screen = new Screen(EVERYTHING).chosen();
  screen.call(1, "A012");
  await screen.through(2);
  screen.call(2, "B003");
  assert.deepEqual(screen.heard, [`♪ ${A012}`, A012, A012]);
  assert.deepEqual(screen.told.slice(1), []);
  await screen.through(1);
  assert.deepEqual(screen.told.slice(1), [SPOKEN(1)]);
  await screen.through(3);
  assert.deepEqual(screen.heard.slice(3), [`♪ ${B003}`, B003, B003]);
  assert.deepEqual(screen.told.slice(1), [SPOKEN(1), SPOKEN(2)]);
});

test("a call that grew too old is not said; the screen tells so until it is called again, or for five minutes", async () => {
  const screen = new Screen().chosen();
  screen.call(1, "A012");
  await settled();
  screen.call(2, "B003");
  screen.call(3, "C004");
  screen.seconds = 61;
  await screen.through();
  assert.deepEqual(screen.heard, [`♪ ${A012}`]);
  assert.deepEqual(screen.unsaid, [
    { label: "B003", counter: 3 },
    { label: "C004", counter: 3 },
  ]);
  screen.call(4, "B003", { kind: "recalled", times: 2 });
  assert.deepEqual(screen.unsaid, [{ label: "C004", counter: 3 }]);
  await screen.through();
  screen.seconds = 59 + 5 * 60;
  screen.announcer.tick();
  assert.equal(screen.unsaid.length, 1);
  screen.seconds = 61 + 5 * 60;
  screen.announcer.tick();
  assert.deepEqual(screen.unsaid, []);
});

test("a screen that does not speak keeps what is called, drops what was said, and goes on with the rest", async () => {
  const screen = new Screen();
  screen.announcer.line(true);
  screen.announcer.voice({ ...PLACE, speaking: false, alone: false, spoken: [] });
  screen.call(1, "A012");
  screen.call(2, "B003");
  await settled();
  assert.deepEqual(screen.heard, []);
  screen.announcer.voice({ ...PLACE, speaking: false, alone: false, spoken: [1] });
  screen.seconds = 20;
  screen.announcer.voice({ ...PLACE, speaking: true, alone: true, spoken: [1] });
  await screen.through();
  assert.deepEqual(screen.heard, [`♪ ${B003}`]);
  assert.deepEqual(screen.told.slice(1), [SPOKEN(2)]);
});

test("a screen that speaks late says no old call, and those of its own zone only", async () => {
  const screen = new Screen(ONCE, { counters: ["c3"] });
  screen.announcer.line(true);
  screen.announcer.voice({ ...PLACE, speaking: false, alone: false, spoken: [] });
  screen.call(1, "A012");
  screen.call(2, "B003", { counter: { id: "c4", number: 4 } });
  screen.seconds = 61;
  screen.call(3, "C003");
  screen.announcer.voice({ ...PLACE, zone: "other", speaking: true, alone: true, spoken: [] });
  await settled();
  assert.deepEqual(screen.heard, []);
  screen.chosen();
  await screen.through(2);
  assert.deepEqual(screen.heard, ["♪ normal C 0 0 3 to n3"]);
});

test("told to be silent it is so at once, and owes the call until the other device has said it", async () => {
  const screen = new Screen().chosen();
  screen.call(1, "A012");
  await settled();
  screen.announcer.voice({ ...PLACE, speaking: false, alone: false, spoken: [] });
  await settled();
  assert.equal(screen.told.includes(SPOKEN(1)), false);
  screen.announcer.voice({ ...PLACE, speaking: true, alone: true, spoken: [] });
  await screen.through();
  assert.deepEqual(screen.heard, [`♪ ${A012}`, `♪ ${A012}`]);
  assert.equal(screen.told.includes(SPOKEN(1)), true);
});

test("when the sound goes away in the middle the server is told, and after a touch the call is said whole", async () => {
  const screen = new Screen().chosen();
  screen.call(1, "A012");
  await settled();
  screen.silenced();
  await settled();
  const offer = (able: boolean) => `speak ${JSON.stringify({ ...PLACE, able })}`;
  assert.deepEqual(screen.told, [offer(false), offer(false)]);
  screen.touched();
  assert.deepEqual(screen.told.slice(2), [offer(true)]);
  screen.chosen();
  await screen.through();
  assert.deepEqual(screen.heard, [`♪ ${A012}`, `♪ ${A012}`]);
});

test("when the line goes in the middle what is being said is ended, no more begun, and told of when it is back", async () => {
  const screen = new Screen(EVERYTHING).chosen();
  screen.call(1, "A012");
  screen.call(2, "B003");
  await settled();
  screen.announcer.line(false);
  await screen.through();
  assert.deepEqual(screen.heard, [`♪ ${A012}`]);
  screen.chosen();
  assert.equal(screen.told[screen.told.length - 1], SPOKEN(1));
  await screen.through();
  assert.deepEqual(screen.heard.slice(1, 2), [`♪ ${B003}`]);
});

test("a ticket recalled while it is being said is said again afterwards, before first calls", async () => {
  const screen = new Screen().chosen();
  screen.call(1, "A012");
  await settled();
  screen.call(2, "B003");
  screen.call(3, "A012", { kind: "recalled", times: 2 });
  await screen.through(3);
  assert.deepEqual(screen.heard, [`♪ ${A012}`, "♪ recall A 0 1 2 to n3", `♪ ${B003}`]);
});

test("a reload loses no call that was not said, and repeats none that was", async () => {
  const before = new Screen().chosen();
  before.call(1, "A012");
  await before.through();
  before.call(2, "B003");
  before.call(3, "C004");
  await settled();
  const after = new Screen();
  after.seconds = 5;
  after.chosen();
  await after.through(2);
  assert.deepEqual(after.heard, [`♪ ${B003}`, "♪ normal C 0 0 4 to n3"]);
  assert.deepEqual(new Screen().chosen().heard, []);
});

test("a call whose citizen is at the counter is not said any more", async () => {
  const screen = new Screen().chosen();
  screen.call(1, "A012");
  await settled();
  screen.call(2, "B003");
  screen.announcer.hall({ position: 3, calls: [], counters: [{ id: "c3", number: 3, state: "open", label: null }] } as unknown as Board);
  await screen.through();
  assert.deepEqual(screen.heard, [`♪ ${A012}`]);
  assert.deepEqual(screen.unsaid, []);
});

test("a server that elects nobody has its screens ring, once it has had time to answer", async (context) => {
  let now = NOON;
  const timers: (() => void)[] = [];
  context.mock.method(Date, "now", () => now);
  context.mock.method(globalThis, "setTimeout", (then: () => void) => timers.push(then));
  const screen = new Screen();
  screen.announcer.line(true);
  screen.call(1, "A012");
  await settled();
  assert.deepEqual(screen.heard, []);
  now += 3_000;
  for (const then of timers) then();
  await screen.through();
  assert.deepEqual(screen.heard, ["♪"]);
});

test("without clips it rings for each call", async () => {
  const screen = new Screen(EVERYTHING, { pack: null }).chosen();
  screen.call(1, "A012");
  screen.call(2, "B003");
  await screen.through(3);
  assert.deepEqual(screen.heard, ["♪", "♪"]);
});

test("when the line goes and another device begins the call anew, this one is silent at once", async () => {
  const screen = new Screen().chosen([], false);
  screen.call(1, "A012");
  await settled();
  screen.announcer.line(false);
  await settled();
  screen.announcer.line(true);
  screen.announcer.voice({ ...PLACE, speaking: false, alone: false, spoken: [1] });
  await settled();
  assert.deepEqual(screen.told.filter((it) => it.startsWith("spoken")), []);
  screen.chosen();
  await settled();
  assert.deepEqual(screen.heard, [`♪ ${A012}`]);
});

test("without a ping for as long as the server waits, another may speak: what is said is ended and nothing begun", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const [followed, alone] = [new Screen().chosen([], false), new Screen().chosen()];
  for (const screen of [followed, alone]) {
    screen.call(1, "A012");
    await settled();
    screen.silence = 7_999;
    context.mock.timers.tick(1_000);
    await screen.through();
    screen.call(2, "B003");
    await settled();
    assert.equal(screen.heard.length, 2);
    screen.silence = 8_000;
  }
  context.mock.timers.tick(1_000);
  await settled();
  assert.equal(followed.told.includes(SPOKEN(2)), false);
  followed.call(3, "C004");
  await followed.through();
  await alone.through();
  assert.equal(followed.heard.length, 2);
  assert.equal(alone.told.includes(SPOKEN(2)), true);
  followed.silence = 0;
  followed.chosen();
  await followed.through();
  assert.equal(followed.heard[2], `♪ ${B003}`, "owed still");
});

test("who waits for silence gets it after the announcement, and nothing is said before it has ended", async () => {
  const screen = new Screen().chosen();
  screen.call(1, "A012");
  screen.call(2, "B003");
  await settled();
  const order: string[] = [];
  let end: () => void = () => undefined;
  void screen.announcer.quietly(() => {
    order.push("silent");
    return new Promise((resolve) => (end = resolve));
  });
  assert.deepEqual(order, []);
  await screen.through();
  assert.deepEqual(order, ["silent"]);
  screen.call(3, "C004");
  await settled();
  assert.deepEqual(screen.heard, [`♪ ${A012}`]);
  end();
  await screen.through();
  assert.deepEqual(screen.heard.slice(0, 2), [`♪ ${A012}`, `♪ ${B003}`], "the page is still here, and goes on");
});
