// Issued and served side by side, each count written at its bar's end: rows, or columns for the hours and days of a short span.
//
// Drawn here rather than by a chart library: names need HTML's line breaking (official ones run past 150 letters), the page's
// policy forbids the style elements such libraries insert, and a canvas prints grey. Issued is an outline with hatching,
// served is solid, so that a black-and-white printer keeps them apart. The table below says it all again, so a screen
// reader is spared the drawing.
import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Row } from "./wire";
import { grouped, rowName, t } from "./words";

const MOST_ROWS = 12;
const MOST_COLUMNS = 14; // more, and the counts above them would touch
const FEWEST_COLUMNS = 8; // fewer are drawn as wide as if there were so many

const LONGEST_PERCENT = 90; // of a row; the rest is for the count behind the longest bar
const BAR_PX = 14;
const GAP_PX = 3;

const TALLEST_PX = 160;
const ABOVE_PX = 20; // for the count above the tallest column
const BELOW_PX = 28; // for the names

type Kind = "issued" | "served";

/** `rows` in the order to draw; `inOrder`: that order is time's. A long list is cut, which the caption says. */
export function chart(rows: readonly Row[], title: string, inOrder: boolean): TemplateResult {
  const drawn = inOrder ? rows : rows.slice(0, MOST_ROWS);
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
      ${inOrder && drawn.length <= MOST_COLUMNS ? columns(drawn, most) : lines(drawn, most, inOrder)}
    </figure>
  `;
}

/** `narrow`: the names are hours or days. */
function lines(rows: readonly Row[], most: number, narrow: boolean): TemplateResult {
  const line = (it: Row) => html`<li><span>${rowName(it)}</span>${bars(it, most)}</li>`;
  return html`<ol class=${narrow ? "narrow" : ""} aria-hidden="true">${rows.map(line)}</ol>`;
}

function bars({ issued, served }: Row, most: number): TemplateResult {
  return html`
    <svg width="100%" height=${2 * BAR_PX + GAP_PX}>
      ${bar("issued", issued, most, 0)} ${bar("served", served, most, BAR_PX + GAP_PX)}
    </svg>
  `;
}

function bar(kind: Kind, count: number, most: number, y: number): TemplateResult {
  const width = `${(count / most) * LONGEST_PERCENT}%`;
  return svg`
    ${count > 0 ? svg`<rect class=${kind} x="0.5" y=${y + 0.5} width=${width} height=${BAR_PX - 1} />` : nothing}
    <text x=${width} dx="6" y=${y + BAR_PX - 2}>${grouped(count)}</text>
  `;
}

function columns(rows: readonly Row[], most: number): TemplateResult {
  const band = 100 / Math.max(rows.length, FEWEST_COLUMNS);
  const ground = ABOVE_PX + TALLEST_PX;
  return html`
    <svg class="columns" aria-hidden="true" width="100%" height=${ground + BELOW_PX}>
      ${rows.map(
        (it, place) => svg`
          ${column("issued", it.issued, most, (place + 0.14) * band, 0.36 * band)}
          ${column("served", it.served, most, (place + 0.5) * band, 0.36 * band)}
          <text class="name" x="${(place + 0.5) * band}%" y=${ground + BELOW_PX - 8}>${rowName(it)}</text>
        `,
      )}
      <line class="ground" x1="0" x2="${rows.length * band}%" y1=${ground} y2=${ground} />
    </svg>
  `;
}

/** `x` and `width` in percent of the drawing. */
function column(kind: Kind, count: number, most: number, x: number, width: number): TemplateResult {
  const height = (count / most) * TALLEST_PX;
  const top = ABOVE_PX + TALLEST_PX - height;
  return svg`
    ${count > 0 ? svg`<rect class=${kind} x="${x}%" y=${top} width="${width}%" height=${height} />` : nothing}
    <text x="${x + width / 2}%" y=${top - 6}>${grouped(count)}</text>
  `;
}

function swatch(kind: Kind): TemplateResult {
  return html`
    <svg width="22" height=${BAR_PX} aria-hidden="true"><rect class=${kind} x="0.5" y="0.5" width="21" height=${BAR_PX - 1} /></svg>
  `;
}
