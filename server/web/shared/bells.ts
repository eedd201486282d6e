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
const ATTACK = 0.008;

/** How long the chime is heard, in seconds. */
export const BELLS_SECONDS = 1.9;

/** Rings at `at` seconds of the context's clock, into `out`. The tone that ends last, whose `ended` tells that it has. */
export function ringBells(context: BaseAudioContext, out: AudioNode, at: number): AudioScheduledSourceNode {
  const tones = BELLS.map(({ hertz, after }) => ring(context, out, hertz, at + after));
  return tones[tones.length - 1] as AudioScheduledSourceNode;
}

/** One bell; its pitch itself, the first partial, is heard longest. */
function ring(context: BaseAudioContext, out: AudioNode, hertz: number, at: number): AudioScheduledSourceNode {
  const tones = PARTIALS.map(([multiple, loudness, seconds]) => {
    const tone = context.createOscillator();
    const fade = context.createGain();
    tone.frequency.value = hertz * multiple;
    fade.gain.setValueAtTime(0, at);
    fade.gain.linearRampToValueAtTime(loudness, at + ATTACK);
    fade.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    tone.connect(fade);
    fade.connect(out);
    tone.start(at);
    tone.stop(at + seconds);
    return tone;
  });
  return tones[0] as AudioScheduledSourceNode;
}
