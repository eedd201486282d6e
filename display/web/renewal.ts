// When the page fetches itself anew: its screen is arranged otherwise, or the server is a newer one.
import type { HallClock } from "../../server/web/shared/time";
import type { Board } from "../../server/web/shared/wire";

/** Twenty screens hear of a change in the same moment, and ask for themselves spread over this long. */
export const SPREAD_MS = { arrangement: 4_000, version: 50_000 };
/** Minutes around the hours of a day in which somebody may still look at the screen. */
const AROUND = 30;

export interface Ways {
  clock: HallClock;
  /** Ends when nothing is being announced and nothing waits to be. */
  quiet(): Promise<void>;
  /** Asks for the page and, if the server has it, shows it. */
  reload(): Promise<void>;
  wait(ms: number): Promise<void>;
}

export class Renewal {
  private underWay = false;

  constructor(
    private readonly first: Pick<Board, "arrangement" | "version">,
    private readonly ways: Ways,
  ) {}

  /** With each state: another arrangement is shown as soon as what was called has been said. */
  heard(board: Board): void {
    if (board.arrangement !== this.first.arrangement) void this.renew(SPREAD_MS.arrangement);
  }

  /** With each minute: another version is fetched while nobody is there. */
  minute(board: Board): void {
    if (board.version !== this.first.version && asleep(board, this.ways.clock)) void this.renew(SPREAD_MS.version);
  }

  /** Once at a time; the next state or minute tries again where it came to nothing. */
  private async renew(spread: number): Promise<void> {
    if (this.underWay) return;
    this.underWay = true;
    try {
      await this.ways.wait(Math.random() * spread);
      await this.ways.quiet();
      await this.ways.reload();
    } finally {
      this.underWay = false;
    }
  }
}

/** No counter is open, and today's hours are over or still far; the noon break is no night. */
export function asleep({ counters, hours }: Pick<Board, "counters" | "hours">, clock: HallClock): boolean {
  if (counters.some(({ state }) => state !== "closed")) return false;
  const now = clock.now().getUTCHours() * 60 + clock.now().getUTCMinutes();
  const begins = Math.min(...hours.map((it) => Math.min(minutes(it.opens), minutes(it.first_ticket))));
  const ends = Math.max(...hours.map((it) => minutes(it.closes)));
  return now < begins - AROUND || now >= ends + AROUND;
}

/** "07:30:00" or "07:30" as minutes of the day. */
function minutes(local: string): number {
  const [hour, minute] = local.split(":");
  return Number(hour) * 60 + Number(minute);
}

/** The page itself, again; one that no server answers for stays as it is, for it knows more than an error page. */
export async function reloadIfThere(): Promise<void> {
  try {
    const answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin" });
    if (answer.status < 500) location.reload();
  } catch {
    // No line: the next state comes with it.
  }
}
