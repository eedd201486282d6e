// Announcements one after another, in one place of the hall: nothing cuts off what is being said, and what is said here
// is said by no other device of the zone.
import type { Live } from "../../server/web/shared/live";
import type { Board, Moment, Speaking, Voice } from "../../server/web/shared/wire";
import { Packs } from "./packs";
import { following, opening, type Manner, type Step } from "./plan";
import { joined, overtaken, unspoken, type Call, type Queue } from "./queue";
import { Speaker, type Sound } from "./speaker";
import { Election, type Place } from "./voice";
import { wording } from "./wording";

/** A call nobody heard, for the screen to tell. */
export interface Unsaid {
  label: string;
  counter: number;
}

export interface Surroundings {
  /** The counters whose calls are said here; null: the hall's. */
  counters: readonly string[] | null;
  line: Pick<Live, "tell" | "silence" | "hangUp">;
  /** The server's clock in ms. */
  now(): number;
  onAble(able: boolean): void;
  onUnsaid(calls: readonly Unsaid[]): void;
}

/** So long (ms) the screen shows that a call went unheard; by then its holder has asked, or has gone. */
const TRACE_MS = 5 * 60_000;
/** A call may be expired here while the speaking device still says it: its word comes within this (ms). */
const UNDER_WAY_ELSEWHERE_MS = 30_000;
/** A server whose pings get no answer for so long (ms; PING_PATIENCE in live/__init__.py) has another device speak. */
const FOLLOWED_AFTER_MS = 8_000;
const LOOK_MS = 1_000;

/** The parts that make sound and fetch clips; the screen's own unless others are given. */
export interface Parts {
  speaker(onAble: (able: boolean) => void): Pick<Speaker, "able" | "play" | "hush" | "look">;
  packs(voice: Voice): Pick<Packs, "of" | "prepare" | "ready">;
}

const OWN: Parts = {
  speaker: (onAble) => new Speaker(onAble),
  packs: ({ languages, packs }) => new Packs(languages, packs),
};

export class Announcer {
  private readonly election: Election;
  private readonly speaker: ReturnType<Parts["speaker"]>;
  private readonly packs: ReturnType<Parts["packs"]>;
  private readonly manner: Manner;
  private readonly stored: string;
  private queue: Queue;
  /** What is being said: still owed to the citizen until it is through, but no longer to be re-arranged. */
  private underWay: readonly Call[] = [];
  private trace: readonly Call[] = [];
  private board: Board | null = null;
  private busy = false;
  private looking = false;
  private afterwards: (() => Promise<void>) | null = null;

  constructor(
    place: Place,
    voice: Voice,
    private readonly around: Surroundings,
    parts: Parts = OWN,
  ) {
    this.election = new Election(place, around.line.tell);
    this.packs = parts.packs(voice);
    this.manner = {
      ...voice,
      seconds: (calls, language) => this.packs.of(language)?.seconds(wording(calls)) ?? null,
    };
    this.stored = `luot.queue.${place.hall}.${place.zone ?? ""}`;
    this.queue = remembered(this.stored);
    this.speaker = parts.speaker((able) => {
      around.onAble(able);
      this.election.canSpeak(able);
    });
    void this.packs.prepare();
  }

  /** A call of the hall: said as soon as it is its turn, if it is this device that speaks. */
  call(moment: Moment): void {
    if (this.around.counters && !this.around.counters.includes(moment.counter.id)) return;
    this.leaveTrace(this.trace.filter((it) => it.ticket !== moment.ticket));
    this.keep(joined(this.queue, moment));
    this.speaker.look();
    // Clips that could not be had are asked for again when they are wanted, and at no other time.
    void this.packs.prepare();
    void this.go();
  }

  /** The hall as it is now: a call whose citizen is being served already is not said any more. */
  hall(board: Board): void {
    this.board = board;
    this.leaveTrace(this.trace.filter((it) => !overtaken(it, board)));
  }

  /** The line is there anew, or gone. What is being said is ended, unless another device begins it anew by now. */
  line(there: boolean): void {
    this.election.line(there);
    if (there) void this.go();
    else if (this.election.followed) this.speaker.hush();
  }

  /** Who speaks, and what was said: another device's calls are not owed any more. */
  voice(word: Speaking): void {
    if (!this.election.heard(word)) return;
    this.keep(unspoken(this.queue, word.spoken));
    this.leaveTrace(unspoken(this.trace, word.spoken));
    if (!word.speaking) this.speaker.hush();
    void this.go();
  }

  /** Once a minute, with the clock: what went unheard is told, and after some minutes told no more. */
  tick(): void {
    this.sweep();
    this.leaveTrace(this.trace.filter((it) => it.expires + TRACE_MS > this.around.now()));
  }

  /** Does it when nothing is being said, and says nothing before it has ended; calls that wait outlive a reload. */
  quietly(then: () => Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      this.afterwards = () => then().then(resolve, resolve);
      void this.go();
    });
  }

  private async go(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.afterwards || (await this.announce())) {
        const then = this.afterwards;
        this.afterwards = null;
        await then?.();
      }
    } finally {
      this.busy = false;
    }
  }

  /** One announcement, or as much of it as could be made; false when there is none to make here and now. */
  private async announce(): Promise<boolean> {
    await this.packs.ready();
    this.sweep();
    const { part } = this.election;
    if (part.kind === "ask" && this.queue.length > 0) this.lookAgain(part.ms);
    if (!this.speaker.able || (part.kind !== "speak" && part.kind !== "ring")) return false;
    if (this.forgotten()) return false;
    const manner: Manner = part.kind === "speak" ? this.manner : { ...this.manner, languages: [], chime: true };
    const begun = opening(this.queue, this.around.now(), manner);
    if (!begun) return false;
    this.underWay = begun.calls;
    this.keep(this.queue.filter((it) => !begun.calls.includes(it)));
    const through = await this.say(begun, manner);
    const owed = through ? [] : this.underWay.filter((it) => !this.queue.some((other) => other.ticket === it.ticket));
    this.underWay = [];
    this.keep([...owed, ...this.queue]);
    if (through) this.election.said(begun.calls.reduce<number[]>((all, it) => [...all, ...it.positions], []));
    return true;
  }

  /** The announcement, and as much of its repeat and its translation as whoever waits by then can wait for. */
  private async say(begun: Step, manner: Manner): Promise<boolean> {
    const said: Step[] = [];
    for (let step: Step | null = begun; step; step = following(said, this.queue, this.around.now(), manner)) {
      if (!(await this.play(step))) return false;
      said.push(step);
      this.sweep();
      // Without the line nobody knows who speaks by now: the call has been heard, and no more is added to it.
      if (this.election.part.kind === "wait" || this.answered(begun.calls)) break;
    }
    return true;
  }

  private async play(step: Step): Promise<boolean> {
    const looking = setInterval(() => this.forgotten(), LOOK_MS);
    const through = await this.speaker.play(this.sound(step));
    clearInterval(looking);
    return through;
  }

  /**
   * Whether by now another device may have been told to speak, of a line that nobody has called broken yet; it is ended.
   * The server gives a pinged screen up sooner than a screen does a server that has stopped to ping.
   */
  private forgotten(): boolean {
    const forgotten = this.election.followed && this.around.line.silence() >= FOLLOWED_AFTER_MS;
    if (forgotten) this.around.line.hangUp();
    return forgotten;
  }

  private answered(calls: readonly Call[]): boolean {
    const { board } = this;
    return board !== null && calls.every((it) => overtaken(it, board));
  }

  private sound({ calls, chime, language }: Step): Sound {
    const speech = language === null ? null : (this.packs.of(language)?.speech(wording(calls)) ?? null);
    return { chime, speech };
  }

  /** Drops what is no news any more; what expired unheard leaves a trace. */
  private sweep(): void {
    const now = this.around.now() - (this.election.part.kind === "wait" ? UNDER_WAY_ELSEWHERE_MS : 0);
    const current = this.queue.filter((it) => !this.answered([it]));
    const expired = current.filter((it) => it.expires <= now);
    this.keep(current.filter((it) => it.expires > now));
    // A screen that the browser keeps silent says so at its head, and does not know what others have said.
    if (this.speaker.able) this.leaveTrace([...expired, ...this.trace]);
  }

  private lookAgain(ms: number): void {
    if (this.looking) return;
    this.looking = true;
    setTimeout(() => {
      this.looking = false;
      void this.go();
    }, ms);
  }

  private keep(queue: Queue): void {
    this.queue = queue;
    remember(this.stored, [...this.underWay, ...queue]);
  }

  private leaveTrace(calls: readonly Call[]): void {
    if (calls.length === this.trace.length && calls.every((it, nth) => it === this.trace[nth])) return;
    this.trace = calls;
    this.around.onUnsaid(calls.map(({ label, counter }) => ({ label, counter: counter.number })));
  }
}

// A call is marked as heard of (live.ts) when it arrives, and is still owed until it is said: across a reload the queue
// is kept beside that mark, in the same storage, so that either both are there or none.

function remembered(name: string): Queue {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "[]") as Queue;
  } catch {
    return [];
  }
}

function remember(name: string, queue: Queue): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(queue));
  } catch {
    // Without storage the mark is lost as well, and a reload begins with the calls after the page's own snapshot.
  }
}
