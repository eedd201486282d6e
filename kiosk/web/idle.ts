// Nobody touches the screen: ask whether somebody is there, then make room for the next citizen.
import { setLanguage, language, type Language } from "../../server/web/shared/text";
import { isSpeaking } from "./speech";
import { change, home, state } from "./state";

const ASK_SECONDS = 20; // to answer "I need more time"
const UNPRINTED_SECONDS = 180; // no paper holds this number, so its screen does
const NUMBER_SECONDS = 15; // a printed number needs nothing more from its screen

let touched = Date.now();
let atRest: Language = "vi";
let limit = 60;

export function watchIdle(idleSeconds: number, restingLanguage: Language): void {
  limit = idleSeconds;
  atRest = restingLanguage;
  for (const kind of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(kind, touch, { capture: true, passive: true });
  }
  setInterval(tick, 1000);
}

/** While the question stands, only its answer counts: the dialog must not vanish under a finger. */
function touch(): void {
  if (state.countdown === null) touched = Date.now();
}

export function moreTime(): void {
  touched = Date.now();
  change({ countdown: null });
}

/** The next citizen finds the screen as everybody finds it. */
export function rest(): void {
  touched = Date.now();
  change({ modes: { larger: false, seated: false, contrast: false } });
  if (language() !== atRest) setLanguage(atRest);
  home();
}

function tick(): void {
  if (isSpeaking()) touch(); // who listens is there
  const seconds = (Date.now() - touched) / 1000;
  const patience = done() ? NUMBER_SECONDS : unprinted() ? Math.max(limit, UNPRINTED_SECONDS) : limit;
  if (atStart()) {
    if (seconds > limit && changed()) rest();
    return;
  }
  if (seconds < patience) return;
  const left = Math.ceil(patience + ASK_SECONDS - seconds);
  if (left <= 0) rest();
  else change({ countdown: left });
}

function atStart(): boolean {
  return state.screen.name === "home" && state.before.length === 0;
}

function done(): boolean {
  return state.screen.name === "number" && state.prints[state.screen.issued.print ?? ""] === "printed";
}

function unprinted(): boolean {
  if (state.screen.name !== "number") return false;
  const { print } = state.screen.issued;
  return print === null || state.prints[print] === "failed";
}

function changed(): boolean {
  return state.modes.larger || state.modes.seated || state.modes.contrast || language() !== atRest;
}
