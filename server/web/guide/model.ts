// What the guide's page knows. Truth comes from the board; the rest is what the guide is in the middle of.
import type { Giving } from "../../../counter/web/model";
import type { Hands } from "../../../counter/web/issuing";
import type { Doing as Desk } from "../../../counter/web/model";
import type { HallClock } from "../shared/time";
import type { BriefTicket, Board, Guide, Session, Ticket } from "../shared/wire";

/** The views of the bar at the bottom, in its order. */
export const VIEWS = ["now", "give", "find", "paper", "hand"] as const;
export type View = (typeof VIEWS)[number];

export interface Model extends Giving {
  clock: HallClock;
  /** Not asked yet, nobody, or who is signed in. */
  session: Session | null | undefined;
  /** Whose tablet this usually is; empty: ask. */
  user: string;
  byPassword: boolean;
  board: Guide | null;
  line: "good" | "lost";
  said: { tone: "danger" | "ok"; text: string } | null;
  view: View;
  /** Where slips come out; empty: nowhere, the number is shown here. */
  printAt: string;
  /** What a search brought; null before any. */
  found: readonly Ticket[] | null;
  /** The one ticket in front of the guide. */
  card: Ticket | null;
  /** The code of the slip, shown instead of paper. */
  code: Code | null;
  voiding: { id: string; label: string; error: boolean } | null;
  camera: boolean;
  hand: ByHand;
}

/** A QR code; `1` is dark. */
export interface Code {
  ticket: string;
  url: string;
  rows: readonly string[];
}

/** Calls made from a list while the screens were away. */
export interface ByHand {
  labels: string;
  counter: string;
  counters: Board["counters"];
  answers: readonly HandAnswer[];
}

export interface HandAnswer {
  label: string;
  result: "served" | "known" | "refused";
  title: string | null;
}

/** A ticket as a row or as a card. */
export type Any = Pick<BriefTicket, "id" | "label">;

/** What the views may ask for. */
export interface Doing extends Hands, Pick<Desk, "finder"> {
  change(some: Partial<Model>): void;
  signIn(user: string, proof: { pin: string } | { password: string }): Promise<void>;
  signOut(): Promise<void>;
  show(view: View): void;
  go(call: string): Promise<void>;
  find(text: string): Promise<void>;
  open(ticket: Any): Promise<void>;
  reprint(ticket: Any): Promise<void>;
  showCode(ticket: Any): Promise<void>;
  requeue(ticket: Any): Promise<void>;
  voidFor(reason: string): Promise<void>;
  setPriority(ticket: Any, priority: string | null): Promise<void>;
  printAt(kiosk: string): void;
  enterByHand(): Promise<void>;
}
