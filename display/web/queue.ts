// What waits to be said: values in, values out, so that it can be followed with pen and paper.
import type { Board, CounterRef, Moment } from "../../server/web/shared/wire";

/** How an announcement begins. */
export type Opening = "normal" | "priority" | "recall" | "last";

/** A call that waits to be said. */
export interface Call {
  /** The journal positions it stands for: its own, and those of earlier calls of the ticket that were never said. */
  positions: readonly number[];
  ticket: string;
  label: string;
  counter: CounterRef;
  opening: Opening;
  /** How its newest call would begin by itself; differs while an earlier one was not said either. */
  newest: Opening;
  /** Somebody who comes for a result hears so. */
  collects: boolean;
  /** The server's clock, in ms. */
  expires: number;
}

/** Recalls in front, then first calls, each in the order they were made. */
export type Queue = readonly Call[];

/** With a new call in its place. It replaces an unsaid one of the same ticket: only the newest counter is right. */
export function joined(queue: Queue, moment: Moment): Queue {
  const unsaid = queue.find((it) => it.ticket === moment.ticket);
  if (unsaid?.positions.includes(moment.position)) return queue;
  const rest = queue.filter((it) => it !== unsaid);
  const call = read(moment, unsaid);
  // Who is called for the second time waits longest, whether or not the first call was heard.
  if (!unsaid && first(call)) return [...rest, call];
  const recalls = rest.filter((it) => !first(it));
  return [...recalls, call, ...rest.filter(first)];
}

/** Without what was said elsewhere, by position: a ticket recalled since then is still owed that. */
export function unspoken(queue: Queue, positions: Iterable<number>): Queue {
  const spoken = new Set(positions);
  if (spoken.size === 0) return queue;
  const left: Call[] = [];
  for (const call of queue) {
    const after = Math.max(0, ...call.positions.filter((it) => spoken.has(it)));
    const owed = call.positions.filter((it) => it > after);
    if (owed.length === call.positions.length) left.push(call);
    else if (owed.length > 0) left.push({ ...call, positions: owed, opening: call.newest });
  }
  return left;
}

/** A first call is said before anything is repeated or translated; see plan.ts. */
export function first({ opening }: Call): boolean {
  return opening === "normal" || opening === "priority";
}

/**
 * Whether the board knows better than the call: the citizen is at the counter already, or is wanted elsewhere or later.
 *
 * A counter shows whom it has called or serves, so another label there, or none, is the end of the call. Of a board
 * older than the call nothing can be said.
 */
export function overtaken(call: Call, board: Board): boolean {
  if (board.position < Math.max(...call.positions)) return false;
  const counter = board.counters.find((it) => it.id === call.counter.id);
  if (counter && counter.label !== call.label) return true;
  const shown = board.calls.find((it) => it.ticket === call.ticket);
  return shown?.state !== undefined && shown.state !== "called";
}

function read(moment: Moment, unsaid: Call | undefined): Call {
  const newest = openingOf(moment);
  return {
    positions: [...(unsaid?.positions ?? []), moment.position],
    ticket: moment.ticket,
    label: moment.label,
    counter: moment.counter,
    // "We repeat" would puzzle whoever has heard nothing yet.
    opening: unsaid && first(unsaid) ? unsaid.opening : newest,
    newest,
    collects: moment.purpose === "collect_result",
    expires: Date.parse(moment.expires_at),
  };
}

/** A number called anew after it was missed begins as at first: its holder has just come back and asked for it. */
function openingOf({ kind, times = 1, priority = false }: Moment): Opening {
  if (kind === "recalled") return times >= 3 ? "last" : "recall";
  return priority ? "priority" : "normal";
}
