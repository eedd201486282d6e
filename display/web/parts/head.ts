// The top line: whose hall it is, which part of it, when it is open, what time it is; or that the line is lost.
import { html, nothing, type TemplateResult } from "lit-html";
import { cells } from "../../../server/web/shared/cells";
import { hourMinute, type HallClock } from "../../../server/web/shared/time";
import type { View } from "../view";
import { both, twice } from "../words";

export function head(view: View): TemplateResult {
  return view.line === "good" ? name(view) : trouble(view);
}

function name(view: View): TemplateResult {
  const { board, screen } = view;
  return html`<header class="head">
    <div class="whose">
      <h1>${twice(board.hall_name)}</h1>
      ${screen.zone?.name.vi ? html`<p class="zone">${twice(screen.zone.name)}</p>` : nothing}
    </div>
    ${beside(view)} ${time(view.clock)}
  </header>`;
}

function beside({ board, screen, soundBlocked }: View): TemplateResult | typeof nothing {
  if (soundBlocked && screen.speaks) return html`<p class="sound">${twice(both("display.sound_blocked"))}</p>`;
  const spans = board.hours.map((it) => `${clockTime(it.opens)}–${clockTime(it.closes)}`).join(", ");
  return spans ? html`<p class="open">${twice(both("display.hours", { hours: spans }))}</p>` : nothing;
}

function trouble({ line, clock }: View): TemplateResult {
  const words = line === "lost" ? both("display.offline") : both("display.refused");
  return html`<header class="head trouble"><p role="alert">${twice(words)}</p>${time(clock)}</header>`;
}

function time(clock: HallClock): TemplateResult {
  const now = clock.now().toISOString();
  const [year, month, day] = now.slice(0, 10).split("-");
  return html`<p class="clock">
    <time>${cells(hourMinute(now))}</time>
    <span>${day}/${month}/${year}</span>
  </p>`;
}

/** "07:30:00" or "07:30" as people write it. */
function clockTime(local: string): string {
  return hourMinute(`T${local}`);
}
