// When the browser lets the page be heard, and the chime.
import { BELLS_SECONDS, ringBells } from "../../server/web/shared/bells";

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
    ringBells(context, bus, context.currentTime + 0.02);
    await new Promise((resolve) => setTimeout(resolve, BELLS_SECONDS * 1000));
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
