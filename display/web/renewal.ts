// When the page fetches itself anew: its screen is arranged otherwise, or the server is a newer one.
import type { HallClock } from "../../server/web/shared/time";
import type { Board } from "../../server/web/shared/wire";

/** Twenty screens hear of a change in the same moment, and ask for themselves spread over this long. */
export const SPREAD_MS = { arrangement: 4_000, version: 50_000 };
/** So long (ms) a page that was loaded for something and came without it is not loaded for that again. */
const SAME_AGAIN_MS = 10 * 60_000;
/** Minutes around the hours of a day in which somebody may still look at the screen. */
const AROUND = 30;

export interface Ways {
  clock: HallClock;
  /** Does it when nothing is being announced; no announcement begins before it has ended. */
  quietly(then: () => Promise<void>): Promise<void>;
  /** Asks for the page and, if the server has it, shows it; `leaving` first. */
  reload(leaving: () => void): Promise<void>;
  wait(ms: number): Promise<void>;
}

type Made = Pick<Board, "arrangement" | "version">;

export class Renewal {
  private underWay = false;

  constructor(
    private readonly first: Made,
    private readonly ways: Ways,
  ) {}

  /** With each state: another arrangement is shown as soon as what is being said has been. */
  heard(board: Board): void {
    if (board.arrangement !== this.first.arrangement) void this.renew(board, SPREAD_MS.arrangement);
  }

  /** With each minute: another version is fetched while nobody is there. */
  minute(board: Board): void {
    if (board.version !== this.first.version && asleep(board, this.ways.clock)) void this.renew(board, SPREAD_MS.version);
  }

  /**
   * Once at a time; the next state or minute tries again where it came to nothing.
   *
   * The page that comes instead may be as this one was: of two servers one tells states, the other makes pages, and they
   * differ in what they speak with. It would be fetched with each state, for ever; so there is a time between.
   */
  private async renew({ arrangement, version }: Made, spread: number): Promise<void> {
    const wanted = `${arrangement} ${version}`;
    if (this.underWay || Date.now() < triedAt(wanted) + SAME_AGAIN_MS) return;
    this.underWay = true;
    try {
      await this.ways.wait(Math.random() * spread);
      await this.ways.quietly(() => this.ways.reload(() => tried(wanted)));
    } finally {
      this.underWay = false;
    }
  }
}

/** In the tab's storage: what it was last loaded anew for, and when (ms). */
const TRIED = "luot.renewed";

function triedAt(wanted: string): number {
  try {
    const [what, at] = JSON.parse(sessionStorage.getItem(TRIED) ?? "[]") as [string?, number?];
    return what === wanted && at !== undefined && at <= Date.now() ? at : 0;
  } catch {
    return 0;
  }
}

function tried(wanted: string): void {
  try {
    sessionStorage.setItem(TRIED, JSON.stringify([wanted, Date.now()]));
  } catch {
    // Without storage it is fetched with each state: being up to date is worth that.
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

/**
 * The page itself, again, `leaving` first. One that no server answers for stays as it is, for it knows more than an
 * error page; that there is no such screen any more (404) is an answer.
 */
export async function reloadIfThere(leaving: () => void = () => undefined): Promise<void> {
  try {
    const answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok && answer.status !== 404) return;
    leaving();
    location.reload();
    await gone();
  } catch {
    // No line: the next state comes with it.
  }
}

/** Never ends: a page lives for some moments after it was told to go, and is to begin nothing in them. */
export function gone(): Promise<never> {
  return new Promise(() => undefined);
}
