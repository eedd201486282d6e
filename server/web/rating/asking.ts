// One visit before the tablet: what has been touched so far, and when it is over. Knows no page and no server.
import type { Score } from "./words";

/** Up to this step a reason is asked for. */
const LOW = 2;

export type Stage = "steps" | "reasons" | "sending" | "done";

export interface Visit {
  label: string;
  turn: string;
}

export class Asking {
  stage: Stage = "steps";
  score: Score | null = null;
  readonly reasons = new Set<string>();

  constructor(
    readonly visit: Visit,
    private readonly send: (visit: Visit, score: Score, reasons: string[]) => void,
  ) {}

  /** A good mark is sent by its one touch; a low one asks why first. */
  choose(score: Score): void {
    if (this.stage !== "steps") return;
    this.score = score;
    if (score > LOW) this.finish();
    else this.stage = "reasons";
  }

  again(): void {
    if (this.stage !== "reasons") return;
    this.stage = "steps";
    this.score = null;
    this.reasons.clear();
  }

  toggle(reason: string): void {
    if (!this.reasons.delete(reason)) this.reasons.add(reason);
  }

  finish(): void {
    if (this.stage === "sending" || this.stage === "done" || this.score === null) return;
    this.stage = "sending";
    this.send(this.visit, this.score, [...this.reasons]);
  }

  /**
   * The minute is over, or the next one is called. Who chose a low mark and left before the reasons has said it all
   * the same: dropping just those would make every hall look better than it is.
   */
  over(): void {
    if (this.stage === "reasons") this.finish();
    else if (this.stage === "steps") this.stage = "done";
  }
}
