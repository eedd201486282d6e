// What the kiosk's own process answers, and the parts of the hall's API that pass through it.
import type { Decision, Expected, Hours, Instant, LocalTime, Purpose, TicketState } from "../../server/web/shared/wire";
import type { Both } from "../../server/web/shared/text";

export type { Decision, Expected, Hours, Instant, LocalTime, Purpose };

export interface ProcedureEntry {
  code: string;
  name: Both;
  short_name: Both;
  also?: string[]; // what people call it
  field: string | null;
  needs_area?: boolean;
  area_question?: Both | null;
  /** Two or more where the text asks for several areas; any of them may settle who decides. */
  area_questions?: { id: string; question: Both }[];
  open?: boolean; // a counter that serves it is open now; left out by a server that does not say
}

export interface FieldEntry {
  id: string;
  name: Both;
  open: boolean;
  /** Who would be called before a newcomer: people of other fields too, where they share its counters. */
  ahead: number | null; // null while the kiosk gives numbers itself
  expected: Expected | null;
  left?: number | null; // errands that may still be begun today; null without a quota
}

export interface PriorityClass {
  id: string;
  name: Both;
  note: Both | null;
}

export interface Menu {
  hall: { id: string; name: Both | string; address: Both | string | null };
  server_time: Instant;
  open: boolean;
  closed_reason: Both | null;
  next_open: Instant | null;
  first: string[];
  fields: FieldEntry[];
  procedures: ProcedureEntry[];
  priority_classes: PriorityClass[];
  hours: Hours[];
  notices: Both[];
  warning?: Both | null; // the day's numbers run out, or have run out
}

export interface ProcedureDetails extends ProcedureEntry {
  papers: Both[];
  processing: { days: number | null; unit: string } | null;
  notices: Both[];
  uncovered?: Both | null; // no open counter serves it now: what that means for whoever comes
  ahead: number | null;
  expected: Expected | null;
  called_from?: Instant | null; // the wait leaps over a break: called from then on
}

export interface AreaEntry {
  area: string;
  name: Both;
  note: Both | null;
}

/** What is known of a dossier by its code; `sentence` is null where nothing is known, and then nothing is claimed. */
export interface Standing {
  dossier: string;
  received_on: string | null; // local date
  procedure: { code: string; name: Both } | null;
  status: "ready" | "not_ready" | "returned" | "unknown";
  at: { id: string; name: Both | string; address: Both | string | null } | null;
  sentence: Both | null;
}

/** All that is left of an identity card once it was read. */
export interface Card {
  mark: string;
  age_band: string;
  area: { area: string; name: Both } | null;
  priority: string | null;
}

export type Party = "self" | "family" | "authorised" | "organisation";

/** One thing asked for. */
export interface WantedErrand {
  purpose: Purpose;
  procedure?: string | null;
  area?: string;
  dossier?: string;
}

/** The body of a request for a number; several `errands` are the whole list, and the top repeats the first. */
export interface Wanted extends WantedErrand {
  errands?: WantedErrand[];
  party?: Party;
  dossier_count?: number;
  priority?: string;
  language?: string;
  mark?: string;
  age_band?: string;
}

/** A number as the page needs it; `print` is the job to look for in the events, null when nothing is printed. */
export interface Issued {
  id: string;
  label: string;
  procedure: { code: string; name: Both } | null;
  purpose: Purpose;
  agency: { id: string; name: Both } | null;
  decision: Decision | null;
  ahead: number | null;
  expected: Expected | null;
  track_url: string;
  uncovered?: Both | null;
  called_from?: Instant | null;
  offline?: boolean; // given by the kiosk itself: nobody can say how long it will take
  print: string | null;
}

/** What a number's holder sees, and may do with it. */
export interface Turn {
  label: string;
  state: TicketState;
  ahead: number | null;
  expected: Expected | null;
  called_from?: Instant | null;
  counter: { id: string; number: number } | null;
  errands: { procedure: { code: string; name: Both } | null; purpose: Purpose; state: string }[];
  may: ("leave" | "rejoin" | "add_errand")[];
}

export interface ProblemBody {
  code: string;
  title: string;
  detail?: string; // the sentence, where the title only names the kind
  errand?: number; // which of several errands was refused
  decision?: Decision;
  print?: string | null;
}

export type PrintState = "waiting" | "printing" | "printed" | "unknown" | "failed";

export interface Condition {
  online: boolean;
  offline?: boolean; // the server is away and this kiosk gives numbers by itself
  version: number;
  printer: string;
  server_time: Instant | null;
}

export interface Events extends Condition {
  script: string | null;
  scan?: string | null; // what a serial scanner has just read, told once
  prints: Record<string, { state: PrintState; problem: string | null }>;
}

/** A number given without the server, as the hall's own people see it. */
export interface StaffNumber {
  label: string;
  at: Instant;
  errand: string;
  state: "unsent" | "refused";
  title: string | null; // the server's sentence where it refused
}

export interface Snapshot {
  language: "vi" | "en";
  idle_seconds: number;
  online: boolean;
  version: number;
  printer: string;
  offline?: boolean;
  scanner?: boolean; // this device has one
  staff?: boolean; // a code is set for the hall's own people
  speech?: boolean; // this device can read aloud
  menu: Menu | null;
  script: string | null;
}
