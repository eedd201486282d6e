// What the typeface has no letter for, drawn: the way to a counter, and the sign of priority beside its word.
import { html, nothing, type TemplateResult } from "lit-html";
import { cells } from "../../../server/web/shared/cells";
import { marked } from "../sizes";
import { both, twice } from "../words";

/** "→", as high as the digits beside it. */
export function arrow(): TemplateResult {
  return html`<svg class="arrow" viewBox="0 0 100 74" aria-hidden="true">
    <path d="M0 37H88M55 5L88 37L55 69" fill="none" stroke="currentColor" stroke-width="13" />
  </svg>`;
}

/** The word and a sign, so that colour need not tell. */
export function priority(): TemplateResult {
  return html`<span class="priority">${star()}${twice(both("display.priority"))}</span>`;
}

/** The sign alone, where a row has no room for the word; a reader hears the word. */
export function prioritySign(): TemplateResult {
  return html`<span class="priority-sign">${star()}<span class="visually-hidden">${twice(both("display.priority"))}</span></span>`;
}

function star(): TemplateResult {
  return html`<svg class="star" viewBox="0 0 100 100" aria-hidden="true">
    <path d="M50 4L62 36L97 38L70 60L79 94L50 75L21 94L30 60L3 38L38 36Z" fill="currentColor" />
  </svg>`;
}

/** A label as it is read across a hall: its kiosk's mark smaller than its number. */
export function label(text: string): TemplateResult {
  return parted(text, (it) => it);
}

/** The same with its digits in cells, for columns. */
export function labelCells(text: string): TemplateResult {
  return parted(text, cells);
}

function parted(text: string, draw: (number: string) => unknown): TemplateResult {
  const [mark, number] = marked(text);
  return html`${mark ? html`<span class="mark">${mark}</span>` : nothing}${draw(number)}`;
}
