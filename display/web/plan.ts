// What is said next, and what is left out while many wait: values in, values out, in seconds of sound.
import { BELLS_SECONDS } from "../../server/web/shared/bells";
import { first, type Call, type Queue } from "./queue";

export type Language = "vi" | "en";

/** What the hall wants, and how long a pack's clips would take for these calls (s); null where one is missing. */
export interface Manner {
  languages: readonly Language[];
  /** How often a first call is said in the first language. */
  times: number;
  chime: boolean;
  seconds(calls: readonly Call[], language: Language): number | null;
}

/** One stretch of sound: nothing interrupts it, and before the next the queue is looked at again. */
export interface Step {
  calls: readonly Call[];
  chime: boolean;
  /** Null: the chime alone. */
  language: Language | null;
}

/** The silence between two stretches, in seconds: as a speaker takes a breath between two sentences. */
export const REST = 0.5;

/**
 * A repeat or a translation is left out where it would take longer than this (s) until everybody waiting has been called.
 *
 * With the clips made by espeak-ng a call takes some 7 s with its chime, its repeat and its English 5 s each. So with
 * one more waiting everything is said, with two the repeat goes, with three English, too.
 */
export const FOR_MORE = 25;

/**
 * Calls are merged where it would take longer than this (s) to say each by itself: with four more waiting. A merged
 * one costs 5 s. Whoever is called as four merged ones begin, 20 s of them, with a queue behind that is just not merged,
 * hears it after 50 s at worst: within the minute a call is worth hearing.
 */
export const FOR_EACH = 30;

/** Nobody is kept waiting for a repeat or a translation into the last seconds (s) a call is worth hearing. */
export const RESERVE = 10;

/** Calls in one announcement: with more, an ear that waits for its own number has forgotten where to go. */
export const MOST_MERGED = 4;

/** The announcement that comes after silence; null when nobody waits. `now`: the server's clock in ms. */
export function opening(queue: Queue, now: number, manner: Manner): Step | null {
  const [head, ...behind] = queue;
  if (!head) return null;
  const alone = plain(head, manner);
  if (alone.language === null || canWait(behind, took(alone, manner), FOR_EACH, now, manner)) return alone;
  return { ...alone, calls: merged(head, behind, alone.language, manner) };
}

/** What follows `said` of the same calls, if whoever waits can wait for it; `rest` is the queue without them. */
export function following(said: readonly Step[], rest: Queue, now: number, manner: Manner): Step | null {
  const [begun] = said;
  if (!begun?.language) return null;
  const again: Step = { ...begun, chime: false };
  const others = manner.languages.filter((it) => !said.some((step) => step.language === it));
  const translations = others.map((language): Step => ({ ...again, language })).filter((it) => sayable(it, manner));
  const seconds = total(translations.map((it) => took(it, manner)));
  const repeats = again.calls.every(first) && said.length < manner.times && said.every((it) => it.language === again.language);
  if (repeats && canWait(rest, took(again, manner) + seconds, FOR_MORE, now, manner)) return again;
  const [translation] = translations;
  return translation && canWait(rest, seconds, FOR_MORE, now, manner) ? translation : null;
}

/** How long a stretch sounds, with the rest after it (s). */
export function took({ calls, chime, language }: Step, manner: Manner): number {
  const speech = language === null ? 0 : (manner.seconds(calls, language) ?? 0);
  return (chime ? BELLS_SECONDS : 0) + speech + REST;
}

/** A call by itself, once; it is rung for where it cannot be said, unless the hall wants neither. */
function plain(call: Call, manner: Manner): Step {
  const calls = [call];
  const language = manner.languages.find((it) => manner.seconds(calls, it) !== null) ?? null;
  return { calls, chime: manner.chime || (language === null && manner.languages.length > 0), language };
}

/** Whether these, said plainly one after the other once so many seconds are over, are through in time, and begin in theirs. */
function canWait(queue: Queue, seconds: number, most: number, now: number, manner: Manner): boolean {
  let at = seconds;
  for (const call of queue) {
    if (at > (call.expires - now) / 1000 - RESERVE) return false;
    at += took(plain(call, manner), manner);
  }
  return queue.length === 0 || at <= most;
}

/** The head and those right behind it that can be said with it: recalls are not mixed with first calls. */
function merged(head: Call, behind: Queue, language: Language, manner: Manner): Call[] {
  const calls = [head];
  for (const call of behind) {
    const more = [...calls, call];
    if (calls.length === MOST_MERGED || first(call) !== first(head) || manner.seconds(more, language) === null) break;
    calls.push(call);
  }
  return calls;
}

function sayable({ calls, language }: Step, manner: Manner): boolean {
  return language !== null && manner.seconds(calls, language) !== null;
}

function total(seconds: readonly number[]): number {
  return seconds.reduce((sum, it) => sum + it, 0);
}
