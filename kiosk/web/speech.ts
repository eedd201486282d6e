// Spoken guidance: what stands on the screen read aloud in its order, so that the screen is its own caption.
import { Problem, local } from "./local";
import { change } from "./state";
import { t } from "./words";

const MOST = 600; // characters the kiosk's process speaks at once
const READ = "h1, h2, p, dt, dd, li, .answer, .take, .button";
const NUMBER = /\b(?:K\d+-)?[A-Z]{1,2}\d{3,}\b/g; // a label is said letter by letter, digit by digit

let able = false;
let speaking = false;
let context: AudioContext | null = null;
let sounding: AudioBufferSourceNode | null = null;
let reading = 0; // what comes back for a reading that was stopped is nobody's

/** `installed`: this device can speak; without it there is no button. Any tap ends what is being read. */
export function prepareSpeech(installed: boolean): void {
  able = installed;
  document.addEventListener("pointerdown", ended, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hush(), { capture: true });
}

export function canSpeak(): boolean {
  return able;
}

export function isSpeaking(): boolean {
  return speaking;
}

/** Reads the screen, or stops reading it. */
export function listen(): void {
  if (speaking) hush();
  else void read(joined(wordsOf(document.querySelector("main"))));
}

export function hush(): void {
  if (!speaking) return;
  reading += 1;
  speaking = false;
  sounding?.stop();
  sounding = null;
  change({});
}

function ended(event: Event): void {
  if (!(event.target as Element | null)?.closest("[data-action=listen]")) hush();
}

async function read(parts: string[]): Promise<void> {
  const mine = ++reading;
  speaking = true;
  change({});
  try {
    context ??= new AudioContext();
    await context.resume();
    let coming = parts[0] === undefined ? null : local.speech(parts[0]);
    for (let next = 1; coming !== null && mine === reading; next += 1) {
      const sound = await context.decodeAudioData(await coming);
      const part = parts[next];
      coming = part === undefined ? null : local.speech(part); // fetched while the one before sounds
      coming?.catch(() => undefined);
      if (mine === reading) await play(context, sound);
    }
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof DOMException)) throw error; // mute: the words still stand there
  } finally {
    if (mine === reading) hush();
  }
}

function play(on: AudioContext, sound: AudioBuffer): Promise<void> {
  return new Promise((done) => {
    sounding = on.createBufferSource();
    sounding.buffer = sound;
    sounding.connect(on.destination);
    sounding.onended = () => done();
    sounding.start();
  });
}

/** The question, what stands under it, then the answers by their order; pages that are not shown are not read. */
function wordsOf(screen: Element | null): string[] {
  let nth = 0;
  const sentences = Array.from(screen?.querySelectorAll<HTMLElement>(READ) ?? [], (it) => {
    if (it.getClientRects().length === 0 || it.closest("[aria-hidden=true]") || (it as HTMLButtonElement).disabled) return "";
    const words = spoken((it.querySelector(".answer__name") ?? it).textContent ?? "");
    return it instanceof HTMLButtonElement && words ? t("screen.spoken_answer", { n: (nth += 1), name: words }) : words;
  });
  return sentences.filter(Boolean).map((it) => (/[.?!…:]$/.test(it) ? it : `${it}.`));
}

function spoken(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(NUMBER, (label) => Array.from(label.replace("-", "")).join(" "))
    .replace(/(\d)–(?=\d)/g, (_, low: string) => `${low} ${t("screen.spoken_to")} `);
}

/** As many sentences at once as may be; an endless one is cut off. */
function joined(sentences: string[]): string[] {
  const parts: string[] = [];
  let part = "";
  for (const sentence of sentences) {
    if (part && part.length + sentence.length >= MOST) {
      parts.push(part);
      part = "";
    }
    part = `${part} ${sentence}`.trim().slice(0, MOST);
  }
  return part ? [...parts, part] : parts;
}
