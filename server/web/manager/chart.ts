// Issued and served, two bars a row, the counts written at their ends.
//
// Drawn here rather than by a chart library: names need HTML's line breaking (official ones run past 150 letters), the page's
// policy forbids the style elements such libraries insert, and a canvas prints grey. Issued is an outline with hatching,
// served is solid, so that a black-and-white printer keeps them apart.
import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Row } from "./wire";
import { grouped, nameOf, t } from "./words";

const MOST_ROWS = 12;
const LONGEST_PERCENT = 90; // the rest is for the count behind the longest bar
const BAR_PX = 14;
const GAP_PX = 3;

/** `rows` in the order to draw; a long list is cut, which the caption says. */
export function chart(rows: readonly Row[], title: string): TemplateResult {
  const drawn = rows.length > 31 ? rows.slice(0, MOST_ROWS) : rows;
  const most = Math.max(1, ...drawn.map((it) => Math.max(it.issued, it.served)));
  return html`
    <figure class="chart">
      <figcaption>
        <b>${title}</b>
        <span class="legend">
          <span>${swatch("issued")} ${t("manager.issued")}</span> <span>${swatch("served")} ${t("manager.served")}</span>
        </span>
        ${drawn.length < rows.length ? html`<span>${t("manager.chart_first", { n: drawn.length })}</span>` : nothing}
      </figcaption>
      <svg class="patterns" aria-hidden="true" width="0" height="0">
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="0" y1="0" x2="0" y2="5" />
        </pattern>
      </svg>
      <ol aria-hidden="true">
        ${drawn.map((it) => html`<li><span>${nameOf(it.name)}</span>${bars(it, most)}</li>`)}
      </ol>
    </figure>
  `;
}

function bars({ issued, served }: Row, most: number): TemplateResult {
  return html`
    <svg width="100%" height=${2 * BAR_PX + GAP_PX}>
      ${bar("issued", issued, most, 0)} ${bar("served", served, most, BAR_PX + GAP_PX)}
    </svg>
  `;
}

function bar(kind: "issued" | "served", count: number, most: number, y: number): TemplateResult {
  const width = `${(count / most) * LONGEST_PERCENT}%`;
  return svg`
    ${count > 0 ? svg`<rect class=${kind} x="0.5" y=${y + 0.5} width=${width} height=${BAR_PX - 1} />` : nothing}
    <text x=${width} dx="6" y=${y + BAR_PX - 2}>${grouped(count)}</text>
  `;
}

function swatch(kind: "issued" | "served"): TemplateResult {
  return html`<svg width="22" height=${BAR_PX} aria-hidden="true"><rect class=${kind} x="0.5" y="0.5" width="21" height=${BAR_PX - 1} /></svg>`;
}
