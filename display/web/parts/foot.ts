// Who waits and how long it may take, which numbers were missed, what the hall has to say.
import { html, nothing, type TemplateResult } from "lit-html";
import type { Both } from "../../../server/web/shared/text";
import type { Expected } from "../../../server/web/shared/wire";
import { page, type View, type Waiting } from "../view";
import { both, twice } from "../words";
import { arrow, label, labelCells } from "./signs";

/** Notices that fit without taking the call's room. */
const NOTICES = 2;
const MISSED = 6;
const UNSAID = 3;

/** What stands at the foot: so many rows of fields as the other lines leave. */
interface Lines {
  fields: number;
  missed: boolean;
  unsaid: boolean;
  notices: boolean;
}

const ROWS = { wide: 3, upright: 2 };

/** `columns` of fields. */
export function foot(view: View, columns: number): TemplateResult {
  const { waiting, notices, missed } = view.board;
  return html`<footer class="foot">
    ${fields(view, waiting, columns, lines(view, columns).fields)} ${missedNumbers(missed.slice(0, MISSED))}
    ${unsaidCalls(view.unsaid.slice(0, UNSAID))}
    ${notices.length > 0
      ? html`<ul class="notices">
          ${page(notices, NOTICES, view.clock).map((it) => html`<li>${twice(it)}</li>`)}
        </ul>`
      : nothing}
  </footer>`;
}

/** The most the foot takes of the height, in rem. */
export function heightOfFoot(view: View, columns: number): number {
  const { fields, missed, unsaid, notices } = lines(view, columns);
  const waits = fields > 0 ? 1.5 + 3.1 * fields : 1.4;
  return 0.6 + waits + (missed ? 2.9 : 0) + (unsaid ? 1.9 : 0) + (notices ? 3.1 : 0);
}

function lines({ board, unsaid, upright }: View, columns: number): Lines {
  const some = { missed: board.missed.length > 0, unsaid: unsaid.length > 0, notices: board.notices.length > 0 };
  const free = upright ? ROWS.upright : ROWS.wide - Number(some.notices) - Number(some.unsaid);
  return { ...some, fields: Math.min(free, Math.ceil(board.waiting.length / columns)) };
}

function fields(view: View, waiting: readonly Waiting[], columns: number, rows: number): TemplateResult {
  if (waiting.length === 0) return html`<p class="nobody">${twice(both("display.nobody_waits"))}</p>`;
  return html`<section class="fields">
    <h2>${twice(both("display.waiting"))}</h2>
    <ul .style=${`--columns: ${columns}; --rows: ${rows}`}>
      ${page(waiting, columns * rows, view.clock).map(field)}
    </ul>
  </section>`;
}

function field(it: Waiting): TemplateResult {
  return html`<li class=${it.count === 0 ? "idle" : ""}>
    <b class="count">${it.count}</b>
    <span class="name">${twice(it.name)}</span>
    <span class="wait">${twice(wait(it))}</span>
  </li>`;
}

function wait({ count, expected }: Waiting): Both {
  if (count === 0) return both("display.no_wait");
  if (!expected) return both("display.wait_unknown");
  return range(expected);
}

function range({ low_minutes: low, high_minutes: high }: Expected): Both {
  if (low === high) return both("display.minutes_about", { n: low });
  return low === 0 ? both("display.minutes_under", { n: high }) : both("display.minutes", { low, high });
}

function missedNumbers(missed: readonly string[]): TemplateResult | typeof nothing {
  if (missed.length === 0) return nothing;
  return html`<section class="missed">
    <h2>${twice(both("display.missed"))}</h2>
    <ol>
      ${missed.map((it) => html`<li>${labelCells(it)}</li>`)}
    </ol>
    <p>${twice(both("display.missed_advice"))}</p>
  </section>`;
}

function unsaidCalls(unsaid: View["unsaid"]): TemplateResult | typeof nothing {
  if (unsaid.length === 0) return nothing;
  return html`<section class="unsaid">
    <h2>${twice(both("display.unsaid"))}</h2>
    <ol>
      ${unsaid.map((it) => html`<li>${label(it.label)}${arrow()}${it.counter}</li>`)}
    </ol>
  </section>`;
}
