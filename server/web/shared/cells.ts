// Digits that stand in columns: Be Vietnam Pro has no tabular figures, so each digit gets a cell of fixed width.
import { html, type TemplateResult } from "lit-html";

/** "A012" with its digits in cells; anything else is left as it is. */
export function cells(label: string | number): TemplateResult {
  const characters = Array.from(String(label), (it) => (/\d/.test(it) ? html`<i>${it}</i>` : it));
  return html`<span class="cells">${characters}</span>`;
}
