// What the page knows. Truth comes from the board; the rest is what the clerk is in the middle of.
import type { HallClock } from "../../server/web/shared/time";
import { pick, type Both } from "../../server/web/shared/text";
import type { Correcting } from "./correction";
import type { Finding, Found } from "./finder";
import type { Issuing } from "./issue";
import type { Board, Desk, Errand, Named, Result, Session, Ticket } from "../../server/web/shared/wire";

export interface Model {
  hall: Named;
  clock: HallClock;
  /** Not asked yet, nobody, or the signed-in clerk. */
  session: Session | null | undefined;
  counter: string | null;
  desk: Desk | null;
  line: "good" | "lost";
  /** A request is on its way: buttons wait. */
  busy: boolean;
  /** The last thing the desk had to say, until the next one. */
  said: { tone: "danger" | "plain"; text: string } | null;
  asking: Asking | null;
  correcting: Correcting | null;
  issuing: Issuing | null;
  finding: Finding | null;
  draft: Draft | null;
  /** The hall's counters, once a transfer has asked for them. */
  counters: Board["counters"];
  /** The hall's classes of priority, once a panel has asked for them. */
  classes: Named[];
  /** Short names of procedures met today, by code; null while they are being fetched. */
  procedures: Map<string, ProcedureFacts | null>;
}

/** What giving a number needs of a page: the desk has it, and the guide's page. */
export type Giving = Pick<Model, "hall" | "busy" | "classes" | "procedures" | "issuing" | "finding">;

/** A reason, or for a transfer the place, is wanted before something is done. */
export interface Asking {
  kind: "pause" | "park" | "void" | "call" | "transfer";
  ticket?: { id: string; label: string };
  error: boolean;
}

/** The outcome being written for one errand. */
export interface Draft {
  errand: string;
  /** Null while it follows from the errand and what the rule says about it. */
  result: Result | null;
  dossiers: string;
  /** Null while it follows from the codes. */
  count: number | null;
  missing: string[];
  /** The centre the citizen chose for the result; null is this one. */
  returnTo: { id: string; name: string } | null;
}

export interface ProcedureFacts {
  code: string;
  short_name: Both;
  area_question: Both | null;
}

/** In the order of their keys, 1 to 6. */
export const RESULTS: readonly Result[] = ["accepted", "supplement", "refused", "result_returned", "advised", "referred"];

/** What the views may ask for. */
export interface Doing {
  change(some: Partial<Model>): void;
  signIn(user: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  chooseCounter(id: string): Promise<void>;
  leaveCounter(): void;
  openCounter(): Promise<void>;
  closeCounter(): Promise<void>;
  resume(): Promise<void>;
  callNext(): Promise<void>;
  act(action: string, ticket: { id: string; label: string }): Promise<void>;
  answer(reason: string): Promise<void>;
  transferTo(counter: string): Promise<void>;
  settleArea(ticket: string, area: string): Promise<void>;
  openCorrection(ticket: string): Promise<void>;
  /** One more thing is corrected: the rule is asked anew, and nothing is saved. */
  correcting(some: Partial<Correcting>): void;
  saveCorrection(): Promise<void>;
  openIssue(): Promise<void>;
  /** One more thing of a new number is said: the rule is asked anew, and nothing is given. */
  issuing(some: Partial<Issuing>): void;
  issue(): Promise<void>;
  /** A number for guidance, whatever else the panel says. */
  issueGuidance(): Promise<void>;
  /** What a field that finds needs to type, move and leave. */
  finder(field: string, finding: Finding | null): FinderHands;
  finish(): Promise<void>;
}

export interface FinderHands {
  name: string;
  finding: Finding | null;
  type(text: string): void;
  move(at: number): void;
  leave(): void;
}

/** Where a field that finds looks: the same searches as the kiosk's. */
export type Source = (text: string) => Promise<Found[]>;

export function isMine({ session }: Model, clerk: { id: string; name: string }): boolean {
  return !!session && (clerk.id === session.user || clerk.name === session.name);
}

/** The errand the ticket is at: of those left, the first that this counter serves. */
export function currentErrand(ticket: Ticket): Errand | undefined {
  return ticket.errands.find((it) => it.id === ticket.errand);
}

/** The short name once it is known; until then the official one. */
export function shortName({ procedures }: Model, { procedure }: Errand): string {
  if (!procedure) return "";
  return pick(procedures.get(procedure.code)?.short_name ?? procedure.name);
}

const USUAL: Record<Ticket["purpose"], Result> = {
  submit: "accepted",
  supplement: "accepted",
  collect_result: "result_returned",
  advice: "advised",
};

/** How it ends unless the clerk says otherwise: where the rule refers, the citizen is referred. */
export function resultOf(draft: Draft, errand: Errand): Result {
  if (draft.result) return draft.result;
  return errand.decision.accept === "refer" ? "referred" : USUAL[errand.purpose];
}

/** The draft for the ticket being served: the one begun if it is the same errand, else a fresh one. */
export function draftFor(ticket: Ticket | null, begun: Draft | null): Draft | null {
  if (!ticket || ticket.state !== "serving") return null;
  const errand = currentErrand(ticket);
  if (!errand) return null;
  if (begun?.errand === errand.id) return begun;
  return { errand: errand.id, result: null, dossiers: errand.dossier ?? "", count: null, missing: [], returnTo: null };
}

/** Dossiers to record: what the clerk wrote, else the codes; an accepted visit has at least one though its code may follow. */
export function countOf(draft: Draft, result: Result, codes: number): number {
  return draft.count ?? Math.max(codes, result === "accepted" ? 1 : 0);
}
