import assert from "node:assert/strict";
import { test } from "node:test";
import { following, MOST_MERGED, opening, took, type Language, type Manner, type Step } from "../../display/web/plan";
import { joined, type Call, type Queue } from "../../display/web/queue";
import { wording } from "../../display/web/wording";
import type { Moment } from "../../server/web/shared/wire";

// Seconds of the clips as espeak-ng makes them: measured, the letters, digits and counters by their mean.
const CLIPS: Record<Language, Record<string, number>> = {
  vi: { normal: 2.11, priority: 3.29, recall: 3.12, last: 3.13, to: 0.92, collect_end: 1.02, and: 1.23, letter: 0.38, digit: 0.34, counter: 0.45 },
  en: { normal: 0.65, priority: 1.2, recall: 1.64, last: 1.7, to: 1.29, collect_end: 1.37, and: 0.76, letter: 0.37, digit: 0.49, counter: 0.52 },
};
const BREATH = 0.08;

const HALL: Manner = {
  languages: ["vi", "en"],
  times: 2,
  chime: true,
  seconds: (calls, language) => {
    const clips = CLIPS[language];
    const phrases = wording(calls);
    const length = (name: string) => clips[name] ?? clips[/^n\d/.test(name) ? "counter" : /\d/.test(name) ? "digit" : "letter"] ?? NaN;
    return phrases.reduce((sum, phrase) => sum + phrase.reduce((all, name) => all + length(name), 0), BREATH * (phrases.length - 1));
  },
};
const SILENT: Manner = { ...HALL, seconds: () => null };

let position = 0;

function moment(at: number, more: Partial<Moment> = {}): Moment {
  position += 1;
  const label = `A${String(position).padStart(3, "0")}`;
  const instants = { at: new Date(at * 1000).toISOString(), expires_at: new Date((at + 60) * 1000).toISOString() };
  return { kind: "called", position, ticket: `t${position}`, label, counter: { id: `c${position % 15}`, number: 1 + (position % 15) }, ...instants, times: 1, ...more };
}

function waiting(count: number): Queue {
  return Array.from({ length: count }, () => moment(0)).reduce(joined, [] as Queue);
}

/** Everything said of the announcement that begins now, while these go on waiting. */
function said(queue: Queue, manner: Manner = HALL): string {
  const begun = opening(queue, 0, manner);
  assert.ok(begun);
  const rest = queue.filter((it) => !begun.calls.includes(it));
  const steps: Step[] = [];
  for (let step: Step | null = begun; step; step = following(steps, rest, 0, manner)) steps.push(step);
  return `${begun.chime ? "chime " : ""}${steps.map((it) => it.language ?? "-").join(" ")} of ${begun.calls.length}`;
}

test("with more waiting the repeat goes first, then English, then calls are merged; the first is always said", () => {
  assert.equal(opening([], 0, HALL), null);
  const heard = [1, 2, 3, 4, 5, 12].map((count) => said(waiting(count)));
  assert.deepEqual(heard, [
    "chime vi vi en of 1",
    "chime vi vi en of 1",
    "chime vi en of 1",
    "chime vi of 1",
    `chime vi of ${MOST_MERGED}`,
    `chime vi of ${MOST_MERGED}`,
  ]);
});

test("a recall is said once in each language, and is not merged with first calls", () => {
  const queue = joined(waiting(8), moment(0, { kind: "recalled", times: 2 }));
  assert.equal(queue[0]?.opening, "recall");
  assert.equal(said(queue), "chime vi of 1");
  assert.equal(said(queue.slice(0, 1)), "chime vi en of 1");
});

test("what cannot be said is left out, and rung for where nothing can", () => {
  const one = waiting(1);
  const without = (missing: Language): Manner => ({ ...HALL, seconds: (calls, it) => (it === missing ? null : HALL.seconds(calls, it)) });
  assert.equal(said(one, without("en")), "chime vi vi of 1");
  assert.equal(said(one, without("vi")), "chime en en of 1");
  assert.equal(said(one, SILENT), "chime - of 1");
  assert.equal(said(one, { ...SILENT, chime: false }), "chime - of 1");
  assert.equal(said(one, { ...HALL, chime: false }), "vi vi en of 1");
  assert.equal(said(waiting(9), SILENT), "chime - of 1");
});

test("a hall that wants neither chime nor voice is silent", () => {
  assert.equal(said(waiting(1), { ...HALL, languages: [], chime: false }), "- of 1");
});

interface Heard {
  label: string;
  at: number;
  waited: number;
}

interface Day {
  heard: Heard[];
  unsaid: Call[];
  full: number;
}

/** Plays a stretch of a hall's day on the clock of the sound itself; `moments` by the second they are made. */
function play(moments: readonly Moment[]): Day {
  const made = (it: Moment) => Date.parse(it.at) / 1000;
  const day: Day = { heard: [], unsaid: [], full: 0 };
  let queue: Queue = [];
  let now = 0;
  let next = 0;
  const hear = () => {
    for (let it = moments[next]; it && made(it) <= now; it = moments[++next]) queue = joined(queue, it);
    day.unsaid.push(...queue.filter((it) => it.expires <= now * 1000));
    queue = queue.filter((it) => it.expires > now * 1000);
  };
  while (next < moments.length || queue.length > 0) {
    hear();
    const begun = opening(queue, now * 1000, HALL);
    if (!begun) {
      now = made(moments[next] as Moment);
      continue;
    }
    queue = queue.filter((it) => !begun.calls.includes(it));
    day.heard.push(...begun.calls.map(({ label, expires }) => ({ label, at: now, waited: now - (expires / 1000 - 60) })));
    const steps: Step[] = [];
    for (let step: Step | null = begun; step; step = following(steps, queue, now * 1000, HALL)) {
      steps.push(step);
      now += took(step, HALL);
      hear();
    }
    if (steps.length === 3) day.full += 1;
  }
  return day;
}

/** Evenly spread between 0 and 1, the same in every run. */
function chance(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
}

test("an hour of a hall with fifteen counters, a call every 24 s as chance will have it: none is lost or late", () => {
  const random = chance(5);
  const moments: Moment[] = [];
  for (let at = 0; at < 3_600; at += -24 * Math.log(1 - random())) moments.push(moment(at));
  assert.ok(moments.length > 120);
  const day = play(moments);
  assert.deepEqual(day.unsaid, []);
  assert.deepEqual(
    day.heard.map((it) => it.label),
    moments.map((it) => it.label),
  );
  assert.ok(Math.max(...day.heard.map((it) => it.waited)) < 40);
  assert.ok(day.full > moments.length / 2, "most calls are said in full");
});

test("with the calls evenly spread every one is said in full, at once", () => {
  const day = play(Array.from({ length: 150 }, (_, nth) => moment(nth * 24)));
  assert.equal(day.full, 150);
  assert.equal(Math.max(...day.heard.map((it) => it.waited)), 0);
});

test("fifteen calls in twenty seconds are all said before they are old, in their order", () => {
  const moments = Array.from({ length: 15 }, (_, nth) => moment((nth * 20) / 15));
  const day = play(moments);
  assert.deepEqual(day.unsaid, []);
  assert.deepEqual(
    day.heard.map((it) => it.label),
    moments.map((it) => it.label),
  );
});

test("more than can be said at all leaves a trace, and the newest are not starved by the oldest", () => {
  const day = play(Array.from({ length: 120 }, (_, nth) => moment(nth)));
  assert.ok(day.unsaid.length > 0);
  assert.equal(day.heard.length + day.unsaid.length, 120);
  assert.ok(Math.max(...day.heard.map((it) => it.waited)) <= 60);
});
