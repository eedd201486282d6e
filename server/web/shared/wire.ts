// The shapes the server sends, by the names of its OpenAPI document. Pages import them from here only.
import type { Both } from "./text";

/** RFC 3339 with offset. */
export type Instant = string;
export type LocalTime = string;

export type Purpose = "submit" | "supplement" | "collect_result" | "advice";
export type Result = "accepted" | "supplement" | "refused" | "result_returned" | "advised" | "referred";
export type TicketState =
  | "waiting"
  | "called"
  | "serving"
  | "parked"
  | "served"
  | "no_show"
  | "cancelled"
  | "voided"
  | "transferred"
  | "expired";
export type Action =
  | "call"
  | "recall"
  | "start"
  | "no_show"
  | "requeue"
  | "park"
  | "unpark"
  | "transfer"
  | "void"
  | "finish"
  | "undo"
  | "add_errand"
  | "correct"
  | "takeover"
  | "reprint";
export type CounterState = "open" | "paused" | "closed";

export interface Named {
  id: string;
  name: Both;
}

export interface Expected {
  low_minutes: number;
  high_minutes: number;
  low_at: Instant;
  high_at: Instant;
}

export interface Place {
  ref: string;
  name: Both;
  address: Both | string | null;
  hours: Both | string | null;
  url: string | null;
}

export interface Decision {
  accept: "yes" | "yes_handover" | "refer" | "ask" | "no";
  route: "here" | "paper_handover" | "assisted_online" | null;
  competent: Named | null;
  with: Named[];
  handover_to: string | null;
  refer_to: Place[];
  ask: { area: string; name: Both }[];
  reason: Both;
  article: string | null;
}

export interface Outcome {
  result: Result;
  dossiers: string[];
  count: number;
  missing: string[];
}

export interface ProcedureRef {
  code: string;
  name: Both;
}

export interface Errand {
  id: string;
  procedure: ProcedureRef | null;
  purpose: Purpose;
  area: AreaRef | null;
  agency: Named | null;
  decision: Decision;
  state: string;
  outcome: Outcome | null;
  dossiers: string[];
}

/** An area as it was given ("22015", "old:22024", "22015@66", "later"), with its name where the server knows it. */
export type AreaRef = string | { area: string; name: Both };

export interface Ticket {
  id: string;
  hall: string;
  business_day: string;
  series: string;
  number: number;
  label: string;
  state: TicketState;
  procedure: ProcedureRef | null;
  errands: Errand[];
  purpose: Purpose;
  agency: Named | null;
  decision: Decision;
  area: AreaRef | null;
  priority: string | null;
  language: string;
  channel: string;
  counter: { id: string; number: number } | null;
  issued_at: Instant;
  called_at: Instant | null;
  started_at: Instant | null;
  finished_at: Instant | null;
  ahead: number | null;
  expected: Expected | null;
  actions: Action[];
  outcome: Outcome | null;
  printed: boolean | null;
  why?: Both | null;
}

export interface Call {
  ticket: string;
  label: string;
  counter: number;
  called_at: Instant;
  times: number;
}

export interface Hours {
  opens: LocalTime;
  closes: LocalTime;
  last_ticket: LocalTime;
}

/** What the hall display shows. */
export interface Board {
  board: "hall";
  hall: string | Named;
  position: number;
  server_time: Instant;
  calls: Call[];
  counters: { id: string; number: number; state: CounterState; label: string | null }[];
  waiting: { field: string; name: Both; count: number; expected: Expected | null }[];
  notices: Both[];
  hours?: Hours[];
}

export interface WaitingTicket {
  id: string;
  label: string;
  procedure: ProcedureRef | null;
  field: string | Named | null;
  purpose: Purpose;
  priority: string | null;
  issued_at: Instant;
  waited_seconds: number;
}

export interface HeldTicket {
  id: string;
  label: string;
  procedure: ProcedureRef | null;
  actions: Action[];
  called_at?: Instant | null;
  reason?: string | null;
}

/** What a clerk sees at one counter. */
export interface Desk {
  board: "desk";
  position: number;
  server_time: Instant;
  hall: Named;
  counter: { id: string; number: number; state: CounterState; clerk: { id: string; name: string } | null };
  current: Ticket | null;
  waiting: WaitingTicket[];
  missed: HeldTicket[];
  parked: HeldTicket[];
  day: { served: number; dossiers: number; no_show: number; waiting: number };
  trouble: Both[];
}

export interface Grant {
  role: string;
  scope: string;
}

/** The signed-in browser. */
export interface Session {
  user: string;
  name: string;
  role: string;
  grants: Grant[];
  counters: { id: string; number: number; hall: string }[];
}

export interface Moment {
  kind: "called" | "recalled";
  position: number;
  ticket: string;
  label: string;
  counter: number;
  at: Instant;
  expires_at: Instant;
}

export interface Refused {
  code: string;
  title: string;
}
