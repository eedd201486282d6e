// What the hall sees: the last call, every counter, who waits, and whether the screen still knows.
import { html, nothing, type TemplateResult } from "lit-html";
import { cells } from "../../server/web/shared/cells";
import { hourMinute, type HallClock } from "../../server/web/shared/time";
import type { Board, Call, Expected, Hours } from "../../server/web/shared/wire";
import type { Both } from "../../server/web/shared/text";
import { both, twice } from "./words";

export interface View {
  board: Board;
  name: Both;
  hours: readonly Hours[];
  clock: HallClock;
  line: "good" | "lost" | "refused";
  soundBlocked: boolean;
}

/** Notices that fit above the bottom line without taking the call's room. */
const NOTICES = 2;
const EARLIER = 4;

type Counter = Board["counters"][number];
type Waiting = Board["waiting"][number];

export function board(view: View): TemplateResult {
  const { calls, counters, waiting, notices } = view.board;
  return html`<div class="hall">
    ${view.line === "good" ? header(view) : trouble(view.line)}
    <main class="calls">${lastCall(calls[0])} ${earlier(calls.slice(1, 1 + EARLIER))}</main>
    ${counterList(counters, calls[0])}
    <footer class="foot">
      ${notices.length > 0
        ? html`<ul class="notices">
            ${notices.slice(0, NOTICES).map((it) => html`<li>${twice(it)}</li>`)}
          </ul>`
        : nothing}
      <div class="waits">
        ${fieldList(waiting)} ${time(view.clock)}
      </div>
    </footer>
  </div>`;
}

function header({ name, hours, soundBlocked }: View): TemplateResult {
  const spans = hours.map((it) => `${clockTime(it.opens)}–${clockTime(it.closes)}`).join(", ");
  return html`<header class="head">
    <h1>${name.vi}</h1>
    ${soundBlocked
      ? html`<p class="sound">${twice(both("display.sound_blocked"))}</p>`
      : spans
        ? html`<p class="open">${twice(both("display.hours", { hours: spans }))}</p>`
        : nothing}
  </header>`;
}

function trouble(line: "lost" | "refused"): TemplateResult {
  const words = line === "lost" ? both("display.offline") : both("display.refused");
  return html`<header class="head trouble" role="alert"><p>${twice(words)}</p></header>`;
}

function lastCall(call: Call | undefined): TemplateResult {
  if (!call) {
    return html`<section class="last none">
      <p class="welcome">${twice(both("display.no_calls"))}</p>
      <p class="hint">${twice(both("display.no_calls_hint"))}</p>
    </section>`;
  }
  return html`<section class="last" aria-live="assertive">
    <p class="caption">
      ${twice(both("display.calling"))}${call.times > 1
        ? html`<span class="times">${twice(both("display.times", { n: call.times }))}</span>`
        : nothing}
    </p>
    <p class="label ${fit(call.label)}">${call.label}</p>
    <p class="go"><span class="words">${twice(both("display.go_to"))}</span><span class="number">${call.counter.number}</span></p>
  </section>`;
}

/** Labels are 4 characters, 5 after A999, up to 10 when a kiosk issued them offline: each as large as it fits. */
function fit(label: string): string {
  if (label.length <= 4) return "";
  if (label.length === 5) return "long";
  return label.length <= 8 ? "longer" : "longest";
}

function earlier(calls: readonly Call[]): TemplateResult | typeof nothing {
  if (calls.length === 0) return nothing;
  return html`<section class="earlier">
    <h2>${twice(both("display.earlier"))}</h2>
    <ol>
      ${calls.map((it) => html`<li>${cells(it.label)} <span class="to">→ ${it.counter.number}</span></li>`)}
    </ol>
  </section>`;
}

function counterList(counters: readonly Counter[], last: Call | undefined): TemplateResult {
  return html`<section class="counters ${columns(counters.length)}">
    <h2><span>${twice(both("display.counter"))}</span><span>${twice(both("display.serving"))}</span></h2>
    <ul>
      ${counters.map((it) => counterRow(it, last))}
    </ul>
  </section>`;
}

function columns(count: number): string {
  return count <= 8 ? "one" : count <= 18 ? "two" : count <= 36 ? "three" : "five";
}

function counterRow(counter: Counter, last: Call | undefined): TemplateResult {
  const calling = last !== undefined && counter.label === last.label && counter.id === last.counter.id;
  return html`<li class="${calling ? "calling" : ""} ${counter.state}">
    <b class="number">${counter.number}</b>
    ${counter.label ? html`<b class="serving">${cells(counter.label)}</b>` : html`<span class="state">${twice(condition(counter))}</span>`}
  </li>`;
}

function condition({ state }: Counter): Both {
  if (state === "open") return both("display.open");
  return state === "paused" ? both("display.paused") : both("display.closed");
}

function fieldList(waiting: readonly Waiting[]): TemplateResult {
  if (waiting.length === 0) return html`<p class="nobody">${twice(both("display.nobody_waits"))}</p>`;
  return html`<section class="fields ${waiting.length > 8 ? "many" : waiting.length > 4 ? "some" : "few"}">
    <h2 class="visually-hidden">${twice(both("display.waiting"))}</h2>
    <ul>
      ${waiting.map(
        (it) => html`<li class=${it.count === 0 ? "idle" : ""}>
          <span class="name">${twice(it.name)}</span>
          <b class="count">${it.count}</b>
          <span class="wait">${twice(wait(it))}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

function wait({ count, expected }: Waiting): Both {
  if (count === 0) return both("display.no_wait");
  if (!expected) return both("display.wait_unknown");
  return range(expected);
}

function range({ low_minutes: low, high_minutes: high }: Expected): Both {
  return low === high ? both("display.minutes_about", { n: low }) : both("display.minutes", { low, high });
}

function time(clock: HallClock): TemplateResult {
  const now = clock.now().toISOString();
  const [year, month, day] = now.slice(0, 10).split("-");
  return html`<p class="clock">
    <time>${cells(hourMinute(now))}</time>
    <span>${day}/${month}/${year}</span>
  </p>`;
}

/** "07:30:00" or "07:30" as people write it. */
function clockTime(local: string): string {
  return hourMinute(`T${local}`);
}
