// The last call, as large as the screen lets it be, and the ones before it.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Call } from "../../../server/web/shared/wire";
import { fitted } from "../sizes";
import { isCalled, type View } from "../view";
import { both, twice } from "../words";
import { arrow, label, priority, prioritySign } from "./signs";

/** Where a last call stands: the width its label has, and the size nothing is gained beyond, in rem. */
export interface Place {
  room: number;
  most: number;
}

export function lastCall(view: View, call: Call | undefined, { room, most }: Place): TemplateResult {
  if (!call) return welcome();
  const called = isCalled(view, call);
  return html`<section class="last ${called ? "called" : "past"}" aria-live="polite" aria-atomic="true">
    <p class="caption">
      ${twice(called ? both("display.calling") : both("display.earlier"))}
      ${call.times > 1 ? html`<span class="times">${twice(both("display.times", { n: call.times }))}</span>` : nothing}
      ${call.priority ? priority() : nothing}
    </p>
    <p class="label" .style=${`font-size: ${fitted(call.label, room, most)}rem`}>${label(call.label)}</p>
    <p class="go">
      <span class="words">${twice(called ? both("display.go_to") : both("display.counter"))}</span>${arrow()}<span class="number">${call.counter.number}</span>
    </p>
  </section>`;
}

function welcome(): TemplateResult {
  return html`<section class="last none">
    <p class="welcome">${twice(both("display.no_calls"))}</p>
    <p class="hint">${twice(both("display.no_calls_hint"))}</p>
  </section>`;
}

/** The calls before the last one, each in `room` rem; those still being called are filled as the last one is. */
export function earlier(view: View, calls: readonly Call[], { room, most }: Place): TemplateResult | typeof nothing {
  if (calls.length === 0) return nothing;
  return html`<section class="earlier">
    <h2>${twice(both("display.earlier"))}</h2>
    <ol>
      ${calls.map((it) => row(view, it, fitted(`${it.label}→${it.counter.number}${it.priority ? "★" : ""}`, room, most)))}
    </ol>
  </section>`;
}

function row(view: View, call: Call, size: number): TemplateResult {
  return html`<li class=${isCalled(view, call) ? "called" : ""} .style=${`font-size: ${size}rem`}>
    <b class="label">${label(call.label)}</b>${arrow()}<b class="to">${call.counter.number}</b>${call.priority ? prioritySign() : nothing}
  </li>`;
}
