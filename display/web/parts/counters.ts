// Every counter in order with its number, each label as large as so many of them allow.
import { html, nothing, type TemplateResult } from "lit-html";
import { arranged, fitsInCells, fitted, type Arranged } from "../sizes";
import { calledAt, countersOf, type Counter, type View } from "../view";
import { both, twice } from "../words";
import type { Both } from "../../../server/web/shared/text";
import { label, labelCells, prioritySign } from "./signs";

/** Beyond so many, counters that are not open leave their place to those that are. */
const ALL_SHOWN = 16;
/** From this size on, in rem, a row has room for a state in both languages at its own size. */
const ROOMY = 3;

/** The counters a screen lists; whatever has a number is among them. */
export function listed(view: View): Counter[] {
  const all = countersOf(view);
  return all.length <= ALL_SHOWN ? all : all.filter((it) => it.state !== "closed" || it.label !== null);
}

/** How the list is laid out above a foot of this height (null: beside it). */
export function layoutOf(view: View, foot: number | null): Arranged {
  return arranged(listed(view).length, foot);
}

export function counterList(view: View, at: Arranged): TemplateResult {
  const sizes = `--rows: ${at.rows}; --columns: ${at.columns}; --number: ${at.number}em; font-size: ${at.size}rem`;
  return html`<section class="counters ${at.size < ROOMY ? "close" : ""}">
    <h2><span>${twice(both("display.counter"))}</span><span>${twice(both("display.serving"))}</span></h2>
    <ul .style=${sizes}>
      ${listed(view).map((it) => row(view, it, at))}
    </ul>
  </section>`;
}

function row(view: View, counter: Counter, at: Arranged): TemplateResult {
  const call = calledAt(view, counter);
  return html`<li class="${counter.state} ${call ? "calling" : ""}">
    <b class="number">${counter.number}</b>
    ${call?.priority ? prioritySign() : nothing}
    ${counter.label ? serving(counter.label, at) : html`<span class="state">${twice(condition(counter))}</span>`}
  </li>`;
}

function serving(text: string, { room, size }: Arranged): TemplateResult {
  const own = fitted(text, room, size);
  return html`<b class="serving" .style=${`font-size: ${own}rem`}>${fitsInCells(text, room, own) ? labelCells(text) : label(text)}</b>`;
}

export function condition({ state }: Counter): Both {
  if (state === "open") return both("display.open");
  return state === "paused" ? both("display.paused") : both("display.closed");
}
