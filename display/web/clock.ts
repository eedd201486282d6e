// The one timer of the page.
import type { HallClock } from "../../server/web/shared/time";

/** Calls back as each minute of the hall's clock begins. */
export function everyMinute(clock: HallClock, tick: () => void): void {
  const now = clock.now();
  const toNext = 60_000 - (now.getUTCSeconds() * 1000 + now.getUTCMilliseconds());
  setTimeout(() => {
    tick();
    everyMinute(clock, tick);
    // A few milliseconds late rather than early, or the minute shown would be the last one's.
  }, toNext + 20);
}
