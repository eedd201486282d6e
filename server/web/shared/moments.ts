// Which moments are new: each is delivered at least once and shown once, in order, until it expires.
import type { Moment } from "./wire";

/** How far this tab has come, and how the server's clock differs from this device's (ms to add to the local one). */
export interface Mark {
  position: number | null;
  clock: number;
  /** New, but too old by a clock that may have been set since the last state told the time; the next one tells. */
  doubted: Moment[];
}

/** True the first time an unexpired moment arrives; `now` is the device's clock, which may be hours off. */
export function once(mark: Mark, moment: Moment, now: number): boolean {
  if (mark.position !== null && moment.position <= mark.position) return false;
  mark.position = moment.position;
  if (current(mark, moment, now)) return true;
  mark.doubted.push(moment);
  return false;
}

/**
 * Takes the server's clock from a state, and begins anew where its journal did (a fresh database counts from one).
 * The doubted moments that are unexpired by it, in order.
 */
export function passed(mark: Mark, position: number, serverTime: string, now: number): Moment[] {
  mark.clock = Date.parse(serverTime) - now;
  if (mark.position !== null && position < mark.position) mark.position = position;
  return mark.doubted.splice(0).filter((it) => current(mark, it, now));
}

function current(mark: Mark, moment: Moment, now: number): boolean {
  return Date.parse(moment.expires_at) > now + mark.clock;
}
