// The keyboard: a clerk's hands stay on it all day. The keys are printed on the buttons.
import type { Issuing } from "./issue";
import { RESULTS, type Doing, type Model } from "./model";
import type { Drawn } from "./words";

/** First letters of the Vietnamese words where they are free: Vắng mặt, Giữ, Đính chính; the others as clerks know them. */
export const KEY: Partial<Record<Drawn, string>> = {
  start: "S",
  recall: "R",
  no_show: "V",
  finish: "F",
  park: "G",
  requeue: "Q",
  transfer: "C",
  undo: "Z",
  correct: "D",
};

/** For “số mới”: the letters of “Cấp số” are taken. */
export const ISSUE_KEY = "N";
export const GUIDANCE_KEY = "F2";

export function listen(model: Model, doing: Doing): void {
  // A button pressed with the mouse gives the keyboard back, or the next Enter would press it again.
  addEventListener("click", (event) => {
    if (event.detail > 0 && event.target instanceof Element) event.target.closest("button")?.blur();
  });
  addEventListener("keydown", (event) => {
    if (event.repeat || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && inTheMiddle(model)) return doing.change({ asking: null, correcting: null, issuing: null, finding: null });
    if (event.ctrlKey) {
      if (event.key === "Enter") void (model.correcting ? doing.saveCorrection() : model.issuing ? doing.issue() : doing.finish());
      return;
    }
    if (model.issuing && !model.asking && !model.busy && pressedIssuing(event, model.issuing, doing)) return event.preventDefault();
    if (model.busy || inTheMiddle(model) || !model.desk || isTyping(event.target)) return;
    if (pressed(event.key, event.target, model, doing)) event.preventDefault();
  });
}

/** A panel is open that has fields of its own. */
function inTheMiddle({ asking, correcting, issuing }: Model): boolean {
  return asking !== null || correcting !== null || issuing !== null;
}

/** Two keys of the panel's own; a letter would be text in one of its fields. */
function pressedIssuing({ key, target }: KeyboardEvent, { given }: Issuing, doing: Doing): boolean {
  if (given && key === "Enter" && !isControl(target)) doing.change({ issuing: null });
  else if (!given && key === GUIDANCE_KEY) void doing.issueGuidance();
  else return false;
  return true;
}

function pressed(key: string, target: EventTarget | null, model: Model, doing: Doing): boolean {
  const { counter, current } = model.desk!;
  if (key === "Enter" || key === " ") return !isControl(target) && primary(model, doing);
  const letter = key.toUpperCase();
  if (letter === "P" && counter.state === "open") {
    doing.change({ asking: { kind: "pause", error: false } });
    return true;
  }
  if (letter === ISSUE_KEY && counter.state !== "closed") {
    void doing.openIssue();
    return true;
  }
  if (!current) return false;
  if (model.draft && /^[1-6]$/.test(key)) {
    const result = RESULTS[Number(key) - 1];
    if (result) doing.change({ draft: { ...model.draft, result } });
    return true;
  }
  const action = (Object.keys(KEY) as Drawn[]).find((it) => KEY[it] === letter && current.actions.includes(it));
  if (!action) return false;
  void (action === "finish" ? doing.finish() : doing.act(action, current));
  return true;
}

/** Enter and the space bar press the large button, except to finish: an outcome is said on purpose. */
function primary(model: Model, doing: Doing): boolean {
  const { counter, current } = model.desk!;
  if (counter.state === "closed") void doing.openCounter();
  else if (!current) void (counter.state === "paused" ? doing.resume() : doing.callNext());
  else if (current.actions.includes("start")) void doing.act("start", current);
  else return false;
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && target.type !== "radio" && target.type !== "checkbox";
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, input, textarea, select") !== null;
}
