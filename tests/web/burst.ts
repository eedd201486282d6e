// An announcer in a browser, on an audio graph that is rendered as fast as the machine can: bundled for test_voice_clock.py.
import { Announcer } from "../../display/web/announcer";
import { Pack } from "../../display/web/pack";
import { Speaker } from "../../display/web/speaker";
import type { Moment } from "../../server/web/shared/wire";

const RATE = 8_000;
/** The graph stops so often (s) for the page to do what it does meanwhile; less than the rest between two sounds. */
const STEP = 0.25;
const PLACE = { hall: "DL-22015", zone: null };

interface Said {
  at: number;
  until: number;
}

/** Plays the moments (by their `at`, ms) for so many seconds; each sound by the graph's clock, and the numbers told as said. */
async function play(moments: Moment[], clips: Record<string, number>, seconds: number): Promise<object> {
  const graph = new OfflineAudioContext(1, seconds * RATE, RATE);
  const said: Said[] = [];
  const spoken: number[] = [];
  const unsaid: string[] = [];
  Object.assign(window, { AudioContext: contextOf(graph) });
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (at = 0) {
    said.push({ at, until: at + (this.buffer?.duration ?? 0) });
    start.call(this, at);
  };
  const announcer = new Announcer(
    PLACE,
    { languages: ["vi"], times: 2, chime: true, packs: { vi: "vi", en: null } },
    {
      counters: null,
      line: {
        tell: (event, it) => void (event === "spoken" && spoken.push(...(it as { positions: number[] }).positions)),
        silence: () => 0,
        hangUp: () => undefined,
      },
      now: () => graph.currentTime * 1000,
      onAble: () => undefined,
      onUnsaid: (calls) => unsaid.push(...calls.map((it) => it.label)),
    },
    {
      speaker: (onAble) => new Speaker(onAble),
      packs: () => ({ of: () => packOf(clips), prepare: () => Promise.resolve(), ready: () => Promise.resolve() }),
    },
  );
  announcer.line(true);
  announcer.voice({ ...PLACE, speaking: true, alone: true, spoken: [] });
  const waiting = [...moments];
  const step = async () => {
    for (let it = waiting[0]; it && Date.parse(it.at) <= graph.currentTime * 1000; it = waiting[0]) announcer.call(waiting.shift() as Moment);
    // What the graph has ended is told in tasks of their own.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
    if (graph.currentTime + STEP < seconds) void graph.suspend(graph.currentTime + STEP).then(step);
    void graph.resume();
  };
  void graph.suspend(0).then(step);
  const heard = (await graph.startRendering()).getChannelData(0);
  return { said, spoken, unsaid, loudest: heard.reduce((most, it) => Math.max(most, it), 0) };
}

/** What the speaker takes for the browser's live context. */
function contextOf(graph: OfflineAudioContext): unknown {
  return function () {
    return new Proxy(graph, {
      get(it, name) {
        if (name === "state") return "running";
        if (name === "resume") return () => Promise.resolve();
        const value: unknown = Reflect.get(it, name);
        return typeof value === "function" ? (value as () => unknown).bind(it) : value;
      },
      set: () => true,
    });
  };
}

let made: Pack | null = null;

/** Clips of these lengths (s), each a steady level. */
function packOf(lengths: Record<string, number>): Pack {
  if (made) return made;
  const clips: Record<string, [number, number]> = {};
  let count = 0;
  for (const [name, seconds] of Object.entries(lengths)) {
    clips[name] = [count, Math.round(seconds * RATE)];
    count += Math.round(seconds * RATE);
  }
  let json = JSON.stringify({ rate: RATE, clips });
  json += " ".repeat(json.length % 2);
  const bytes = new ArrayBuffer(4 + json.length + 2 * count);
  new DataView(bytes).setUint32(0, json.length, true);
  new Uint8Array(bytes).set(new TextEncoder().encode(json), 4);
  new Int16Array(bytes, 4 + json.length).fill(8_192);
  made = Pack.read(bytes);
  return made;
}

Object.assign(window, { play });
