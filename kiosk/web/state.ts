// What the touch screen knows, and the one way to change it.
import type { Both } from "../../server/web/shared/text";
import type {
  AreaEntry,
  Card,
  Decision,
  FieldEntry,
  Issued,
  Menu,
  PrintState,
  ProcedureDetails,
  ProcedureEntry,
  Purpose,
  Standing,
} from "./wire";

/** Which question stands on the screen, with what was already answered or found for it. */
export type Screen =
  | { name: "home" }
  | { name: "search"; typed: string; found: ProcedureEntry[] | null }
  | { name: "fields" }
  | { name: "procedures"; field: FieldEntry; found: ProcedureEntry[] | null }
  | { name: "dossier"; typed: string; scanned: "none" | "no_code" | { impossible: string } }
  | { name: "choose" } // the errand behind a collection or a supplement without a dossier code
  | { name: "area"; nth: number } // which of the procedure's questions, from 0
  | { name: "areas"; nth: number; typed: string; found: AreaEntry[] | null }
  | { name: "split"; nth: number; decision: Decision }
  | { name: "card"; helps: CardHelps; listening: boolean; trouble: string }
  | { name: "carded"; nth: number; proposed: { area: string; name: Both } } // "is it here?", from the card
  | { name: "confirm"; details: ProcedureDetails | null; decision: Decision | null; standing: Standing | null }
  | { name: "priority" }
  | { name: "help" }
  | { name: "number"; issued: Issued }
  | { name: "referral"; decision: Decision; print: string | null }
  | { name: "trouble"; sentence: string; again: (() => void) | null };

/** What a card is scanned for: the area of that question, or the priority by age. */
export type CardHelps = { nth: number } | "priority";

/** One citizen's errand while it is being described. */
export interface Visit {
  purpose: Purpose;
  procedure: ProcedureEntry | null;
  areas: { area: string; name: string }[]; // one for each of the procedure's questions answered so far
  dossier: string;
  card: Card | null;
  priority: string | null;
  /** Idempotency keys by the body they belong to: a repeat of the same wish is the same request. */
  keys: Map<string, string>;
}

export interface Modes {
  larger: boolean;
  seated: boolean;
  contrast: boolean;
}

export interface State {
  screen: Screen;
  before: Screen[];
  visit: Visit;
  menu: Menu | null;
  home: AreaEntry | null; // the hall's own area
  online: boolean;
  offline: boolean; // the server is away and this kiosk gives numbers by itself
  version: number;
  printer: string;
  scanner: boolean; // this device has one; without it no screen asks for a scan
  modes: Modes;
  busy: boolean; // an answer is awaited; the pressed button says so and further presses do nothing
  fresh: boolean; // the number has just appeared: a slow hand's second tap may still be on its way
  prints: Record<string, PrintState>;
  countdown: number | null; // seconds until the screen goes home, while the citizen is asked
}

export const state: State = {
  screen: { name: "home" },
  before: [],
  visit: freshVisit(),
  menu: null,
  home: null,
  online: false,
  offline: false,
  version: -1,
  printer: "unknown",
  scanner: false,
  modes: { larger: false, seated: false, contrast: false },
  busy: false,
  fresh: false,
  prints: {},
  countdown: null,
};

let listener: () => void = () => undefined;
let generation = 0;

export function onChange(draw: () => void): void {
  listener = draw;
}

export function change(part: Partial<State>): void {
  Object.assign(state, part);
  listener();
}

/** Shows another question; the present one can be gone back to. */
export function go(screen: Screen): void {
  generation += 1;
  change({ screen, before: [...state.before, state.screen], busy: false });
}

/** Changes the present question without a step back in between. */
export function replace(screen: Screen): void {
  change({ screen });
}

export function back(): void {
  const screen = state.before[state.before.length - 1] ?? { name: "home" };
  generation += 1;
  change({ screen, before: state.before.slice(0, -1), busy: false });
}

/** The first screen, for whoever comes next: nothing of the last citizen stays. */
export function home(): void {
  generation += 1;
  change({ screen: { name: "home" }, before: [], visit: freshVisit(), busy: false, countdown: null });
}

/** Waits for an answer; one that comes after the citizen moved on is dropped. */
export async function awaiting<T>(answer: Promise<T>, then: (value: T) => void, otherwise: (error: unknown) => void): Promise<void> {
  const asked = ++generation;
  change({ busy: true });
  try {
    const value = await answer;
    if (asked === generation) {
      change({ busy: false });
      then(value);
    }
  } catch (error) {
    if (asked === generation) {
      change({ busy: false });
      otherwise(error);
    }
  }
}

export function freshVisit(): Visit {
  return { purpose: "submit", procedure: null, areas: [], dossier: "", card: null, priority: null, keys: new Map() };
}
