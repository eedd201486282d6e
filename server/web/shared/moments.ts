// Which moments are new: each is delivered at least once and shown once, in order, until it expires.
import type { Moment } from "./wire";

/** How far this tab has come, and how the server's clock differs from this device's (ms to add to the local one). */
export interface Mark {
  position: number | null;
  clock: number;
}

/** True the first time an unexpired moment arrives; `now` is the device's clock, which may be hours off. */
export function once(mark: Mark, moment: Moment, now: number): boolean {
  if (mark.position !== null && moment.position <= mark.position) return false;
  mark.position = moment.position;
  return Date.parse(moment.expires_at) > now + mark.clock;
}

/** Takes the server's clock from a state, and begins anew where its journal did (a fresh database counts from one). */
export function passed(mark: Mark, position: number, serverTime: string, now: number): void {
  mark.clock = Date.parse(serverTime) - now;
  if (mark.position !== null && position < mark.position) mark.position = position;
}
