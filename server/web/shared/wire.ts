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
/** Where the paper of a number is, as far as anybody knows. */
export type Paper = "none" | "waiting" | "sent" | "confirmed" | "failed";
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

export interface Referral {
  ref: string;
  name: Both;
  address: string | null;
  hours: string | null;
  url: string | null;
  note?: Both | null; // its mobile day in the asker's own commune
}

export interface Decision {
  accept: "yes" | "yes_handover" | "refer" | "ask" | "no";
  route: "here" | "paper_handover" | "assisted_online" | null;
  competent: Named | null;
  with: Named[];
  handover_to: string | null;
  refer_to: Referral[];
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
  /** As it was given: "22015", "old:22024", "22015@66", "later". */
  area: string | null;
  area_name?: Both | null;
  agency: Named | null;
  decision: Decision;
  state: "open" | "done";
  outcome: Outcome | null;
  dossiers: string[];
  /** The code the citizen came with, to collect or to supplement. */
  dossier: string | null;
  papers: Both[];
}

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
  /** The id of the one it is at. */
  errand: string;
  purpose: Purpose;
  agency: Named | null;
  decision: Decision;
  area: string | null;
  priority: string | null;
  /** The id of whoever has seen the proof; null for a claim. */
  priority_by: string | null;
  language: string;
  channel: string;
  counter: CounterRef | null;
  issued_at: Instant;
  called_at: Instant | null;
  started_at: Instant | null;
  finished_at: Instant | null;
  ahead: number | null;
  expected: Expected | null;
  actions: Action[];
  outcome: Outcome | null;
  printed: boolean | null;
  paper: Paper;
  why: Both | null;
  times_called: number;
}

/** A new number; `uncovered`: what to know while no open counter can serve it. */
export interface IssuedTicket extends Ticket {
  /** A path alone where the server has no public address: no phone could open it. */
  track_url: string;
  uncovered: Both | null;
  /** Why staff gave it against the decision. */
  despite: string | null;
}

export interface CounterRef {
  id: string;
  number: number;
}

export interface Call {
  ticket: string;
  label: string;
  counter: CounterRef;
  called_at: Instant;
  times: number;
  state: TicketState;
  priority: boolean;
}

export interface Hours {
  opens: LocalTime;
  closes: LocalTime;
  first_ticket: LocalTime;
  last_ticket: LocalTime;
}

/** What the hall display shows. */
export interface Board {
  board: "hall";
  hall: string;
  hall_name: Both;
  position: number;
  server_time: Instant;
  calls: Call[];
  counters: { id: string; number: number; state: CounterState; label: string | null }[];
  waiting: { field: string; name: Both; count: number; expected: Expected | null }[];
  /** Labels called without anybody coming, newest first. */
  missed: string[];
  hours: Hours[];
  notices: Both[];
  /** Changes when the hall's screens or its voice are arranged otherwise. */
  arrangement: string;
  /** The server's. */
  version: string;
}

/** What one hall display shows: its layout, and its part of the hall (`zone` null: all of it). */
export interface Screen {
  id: string | null;
  name: string | null;
  layout: "calls" | "images" | "counter";
  zone: { id: string; name: Both; counters: string[] } | null;
  counter: CounterRef | null;
  speaks: boolean;
  images: { url: string; width: number; height: number; name: string }[];
  /** A look beforehand: it is silent and keeps no mark. */
  preview: boolean;
}

/** A waiting, missed or parked ticket as one line of a list; its procedure goes by its short name. */
export interface BriefTicket {
  id: string;
  label: string;
  state: TicketState;
  procedure: ProcedureRef | null;
  field: string;
  purpose: Purpose;
  priority: string | null;
  printed: boolean | null;
  paper: Paper;
  issued_at: Instant;
  waited_seconds: number;
  actions: Action[];
}

/** What a clerk sees at one counter. */
export interface Desk {
  board: "desk";
  position: number;
  server_time: Instant;
  hall: Named;
  counter: { id: string; number: number; state: CounterState; clerk: { id: string; name: string } | null };
  current: Ticket | null;
  waiting: BriefTicket[];
  missed: BriefTicket[];
  parked: BriefTicket[];
  day: { served: number; dossiers: number; no_show: number; waiting: number };
  trouble: Both[];
}

export interface Grant {
  role: string;
  scope: string;
}

/** How a device is; `sentences` say what is wrong first. */
export interface DeviceLine {
  id: string;
  kind: "kiosk" | "display";
  name: string;
  seen_at: Instant | null;
  printer: string | null;
  lost_since: Instant | null;
  unsent: number | null;
  sentences: Both[];
}

/** What the guide sees. */
export interface Guide {
  board: "guide";
  position: number;
  server_time: Instant;
  help: { id: string; name: string; called_at: Instant }[];
  devices: DeviceLine[];
  unprinted: BriefTicket[];
  missed: BriefTicket[];
  claimed: BriefTicket[];
  uncovered: Both[];
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
  counter: CounterRef;
  at: Instant;
  expires_at: Instant;
  /** 1 the first call, 2 a recall, and so on. */
  times?: number;
  priority?: boolean;
  purpose?: Purpose;
}

/** How a hall's calls are said: the first language `times` over, and where each language's clips are. */
export interface Voice {
  languages: ("vi" | "en")[];
  times: number;
  chime: boolean;
  packs: { vi: string | null; en: string | null };
}

/** To a screen that would speak: whether it does, and the journal positions of the calls that were said there. */
export interface Speaking {
  hall: string;
  zone: string | null;
  speaking: boolean;
  /** It speaks, and there is nobody to follow it. */
  alone: boolean;
  spoken: number[];
}

export interface Refused {
  code: string;
  title: string;
}
