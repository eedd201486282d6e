// The loudspeaker: one stretch of sound after the other on the audio clock, and whether the page may be heard at all.
import { BELLS_SECONDS, ringBells } from "../../server/web/shared/bells";
import type { Speech } from "./pack";
import { REST } from "./plan";

/** Between asking for a sound and its beginning (s): a slow television needs this long to have it ready. */
const LEAD = 0.05;
const CHIME_LOUDNESS = 0.7;
/** A sound told to be silent fades so fast (s) that it is over at once, and without a crack. */
const FADE = 0.03;
/** How long (s) after a sound should have ended its clock is looked at: one that has moved is slow, another stands still. */
const OVERDUE = 2;

export interface Sound {
  chime: boolean;
  speech: Speech | null;
}

interface Sounding {
  out: GainNode;
  watch: ReturnType<typeof setTimeout> | undefined;
  end(through: boolean): void;
}

export class Speaker {
  private context: AudioContext | null = null;
  private told: boolean | null = null;
  /** The audio clock as it stood still (s), although the browser says it runs: a sound device that has gone. */
  private stuckAt: number | null = null;
  private free = 0;
  private sounding: Sounding | null = null;

  /** `onAble(false)` when the browser wants a touch before it lets the page be heard, or takes the sound away. */
  constructor(private readonly onAble: (able: boolean) => void) {
    addEventListener("pointerdown", () => void this.wake());
    addEventListener("keydown", () => void this.wake());
    void this.wake();
  }

  get able(): boolean {
    return this.context?.state === "running" && this.stuckAt === null;
  }

  /** Plays the chime, then the speech, after whatever sounded before; true when all of it was heard. */
  play({ chime, speech }: Sound): Promise<boolean> {
    const context = this.context;
    if (!context || !this.able) return Promise.resolve(false);
    const out = context.createGain();
    out.connect(context.destination);
    let at = Math.max(context.currentTime + LEAD, this.free);
    let last: AudioScheduledSourceNode | null = null;
    if (chime) {
      last = ringBells(context, this.quieter(context, out), at);
      at += BELLS_SECONDS;
    }
    if (speech) {
      last = speak(context, speech, out, at);
      at += speech.samples.length / speech.rate;
    }
    this.free = at + REST;
    return last ? this.ended(context, last, at, out) : Promise.resolve(true);
  }

  /** Ends at once what sounds: another device speaks now, and says it again whole. */
  hush(): void {
    const { context, sounding } = this;
    if (!context || !sounding) return;
    sounding.out.gain.setTargetAtTime(0, context.currentTime, FADE / 3);
    this.free = context.currentTime + FADE;
    sounding.end(false);
  }

  /** Looks whether a clock that stood still goes again; asked for at a call, so that nothing runs between calls. */
  look(): void {
    if (this.stuckAt === null || this.context?.currentTime === this.stuckAt) return;
    this.stuckAt = null;
    this.tell();
  }

  private ended(context: AudioContext, last: AudioScheduledSourceNode, at: number, out: GainNode): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (through: boolean) => {
        if (this.sounding !== sounding) return;
        this.sounding = null;
        clearTimeout(sounding.watch);
        // A sound cut short must not go on when a suspended context does.
        if (through || context.state !== "running") out.disconnect();
        else setTimeout(() => out.disconnect(), FADE * 5_000);
        resolve(through);
      };
      const sounding: Sounding = { out, watch: undefined, end };
      this.sounding = sounding;
      this.watch(sounding, context, at);
      last.onended = () => end(true);
    });
  }

  private watch(sounding: Sounding, context: AudioContext, at: number): void {
    const before = context.currentTime;
    sounding.watch = setTimeout(
      () => {
        if (context.currentTime >= at) sounding.end(true);
        else if (context.currentTime > before) this.watch(sounding, context, at);
        else this.stuck(context);
      },
      (at - before + OVERDUE) * 1000,
    );
  }

  private stuck(context: AudioContext): void {
    this.stuckAt = context.currentTime;
    this.tell();
  }

  private quieter(context: AudioContext, out: AudioNode): GainNode {
    const chime = context.createGain();
    chime.gain.value = CHIME_LOUDNESS;
    chime.connect(out);
    return chime;
  }

  private async wake(): Promise<void> {
    this.look();
    if (this.able) return;
    this.context = this.context ?? new AudioContext();
    this.context.onstatechange = () => this.tell();
    // Where sound is not allowed yet, resume() stays unanswered until it is; the state says which.
    void this.context.resume();
    await new Promise((resolve) => setTimeout(resolve, 300));
    this.tell();
  }

  private tell(): void {
    const { able } = this;
    if (!able) this.sounding?.end(false);
    if (able === this.told) return;
    this.told = able;
    this.onAble(able);
  }
}

function speak(context: AudioContext, { rate, samples }: Speech, out: AudioNode, at: number): AudioScheduledSourceNode {
  const buffer = context.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(out);
  source.start(at);
  return source;
}
