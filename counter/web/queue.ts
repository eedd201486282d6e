// Right: who waits for me, in the order they would be called, and who can be called back.
import { html, nothing, type TemplateResult } from "lit-html";
import { cells } from "../../server/web/shared/cells";
import { pick } from "../../server/web/shared/text";
import { minutesBetween } from "../../server/web/shared/time";
import type { Action, BriefTicket, Desk } from "../../server/web/shared/wire";
import { isMine, type Doing, type Model } from "./model";
import { ACTION, priority, PURPOSE, t, type Drawn } from "./words";

export function queue(model: Model, desk: Desk, doing: Doing): TemplateResult {
  const free = desk.counter.state === "open" && !desk.current && !!desk.counter.clerk && isMine(model, desk.counter.clerk);
  return html`<section class="queue">
    <h2>${t("desk.queue")} <span class="count">${desk.waiting.length}</span></h2>
    ${desk.waiting.length === 0 ? html`<p class="empty">${t("desk.queue_empty")}</p>` : nothing}
    <ol class="waiting">
      ${desk.waiting.map((it) => waitingRow(model, it, free, doing))}
    </ol>
    ${held(model, t("desk.missed"), desk.missed, "requeue", doing)} ${held(model, t("desk.parked"), desk.parked, "unpark", doing)}
  </section>`;
}

function waitingRow(model: Model, it: BriefTicket, free: boolean, doing: Doing): TemplateResult {
  const waited = minutesBetween(it.issued_at, model.clock.instant());
  return html`<li>
    <b class="label">${cells(it.label)}</b>
    <span class="what" title=${it.procedure ? pick(it.procedure.name) : ""}>
      ${it.procedure ? pick(it.procedure.name) : PURPOSE[it.purpose]()}
      ${it.priority ? html`<em>${t("desk.priority")}: ${priority(it.priority)}</em>` : nothing}
      ${it.paper === "failed" ? html`<em>${t("desk.unprinted")}</em>` : nothing}
    </span>
    <span class="waited">${t("desk.minutes", { n: waited })}</span>
    <span class="choices">
      ${it.actions.includes("correct")
        ? html`<button class="button small" ?disabled=${model.busy} @click=${() => doing.openCorrection(it.id)}>${t("desk.correct")}</button>`
        : nothing}
      ${free
        ? html`<button
            class="button small"
            ?disabled=${model.busy}
            @click=${() => doing.change({ asking: { kind: "call", ticket: it, error: false } })}
          >
            ${t("desk.call_this")}
          </button>`
        : nothing}
    </span>
  </li>`;
}

/** Missed or held tickets, each with the one thing that brings it back, if the server allows it. */
function held(model: Model, title: string, tickets: readonly BriefTicket[], back: Drawn & Action, doing: Doing): TemplateResult | typeof nothing {
  if (tickets.length === 0) return nothing;
  return html`<h3>${title} <span class="count">${tickets.length}</span></h3>
    <ul class="held">
      ${tickets.map(
        (it) => html`<li>
          <b class="label">${cells(it.label)}</b>
          <span class="what">${it.procedure ? pick(it.procedure.name) : PURPOSE[it.purpose]()}</span>
          ${it.actions.includes(back)
            ? html`<button class="button small" ?disabled=${model.busy} @click=${() => doing.act(back, it)}>${ACTION[back]()}</button>`
            : nothing}
        </li>`,
      )}
    </ul>`;
}
