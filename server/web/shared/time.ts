// Times as the hall reads them: the server's clock, the hall's zone.

/** "7:05" or "13:40" as the instant itself spells it; the server sends instants in the hall's own offset. */
export function hourMinute(instant: string): string {
  const found = /T(\d\d):(\d\d)/.exec(instant);
  return found ? `${Number(found[1])}:${found[2]}` : "";
}

/** Whole minutes from one instant to another, never negative. */
export function minutesBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000));
}

/** A clock that goes on from the server's time, whatever this device believes; `at` is the last instant heard. */
export class HallClock {
  private offsetMinutes: number;
  private ahead: number;

  constructor(at: string = new Date().toISOString()) {
    this.offsetMinutes = zoneOf(at);
    this.ahead = Date.parse(at) - Date.now();
  }

  hear(at: string): void {
    this.offsetMinutes = zoneOf(at);
    this.ahead = Date.parse(at) - Date.now();
  }

  /** Now in the hall, as a Date whose UTC fields read as local ones. */
  now(): Date {
    return new Date(Date.now() + this.ahead + this.offsetMinutes * 60_000);
  }

  /** Now as an RFC 3339 instant. */
  instant(): string {
    return new Date(Date.now() + this.ahead).toISOString();
  }
}

/** Calls back as each minute of the hall's clock begins. */
export function everyMinute(clock: HallClock, tick: () => void): void {
  const now = clock.now();
  const toNext = 60_000 - (now.getUTCSeconds() * 1000 + now.getUTCMilliseconds());
  // A few milliseconds late rather than early, or the minute shown would be the last one's.
  setTimeout(() => {
    tick();
    everyMinute(clock, tick);
  }, toNext + 20);
}

/** Minutes east of UTC that an RFC 3339 instant was written in. */
function zoneOf(instant: string): number {
  const found = /([+-])(\d\d):(\d\d)$/.exec(instant);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === "-" ? -minutes : minutes;
}
