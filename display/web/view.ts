// What a screen shows of the board: the calls and counters that are its own, and which of them are called just now.
import type { HallClock } from "../../server/web/shared/time";
import type { Board, Call, Screen } from "../../server/web/shared/wire";

export interface View {
  board: Board;
  screen: Screen;
  clock: HallClock;
  line: "good" | "lost" | "refused";
  soundBlocked: boolean;
  /** Calls that grew too old before they could be read out, newest first. */
  unsaid: readonly { label: string; counter: number }[];
  /** Addresses of pictures that did not load. */
  broken: ReadonlySet<string>;
  /** Higher than wide. */
  upright: boolean;
}

export type Counter = Board["counters"][number];
export type Waiting = Board["waiting"][number];

/**
 * A call keeps its filled row so long beside newer ones: until the chime and the voice have named it, and whoever was
 * called a second before somebody else has looked up and found it.
 */
export const FRESH_MS = 20_000;

/** The calls at the counters of the screen's zone, newest first. */
export function callsOf({ board, screen }: View): Call[] {
  return board.calls.filter(({ counter }) => here(screen, counter.id));
}

/** The counters of the screen's zone, in order. */
export function countersOf({ board, screen }: View): Counter[] {
  return board.counters.filter(({ id }) => here(screen, id));
}

function here({ zone }: Screen, counter: string): boolean {
  return zone === null || zone.counters.indexOf(counter) >= 0;
}

/** Whether somebody is asked to come: the newest call until it has ended, an earlier one while it is fresh. */
export function isCalled(view: View, call: Call): boolean {
  if (call.state !== "called" && call.state !== "serving") return false;
  return call === callsOf(view)[0] || freshMs(view, call) > 0;
}

/** The call whose number stands at a counter, while it is being called. */
export function calledAt(view: View, counter: Counter): Call | undefined {
  return callsOf(view).find((it) => it.label === counter.label && it.counter.id === counter.id && isCalled(view, it));
}

/** Milliseconds until the picture changes by itself because a call is no longer fresh; null: it does not. */
export function stale(view: View): number | null {
  const [, ...earlier] = callsOf(view);
  const left = earlier.map((it) => freshMs(view, it)).filter((it) => it > 0);
  return left.length > 0 ? Math.min(...left) : null;
}

function freshMs({ clock }: View, call: Call): number {
  return Date.parse(call.called_at) + FRESH_MS - Date.parse(clock.instant());
}

/** Lists longer than their place are turned like pages, at each full minute, on every screen alike. */
export function page<T>(items: readonly T[], size: number, clock: HallClock): readonly T[] {
  const pages = Math.ceil(items.length / size);
  if (pages < 2) return items;
  const at = minute(clock) % pages;
  return items.slice(at * size, (at + 1) * size);
}

/** The picture of this minute; undefined when none of them can be shown. */
export function picture({ screen, broken, clock }: View): Screen["images"][number] | undefined {
  const whole = screen.images.filter(({ url }) => !broken.has(url));
  return whole[minute(clock) % whole.length];
}

function minute(clock: HallClock): number {
  return Math.floor(clock.now().getTime() / 60_000);
}
