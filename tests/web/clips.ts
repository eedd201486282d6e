// Packs made here: each clip is a few samples of a value of its own, by which it is known again when it is played.
import type { Speech } from "../../display/web/pack";

export const RATE = 8_000;
const LENGTH = 2;
const STEP = 64;

const OPENINGS = ["normal", "priority", "recall", "last", "to", "and", "collect_end"];
const COUNTERS = Array.from({ length: 99 }, (_, nth) => `n${nth + 1}`);
export const EVERY = [...OPENINGS, ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", ...COUNTERS];

/** A pack as the server sends it; `cut`: bytes missing at its end. */
export function packed(names: readonly string[], { rate = RATE, length = LENGTH, cut = 0 } = {}): ArrayBuffer {
  const clips: Record<string, [number, number]> = {};
  names.forEach((name, nth) => (clips[name] = [nth * length, length]));
  const json = new TextEncoder().encode(JSON.stringify({ rate, clips }));
  const begin = 4 + json.length + (json.length % 2);
  const bytes = new ArrayBuffer(begin + 2 * length * names.length);
  const view = new DataView(bytes);
  view.setUint32(0, json.length, true);
  new Uint8Array(bytes).set(json, 4);
  names.forEach((_, nth) => {
    for (let at = 0; at < length; at++) view.setInt16(begin + 2 * (nth * length + at), (nth + 1) * STEP, true);
  });
  return bytes.slice(0, bytes.byteLength - cut);
}

/** The clips in a piece of speech, by name, of a pack of these. */
export function names({ samples }: Speech, of: readonly string[] = EVERY): string {
  const values = Array.from(samples).filter((it) => it !== 0);
  const heard = values.filter((_, nth) => nth % LENGTH === 0);
  return heard.map((it) => of[Math.round((it * 32_768) / STEP) - 1]).join(" ");
}
