// The screen above one counter: its number, and the number it serves or what else is the matter, in words.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Both } from "../../../server/web/shared/text";
import type { Call } from "../../../server/web/shared/wire";
import { condition } from "../parts/counters";
import { head } from "../parts/head";
import { label, priority } from "../parts/signs";
import { fitted } from "../sizes";
import { callsOf, type Counter, type View } from "../view";
import { both, twice } from "../words";
import { calls } from "./calls";

const WIDE = { room: 82, most: 26 };
const UPRIGHT = { room: 44, most: 26 };

/** Without its counter on the board, the calls: they tell people where to go instead. */
export function counter(view: View): TemplateResult {
  const { board, screen, upright } = view;
  const mine = board.counters.find(({ id }) => id === screen.counter?.id);
  if (!mine) return calls(view);
  // Here the fill means: somebody is asked to come to this very counter, and is not there yet.
  const call = callsOf(view).find((it) => it.label === mine.label && it.counter.id === mine.id && it.state === "called");
  return html`<div class="hall counter-layout ${upright ? "upright" : "wide"} ${call ? "called" : mine.state}">
    ${head(view)}
    <main class="one-counter">
      <h2 class="which"><span class="words">${twice(both("display.counter"))}</span> <b class="number">${mine.number}</b></h2>
      <div class="now" aria-live="polite" aria-atomic="true">${mine.label ? number(mine.label, call, upright) : words(mine)}</div>
    </main>
  </div>`;
}

function number(text: string, call: Call | undefined, upright: boolean): TemplateResult {
  const { room, most } = upright ? UPRIGHT : WIDE;
  return html`<p class="caption">${twice(call ? both("display.calling") : both("display.serving"))} ${call?.priority ? priority() : nothing}</p>
    <p class="label" .style=${`font-size: ${fitted(text, room, most)}rem`}>${label(text)}</p>`;
}

function words(mine: Counter): TemplateResult {
  return html`<p class="condition">${twice(condition(mine))}</p>
    <p class="hint">${twice(advice(mine))}</p>`;
}

function advice({ state }: Counter): Both {
  if (state === "open") return both("display.open_hint");
  return state === "paused" ? both("display.paused_hint") : both("display.closed_hint");
}
