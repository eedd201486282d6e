// A language's clips: fetched once, whole, so that a call needs no network; cut only when something is said.
import type { Phrase } from "./wording";

/** Between two phrases, in seconds: where a speaker draws breath. */
const BREATH = 0.08;
/** A pack beyond this (bytes) is no pack: all of a language's clips are a tenth. */
const LARGEST = 64_000_000;
const FULL_SCALE = 32_768;

interface Contents {
  rate: number;
  /** By clip: its first sample, and how many. */
  clips: Record<string, [number, number]>;
}

/** Speech ready to be played: mono samples from -1 to 1. */
export interface Speech {
  rate: number;
  samples: Float32Array<ArrayBuffer>;
}

export class Pack {
  private constructor(
    private readonly rate: number,
    private readonly clips: ReadonlyMap<string, [number, number]>,
    private readonly samples: Int16Array,
  ) {}

  /** Reads a pack as the server sends it (server/luot_server/voice/pack.py). Throws where it is cut short or no pack at all. */
  static read(bytes: ArrayBuffer): Pack {
    if (bytes.byteLength < 4 || bytes.byteLength > LARGEST) throw new Error("A pack of clips has an impossible size.");
    const length = new DataView(bytes).getUint32(0, true);
    if (4 + length > bytes.byteLength) throw new Error("A pack of clips ends in its table.");
    const contents = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as Contents;
    const begin = 4 + length + (length % 2);
    // Every browser this is built for is little-endian, as the pack is.
    const samples = new Int16Array(bytes, begin, Math.max(0, Math.floor((bytes.byteLength - begin) / 2)));
    if (!(contents.rate >= 8_000 && contents.rate <= 96_000)) throw new Error("A pack of clips has no usable rate.");
    const clips = new Map(Object.entries(contents.clips));
    clips.forEach(([from, count], name) => {
      if (!(from >= 0 && count > 0 && from + count <= samples.length)) throw new Error(`The clip "${name}" is cut short.`);
    });
    return new Pack(contents.rate, clips, samples);
  }

  /** How long these phrases take (s); null where a clip is missing. */
  seconds(phrases: readonly Phrase[]): number | null {
    const count = this.count(phrases);
    return count === null ? null : count / this.rate;
  }

  /** The phrases as one piece of sound, so that nothing can come between two clips; null where one is missing. */
  speech(phrases: readonly Phrase[]): Speech | null {
    const count = this.count(phrases);
    if (count === null) return null;
    const samples = new Float32Array(count);
    let at = 0;
    phrases.forEach((phrase, nth) => {
      if (nth > 0) at += this.breath;
      for (const name of phrase) at = this.copy(name, samples, at);
    });
    return { rate: this.rate, samples };
  }

  private copy(name: string, to: Float32Array, at: number): number {
    const [from, count] = this.clips.get(name) ?? [0, 0];
    for (let nth = 0; nth < count; nth++) to[at + nth] = (this.samples[from + nth] ?? 0) / FULL_SCALE;
    return at + count;
  }

  private count(phrases: readonly Phrase[]): number | null {
    let count = this.breath * Math.max(0, phrases.length - 1);
    for (const phrase of phrases) {
      for (const name of phrase) {
        const clip = this.clips.get(name);
        if (!clip) return null;
        count += clip[1];
      }
    }
    return count;
  }

  private get breath(): number {
    return Math.round(BREATH * this.rate);
  }
}
