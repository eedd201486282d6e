// A call in the names of clips, which are the same in every language; a pack holds how each sounds.
import type { Call } from "./queue";

/** Said in one breath. */
export type Phrase = readonly string[];

/** From a hundred on a counter is read digit by digit: no pack holds more numbers than this. */
const HIGHEST_COUNTER = 99;

/** "Mời công dân có số thứ tự · A không một hai · đến quầy số ba · và số thứ tự …": one opening for them all. */
export function wording(calls: readonly Call[]): Phrase[] {
  const phrases: Phrase[] = [];
  for (const { label, counter, collects } of calls) {
    phrases.push([phrases.length === 0 ? openingOf(calls) : "and"], spelt(label), ["to", ...numbered(counter.number)]);
    if (collects) phrases.push(["collect_end"]);
  }
  return phrases;
}

/** Calls of different urgency in one announcement begin with what is true of each. */
function openingOf(calls: readonly Call[]): string {
  const openings = new Set(calls.map((it) => it.opening));
  const [only] = openings;
  if (openings.size === 1 && only) return only;
  return openings.has("recall") || openings.has("last") ? "recall" : "normal";
}

/** Letters, then digit by digit; the stroke of "K2-A012" is a short rest in speaking, and nothing is said for it. */
function spelt(label: string): string[] {
  return [...label.toUpperCase()].filter((it) => /[A-Z0-9]/.test(it));
}

function numbered(number: number): string[] {
  return number <= HIGHEST_COUNTER ? [`n${number}`] : [...String(number)];
}
