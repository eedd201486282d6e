// The phone tells of itself: bells and vibration while the page is open, for whoever has switched them on.
//
// A browser lets a page sound only after a touch, so the switch is that touch, and after a reload another one is
// asked for. Keeping the screen on needs HTTPS; where it is refused the page says so and goes on.
import { ringBells } from "../shared/bells";

export const RINGS = 5;
export const EVERY_MS = 4_000;
const CALL_BUZZ = [400, 150, 400];
const SOFT_BUZZ = [150];
const SOFT_LOUDNESS = 0.3;

type Sound = AudioContext;
type SoundClass = new () => Sound;

export interface Bell {
  /** What this phone can do; neither: no switch is offered. */
  readonly sounds: boolean;
  readonly buzzes: boolean;
  readonly on: boolean;
  /** Ringing until a touch, the end of the call or RINGS times. */
  readonly ringing: boolean;
  /** On, but silent until the page is touched. */
  readonly asleep: boolean;
  /** The screen is being kept on. */
  readonly awake: boolean;
  /** To be called by a touch. */
  turn(on: boolean): void;
  call(times?: number): void;
  soft(): void;
  hush(): void;
}

/** `kept`: the name its choice is kept by, for this turn and this tab; `changed`: something above is another. */
export function bellOf(kept: string, changed: () => void): Bell {
  const Sounds = soundClass();
  const buzzes = typeof navigator.vibrate === "function";
  let on = remembered(kept);
  let sound: Sound | undefined;
  let ringTimer: ReturnType<typeof setTimeout> | undefined;
  let playing: GainNode | undefined;
  let screen: { release(): Promise<void> } | undefined;
  let ringing = false;

  function wake(): void {
    if (!on) return;
    if (!sound && Sounds) {
      sound = new Sounds();
      sound.onstatechange = changed;
    }
    sound?.resume().then(changed, changed);
    keepScreenOn();
  }

  function keepScreenOn(): void {
    const lock = (navigator as Partial<Navigator>).wakeLock; // absent on plain HTTP
    if (!lock || screen || document.visibilityState !== "visible") return;
    lock.request("screen").then((held) => {
      if (!on) return void held.release();
      screen = held;
      held.onrelease = () => {
        screen = undefined; // the page went out of sight; `wake` asks again
        changed();
      };
      changed();
    }, changed);
  }

  function ring(loudness: number, buzz: number[]): void {
    if (buzzes) navigator.vibrate(buzz);
    if (!sound || sound.state !== "running") return;
    playing = sound.createGain();
    playing.gain.value = loudness;
    playing.connect(sound.destination);
    ringBells(sound, playing, sound.currentTime);
  }

  function ringOn(times: number): void {
    ring(1, CALL_BUZZ);
    ringTimer = setTimeout(() => (times > 1 ? ringOn(times - 1) : hush()), EVERY_MS);
  }

  function hush(): void {
    clearTimeout(ringTimer);
    if (!ringing) return;
    ringing = false;
    playing?.disconnect();
    if (buzzes) navigator.vibrate(0);
    changed();
  }

  // Any touch silences, and gives the page back the right to sound: some phones give it only once the finger is lifted.
  for (const touch of ["pointerdown", "click", "keydown"]) {
    addEventListener(touch, () => {
      hush();
      if (on && sound?.state !== "running") wake();
    });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  wake();

  return {
    sounds: Sounds !== undefined,
    buzzes,
    get on() {
      return on;
    },
    get ringing() {
      return ringing;
    },
    get asleep() {
      return on && Sounds !== undefined && sound?.state !== "running";
    },
    get awake() {
      return screen !== undefined;
    },
    turn(to) {
      on = to;
      remember(kept, to);
      if (on) {
        wake();
        // Heard at once: so loud will it be.
        sound?.resume().then(() => ring(1, SOFT_BUZZ), changed);
      } else {
        hush();
        void screen?.release();
      }
      changed();
    },
    call(times = RINGS) {
      if (!on) return;
      hush();
      ringing = true;
      ringOn(times);
      changed();
    },
    soft() {
      if (on && !ringing) ring(SOFT_LOUDNESS, SOFT_BUZZ);
    },
    hush,
  };
}

/** Safari of 2020 knows it by its old name. */
function soundClass(): SoundClass | undefined {
  const known = window as { AudioContext?: SoundClass; webkitAudioContext?: SoundClass };
  return known.AudioContext ?? known.webkitAudioContext;
}

function remembered(name: string): boolean {
  try {
    return sessionStorage.getItem(name) === "on";
  } catch {
    return false;
  }
}

function remember(name: string, on: boolean): void {
  try {
    sessionStorage.setItem(name, on ? "on" : "off");
  } catch {
    // Without storage the choice lasts until the next reload.
  }
}
