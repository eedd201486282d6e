// Who speaks: this screen offers itself for its hall or zone, and the server says which of those that do is heard.
import type { Live } from "../../server/web/shared/live";
import type { Speaking } from "../../server/web/shared/wire";

/** So long (ms) a server may take to say who speaks; one that says nothing is older than the voice. */
const ANSWER_MS = 3_000;

/** The server takes no more in one message. */
const MOST_POSITIONS = 64;

export interface Place {
  hall: string;
  zone: string | null;
}

/** What this screen may do now: speak, ring (nobody is elected here), wait, or look again in `ms`. */
export type Part = { kind: "speak" | "ring" | "wait" } | { kind: "ask"; ms: number };

export class Election {
  private able = false;
  private asked: number | null = null;
  private speaking: boolean | null = null;
  private untold: number[] = [];
  private others = false;

  /** `now`: this device's clock in ms, whatever it believes the hour to be. */
  constructor(
    private readonly place: Place,
    private readonly tell: Live["tell"],
    private readonly now: () => number = () => Date.now(),
  ) {}

  get part(): Part {
    if (this.asked === null) return { kind: "wait" };
    if (this.speaking !== null) return { kind: this.speaking ? "speak" : "wait" };
    const ms = this.asked + ANSWER_MS - this.now();
    return ms <= 0 ? { kind: "ring" } : { kind: "ask", ms };
  }

  /** Whether another device goes on where this one is not heard of; by the last word of the server. */
  get followed(): boolean {
    return this.others;
  }

  /** Whether the browser lets the page be heard, which decides whether it stands for election. */
  canSpeak(able: boolean): void {
    this.able = able;
    if (this.asked !== null) this.offer();
  }

  /** The line is there, or gone; whoever spoke before it went has to be told so anew. */
  line(there: boolean): void {
    this.speaking = null;
    this.asked = there ? this.now() : null;
    if (there) this.offer();
  }

  /** The server's word; false where it is about another place. */
  heard({ hall, zone, speaking, alone }: Speaking): boolean {
    if (hall !== this.place.hall || zone !== this.place.zone) return false;
    this.speaking = speaking;
    this.others = !alone;
    if (speaking) this.said(this.untold.splice(0));
    return true;
  }

  /** An announcement is through. Said while the line was cut, it is told when this screen speaks again. */
  said(positions: readonly number[]): void {
    if (!this.speaking) this.untold = [...this.untold, ...positions].slice(-MOST_POSITIONS);
    else if (positions.length > 0) this.tell("spoken", { ...this.place, positions });
  }

  private offer(): void {
    this.tell("speak", { ...this.place, able: this.able });
  }
}
