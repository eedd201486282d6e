// What the tablet shows: the hall and the counter, calmly; for one visit, five steps; then thanks.
import { html, nothing, svg, type TemplateResult } from "lit-html";
import faces from "../../luot_server/http/faces.json";
import { cells } from "../shared/cells";
import type { Both } from "../shared/text";
import type { Asking } from "./asking";
import { both, STEPS, twice, type Score } from "./words";

export interface Place {
  hall: { id: string; name: Both };
  counter: { id: string; number: number };
}

export interface Reason {
  key: string;
  name: Both;
}

export interface Doing {
  choose(score: Score): void;
  toggle(reason: string): void;
  again(): void;
  send(): void;
  skip(): void;
}

const ORDER: readonly Score[] = [5, 4, 3, 2, 1];

export function shell(place: Place, offline: boolean, inside: TemplateResult): TemplateResult {
  return html`
    <header class="place">
      <p class="place__hall">${twice(place.hall.name)}</p>
      <p class="place__counter">${twice(both("rating.counter", { number: place.counter.number }))}</p>
    </header>
    <main aria-live="polite">${inside}</main>
    <p class="offline" role="status">${offline ? twice(both("rating.offline")) : nothing}</p>
  `;
}

export function calm(): TemplateResult {
  return html`<div class="calm"><h1>${twice(both("rating.calm"))}</h1><p>${twice(both("rating.calm_how"))}</p></div>`;
}

export function thanks(sent: boolean): TemplateResult {
  const [said, more] = sent
    ? [both("rating.thanks"), both("rating.thanks_more")]
    : [both("rating.failed"), both("rating.failed_next")];
  return html`<div class="calm ${sent ? "thanks" : ""}"><h1>${twice(said)}</h1><p>${twice(more)}</p></div>`;
}

export function steps({ visit }: Asking, doing: Doing): TemplateResult {
  return html`
    <div class="ask">
      <h1 tabindex="-1">${twice(both("rating.ask"))}</h1>
      <p class="ask__visit">
        <span>${twice(both("rating.visit"))}</span> <b>${cells(visit.label)}</b>
      </p>
      <ol class="steps">
        ${ORDER.map((score) => html`<li>${step(score, doing)}</li>`)}
      </ol>
      <div class="ask__foot">
        <p>${twice(both("rating.free"))}</p>
        <button class="button skip" type="button" @click=${() => doing.skip()}>${twice(both("rating.skip"))}</button>
      </div>
    </div>
  `;
}

export function why({ score, reasons: chosen }: Asking, reasons: readonly Reason[], doing: Doing): TemplateResult {
  return html`
    <div class="ask">
      <h1 tabindex="-1">${twice(both("rating.why"))}</h1>
      <p class="ask__visit">${score === null ? nothing : html`${face(score)} ${twice(STEPS[score])}`}</p>
      <p>${twice(both("rating.why_how"))}</p>
      <ul class="reasons">
        ${reasons.map(
          ({ key, name }) => html`
            <li>
              <button class="button reason" type="button" aria-pressed=${chosen.has(key)} @click=${() => doing.toggle(key)}>
                ${twice(name)}
              </button>
            </li>
          `,
        )}
      </ul>
      <div class="ask__foot">
        <button class="button" type="button" @click=${() => doing.again()}>${twice(both("rating.again"))}</button>
        <button class="button primary" type="button" @click=${() => doing.send()}>${twice(both("rating.send"))}</button>
      </div>
    </div>
  `;
}

function step(score: Score, doing: Doing): TemplateResult {
  return html`
    <button class="button step" type="button" data-score=${score} @click=${() => doing.choose(score)}>
      ${face(score)} <span class="step__words">${twice(STEPS[score])}</span>
    </button>
  `;
}

/** Five mouths rather than five colours: told apart in grey, and by whoever does not see red and green. */
function face(score: Score): TemplateResult {
  return html`
    <svg class="face" viewBox="0 0 48 48" aria-hidden="true">
      ${svg`<circle cx="24" cy="24" r="20"/><circle class="eye" cx="17" cy="19" r="2.5"/><circle class="eye" cx="31" cy="19" r="2.5"/><path d=${faces[score]}/>`}
    </svg>
  `;
}
