// The three layouts as small drawings: where the call stands, where the counters, where the pictures.
import { svg, type SVGTemplateResult } from "lit-html";
import type { Layout } from "./display-draft";

const CALLS = svg`
  <rect class="call" x="6" y="12" width="76" height="36" rx="3" />
  ${[12, 21.5, 31, 40.5].map((y) => svg`<rect class="line" x="88" y=${y} width="34" height="7" rx="1.5" />`)}
  <rect class="line" x="6" y="54" width="116" height="12" rx="1.5" />
`;
const IMAGES = svg`
  <rect class="call" x="6" y="12" width="46" height="24" rx="3" />
  ${[41, 50.5].map((y) => svg`<rect class="line" x="6" y=${y} width="46" height="7" rx="1.5" />`)}
  <rect class="picture" x="58" y="12" width="64" height="54" rx="3" />
  <path class="hills" d="M58 56 L76 38 L90 50 L104 34 L122 52 V63 a3 3 0 0 1 -3 3 H61 a3 3 0 0 1 -3 -3 Z" />
  <circle class="hills" cx="110" cy="23" r="5" />
`;
const COUNTER = svg`
  <rect class="line" x="38" y="10" width="52" height="7" rx="1.5" />
  <rect class="call" x="18" y="22" width="92" height="32" rx="3" />
  <rect class="line" x="44" y="59" width="40" height="7" rx="1.5" />
`;
const DRAWINGS: Readonly<Record<Layout, SVGTemplateResult>> = { calls: CALLS, images: IMAGES, counter: COUNTER };

export function drawing(layout: Layout): SVGTemplateResult {
  return svg`<svg class="layouts__drawing" viewBox="0 0 128 72" aria-hidden="true" focusable="false">
    <rect class="ground" width="128" height="72" rx="4" />${DRAWINGS[layout]}
  </svg>`;
}
