// A code drawn for a phone to read from this screen.
import { html, svg, type TemplateResult } from "lit-html";
import type { Code } from "./model";
import { t } from "./words";

const QUIET = 4; // light modules on each side (ISO/IEC 18004)

/** Nothing where the server has no public address: no phone could open it. */
export function isReachable(url: string): boolean {
  return /^https?:\/\//.test(url);
}

export function codeView({ rows }: Code): TemplateResult {
  const side = rows.length + 2 * QUIET;
  const dark = rows.map((row, y) => Array.from(row, (it, x) => (it === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join("")).join("");
  return html`<figure class="code">
    <svg viewBox="0 0 ${side} ${side}" role="img" aria-label=${t("guide.code")} shape-rendering="crispEdges">
      ${svg`<path class="code__ground" d="M0 0h${side}v${side}H0z"/><path class="code__dark" d=${dark}/>`}
    </svg>
    <figcaption>${t("guide.code_hint")}</figcaption>
  </figure>`;
}
