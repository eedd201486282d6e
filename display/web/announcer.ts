// Announcements one after another: a second call never cuts off the first.
import type { Moment } from "../../server/web/shared/wire";

/** Something heard for a call; the promise ends when it is silent again. */
export type Sound = (call: Moment) => Promise<void>;

export class Announcer {
  private last: Promise<void> = Promise.resolve();

  /** `sounds` play in this order for each call (the chime ends before a voice begins); `now` is the server's clock in ms. */
  constructor(
    private readonly sounds: readonly Sound[],
    private readonly now: () => number,
  ) {}

  /** Queues a call; the promise ends when it has been announced, or was too old to be when its turn came. */
  announce(call: Moment): Promise<void> {
    this.last = this.last.then(() => this.play(call));
    return this.last;
  }

  private async play(call: Moment): Promise<void> {
    if (Date.parse(call.expires_at) <= this.now()) return;
    for (const sound of this.sounds) {
      try {
        await sound(call);
      } catch (mistake) {
        // A sound that fails must not silence the calls after it.
        console.error(mistake);
      }
    }
  }
}
