// What the touch screen knows, and the one way to change it.
import { key as newKey } from "../../server/web/shared/api";
import type { Both } from "../../server/web/shared/text";
import type {
  AreaEntry,
  Card,
  Decision,
  FieldEntry,
  Issued,
  Menu,
  Party,
  PrintState,
  ProcedureDetails,
  ProcedureEntry,
  Purpose,
  StaffNumber,
  Standing,
  Turn,
} from "./wire";

/** Which question stands on the screen, with what was already answered or found for it. */
export type Screen =
  | { name: "home" }
  | { name: "search"; typed: string; found: ProcedureEntry[] | null }
  | { name: "fields" }
  | { name: "procedures"; field: FieldEntry; found: ProcedureEntry[] | null }
  | { name: "dossier"; typed: string; scanned: "none" | "no_code" | { impossible: string } }
  | { name: "more" } // one more errand for the same number
  | { name: "choose" } // the errand behind a collection or a supplement without a dossier code
  | { name: "here"; details: ProcedureDetails | null; decision: Decision } // the likeliest place asked with all one needs to know
  | { name: "area"; nth: number } // which of the procedure's questions, from 0
  | { name: "areas"; nth: number; typed: string; found: AreaEntry[] | null }
  | { name: "split"; nth: number; decision: Decision }
  | { name: "card"; helps: CardHelps; listening: boolean; trouble: string }
  | { name: "carded"; nth: number; proposed: { area: string; name: Both } } // "is it here?", from the card
  | { name: "confirm"; details: ProcedureDetails | null; decision: Decision | null; standing: Standing | null }
  | { name: "priority" }
  | { name: "party" } // for whom, and how many dossiers
  | { name: "slip"; trouble: string } // a slip is to be scanned
  | { name: "turn"; scan: string; turn: Turn; told: string } // what the slip's holder may do; `told` is what was just done
  | { name: "leave"; scan: string; turn: Turn } // is it meant?
  | { name: "help"; call?: "coming" | "failed" }
  | { name: "number"; issued: Issued }
  | { name: "referral"; decision: Decision; print: string | null }
  | { name: "staff"; typed: string; numbers: StaffNumber[] | null; said: string } // the code; the numbers behind it
  | { name: "trouble"; sentence: string; again: (() => void) | null; door?: boolean }; // `door`: a rule of the hall, not a fault

/** What a card is scanned for: the area of that question, the priority by age, or because the hall gives one number a person. */
export type CardHelps = { nth: number } | "priority" | "door";

/** One errand while it is being described. */
export interface Errand {
  purpose: Purpose;
  procedure: ProcedureEntry | null;
  areas: { area: string; name: string }[]; // one for each of the procedure's questions answered so far
  dossier: string;
}

/** What the confirm screen showed of an errand, to show it again. */
export type Known = Omit<Extract<Screen, { name: "confirm" }>, "name">;

/** One citizen's visit: the errand on the screen, and the others that the same number is for. */
export interface Visit extends Errand {
  others: { errand: Errand; known: Known }[];
  card: Card | null;
  priority: string | null;
  party: Party | null; // only who says so comes for somebody else
  count: number | null; // dossiers; null where nobody counted them
  turn: { scan: string; label: string } | null; // the errand is one more for a number taken before
  /** Idempotency keys by the body they belong to: a repeat of the same wish is the same request. */
  keys: Map<string, string>;
}

/** A screen that can be gone back to, with the errands as they were. */
interface Step {
  screen: Screen;
  errands: Errand & Pick<Visit, "others">;
}

export interface Modes {
  larger: boolean;
  seated: boolean;
  contrast: boolean;
}

export interface State {
  screen: Screen;
  before: Step[];
  visit: Visit;
  menu: Menu | null;
  home: AreaEntry | null; // the hall's own area
  online: boolean;
  staff: boolean; // a code is set: the hall's own people may look behind
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
  staff: false,
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
  change({ screen, before: [...state.before, { screen: state.screen, errands: present() }], busy: false });
}

/** Changes the present question without a step back in between. */
export function replace(screen: Screen): void {
  change({ screen });
}

export function back(): void {
  const step = state.before[state.before.length - 1] ?? { screen: { name: "home" }, errands: {} };
  generation += 1;
  change({ screen: step.screen, visit: { ...state.visit, ...step.errands }, before: state.before.slice(0, -1), busy: false });
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

export function setVisit(part: Partial<Visit>): void {
  change({ visit: { ...state.visit, ...part } });
}

/** The Idempotency-Key of a wish: the same wish of the same citizen is the same request. */
export function keyOf(wish: object): string {
  const name = JSON.stringify(wish);
  const key = state.visit.keys.get(name) ?? newKey();
  state.visit.keys.set(name, key);
  return key;
}

export function freshVisit(): Visit {
  const errand = { purpose: "submit", procedure: null, areas: [], dossier: "" } as const;
  return { ...errand, areas: [], others: [], card: null, priority: null, party: null, count: null, turn: null, keys: new Map() };
}

function present(): Step["errands"] {
  const { purpose, procedure, areas, dossier, others } = state.visit;
  return { purpose, procedure, areas, dossier, others };
}
