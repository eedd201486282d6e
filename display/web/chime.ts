// The chime: two bells a minor third apart, made here, so there is no sound file to fetch.

const BELLS = [
  { hertz: 659.26, after: 0 },
  { hertz: 554.37, after: 0.42 },
];
// A bell is a few partials that fade at different speeds: [multiple of the pitch, loudness, seconds until silent].
const PARTIALS = [
  [1, 0.5, 1.4],
  [2, 0.16, 0.9],
  [3.01, 0.06, 0.5],
] as const;
const SECONDS = 1.9;
const ATTACK = 0.008;

export class Chime {
  private context: AudioContext | null = null;
  private blocked = false;

  /** `onBlocked(true)` when the browser wants a touch before it lets a page be heard, `(false)` once it had one. */
  constructor(private readonly onBlocked: (blocked: boolean) => void) {
    addEventListener("pointerdown", () => void this.wake());
    addEventListener("keydown", () => void this.wake());
    void this.wake();
  }

  /** Ends when the chime has faded; at once when the browser keeps the page silent. */
  async play(): Promise<void> {
    const context = this.context;
    if (!context || context.state !== "running") return;
    const bus = context.createGain();
    bus.gain.value = 0.7;
    bus.connect(context.destination);
    for (const { hertz, after } of BELLS) ring(context, bus, hertz, context.currentTime + 0.02 + after);
    await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
    bus.disconnect();
  }

  private async wake(): Promise<void> {
    this.context = this.context ?? new AudioContext();
    this.context.onstatechange = () => this.tell();
    // Where sound is not allowed yet, resume() stays unanswered until it is; the state says which.
    void this.context.resume();
    await new Promise((resolve) => setTimeout(resolve, 300));
    this.tell();
  }

  private tell(): void {
    const blocked = this.context?.state !== "running";
    if (blocked === this.blocked) return;
    this.blocked = blocked;
    this.onBlocked(blocked);
  }
}

function ring(context: AudioContext, bus: AudioNode, hertz: number, at: number): void {
  for (const [multiple, loudness, seconds] of PARTIALS) {
    const tone = context.createOscillator();
    const fade = context.createGain();
    tone.frequency.value = hertz * multiple;
    fade.gain.setValueAtTime(0, at);
    fade.gain.linearRampToValueAtTime(loudness, at + ATTACK);
    fade.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    tone.connect(fade);
    fade.connect(bus);
    tone.start(at);
    tone.stop(at + seconds);
  }
}
