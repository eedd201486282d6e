// Ringing: two tones and a buzz when somebody new asks for help, and again while nobody has gone there.
const AGAIN_MS = 20_000;
const TONES_HZ = [880, 659];
const TONE_S = 0.22;

let audio: AudioContext | null = null;
let known = new Set<string>();
let again: ReturnType<typeof setInterval> | undefined;

/** Browsers let a page sound only after somebody has touched it: the first touch anywhere is enough. */
export function readyToRing(changed: () => void): void {
  const unlock = () => {
    audio ??= new AudioContext();
    void audio.resume().then(changed);
  };
  addEventListener("pointerdown", unlock, { once: true });
  addEventListener("keydown", unlock, { once: true });
}

export function isReady(): boolean {
  return audio?.state === "running";
}

/** Takes who asks for help now; only somebody new rings at once. */
export function hear(calls: readonly string[]): void {
  const fresh = calls.some((it) => !known.has(it));
  known = new Set(calls);
  if (fresh) ring();
  if (fresh || calls.length === 0) {
    clearInterval(again);
    again = calls.length === 0 ? undefined : setInterval(ring, AGAIN_MS);
  }
}

function ring(): void {
  navigator.vibrate?.([200, 100, 200]);
  if (audio === null || audio.state !== "running") return;
  for (const [turn, hertz] of TONES_HZ.entries()) tone(audio, hertz, audio.currentTime + turn * TONE_S);
}

function tone(on: AudioContext, hertz: number, at: number): void {
  const source = on.createOscillator();
  const volume = on.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.4, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_S);
  source.connect(volume).connect(on.destination);
  source.start(at);
  source.stop(at + TONE_S);
}
