// A new screen makes itself known: the manager's code, typed with a keyboard or with a remote control's arrows and OK.
import "./enrol.css";
import { html, nothing, render, type TemplateResult } from "lit-html";
import { api, Problem } from "../../server/web/shared/api";
import { keepDevice, type Device } from "../../server/web/shared/device";
import { stage } from "../../server/web/shared/shell";
import type { Both } from "../../server/web/shared/text";
import { lead, myScreen } from "./led";
import { both, twice } from "./words";

/** What codes are made of; nobody takes one of these for another on a screen or by telephone. */
const LETTERS = [..."ACDEFGHJKMNPQRTUVWXY34679"];
const LENGTH = 8;
const ACROSS = 9;
const AGAIN_MS = 5_000;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ACROSS, ArrowDown: ACROSS };

let code = "";
let said: Both | null = location.hash === "#withdrawn" ? both("display.token_withdrawn") : null;
let busy = false;

// Of the window: a tap beside the keys takes the focus from all of them, and a remote control has nothing to bring it back.
addEventListener("keydown", pressed);
void begin();

/** A device that is known goes to its screen; one that cannot ask waits for the line, for it may be known. */
async function begin(): Promise<void> {
  const to = await myScreen();
  if (to === "silent") {
    render(html`<p class="enrol__wait" role="status">${twice(both("display.enrol_offline"))}</p>`, stage());
    setTimeout(() => void begin(), AGAIN_MS);
  } else if (to === "unknown") {
    draw();
    keys()[0]?.focus();
  } else lead(to);
}

function draw(): void {
  render(view(), stage());
}

function view(): TemplateResult {
  return html`
    <main class="enrol">
      <h1>${twice(both("display.enrol"))}</h1>
      <p class="enrol__how">${twice(both("display.enrol_how"))}</p>
      <p class="enrol__code" role="status" aria-label=${code ? [...code].join(" ") : both("display.enrol_empty").vi}>
        ${Array.from({ length: LENGTH }, (_, at) => html`<span class=${at === code.length ? "next" : nothing}>${code[at] ?? ""}</span>`)}
      </p>
      <p class="enrol__said" role="alert">${said === null ? nothing : twice(said)}</p>
      <div class="enrol__keys">
        ${LETTERS.map((it) => html`<button type="button" @click=${() => add(it)}>${it}</button>`)}
        <button type="button" class="wide" @click=${takeBack}>${twice(both("display.enrol_back"))}</button>
      </div>
    </main>
  `;
}

function pressed(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const letter = event.key.toUpperCase();
  if (step !== undefined) go(step);
  else if (event.key === "Backspace") takeBack();
  else if (LETTERS.includes(letter) && !event.ctrlKey && !event.altKey && !event.metaKey) add(letter);
  else return;
  event.preventDefault();
}

function go(step: number): void {
  const all = keys();
  const here = all.indexOf(document.activeElement as HTMLElement);
  all[here < 0 ? 0 : Math.min(here + step, all.length - 1)]?.focus();
}

function add(letter: string): void {
  if (busy || code.length === LENGTH) return;
  code += letter;
  said = null;
  draw();
  if (code.length === LENGTH) void enrol();
}

function takeBack(): void {
  if (busy) return;
  code = code.slice(0, -1);
  draw();
}

async function enrol(): Promise<void> {
  busy = true;
  try {
    const it = await api.post<Device & { kind: string }>("/devices/enrolments", { code });
    if (it.kind !== "display") said = both("display.enrol_other", { name: it.name });
    else if (keepDevice(it)) return await begin();
    else said = both("display.enrol_kept_nothing");
  } catch (problem) {
    said = sentence(problem);
  }
  busy = false;
  code = "";
  draw();
}

function sentence(problem: unknown): Both {
  const status = problem instanceof Problem ? problem.status : 0;
  if (status === 422) return both("display.enrol_wrong");
  return status === 429 ? both("display.enrol_often") : both("display.enrol_offline");
}

function keys(): HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>(".enrol__keys button"));
}
