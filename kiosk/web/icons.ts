// The few signs of the bottom bar and of answers, drawn on a 24-unit grid with one line width.
import { svg, type SVGTemplateResult, html, type TemplateResult } from "lit-html";

const LINES = {
  back: svg`<path d="M14 5l-7 7 7 7M7 12h14" />`,
  home: svg`<path d="M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6" />`,
  help: svg`<path d="M5 5h14v11h-8l-4 4v-4H5z" /><path d="M9.5 9.2a2.5 2.2 0 1 1 2.5 2.3v1.2M12 14.2v.2" />`,
  larger: svg`<path d="M3 19l5-13 5 13M5 14.500h6M14 19l3.500-9 3.500 9M15.300 16h4.400" />`,
  seated: svg`<circle cx="10" cy="4.500" r="1.800" /><path d="M10 7.500v6h5l3 6M7 11a5.500 5.500 0 1 0 8 7" />`,
  contrast: svg`<circle cx="12" cy="12" r="8.500" /><path class="solid" d="M12 3.500a8.500 8.500 0 0 1 0 17z" />`,
  search: svg`<circle cx="10.500" cy="10.500" r="6" /><path d="M15 15l6 6" />`,
  fields: svg`<path d="M4 6h3M10 6h10M4 12h3M10 12h10M4 18h3M10 18h10" />`,
  collect: svg`<path d="M6 3h9l4 4v14H6zM9 13l2.500 2.500L16 11" />`,
  supplement: svg`<path d="M6 3h9l4 4v14H6zM12.500 10v7M9 13.500h7" />`,
  printer: svg`<path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z" />`,
  card: svg`<path d="M3 5.500h18v13H3zM6 15.500c0-3.400 5-3.400 5 0M14 10h4M14 14h4" /><circle cx="8.500" cy="10" r="1.600" />`,
  scan: svg`<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16" />`,
  skip: svg`<path d="M5 6l7 6-7 6zM12 6l7 6-7 6z" />`,
  listen: svg`<path d="M4 9.500h4l5-4.500v14l-5-4.500H4zM16 9a4.200 4.200 0 0 1 0 6M18.500 6a8.300 8.300 0 0 1 0 12" />`,
  seat: svg`<path d="M7 3v10h10M7 13v8M17 13v8M7 8h2" />`,
} satisfies Record<string, SVGTemplateResult>;

export type Icon = keyof typeof LINES;

export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${LINES[name]}</svg>`;
}
